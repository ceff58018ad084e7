/** Every plan of a council, taken over in one file on a real server: each knows when its next review is due. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCases } from '../../client/case-import.js';
import { Unreachable } from '../../client/ehcna.js';
import type { Ehcna } from '../../client/ehcna.js';
import { importPlans } from '../../client/plan-import.js';
import type { PlanImportReport } from '../../client/plan-import.js';
import type { ImportOptions } from '../../client/import/importing.js';
import type { Rules } from '../../domain/assessment/history.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import type { PlanRow } from '../../domain/projection-rows.js';
import { planId } from '../../domain/ids.js';
import { terminalOf } from '../cli/terminal.js';
import { caseloadFile, requestRow, rules } from '../import/caseload-file.js';
import type { Cells } from '../import/caseload-file.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { planRow, plansOf } from './plan-file.js';

const COUNT = 2_060;
const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate().toString();
const ago = (days: number): string => Temporal.PlainDate.from(today).subtract({ days }).toString();
const PLANS = plansOf(COUNT, 'council', today);

/**
 * When the next review of a row is due, and the day after which it is late: worked out here from the words of the statute
 * alone. Twelve months starting with a day end the day before that day of the next year (s44(1)), and on another reading
 * with it; after a reassessment they run from the day the plan was sent (reg 27(4)).
 */
const expected = (row: Cells): { on: string; lateAfter: string } => {
  const { plan_made_on: made = '', last_review_on: last = '', reassessed_on: reassessed = '' } = row;
  if (reassessed !== '' && last <= reassessed) {
    const on = Temporal.PlainDate.from(reassessed).add({ years: 1 }).toString();
    return { on, lateAfter: on };
  }
  const [year = 0, month = 0, day = 0] = (last || made).split('-').map(Number);
  const inAYear = (days: number) => new Date(Date.UTC(year + 1, month - 1, day + days)).toISOString().slice(0, 10);
  const on = inAYear(-1);
  return { on, lateAfter: new Date(Date.parse(on) + 86_400_000).toISOString().slice(0, 10) };
};

let world: World;
let given: Rules;
let report: PlanImportReport;
const took: Record<string, number> = {};

const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  rules: given,
  by: { role: 'manager', id: 'importer' },
  today,
  ...more,
});

const fileOf = async (rows: readonly Cells[], name = 'plans.csv'): Promise<string> => {
  const file = join(world.dataDir, name);
  await writeFile(file, caseloadFile(rows).text);
  return file;
};

const held = (): Promise<PlanRow[]> => world.ehcna.worklist.plans({ limit: COUNT * 2 });

const running = async (): Promise<number> =>
  (await world.client.workflow.count('WorkflowType = "plan" AND ExecutionStatus = "Running"')).count;

const PATIENT = { interval: 250, timeout: 300_000 };

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const begun = performance.now();
  const done = await work();
  took[what] = Math.round(performance.now() - begun) / 1_000;
  return done;
};

beforeAll(async () => {
  world = await openWorld();
  given = await rules();
  const file = await fileOf(PLANS);
  report = await timed('import', () => importPlans(world.ehcna, file, options()));
  expect(report.refused).toEqual([]);
  await timed('until each is in the lists', () =>
    vi.waitFor(async () => {
      const { rows } = await world.pool.query<{ n: number }>('select count(*)::int as n from plans');
      expect(rows[0]?.n).toBe(COUNT);
    }, PATIENT),
  );
  console.log(`${COUNT} plans, seconds: ${JSON.stringify(took)}`);
}, 600_000);
afterAll(() => world.stop());

