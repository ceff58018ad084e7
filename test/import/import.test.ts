/** A caseload in flight, taken over on a real server: each case where it was, its clocks from when things happened. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importCases } from '../../client/case-import.js';
import type { ImportOptions, ImportReport } from '../../client/case-import.js';
import { Unreachable } from '../../client/ehcna.js';
import type { Ehcna } from '../../client/ehcna.js';
import { asAssessmentEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import type { Rules } from '../../domain/assessment/history.js';
import { assessmentId } from '../../domain/ids.js';
import { terminalOf } from '../cli/terminal.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { caseloadFile, requestRow, rules } from './caseload-file.js';
import type { Cells } from './caseload-file.js';

const now = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate();
const today = now.toString();
const ago = (days: number): string => now.subtract({ days }).toString();
/** The later reading of a limit in weeks: counted here by another calendar than the code's. */
const weeksAfter = (from: string, weeks: number): string => Temporal.PlainDate.from(from).add({ weeks }).toString();

const KINDS = ['parent', 'education', 'medical', 'educational_psychology', 'social_care'];
const adviceIn = (days: number, but: string[] = []): Cells =>
  Object.fromEntries(
    KINDS.filter((kind) => !but.includes(kind)).flatMap((kind) => [
      [`advice_${kind}_received_on`, ago(days)],
      [`advice_${kind}_accepted_on`, ago(days)],
    ]),
  );
const assess = (days: number): Cells => ({
  decision_to_assess: 'assess',
  decided_to_assess_on: ago(days),
  decision_reasons: 'Two cycles of support.',
});
const issue = (days: number, decision = 'issue'): Cells => ({
  decision_to_issue: decision,
  decided_to_issue_on: ago(days),
  issue_reasons: 'Weighed at panel.',
});
const serve = (days: number): Cells => ({ draft_prepared_on: ago(days + 3), draft_served_on: ago(days) });
const consult = (days: number): Cells => ({
  consultation1_name: 'Hillside School',
  consultation1_urn: '999901',
  consultation1_email: 'office@hillside.example',
  consultation1_on: ago(days),
  consultation1_section38: 'yes',
});

/** Each with the stage or outcome that its dates come to. */
const CASELOAD: readonly [string, Cells][] = [
  ['considering', requestRow(ago(10), { last_family_contact_on: ago(3) })],
  // The decision is overdue by eight days.
  ['considering', requestRow(ago(50))],
  ['gathering-advice', requestRow(ago(60), assess(25))],
  // The psychologist was asked a week after the decision and is nine weeks late; the others are in.
  [
    'gathering-advice',
    requestRow(ago(150), {
      ...assess(112),
      advice_educational_psychology_requested_on: ago(105),
      ...adviceIn(70, ['educational_psychology']),
    }),
  ],
  ['drafting', requestRow(ago(100), { ...assess(65), ...adviceIn(30), ...issue(5), planning_meeting_on: ago(2) })],
  ['draft-with-family', requestRow(ago(110), { ...assess(75), ...adviceIn(40), ...issue(15), ...serve(5) })],
  // The school should have answered four days ago.
  [
    'draft-with-family',
    requestRow(ago(130), { ...assess(95), ...adviceIn(55), ...issue(30), ...serve(20), ...consult(19) }),
  ],
  [
    'draft-with-family',
    requestRow(ago(120), {
      ...assess(85),
      ...adviceIn(45),
      ...issue(25),
      ...serve(18),
      ...consult(17),
      representations_on: ago(10),
      agrees: 'no',
      requested_school_name: 'Hillside School',
      requested_school_section38: 'yes',
      consultation1_replied_on: ago(4),
      consultation1_reply: 'cannot-meet-need',
      consultation1_grounds: 'unsuitable',
    }),
  ],
  [
    'gathering-advice',
    requestRow(ago(90), {
      ...assess(60),
      exception1_rule: 'plan-final-20w',
      exception1_ground: 'absence',
      exception1_from: ago(80),
      exception1_to: ago(40),
      exception1_whose: 'child',
      exception1_evidence: 'School absence record',
      exception1_made_impractical: 'yes',
    }),
  ],
  [
    'refused-to-assess',
    requestRow(ago(70), { ...assess(40), decision_to_assess: 'refuse', may_have_sen: 'yes', may_need_plan: 'no' }),
  ],
  ['withdrawn', requestRow(ago(70), { withdrawn_on: ago(50), withdrawn_reason: 'Asked in writing.' })],
  [
    'final-plan',
    requestRow(ago(139), {
      ...assess(105),
      ...adviceIn(65),
      ...issue(40),
      ...serve(30),
      ...consult(29),
      consultation1_replied_on: ago(20),
      consultation1_reply: 'can-meet-need',
      placement_on: ago(12),
      placement_consultation: '1',
      placement_reasons: 'Requested; can meet need.',
      final_plan_on: ago(10),
    }),
  ],
];
const [, WAITING] = CASELOAD[2] ?? ['', {}];
const [, LATE_ADVICE] = CASELOAD[3] ?? ['', {}];
const [, LATE_SCHOOL] = CASELOAD[6] ?? ['', {}];

