/** A ledger on a database of its own, with a small projection that is quick to reason about. */
import pg from 'pg';
import { createLedger, type Ledger, type Project } from '../../activities/ledger.js';
import { createWorklist, type Worklist } from '../../activities/worklist.js';
import type { AnyEvent } from '../../domain/events.js';
import { childIdentity } from '../../domain/assessment/identity.js';
import { caseRefFrom, caseRefOf } from '../../domain/ids.js';
import type { CaseRow, Projection, TaskRow } from '../../domain/projection-rows.js';
import { freshDatabase } from '../environment.js';

export const CHILD_KEY_SECRET = 'a secret for tests only';

export const refOf = (n: number): string =>
  caseRefFrom([0, 0, 0, 0, (n >> 15) & 31, (n >> 10) & 31, (n >> 5) & 31, n & 31]);
export const streamOf = (n: number): string => `assessment/${refOf(n)}`;

export const event = (seq: number, type = 'noted', data: Record<string, unknown> = {}): AnyEvent => ({
  seq,
  type,
  data,
  occurredOn: `2025-04-${String(1 + (seq % 28)).padStart(2, '0')}`,
  recordedAt: `2025-05-01T09:00:00.${String(seq % 1000).padStart(3, '0')}Z`,
  by: { role: 'caseworker', id: 'officer-1' },
});

export const events = (from: number, to: number): AnyEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => event(from + i, 'noted', { note: `note ${from + i}` }));

const taskOf = ({ seq, occurredOn, data }: AnyEvent): TaskRow => ({
  key: `task-${seq}`,
  role: 'caseworker',
  title: typeof data.note === 'string' ? data.note : 'Look at it',
  dueOn: seq % 5 === 0 ? null : occurredOn,
  closedBy: 'case note',
  openedOn: occurredOn,
  closedOn: seq % 2 === 0 ? occurredOn : null,
});

const nothing = {
  plan: null,
  review: null,
  transfers: [],
  deadlines: [],
  advice: [],
  consultations: [],
  schools: [],
  letters: [],
  panelItems: [],
};

const caseRow = (caseRef: string, all: AnyEvent[]): CaseRow => {
  const end = all.find((e) => e.type === 'finished');
  return {
    caseRef,
    stage: end ? 'finished' : all.length === 1 ? 'intake' : `after-${all.length}`,
    outcome: end ? (end.data.outcome as string) : null,
    open: !end,
    receivedOn: all[0]?.occurredOn ?? '2025-04-02',
    source: 'parent',
    reassesses: null,
    externalRef: null,
    cohortMonth: '2025-04-01',
    caseworker: 'officer-1',
    locality: all.length % 2 === 0 ? 'north' : 'south',
    nextDueRule: 'decide-6w',
    nextDueOn: '2025-05-14',
    waitingOn: 'health',
    waitingSince: '2025-04-02',
    stuck: false,
    lastFamilyContactOn: null,
    nextFamilyContactOn: null,
    finishedOn: end?.occurredOn ?? null,
    policyVersion: 'p1',
    lawVersion: 'l1',
  };
};

export type Child = Parameters<typeof childIdentity>[0];

/** A child who does not exist, born on one day with all the others. */
export const child = (name: string, upn?: string): Child => ({
  name,
  dateOfBirth: '2016-03-04',
  ...(upn ? { upn } : {}),
});

/** The last word on who the child is. */
const childIn = (all: AnyEvent[]): Projection['child'] => {
  const told = all.findLast((e) => e.data.child !== undefined);
  return told ? { identity: childIdentity(told.data.child as Child), knownOn: told.occurredOn } : null;
};

/** Every event is a task, every second one done; any may say who the child is; `finished` ends the case. */
export const project: Project = (stream, all): Projection | undefined => {
  if (stream.startsWith('plan/')) return undefined;
  const caseRef = caseRefOf(stream);
  const tasks = all.map(taskOf);
  if (!caseRef) return { ...nothing, case: null, tasks, child: null };
  const dueOn = '2025-05-14';
  return {
    ...nothing,
    case: caseRow(caseRef, all),
    tasks,
    deadlines: [
      {
        key: 'decide-6w',
        ruleId: 'decide-6w',
        triggeredOn: '2025-04-02',
        dueOn,
        earlyOn: null,
        planBy: null,
        state: all.some((e) => e.type === 'decided') ? 'met' : 'running',
        doneOn: null,
        contested: false,
        cause: null,
        exceptionGround: null,
      },
    ],
    advice: [],
    consultations: [],
    letters: [],
    panelItems: [],
    child: childIn(all),
  };
};

export interface Fixture {
  url: string;
  pool: pg.Pool;
  ledger: Ledger;
  worklist: Worklist;
  close: () => Promise<void>;
}

export const openFixture = async (connections = 20): Promise<Fixture> => {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: connections });
  // A connection still on its way out when the database is dropped.
  pool.on('error', () => undefined);
  const ledger = createLedger(pool, project, { childKeySecret: CHILD_KEY_SECRET });
  const close = async (): Promise<void> => {
    await pool.end();
    await database.drop();
  };
  return { url: database.url, pool, ledger, worklist: createWorklist(pool), close };
};

export const PROJECTED = [
  'cases',
  'deadlines',
  'advice',
  'consultations',
  'tasks',
  'letters',
  'panel_items',
  'child_register',
] as const;

/** Every row people read, as PostgreSQL writes it. */
export const allRows = async (pool: pg.Pool): Promise<Record<string, string[]>> => {
  const tables = PROJECTED.map(async (name) => {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
    return [name, rows.map((r) => r.row)] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
};

/** As someone who owns the database would: past the triggers that refuse. */
export const tamper = async (pool: pg.Pool, ...statements: string[]): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};
