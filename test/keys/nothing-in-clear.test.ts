/**
 * Every byte that Temporal, the ledger and the logs keep of a caseload is read for what would tell who its children are. A
 * name that a foreign client sends in clear is found, so what is looked for would be found too.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Ehcna, newCaseRef, Unreachable } from '../../client/ehcna.js';
import type { SampleCase } from '../../client/sample/caseload.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { assessmentId } from '../../domain/ids.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { clientConverter } from '../../keys/data-converter.js';
import { keyringOf, keysIn } from '../../keys/keyring.js';
import { trainingIssuerMadeIn, trainingSigner } from '../../keys/signer.js';
import { freePort } from '../../workers/platform/ports.js';
import { temporaryFolder } from '../../workers/platform/places.js';
import { familyRequest } from '../cli/requests.js';
import { startUp } from '../command.js';
import type { Up } from '../command.js';
import { holding } from '../plans/samples.js';
import { caseloadOf } from '../trust/caseload.js';

const CASES = 30;
const PLANTED = 'Plantagenet Clearwater-Sown';
const lead = { role: 'assessment-lead', id: 'lead-1' } as const;
const LONG_MS = 240_000;

let folder: string;
let up: Up;
let cases: SampleCase[];
/** What tells who somebody is, each with whose it is. */
let words: Map<string, string>;
/** Everything kept, by where. */
const kept = new Map<string, Buffer>();

const tellingOf = (people: readonly object[], whose: string): [string, string][] =>
  (people as { name?: string; dateOfBirth?: string; address?: string; email?: string }[])
    .flatMap(({ name, dateOfBirth, address, email }) => [name, dateOfBirth, address, email])
    .filter((word) => word !== undefined && word !== '')
    .map((word) => [word as string, whose]);

const wordsOf = ({ caseRef, events }: SampleCase): [string, string][] => {
  const { child, family } = foldEvents(caseRef, asAssessmentEvents(events));
  return tellingOf([child, ...family], caseRef);
};

const filesIn = (place: string): string[] =>
  readdirSync(place, { recursive: true })
    .map((name) => join(place, String(name)))
    .filter((file) => statSync(file).isFile());

/** As anyone who may ask the server without a key gets it. */
const askedOf = async (raw: Client, workflowId: string): Promise<Uint8Array[]> => {
  const { History } = proto.temporal.api.history.v1;
  const { Payloads } = proto.temporal.api.common.v1;
  const history = await raw.workflow.getHandle(workflowId).fetchHistory();
  const asked = { namespace: raw.options.namespace, execution: { workflowId }, query: { queryType: 'state' } };
  // A process that was refused at its start answers nothing: what it says of that is looked at too.
  const answer = await raw.workflowService.queryWorkflow(asked).then(
    ({ queryResult }) => (queryResult ? Payloads.encode(queryResult).finish() : new Uint8Array()),
    (error: unknown) => Buffer.from(String(error)),
  );
  return [History.encode(history).finish(), answer];
};