let world: World;
let given: Rules;
let report: ImportReport;

const options = (more: Partial<ImportOptions> = {}): ImportOptions => ({
  rules: given,
  by: { role: 'manager', id: 'importer' },
  today,
  ...more,
});

const fileOf = async (rows: readonly Cells[], name = 'caseload.csv'): Promise<string> => {
  const file = join(world.dataDir, name);
  await writeFile(file, caseloadFile(rows).text);
  return file;
};

const caseOf = ({ external_ref: ref }: Cells): string =>
  report.cases.find(({ externalRef }) => externalRef === ref)?.caseRef ?? '';

const eventsOf = async (row: Cells): Promise<AssessmentEvent[]> =>
  asAssessmentEvents(await world.ehcna.ledger.read(assessmentId(caseOf(row))));

const adviceOf = (events: readonly AssessmentEvent[], kind: string): string | undefined =>
  events.flatMap((e) => (e.type === 'advice.requested' && e.data.kind === kind ? [e.data.adviceId] : []))[0];

const deadlines = async (row: Cells): Promise<Record<string, { due: string; state: string; done: string | null }>> => {
  const { rows } = await world.pool.query<{ key: string; due: string; state: string; done: string | null }>(
    `select key, to_char(due_on, 'YYYY-MM-DD') as due, state, to_char(done_on, 'YYYY-MM-DD') as done
     from deadlines where case_ref = $1`,
    [caseOf(row)],
  );
  return Object.fromEntries(rows.map(({ key, ...rest }) => [key, rest]));
};

const DUE = { interval: 200, timeout: 40_000 };

beforeAll(async () => {
  world = await openWorld();
  given = await rules();
  report = await importCases(world.ehcna, await fileOf(CASELOAD.map(([, row]) => row)), options());
  // Until every case has looked at what is due and what it sent has gone.
  await vi.waitFor(async () => {
    const { rows } = await world.pool.query<{ cases: number; waiting: number }>(
      `select (select count(*)::int from cases) as cases,
              (select count(*)::int from letters where state = 'requested') as waiting`,
    );
    expect(rows[0]).toEqual({ cases: CASELOAD.length, waiting: 0 });
    expect((await eventsOf(LATE_ADVICE)).map((e) => e.type)).toContain('case.stuck');
  }, DUE);
});
afterAll(() => world.stop());