describe('a council’s plans', () => {
  it('are all taken over, and all run', async () => {
    expect(report).toMatchObject({ rows: COUNT, imported: COUNT, already: 0, refused: [], differing: [] });
    expect(new Set(report.cases.map(({ caseRef }) => caseRef)).size).toBe(COUNT);
    // The server's list of executions is a moment late.
    await expect.poll(running, PATIENT).toBe(COUNT);
  });

  it('are a council’s: some late, some due soon, some next year, children and young people of every age', () => {
    const days = PLANS.map(
      (row) => Temporal.PlainDate.from(today).until(expected(row).on, { largestUnit: 'day' }).days,
    );
    expect(days.filter((left) => left < 0).length).toBeGreaterThan(COUNT / 10);
    expect(days.filter((left) => left >= 0 && left < 140).length).toBeGreaterThan(COUNT / 5);
    expect(days.filter((left) => left >= 140).length).toBeGreaterThan(COUNT / 3);
    expect(days).toContain(0);
    expect(days).toContain(-1);
  });

  it('each know when their next review is due', async () => {
    const dates = (await held()).map((row) => [row.externalRef, row.nextReviewOn, row.nextReviewDueOn]);
    expect(new Map(dates.map(([ref, ...on]) => [ref, on]))).toEqual(
      new Map(PLANS.map((row) => [row.external_ref, [expected(row).on, expected(row).lateAfter]])),
    );
  });

  it('are listed as late where they are, and nowhere else', async () => {
    const late = await world.ehcna.worklist.plans({ reviewBefore: today, limit: COUNT * 2 });
    expect(new Set(late.map((row) => row.externalRef))).toEqual(
      new Set(PLANS.filter((row) => expected(row).on < today).map((row) => row.external_ref)),
    );
    expect(report.late).toBe(PLANS.filter((row) => expected(row).lateAfter < today).length);
  });

  it('are each with their caseworker', async () => {
    expect(new Map((await held()).map((row) => [row.externalRef, row.caseworker]))).toEqual(
      new Map(PLANS.map((row) => [row.external_ref, row.caseworker_id])),
    );
  });

  it('begin at once the reviews that are due within twenty weeks or late', async () => {
    const weeks = given.policy.reviews.openWeeksBefore;
    const soon = Temporal.PlainDate.from(today).add({ weeks }).toString();
    const due = PLANS.filter((row) => expected(row).on <= soon).map((row) => row.external_ref ?? '');
    const begun = await timed('until each review runs', () =>
      vi.waitFor(async () => {
        const plans = new Set((await held()).filter((row) => row.review !== null).map((row) => row.externalRef));
        expect(due.filter((ref) => !plans.has(ref))).toEqual([]);
        const { rows } = await world.pool.query<{ n: number }>('select count(*)::int as n from reviews');
        expect(rows[0]?.n).toBe(plans.size);
        return plans.size;
      }, PATIENT),
    );
    console.log(`${begun} reviews began, seconds: ${JSON.stringify(took)}`);
  }, 600_000);
});

describe('read again', () => {
  it('a file imports nothing twice', async () => {
    const file = await fileOf(PLANS);
    const again = await timed('again', () => importPlans(world.ehcna, file, options()));
    expect(again).toMatchObject({ imported: 0, already: COUNT, late: 0, cases: [], refused: [], differing: [] });
    expect(await running()).toBe(COUNT);
  });

  it('a row that has changed is named with the columns, and its plan stays as it is', async () => {
    const [first = {}] = PLANS;
    const caseRef = report.cases.find(({ externalRef }) => externalRef === first.external_ref)?.caseRef ?? '';
    const before = await world.ehcna.ledger.read(planId(caseRef));
    const changed = { ...first, address: '9 Other Road', plan_version: '9' };
    const { imported, differing } = await importPlans(world.ehcna, await fileOf([changed]), options());
    expect(imported).toBe(0);
    expect(differing).toEqual([
      { line: 2, externalRef: first.external_ref, caseRef, columns: ['plan_version', 'address'] },
    ]);
    expect(await world.ehcna.ledger.read(planId(caseRef))).toEqual(before);
  });

  it('two imports of one file at once start each plan once', async () => {
    const file = await fileOf(plansOf(12, 'twice', today), 'twice.csv');
    const both = await Promise.all([1, 2].map(() => importPlans(world.ehcna, file, options())));
    expect(both.map((r) => r.imported + r.already)).toEqual([12, 12]);
    expect(both.reduce((sum, r) => sum + r.imported, 0)).toBe(12);
    expect(both.flatMap((r) => [...r.refused, ...r.differing])).toEqual([]);
  });

  it('an import that was cut short between claim and start is completed, under the references it had', async () => {
    const file = await fileOf([planRow(), planRow()], 'cut.csv');
    const cut = Object.create(world.ehcna, {
      holdPlan: { value: () => Promise.reject(new Unreachable('The server went away.')) },
    }) as Ehcna;
    await expect(importPlans(cut, file, options())).rejects.toThrow(Unreachable);
    const { rows } = await world.pool.query<{ caseRef: string }>(
      `select case_ref as "caseRef" from imports where source_key like '%/plan/NM-P-0%'`,
    );
    const completed = await importPlans(world.ehcna, file, options());
    expect(completed).toMatchObject({ imported: 2, refused: [], differing: [] });
    expect(completed.cases.map(({ caseRef }) => caseRef).toSorted()).toEqual(
      rows.map(({ caseRef }) => caseRef).toSorted(),
    );
  });
});

describe('a start that the processes refuse', () => {
  it('is made again by the next import, and then holds', async () => {
    const row = planRow();
    const file = await fileOf([row], 'again.csv');
    const byAnother = Object.create(world.ehcna, {
      holdPlan: {
        value: (caseRef: string, holding: Holding) =>
          world.ehcna.holdPlan(caseRef, holding, { role: 'caseworker', id: 'cw-1' }),
      },
    }) as Ehcna;
    const { cases } = await importPlans(byAnother, file, options());
    const caseRef = cases[0]?.caseRef ?? '';
    await expect(world.client.workflow.getHandle(planId(caseRef)).result()).rejects.toThrow();
    expect(await importPlans(world.ehcna, file, options())).toMatchObject({ imported: 1, cases: [{ caseRef }] });
    await expect.poll(async () => (await held()).map((plan) => plan.caseRef), PATIENT).toContain(caseRef);
  });
});