const tablesOf = async (pool: pg.Pool): Promise<string[]> =>
  (await pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`)).rows.map(
    (row) => row.name,
  );

/** Bytes are written as text by PostgreSQL in hexadecimal, in which no name is found: as they are, instead. */
const rowsOf = async (pool: pg.Pool, table: string): Promise<Buffer> => {
  const { rows } = await pool.query<Record<string, unknown>>(`select * from ${table}`);
  const parts = rows.flatMap((row) =>
    Object.values(row).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(`${JSON.stringify(value)}\n`))),
  );
  return Buffer.concat(parts);
};

/** A worker that is taking up a caseload may answer late; what is sent again is done once. */
const insistently = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return insistently(ask);
  }
};

/** A plan whose review is open at once. */
const home = '77 Gossamer Wynd, Northmere, ZZ7 7ZZ';
const planned = {
  caseRef: newCaseRef(),
  holding: holding({
    child: { ...holding().child, name: 'Ottoline Wetherspoon-Hart', dateOfBirth: '2016-02-29', address: home },
    family: [{ id: 'parent-1', role: 'parent', name: 'Peregrine Wetherspoon-Hart', address: home }],
    madeOn: addDays(londonDate(Date.now()), -300),
  }),
};

const review = async (ehcna: Ehcna): Promise<void> => {
  const { caseRef } = planned;
  const { child, family } = planned.holding;
  await insistently(() => ehcna.holdPlan(caseRef, planned.holding));
  await vi.waitUntil(async () => (await ehcna.lastReviewOf(caseRef)) === 1, { timeout: 60_000, interval: 200 });
  const note = `${child.name} and ${family[0]?.name} of ${child.address}`;
  await insistently(() => ehcna.reviewCommand(caseRef, 'holdMeeting', { attended: ['parent'], note }, lead, 'held'));
  const report = { author: 'The SENCO', recommendation: 'amend', findings: note } as const;
  await insistently(() => ehcna.reviewCommand(caseRef, 'submitReport', report, lead, 'report'));
  const decided = { outcome: 'amend', reasons: note, amendments: note } as const;
  await insistently(() => ehcna.reviewCommand(caseRef, 'decideReview', decided, lead, 'decided'));
};

/** New ones, so that letters are written and sent. */
const requests = [familyRequest(), familyRequest(), familyRequest()];

const work = async (ehcna: Ehcna): Promise<void> => {
  for (const request of requests)
    await insistently(() => ehcna.open(request, lead, request.child.name.replace(/ /g, '-')));
  await Promise.all(cases.map(({ caseRef, events }) => ehcna.takeOver(caseRef, events)));
  for (const { caseRef, events } of cases.slice(0, 10)) {
    const { child } = foldEvents(caseRef, asAssessmentEvents(events));
    const note = `${child.name} of ${child.address} called`;
    const contact = { channel: 'telephone', direction: 'from-family', note } as const;
    await insistently(() => ehcna.command(caseRef, 'recordContact', contact, lead, `contact-${caseRef}`));
    // Refused: what is said of it must tell no more than what is kept.
    await ehcna.report(caseRef, {
      id: `odd-${caseRef}`,
      type: 'submitAdvice',
      by: lead,
      adviceId: 'none',
      findings: note,
    });
  }
};

/** Once the worker has come to the end of what the caseload asked of it. */
const quiet = async (pool: pg.Pool): Promise<void> => {
  const look = async () => {
    const { rows } = await pool.query<{ events: number; waiting: number; cases: number }>(
      `select (select count(*)::int from ledger) as events, (select count(*)::int from cases) as cases,
              (select count(*)::int from letters where state = 'requested') as waiting`,
    );
    return rows[0] as { events: number; waiting: number; cases: number };
  };
  for (let before = -1; ; ) {
    const { events, waiting, cases: known } = await look();
    if (events === before && waiting === 0 && known === CASES + requests.length) return;
    before = events;
    await pause(2_000);
  }
};

beforeAll(async () => {
  folder = temporaryFolder();
  const ports = ['--port', String(await freePort()), '--ui-port', String(await freePort())];
  up = await startUp(['--no-sample', ...ports], { EHCNA_DATA_DIR: folder, LOG_LEVEL: 'debug' });
  const { temporal, namespace, database, policy } = up.installation;
  cases = await caseloadOf(policy, CASES, 'nothing in clear');
  words = new Map([
    ...cases.flatMap(wordsOf),
    ...requests.flatMap(({ child, family }) => tellingOf([child, ...family], 'new')),
    ...tellingOf([planned.holding.child, ...planned.holding.family], 'plan'),
  ]);
  const pool = new pg.Pool({ connectionString: database, max: 10 });
  pool.on('error', () => undefined);
  const connection = await Connection.connect({ address: temporal });
  const keys = openCaseKeys(pool, keyringOf((await keysIn(folder)) ?? ''));
  const client = new Client({ connection, namespace, dataConverter: clientConverter(keys) });
  const raw = new Client({ connection, namespace });
  const ehcna = Ehcna.over(client, pool, { keys, signer: trainingSigner(await trainingIssuerMadeIn(folder)) });
  await review(ehcna);
  await work(ehcna);
  const [first] = cases as [SampleCase];
  await raw.workflow.getHandle(assessmentId(first.caseRef)).signal('reportFact', { id: 'p1', name: PLANTED });
  await quiet(pool);
  const listed = raw.workflow.list();
  for await (const { workflowId, raw: info } of listed) {
    const { WorkflowExecutionInfo } = proto.temporal.api.workflow.v1;
    const asked = await askedOf(raw, workflowId);
    kept.set(`asked of ${workflowId}`, Buffer.concat([WorkflowExecutionInfo.encode(info).finish(), ...asked]));
  }
  for (const table of await tablesOf(pool)) kept.set(`table ${table}`, await rowsOf(pool, table));
  await pool.end();
  await connection.close();
  await up.stop();
  // Letters lie in the outbox as they are sent; PostgreSQL's own files hold what the tables do.
  for (const file of filesIn(folder))
    if (!/\/(outbox|postgres)\//.test(file)) kept.set(file.slice(folder.length), readFileSync(file));
}, LONG_MS);

afterAll(async () => {
  await up?.stop();
  await rm(folder, { recursive: true, force: true });
});

const placesOf = (word: string): string[] =>
  [...kept].filter(([, bytes]) => bytes.includes(word)).map(([place]) => place);

/** The server's files: what is new is in the second until it moves to the first. */
const TEMPORAL = /^\/temporal\/temporal\.db(-wal)?$/;

describe('of a caseload with letters, late advice, drafts and panels', () => {
  it('there is plenty, and plenty is looked for', () => {
    const places = [...kept.keys()];
    const size = (name: string): number => kept.get(name)?.length ?? 0;
    expect(words.size).toBeGreaterThan(CASES * 4);
    expect(size('/temporal/temporal.db') + size('/temporal/temporal.db-wal')).toBeGreaterThan(5 * 2 ** 20);
    for (const table of ['ledger', 'documents', 'case_keys', 'cases', 'tasks', 'letters'])
      expect(size(`table ${table}`), table).toBeGreaterThan(1_000);
    expect(places).toEqual(expect.arrayContaining(['/worker.log', '/temporal/temporal.log', '/codec-server.log']));
    expect(kept.get('/worker.log')?.toString()).toContain('[DEBUG]');
    expect(places.filter((place) => place.startsWith('asked of assessment/')).length).toBe(CASES + requests.length);
    expect(places.filter((place) => place.startsWith('asked of panel/')).length).toBeGreaterThan(0);
    expect(places).toEqual(
      expect.arrayContaining([`asked of plan/${planned.caseRef}`, `asked of annualReview/${planned.caseRef}/1`]),
    );
    const stages = cases.map(({ caseRef, events }) => foldEvents(caseRef, asAssessmentEvents(events)).stage);
    expect(new Set(stages).size).toBeGreaterThan(2);
  });

  it('no name, date of birth, address or e-mail of a child or its family is in a byte that is kept', () => {
    const found = [...words].flatMap(([word, caseRef]) => placesOf(word).map((place) => `${caseRef} in ${place}`));
    expect(found).toEqual([]);
  });

  it('what is sent in clear would be found, and a case reference is', () => {
    expect(placesOf(PLANTED)).toContainEqual(expect.stringMatching(TEMPORAL));
    // The ledger's own record of it is encrypted all the same.
    expect(placesOf(PLANTED)).not.toContain('table ledger');
    const places = placesOf(cases[0]?.caseRef as string);
    expect(places).toEqual(expect.arrayContaining(['table ledger', 'table cases']));
    expect(places).toContainEqual(expect.stringMatching(TEMPORAL));
  });
});
