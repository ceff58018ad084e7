/** What is wrong with the return is a task as soon as the facts have it, and is closed by the facts that put it right. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import type { Ledger } from '../../activities/ledger.js';
import { createWorklist } from '../../activities/worklist.js';
import type { Worklist } from '../../activities/worklist.js';
import { overviewOf, returnOf } from '../../client/sen2.js';
import { closingCommand } from '../../client/cli/tasks.js';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId, planId } from '../../domain/ids.js';
import type { StreamId } from '../../domain/ids.js';
import { project } from '../../domain/projection.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { SEN2_RULES } from '../../domain/sen2/rules.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { Case } from '../domain/case.js';
import { freshDatabase } from '../environment.js';
import type { FreshDatabase } from '../environment.js';
import { refOf } from '../ledger/ledger-fixture.js';
import { Plan } from '../plans/samples.js';
import { loadAtOnce } from './bulk.js';
import { sampleStreams } from './sample.js';

let database: FreshDatabase;
let pool: pg.Pool;
let ledger: Ledger;
let keys: CaseKeys;
let worklist: Worklist;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
  pool.on('error', () => undefined);
  keys = openCaseKeys(pool, keyringOf(newKey('sen2')));
  ledger = createLedger(pool, project, { childKeySecret: 'for tests', keys });
  worklist = createWorklist(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const plain = (events: readonly object[]): AnyEvent[] => events as AnyEvent[];

/** Facts without a place get one, typed in on the day on which they happened. */
const placed = (events: readonly { type: string; occurredOn: string; data: object }[]): AnyEvent[] =>
  events.map((event, i) => ({
    ...event,
    data: event.data as Record<string, unknown>,
    seq: i + 1,
    recordedAt: `${event.occurredOn}T12:00:00.000Z`,
    by: { role: 'caseworker', id: 'cw-1' },
  }));

const keysOf = async (caseRef: string): Promise<string[]> =>
  (await worklist.tasks({ caseRef, sen2: true, limit: 100 })).map(({ key }) => key);

const SAY = { by: { role: 'caseworker', id: 'cw-1' } } as const;

describe('an error of the return', () => {
  it('is a task of who can mend it, due in January, with the command; and is closed by that command', async () => {
    const told = new Case({ child: { address: '1 Invented Street, Northmere' } });
    const before = told.events.length;
    const [ref, stream] = [refOf(1), assessmentId(refOf(1))];
    await ledger.append(stream, plain(told.events));
    expect(await keysOf(ref)).toEqual(['sen2:postcode-missing', 'sen2:sex-missing', 'sen2:upn-missing']);
    const [, sex] = await worklist.tasks({ caseRef: ref, sen2: true, today: '2025-12-17' });
    expect(sex).toMatchObject({
      role: 'caseworker',
      title: 'SEN2 Sex: Sex is not said: M or F (sex-missing)',
      dueOn: '2026-01-15',
      closedBy: 'case sen2',
      openedOn: '2025-04-02',
      closedOn: null,
      daysLeft: 29,
    });
    expect(closingCommand(sex as never)).toBe(`npx ehcna case sen2 ${ref} --sex 'M or F'`);
    told.do('recordSen2Facts', { ...SAY, sex: 'F', postcode: 'ZZ1 2LS', upn: 'A950000178301' });
    await ledger.append(stream, plain(told.events.slice(before)));
    expect(await keysOf(ref)).toEqual([]);
  });

  it('stands in no list of what the law has due, and is counted beside it', async () => {
    const told = new Case();
    const ref = refOf(2);
    await ledger.append(assessmentId(ref), plain(told.events));
    const due = await worklist.tasks({ caseRef: ref, limit: 100 });
    expect(due.length).toBeGreaterThan(0);
    expect(due.filter(({ key }) => key.startsWith('sen2:'))).toEqual([]);
    expect(await worklist.sen2Tasks({ caseRef: ref })).toBe(3);
    const summary = await worklist.caseSummary(ref);
    expect(summary?.tasks.map(({ key }) => key).toSorted()).toEqual(due.map(({ key }) => key).toSorted());
    const { rows } = await pool.query(`select key from worklist where case_ref = $1 and key like 'sen2:%'`, [ref]);
    expect(rows).toHaveLength(3);
  });

  it('of a query is no task', async () => {
    const { rows } = await pool.query(
      `select rule, level from sen2_findings where case_ref = $1 and rule = 'ethnicity-missing'`,
      [refOf(2)],
    );
    expect(rows).toEqual([{ rule: 'ethnicity-missing', level: 'query' }]);
    expect(await keysOf(refOf(2))).not.toContain('sen2:ethnicity-missing');
  });

  it('of a child goes from the assessment to the plan, and is there once', async () => {
    const issued = new Case({ child: { address: '1 Invented Street, Northmere, ZZ1 2LS' } }).withDraftServed().placed();
    const ref = refOf(3);
    await ledger.append(assessmentId(ref), plain(issued.events));
    expect(await keysOf(ref)).toEqual(['sen2:sex-missing', 'sen2:upn-missing']);
    const before = issued.events.length;
    issued.finalised();
    await ledger.append(assessmentId(ref), plain(issued.events.slice(before)));
    expect(await keysOf(ref)).toEqual([]);
    const plan = new Plan({ source: 'assessment', child: issued.state.child, madeOn: '2025-07-15' });
    const held = (): AnyEvent[] => [
      ...placed([heldFact(plan)]),
      ...placed(plan.events).map((e) => ({ ...e, seq: e.seq + 1 })),
    ];
    await ledger.append(planId(ref), held());
    expect(await keysOf(ref)).toEqual(['sen2:need-missing', 'sen2:sex-missing', 'sen2:upn-missing']);
    plan.say('2026-04-01', 'recordSen2Facts', { sex: 'M', primaryNeed: 'SEMH', upnUnknown: 'UN1' });
    await ledger.append(planId(ref), held().slice(-1));
    expect(await keysOf(ref)).toEqual([]);
  });

  it('of a case that is over is no task any more once its last collection is closed', async () => {
    const withdrawn = new Case().at('2025-04-20').do('withdraw', { reason: 'Asked in writing' });
    const ref = refOf(4);
    await ledger.append(assessmentId(ref), plain(withdrawn.events));
    const { rows } = await pool.query(
      `select due_on::text as "dueOn", until_on::text as "untilOn" from sen2_findings where case_ref = $1 and rule = 'sex-missing'`,
      [ref],
    );
    expect(rows).toEqual([{ dueOn: '2026-01-15', untilOn: '2026-03-31' }]);
    // The machine's own day is past that.
    expect(new Date().toISOString() > '2026-04-01').toBe(true);
    expect(await keysOf(ref)).toEqual([]);
  });
});

