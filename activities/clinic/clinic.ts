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
  soonOf,
  workOf,
} from './sections.js';
import { readStuck } from './stuck.js';
import { publishedOf } from './timeliness.js';

const NO_CAPACITY: NoData = {
  noData: 'The capacity of teams and services is not recorded yet, so nothing is counted of it.',
};
const NO_CONTACTS: NoData = { noData: 'No contact with a family has been recorded yet.' };

/** Each value by its index, without reading the rows between: an index is begun anew behind every value that was found. */
const VALUES = (table: string, column: string): string => `
with recursive v as (
  (select ${column} as value from ${table} where ${column} is not null order by 1 limit 1)
  union all
  select (select t.${column} from ${table} t where t.${column} > v.value order by 1 limit 1) from v where v.value is not null)
select value from v where value is not null`;

const CHOICES = {
  localities: `(${VALUES('case_steps', 'locality')}) union (${VALUES('plans', 'locality')})`,
  caseworkers: `(${VALUES('case_steps', 'caseworker')}) union (${VALUES('plans', 'caseworker')})`,
  sources: VALUES('case_steps', 'source'),
} as const;

/** What the filters can be set to. */
export const readChoices = async (client: pg.ClientBase): Promise<ClinicFigures['choices']> => {
  const of = async (name: keyof typeof CHOICES): Promise<string[]> =>
    (await client.query<{ value: string }>(CHOICES[name])).rows.map(({ value }) => value).sort();
  return { localities: await of('localities'), caseworkers: await of('caseworkers'), sources: await of('sources') };
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
    soon: soonOf(c),
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

/**
 * One moment of the database. Compiling a statement would cost more than it saves; with this memory, of which a few megabytes
 * are used, the planner counts all grouping sets in one pass instead of sorting for each.
 */
export const inOneMoment = async <T>(pool: pg.Pool, read: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      "begin isolation level repeatable read read only; set local jit = off; set local work_mem = '64MB'",
    );
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