describe('a caseload in flight', () => {
  it('is taken over row by row, each case at its own stage', async () => {
    expect(report).toMatchObject({ rows: CASELOAD.length, imported: CASELOAD.length, already: 0, refused: [] });
    const { rows } = await world.pool.query<{ ref: string; stage: string }>(
      'select external_ref as ref, coalesce(outcome, stage) as stage from cases',
    );
    expect(Object.fromEntries(rows.map(({ ref, stage }) => [ref, stage]))).toEqual(
      Object.fromEntries(CASELOAD.map(([stage, row]) => [row.external_ref, stage])),
    );
  });

  it('has its clocks from the day of receipt, and knows which were met late', async () => {
    for (const [stage, row] of CASELOAD) {
      const received = row.received_on ?? '';
      const found = await deadlines(row);
      const decided = row.decided_to_assess_on;
      expect.soft(found['ehcna-decision-6w']?.due, stage).toBe(weeksAfter(received, 6));
      expect.soft(found['plan-decision-16w']?.due, stage).toBe(weeksAfter(received, 16));
      expect.soft(found['plan-final-20w']?.due, stage).toBe(weeksAfter(received, 20));
      if (decided)
        expect
          .soft(found['ehcna-decision-6w'], row.external_ref)
          .toMatchObject({ state: decided <= weeksAfter(received, 6) ? 'met' : 'late', done: decided });
    }
    const [, overdue] = CASELOAD[1] ?? ['', {}];
    expect((await deadlines(overdue))['ehcna-decision-6w']).toMatchObject({ state: 'missed', done: null });
  });

  it('counts each request for advice from the day it was made', async () => {
    const events = await eventsOf(LATE_ADVICE);
    const found = await deadlines(LATE_ADVICE);
    const psychologist = adviceOf(events, 'educational-psychology') ?? '';
    const medical = adviceOf(events, 'medical') ?? '';
    expect(found[`advice-nons31-6w:${psychologist}`]).toMatchObject({ due: weeksAfter(ago(105), 6), state: 'missed' });
    expect(found[`advice-6w:${medical}`]).toMatchObject({ due: weeksAfter(ago(112), 6), state: 'met', done: ago(70) });
  });

  it('keeps an exception with its ground, and moves no date for it', async () => {
    const [, absent] = CASELOAD[8] ?? ['', {}];
    const { rows } = await world.pool.query(
      `select exception_ground as ground, to_char(due_on, 'YYYY-MM-DD') as due from deadlines
       where case_ref = $1 and key = 'plan-final-20w'`,
      [caseOf(absent)],
    );
    expect(rows).toEqual([{ ground: 'r13(3)(d) absence', due: weeksAfter(ago(90), 20) }]);
  });

  it('says what was assumed', () => {
    expect(report.notes.filter(({ externalRef }) => externalRef === WAITING.external_ref)).toEqual([
      expect.objectContaining({ note: expect.stringContaining('parent, education, medical, educational-psychology') }),
    ]);
  });
});

describe('what is past', () => {
  const sent = async (row: Cells): Promise<string[]> => {
    const events = await eventsOf(row);
    const notices = new Map(
      events.flatMap((e) => (e.type === 'letter.requested' ? [[e.data.letter.id, e.data.letter.notice]] : [])),
    );
    return events.flatMap((e) =>
      e.type === 'letter.dispatched' && e.data.channel !== 'earlier' ? [notices.get(e.data.letterId) ?? ''] : [],
    );
  };

  it('sends no notice: only word of today goes out', async () => {
    const ofToday = ['status-update', 'advice-chaser', 'advice-escalation', 'advice-reminder', 'consultation-chaser'];
    for (const [, row] of CASELOAD) for (const notice of await sent(row)) expect.soft(ofToday).toContain(notice);
  });

  it('sends one chaser for advice that is nine weeks late, tells the manager once and the panel once', async () => {
    const chased = await sent(LATE_ADVICE);
    expect(chased.filter((notice) => notice.startsWith('advice-'))).toEqual(
      expect.arrayContaining(['advice-chaser', 'advice-escalation']),
    );
    expect(chased.filter((notice) => notice === 'advice-chaser')).toHaveLength(1);
    expect(chased.filter((notice) => notice === 'advice-escalation')).toHaveLength(1);
    const referred = (await eventsOf(LATE_ADVICE)).filter(
      (e) => e.type === 'panel.referred' && e.data.question === 'stuck',
    );
    expect(referred).toHaveLength(1);
  });

  it('sends one chaser to a school whose fifteen days are over', async () => {
    expect((await sent(LATE_SCHOOL)).filter((notice) => notice === 'consultation-chaser')).toHaveLength(1);
  });

  it('sends nothing at all for a case that is over', async () => {
    for (const [outcome, row] of CASELOAD.slice(-3)) expect.soft(await sent(row), outcome).toEqual([]);
  });

  it('never sends the draft whose text is not held here', async () => {
    const providers = [{ name: 'Lowfield School', section38: true }];
    await expect(
      world.ehcna.command(caseOf(LATE_SCHOOL), 'consultProviders', { providers }, { role: 'caseworker', id: 'cw-1' }),
    ).rejects.toThrow(/The text of the served draft is not held here/);
  });
});

