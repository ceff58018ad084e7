/** The ledger with the real projection: whole assessments, decided by the domain, written in batches as a case writes. */
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import type { Ledger } from '../../activities/ledger.js';
import { createWorklist } from '../../activities/worklist.js';
import {
  decide,
  decideDispatched,
  decideIntake,
  decideOnTime,
  decideRequest,
  isRefusal,
  record,
} from '../../domain/assessment/decide.js';
import type { Command } from '../../domain/assessment/decide.js';
import type { NewEvent } from '../../domain/assessment/event-shapes.js';
import { blank } from '../../domain/assessment/evolve.js';
import { addDays } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { project } from '../../domain/projection.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import type { PolicyVersion } from '../../workers/policy-file.js';
import { familyRequest } from '../cli/requests.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';
import { allRows, CHILD_KEY_SECRET, PROJECTED, refOf } from './ledger-fixture.js';

const RECEIVED: CivilDate = '2025-04-02';
const BY = { role: 'caseworker', id: 'cw-014' } as const;

let database: FreshDatabase;
let pool: pg.Pool;
let ledger: Ledger;
let policy: PolicyVersion;

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 5 });
  ledger = createLedger(pool, project, { childKeySecret: CHILD_KEY_SECRET });
  policy = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Runs a case day by day until `days` have gone by, or it is over; every decision is one batch. */
const batchesOf = (caseRef: string, days: number, commands: Record<number, Command>): AnyEvent[][] => {
  let state = blank(caseRef);
  const batches: AnyEvent[][] = [];
  const commit = (events: readonly NewEvent[], on: CivilDate): void => {
    if (events.length === 0) return;
    const done = record(state, events, { recordedAt: `${on}T09:00:00.000Z`, by: BY, commandId: `c${batches.length}` });
    state = done.state;
    batches.push(done.recorded as unknown as AnyEvent[]);
  };
  const request = familyRequest({ receivedOn: RECEIVED });
  commit(
    decideRequest(state, {
      ...request,
      lawVersion: LAW_VERSION,
      policyVersion: policy.version,
      policy: policy.policy,
    } as never),
    RECEIVED,
  );
  commit(decideIntake(state, { openCase: null, planHeld: false, lastAssessedOn: null }, RECEIVED), RECEIVED);
  for (let day = 0; day < days && state.stage !== 'finished'; day += 1) {
    const on = addDays(RECEIVED, day);
    const command = commands[day];
    const decided = command ? decide(state, command, on) : [];
    if (isRefusal(decided)) throw new Error(decided.reason);
    commit(decided, on);
    commit(decideOnTime(state, on), on);
    for (const { id } of state.letters.filter((l) => l.state === 'requested'))
      commit(
        decideDispatched(state, { letterId: id, channel: 'outbox', documentHash: 'a'.repeat(64), version: 1 }, on),
        on,
      );
  }
  return batches;
};

const toAssess: Command = {
  type: 'decideToAssess',
  outcome: 'assess',
  mayHaveSen: true,
  mayNeedPlan: true,
  reasons: 'Both questions are answered yes.',
  withoutPanel: 'Urgent.',
  by: { role: 'assessment-lead', id: 'lead-1' },
};

describe('the ledger of whole assessments', () => {
  it('shows the same rows after every batch as a rebuild from nothing makes', async () => {
    for (let n = 1; n <= 5; n += 1) {
      const stream = assessmentId(refOf(n));
      for (const batch of batchesOf(refOf(n), n * 35, n === 1 ? {} : { 20: toAssess }))
        await ledger.append(stream, batch);
      expect((await ledger.rebuild()).differences).toEqual([]);
    }
    const before = await allRows(pool);
    expect(before.advice?.length).toBeGreaterThan(10);
    expect(before.letters?.length).toBeGreaterThan(10);
    await pool.query(`truncate ${PROJECTED.join(', ')}`);
    await ledger.rebuild();
    expect(await allRows(pool)).toEqual(before);
    expect((await ledger.verify()).faults).toEqual([]);
  });

  it('tells a case as far as it has come, and late when its dates are past', async () => {
    const worklist = createWorklist(pool);
    const found = await worklist.caseSummary(refOf(5));
    expect(found?.case.stage).toBe('gathering-advice');
    expect(found?.deadlines.find((d) => d.ruleId === 'ehcna-decision-6w')).toMatchObject({
      dueOn: '2025-05-14',
      state: 'met',
    });
    expect(found?.tasks.every((task) => task.closedOn === null)).toBe(true);
    const late = await worklist.cases({ open: true, breachedOn: addDays(RECEIVED, 200) });
    expect(late.map((c) => c.caseRef)).toContain(refOf(5));
  });

  it('keeps nothing of the child in any row that people read', async () => {
    const rows = Object.values(await allRows(pool))
      .flat()
      .join('\n');
    expect(rows).not.toMatch(/Testing Child|Invented Street|2017-0|A\. Parent/);
  });
});