describe('one child, one plan', () => {
  const sameChild = ({ child_name = '', date_of_birth = '' }: Cells): Cells => ({ child_name, date_of_birth });
  const refusedFor = async (row: Cells): Promise<(string | undefined)[]> => {
    const found: (string | undefined)[] = [];
    for (const dryRun of [true, false]) {
      const { imported, refused } = await importPlans(world.ehcna, await fileOf([row]), options({ dryRun }));
      expect(imported).toBe(0);
      found.push(...refused.flatMap(({ faults }) => faults.map(({ column, reason }) => `${column} ${reason}`)));
    }
    return found;
  };

  it('a child who has a plan is refused under another reference', async () => {
    const reason = 'child_name this child has a plan here already: one child, one plan';
    expect(await refusedFor(planRow(sameChild(PLANS[5] ?? {})))).toEqual([reason, reason]);
  });

  it('a child who has an open case is refused, with the case named', async () => {
    const request = requestRow(ago(20));
    const { cases } = await importCases(world.ehcna, await fileOf([request], 'case.csv'), options());
    const reason = expect.stringContaining(`child_name this child has an open case already, ${cases[0]?.caseRef}`);
    expect(await refusedFor(planRow(sameChild(request)))).toEqual([reason, reason]);
  });

  it('a request about a child whose plan was imported is refused', async () => {
    const request = requestRow(ago(20), sameChild(PLANS[6] ?? {}));
    const { refused } = await importCases(world.ehcna, await fileOf([request], 'case.csv'), options());
    expect(refused[0]?.faults).toEqual([
      { column: 'child_name', reason: expect.stringContaining('this child has a plan already') },
    ]);
  });

  it('a case and a plan may have one reference: they are of two files', async () => {
    const request = requestRow(ago(20));
    await importCases(world.ehcna, await fileOf([request], 'case.csv'), options());
    const plan = planRow({ external_ref: request.external_ref ?? '' });
    expect(await importPlans(world.ehcna, await fileOf([plan]), options())).toMatchObject({ imported: 1, already: 0 });
  });
});

describe('ehcna plan import', () => {
  it('checks a file without starting anything, imports it, and finds it again', async () => {
    const ehcna = terminalOf(world);
    const rows = [planRow({ last_review_on: ago(500) }), planRow({ last_review_on: ago(30) })];
    const file = await fileOf(rows, 'cli.csv');
    const refs = rows.map((row) => row.external_ref);
    const started = async () => (await held()).filter((row) => refs.includes(row.externalRef ?? '')).length;
    const dry = await ehcna('plan', 'import', file, '--dry-run', '--json');
    expect([dry.exit, dry.json()]).toEqual([0, expect.objectContaining({ imported: 2, late: 1, cases: [] })]);
    expect(await started()).toBe(0);
    expect(await ehcna('plan', 'import', file)).toMatchObject({
      exit: 0,
      out: '2 rows: 2 imported, 0 already imported, 0 refused. Late today: 1 review.\n',
    });
    await expect.poll(started, PATIENT).toBe(2);
    expect(await ehcna('plan', 'import', file)).toMatchObject({
      exit: 0,
      out: '2 rows: 0 imported, 2 already imported, 0 refused. Late today: 0 reviews.\n',
    });
  });

  it('ends with 1 where a row is refused, and says which and why', async () => {
    const rows = [planRow(), planRow({ last_review_on: '2021-01-01' })];
    const { exit, out, err } = await terminalOf(world)('plan', 'import', await fileOf(rows, 'refused.csv'));
    expect(exit).toBe(1);
    expect(out).toBe('2 rows: 1 imported, 0 already imported, 1 refused. Late today: 1 review.\n');
    expect(err).toContain(
      `line 3 (${rows[1]?.external_ref}): last_review_on given a date before last year, which is bef`,
    );
  });

  it('is for a manager: for another it ends with 1 and claims no row', async () => {
    const row = planRow();
    const file = await fileOf([row], 'role.csv');
    const refused = await terminalOf(world)('plan', 'import', file, '--as', 'caseworker:cw-1');
    expect(refused).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('done by manager, system') });
    expect((await terminalOf(world)('plan', 'import', file)).out).toContain('1 imported');
  });

  it('ends with 2 for a caseload file', async () => {
    const file = await fileOf([requestRow(ago(20))], 'cases.csv');
    expect(await terminalOf(world)('plan', 'import', file)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('plan_made_on is missing'),
    });
  });
});