describe('read again', () => {
  const workflows = async (): Promise<number> =>
    (await world.client.workflow.count('WorkflowType = "assessment"')).count;

  it('a file imports nothing twice', async () => {
    const before = await workflows();
    const again = await importCases(world.ehcna, await fileOf(CASELOAD.map(([, row]) => row)), options());
    expect(again).toMatchObject({ imported: 0, already: CASELOAD.length, refused: [], differing: [], cases: [] });
    expect(await workflows()).toBe(before);
  });

  it('a row that has changed is named with the columns, and its case stays as it is', async () => {
    const before = await eventsOf(WAITING);
    const changed = { ...WAITING, address: '9 Other Road', advice_parent_received_on: ago(3) };
    const { already, differing } = await importCases(world.ehcna, await fileOf([changed]), options());
    expect(already).toBe(1);
    expect(differing).toEqual([
      {
        line: 2,
        externalRef: WAITING.external_ref,
        caseRef: caseOf(WAITING),
        columns: ['address', 'advice_parent_received_on'],
      },
    ]);
    expect(await eventsOf(WAITING)).toEqual(before);
  });

  it('the same dates in another form, or another spelling of yes, are no change', async () => {
    const [year = '', month = '', day = ''] = (WAITING.received_on ?? '').split('-');
    const { differing } = await importCases(
      world.ehcna,
      await fileOf([{ ...WAITING, received_on: `${day}/${month}/${year}` }]),
      options(),
    );
    expect(differing).toEqual([]);
  });

  it('a child with an open case is refused under another reference, with the case named', async () => {
    const { child_name, date_of_birth } = WAITING;
    const row = requestRow(ago(5), { child_name: child_name ?? '', date_of_birth: date_of_birth ?? '' });
    for (const dryRun of [true, false]) {
      const { refused, imported } = await importCases(world.ehcna, await fileOf([row]), options({ dryRun }));
      expect(imported).toBe(0);
      expect(refused[0]?.faults).toEqual([
        { column: 'child_name', reason: expect.stringContaining(`open case already, ${caseOf(WAITING)}`) },
      ]);
    }
  });

  it('a child with an open case is refused under another name by number and without a number by name, and a namesake is not', async () => {
    const numbered = requestRow(ago(20), { upn: 'A950000178301' });
    expect(await importCases(world.ehcna, await fileOf([numbered]), options())).toMatchObject({ imported: 1 });
    const { child_name, date_of_birth } = numbered;
    const same = { child_name: `${child_name?.replace('-', ' ')}`, date_of_birth: date_of_birth ?? '' };
    const rows = [requestRow(ago(5), same), requestRow(ago(5), { upn: 'A950000178301' })];
    const namesake = await fileOf([requestRow(ago(5), { ...same, upn: 'U999000017014' })], 'namesake.csv');
    for (const dryRun of [true, false]) {
      const { refused, imported } = await importCases(world.ehcna, await fileOf(rows), options({ dryRun }));
      expect(imported).toBe(0);
      expect(refused.map((row) => row.faults[0]?.reason)).toEqual([
        expect.stringContaining('open case already'),
        expect.stringContaining('open case already'),
      ]);
      expect((await importCases(world.ehcna, namesake, options({ dryRun }))).imported).toBe(1);
    }
  });

  it('two imports of one file at once start each case once', async () => {
    const rows = Array.from({ length: 12 }, () => requestRow(ago(20)));
    const file = await fileOf(rows, 'twice.csv');
    const both = await Promise.all([1, 2].map(() => importCases(world.ehcna, file, options())));
    expect(both.map((r) => r.imported + r.already)).toEqual([12, 12]);
    expect(both.reduce((sum, r) => sum + r.imported, 0)).toBe(12);
    expect(both.flatMap((r) => [...r.refused, ...r.differing])).toEqual([]);
    const started = both.flatMap((r) => r.cases.map(({ caseRef }) => `"${assessmentId(caseRef)}"`));
    expect(new Set(started).size).toBe(12);
    // The server's list of executions is a moment late.
    const runs = async () => (await world.client.workflow.count(`WorkflowId in (${started.join(', ')})`)).count;
    await expect.poll(runs, DUE).toBe(12);
  });

  it('an import that was cut short between claim and start is completed, under the references it had', async () => {
    const rows = [requestRow(ago(30)), requestRow(ago(31))];
    const file = await fileOf(rows, 'cut.csv');
    const cut = Object.create(world.ehcna, {
      takeOver: { value: () => Promise.reject(new Unreachable('The server went away.')) },
    }) as Ehcna;
    await expect(importCases(cut, file, options())).rejects.toThrow(Unreachable);
    const claims = async (): Promise<string[]> =>
      (
        await world.pool.query<{ case_ref: string }>(
          `select case_ref from imports where source_key like any($1) order by source_key`,
          [rows.map((row) => `%/${row.external_ref}`)],
        )
      ).rows.map((row) => row.case_ref);
    const claimed = await claims();
    const completed = await importCases(world.ehcna, file, options());
    expect(completed).toMatchObject({ imported: 2, refused: [], differing: [] });
    expect(completed.cases.map(({ caseRef }) => caseRef).toSorted()).toEqual(claimed.toSorted());
  });
});

