/** Reads the whole Monday clinic, in one moment of the database: its numbers agree with one another. Nothing here writes. */
import type pg from 'pg';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { ClinicFigures, NoData } from '../../domain/clinic/figures.js';
import { readCampaign } from './campaign.js';
import { CATALOGUE } from './catalogue.js';
import { cohortsOf, readWeekly } from './cohorts.js';
import { count } from './counting.js';
import {
  causesOf,
  beyondOf,
  contactsOf,
  decisionsOf,
  demandOf,
  draftsOf,
  reviewsOf,
  scorecardsOf,
  workOf,
} from './sections.js';
import { readStuck } from './stuck.js';
import { publishedOf } from './timeliness.js';

const NO_CAPACITY: NoData = {
  noData: 'The capacity of teams and services is not recorded yet, so nothing is counted of it.',
};
const NO_CONTACTS: NoData = { noData: 'No contact with a family has been recorded yet.' };

const CHOICES = `
select distinct locality, caseworker, source from case_steps
union select distinct locality, caseworker, null from plans`;

const readChoices = async (client: pg.ClientBase): Promise<ClinicFigures['choices']> => {
  const { rows } = await client.query<Record<'locality' | 'caseworker' | 'source', string | null>>(CHOICES);
  const of = (name: 'locality' | 'caseworker' | 'source'): string[] =>
    [...new Set(rows.map((row) => row[name]))].filter((v): v is string => v !== null).sort();
  return { localities: of('locality'), caseworkers: of('caseworker'), sources: of('source') };
};

const anyContact = async (client: pg.ClientBase): Promise<boolean> =>
  (await client.query('select from contacts limit 1')).rows.length > 0;

const readIn = async (client: pg.ClientBase, filters: ClinicFilters): Promise<ClinicFigures> => {
  const c = await count(client, filters, CATALOGUE);
  return {
    on: filters.on,
    filters,
    demand: demandOf(c, filters),
    work: workOf(c),
    decisions: decisionsOf(c, filters),
    draftToFinal: draftsOf(c, filters),
    causes: causesOf(c),
    advice: scorecardsOf(c),
    stuck: await readStuck(client, filters, c),
    cohorts: cohortsOf(c, await readWeekly(client, filters), filters),
    published: publishedOf(c, filters.on),
    beyond: beyondOf(c),
    campaign: await readCampaign(client, filters, c),
    reviews: reviewsOf(c, filters),
    contacts: (await anyContact(client)) ? contactsOf(c, filters) : NO_CONTACTS,
    capacity: NO_CAPACITY,
    choices: await readChoices(client),
  };
};

/** One moment of the database; compiling a statement would cost more than it saves. */
export const inOneMoment = async <T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only; set local jit = off');
    const found = await read(client);
    await client.query('commit');
    return found;
  } catch (error) {
    await client.query('rollback').catch((e: unknown) => {
      broken = e instanceof Error ? e : new Error(String(e));
    });
    throw error;
  } finally {
    client.release(broken);
  }
};

export const readClinic = (pool: pg.Pool, filters: ClinicFilters): Promise<ClinicFigures> =>
  inOneMoment(pool, (client) => readIn(client, filters));