const heldFact = (plan: Plan) => {
  const { child, family, institution, regulation20, lastYear, yearsAhead, madeOn, version, sections } = plan.state;
  const { lastReviewOn, reassessedOn, externalRef, caseworker, lawVersion, policyVersion, policy, source } = plan.state;
  const data = { source, child, family, institution, regulation20, lastYear, yearsAhead, madeOn, version, sections };
  return {
    type: 'plan.held',
    occurredOn: madeOn,
    data: { ...data, lastReviewOn, reassessedOn, externalRef, caseworker, lawVersion, policyVersion, policy },
  };
};

/** Found only when the whole return is made; the register of children has a task of its own for them. */
const BETWEEN = new Set(SEN2_RULES.filter(({ scope }) => scope === 'return').map(({ id }) => id));

describe('over a caseload', () => {
  const PLANS = 1_850;
  const CASES = 150;
  let streams: { stream: StreamId; events: AnyEvent[] }[];
  beforeAll(async () => {
    streams = sampleStreams('2026-11-23', CASES, PLANS);
    await loadAtOnce({ pool, ledger, keys }, streams);
    expect((await ledger.verify()).faults).toEqual([]);
  }, 180_000);

  it('two thousand persons are read, checked and counted in a bounded time', async () => {
    const before = Date.now();
    const overview = overviewOf(await returnOf({ pool, ledger }, 2027));
    expect(overview.modules.Person).toBeGreaterThanOrEqual(2_000);
    expect(Date.now() - before).toBeLessThan(60_000);
  }, 90_000);

  it('every error of the return but those between persons and reviews is a task, and every task an error', async () => {
    const { findings } = await returnOf({ pool, ledger }, 2027);
    const named = (f: { rule: string; caseRef: string | null }) => `${f.caseRef ?? ''} ${f.rule}`;
    const errors = findings.filter(({ level, rule }) => level === 'error' && !BETWEEN.has(rule)).map(named);
    const tasks = (await worklist.tasks({ sen2: true, limit: 100_000 })).map(({ key, caseRef }) =>
      named({ rule: key.slice('sen2:'.length), caseRef }),
    );
    expect(errors.length).toBeGreaterThan(300);
    const collected = new Set(findings.map(({ caseRef }) => caseRef));
    expect(tasks.filter((task) => collected.has(task.split(' ')[0] ?? '')).toSorted()).toEqual(errors.toSorted());
  });

  it('what is kept of it names nobody: not a name, a date of birth, an address or a number', async () => {
    const { rows } = await pool.query<{ row: string }>('select f::text as row from sen2_findings f');
    const said = rows.map(({ row }) => row).join('\n');
    for (const { events } of streams.slice(0, 400)) {
      const { child } = (events[0]?.data ?? {}) as {
        child?: { name: string; dateOfBirth: string; address: string; upn?: string };
      };
      if (!child) continue;
      for (const detail of [child.name, child.address, child.upn ?? child.name]) expect(said).not.toContain(detail);
    }
    expect(said).not.toMatch(/ZZ\d \d[A-Z]{2}/);
  });

  it('a rebuild from the ledger finds every row as it is, and makes them again when they are gone', async () => {
    await pool.query('delete from sen2_findings where case_ref = $1', [refOf(2)]);
    const { differing, differences } = await ledger.rebuild();
    expect(new Set(differences.map(({ table, difference }) => `${table} ${difference}`))).toEqual(
      new Set(['sen2_findings missing']),
    );
    expect(differing).toBe(differences.length);
    expect((await ledger.rebuild()).differing).toBe(0);
  }, 120_000);
});