describe('ehcna case import', () => {
  it('checks a file without starting anything, imports it, and finds it again', async () => {
    const ehcna = terminalOf(world);
    const file = await fileOf([requestRow(ago(8)), requestRow(ago(9))], 'cli.csv');
    const dry = await ehcna('case', 'import', file, '--dry-run', '--json');
    expect([dry.exit, dry.json()]).toEqual([0, expect.objectContaining({ imported: 2, cases: [] })]);
    expect(await ehcna('case', 'import', file)).toMatchObject({
      exit: 0,
      out: '2 rows: 2 imported, 0 already imported, 0 refused.\n',
    });
    expect(await ehcna('case', 'import', file)).toMatchObject({
      exit: 0,
      out: '2 rows: 0 imported, 2 already imported, 0 refused.\n',
    });
  });

  it('ends with 1 where a row is refused, and says which and why', async () => {
    const rows = [requestRow(ago(7)), requestRow(ago(8), { source: 'aunt' })];
    const file = await fileOf(rows, 'refused.csv');
    const { exit, out, err } = await terminalOf(world)('case', 'import', file);
    expect(exit).toBe(1);
    expect(out).toBe('2 rows: 1 imported, 0 already imported, 1 refused.\n');
    expect(err).toContain(`line 3 (${rows[1]?.external_ref}): source given aunt: expected one of parent`);
  });

  it('is for a manager: for another it ends with 1 and claims no row', async () => {
    const file = await fileOf([requestRow(ago(6))], 'role.csv');
    const refused = await terminalOf(world)('case', 'import', file, '--as', 'caseworker:cw-1');
    expect(refused).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('done by manager, system') });
    expect((await terminalOf(world)('case', 'import', file)).out).toContain('1 imported');
  });

  it('ends with 2 for a file that cannot be used, and 3 where no server answers', async () => {
    const file = join(world.dataDir, 'bad.csv');
    await writeFile(file, 'name,born\nA,B\n');
    expect(await terminalOf(world)('case', 'import', file)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Line 1 is not a header'),
    });
    expect(await terminalOf(world)('case', 'import', '/nowhere.csv')).toMatchObject({ exit: 2 });
    const away = { ...world, environment: { ...world.environment, TEMPORAL_ADDRESS: '127.0.0.1:1' } };
    expect((await terminalOf(away)('case', 'import', file)).exit).toBe(3);
  });
});
