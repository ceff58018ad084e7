/** One file with every kind of fault beside sound rows: each fault is named by line and reason, and nothing else is lost. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importCases } from '../../client/case-import.js';
import type { ImportReport } from '../../client/case-import.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { caseloadFile, requestRow, rules } from './caseload-file.js';
import type { Cells, GivenRow } from './caseload-file.js';

const today = londonDate(Date.now());
const ago = (days: number): string => addDays(today, -days);

/** A case as far as each stage, long enough ago. */
const request = (cells: Cells = {}): Cells => requestRow(ago(150), cells);
const assessed = (cells: Cells = {}): Cells =>
  request({
    decision_to_assess: 'assess',
    decided_to_assess_on: ago(115),
    decision_reasons: 'Two cycles of support.',
    ...cells,
  });
const toIssue = (cells: Cells = {}): Cells =>
  assessed({
    decision_to_issue: 'issue',
    decided_to_issue_on: ago(45),
    issue_reasons: 'Provision beyond the ordinary.',
    outstanding_advice_reason: 'To be attached',
    ...cells,
  });
const served = (cells: Cells = {}): Cells =>
  toIssue({ draft_prepared_on: ago(40), draft_served_on: ago(38), ...cells });
const consulted = (cells: Cells = {}): Cells =>
  served({
    consultation1_name: 'Hillside School',
    consultation1_on: ago(36),
    consultation1_section38: 'yes',
    ...cells,
  });
const excepted = (cells: Cells = {}): Cells =>
  request({
    exception1_rule: 'plan-final-20w',
    exception1_ground: 'absence',
    exception1_from: ago(100),
    exception1_to: ago(60),
    exception1_whose: 'child',
    exception1_evidence: 'School absence record',
    exception1_made_impractical: 'yes',
    ...cells,
  });

const twin = request();
const pupil = request({ upn: 'A950000178301' });

const american = `${ago(150).slice(5, 7)}/28/${ago(150).slice(0, 4)}`;

/** Row and what must be said of it: column, and words of the reason. */
const FAULTY: readonly [GivenRow, string | undefined, RegExp][] = [
  [request({ source: 'grandparent' }), 'source', /given grandparent: expected one of parent, young-person, school/],
  [request({ received_on: '3 March' }), 'received_on', /expected a date as 2026-09-07 or 07\/09\/2026/],
  [request({ received_on: american }), 'received_on', new RegExp(`given ${american}: there is no such day`)],
  [request({ received_on: `${today.slice(0, 4)}-02-30` }), 'received_on', /given \d{4}-02-30: there is no such day/],
  [request({ received_on: addDays(today, 3) }), 'received_on', /which is after today/],
  [
    assessed({ decided_to_assess_on: ago(151) }),
    'decided_to_assess_on',
    /which is before received_on, .*: expected that day or later/,
  ],
  [assessed({ decision_reasons: '' }), 'decision_reasons', /is empty, and decision_to_assess is given/],
  [assessed({ decision_to_assess: 'refuse' }), 'may_need_plan', /a refusal to assess needs a no .*s36\(8\)/],
  [served({ draft_prepared_on: ago(37) }), 'draft_served_on', /which is before draft_prepared_on/],
  [request({ child_name: '' }), 'child_name', /is empty; every row needs it/],
  [request({ parent1_name: '' }), 'parent1_name', /there must be a parent to serve/],
  [request({ upn: 'R247962919251' }), 'upn', /expected a pupil number/],
  [
    request({ child_name: twin.child_name ?? '', date_of_birth: twin.date_of_birth ?? '' }),
    'child_name',
    /same child as line 2/,
  ],
  [request({ upn: pupil.upn ?? '' }), 'child_name', /same child as line 3/],
  [
    request({
      child_name: pupil.child_name?.toUpperCase().replace('-', ' ') ?? '',
      date_of_birth: pupil.date_of_birth ?? '',
    }),
    'child_name',
    /same child as line 3/,
  ],
  [request({ external_ref: twin.external_ref ?? '' }), 'external_ref', /is the same as on line 2/],
  [request({ external_ref: 'A950000178301' }), 'external_ref', /looks like a pupil number/],
  [request({ parent1_email: 'nobody at home' }), 'parent1_email', /expected an e-mail address/],
  [
    assessed({
      further_advice1_kind: 'physiotherapy',
      further_advice1_person: 'A. Therapist',
      further_advice1_basis: 'h',
      further_advice1_reason: 'Asked for',
      further_advice1_requested_on: ago(110),
    }),
    'further_advice1_kind',
    /given physiotherapy: expected one of parent, education/,
  ],
  [
    assessed({ advice_medical_requested_on: ago(100), advice_medical_received_on: ago(101) }),
    'advice_medical_received_on',
    /which is before advice_medical_requested_on/,
  ],
  [
    assessed({ advice_education_received_on: ago(90), advice_education_accepted_on: ago(92) }),
    'advice_education_accepted_on',
    /which is before advice_education_received_on/,
  ],
  [
    assessed({ advice_sensory_received_on: ago(90) }),
    'advice_sensory_received_on',
    /reg 6 does not require sensory advice/,
  ],
  [
    served({ consultation1_replied_on: ago(30), consultation1_reply: 'can-meet-need' }),
    'consultation1_replied_on',
    /consultation1_on, which it rests on, is empty/,
  ],
  [
    consulted({ consultation1_replied_on: ago(30), consultation1_reply: 'cannot-meet-need' }),
    'consultation1_grounds',
    /an objection needs a ground of s39\(4\)/,
  ],
  [excepted({ exception1_ground: 'busy' }), 'exception1_ground', /given busy: expected one of school-closure/],
  [excepted({ exception1_to: ago(90) }), 'exception1_ground', /must be 4 continuous weeks/],
  [
    assessed({ draft_prepared_on: ago(40), draft_served_on: ago(38) }),
    'draft_prepared_on',
    /decision_to_issue, which it rests on, is empty/,
  ],
  [toIssue({ outstanding_advice_reason: '' }), 'outstanding_advice_reason', /Advice is outstanding .*reg 6\(1\)/],
  [consulted({ consultation1_on: ago(39) }), 'consultation1_on', /before the draft was sent/],
  [request({ withdrawn_on: ago(10), withdrawn_reason: 'Asked to', died_on: ago(10) }), 'died_on', /a case ends once/],
  [request({ young_person: 'yes' }), 'young_person', /still of compulsory school age/],
  [request({ date_of_birth: addDays(today, 1) }), 'date_of_birth', /is after today/],
  [(_columns, line) => `${line(request())},surplus`, undefined, /the row has \d+ fields and the header has \d+/],
  [(_columns, line) => line(request()).replace('parent,', 'parent,"'), undefined, /opened and not closed/],
];

const several = request({ source: 'aunt', date_of_birth: 'Tuesday', parent1_name: '' });

const numbered = request({ upn: 'U999000017014' });
/** Of one name, born on one day, each with a number. */
const namesake = consulted({
  child_name: numbered.child_name ?? '',
  date_of_birth: numbered.date_of_birth ?? '',
  upn: 'D999000017022',
});

const GOOD_AFTER = [numbered, assessed(), namesake];
const rows: GivenRow[] = [twin, pupil, ...FAULTY.map(([row]) => row), several, ...GOOD_AFTER];
const { text, lines } = caseloadFile(rows);

let world: World;
let report: ImportReport;
beforeAll(async () => {
  world = await openWorld({ worker: false });
  const file = join(world.dataDir, 'caseload.csv');
  await writeFile(file, text);
  report = await importCases(world.ehcna, file, {
    rules: await rules(),
    by: { role: 'manager', id: 'importer' },
    today,
  });
});
afterAll(() => world.stop());

it('holds more than twenty faults', () => {
  expect(FAULTY.length).toBeGreaterThanOrEqual(20);
});

it.each(FAULTY.map(([, column, reason], i) => [i + 1, column ?? 'the row', reason, column] as const))(
  'names fault %i by its line: %s %s',
  (n, _, reason, column) => {
    const refused = report.refused.find(({ line }) => line === lines[n + 1]);
    expect(refused?.faults).toEqual([
      { ...(column === undefined ? {} : { column }), reason: expect.stringMatching(reason) },
    ]);
  },
);

it('names every fault of a row that has several', () => {
  const { faults } = report.refused.find(({ line }) => line === lines[rows.length - 4]) ?? { faults: [] };
  expect(faults.map(({ column }) => column)).toEqual(['source', 'date_of_birth', 'parent1_name']);
});

it('loses nothing else: the sound rows are imported, and only those are refused that must be', async () => {
  expect(report).toMatchObject({ rows: rows.length, imported: 5, already: 0, differing: [] });
  expect(report.cases.map(({ line }) => line)).toEqual([2, 3, ...lines.slice(-3)]);
  expect(report.refused).toHaveLength(FAULTY.length + 1);
  await expect
    .poll(() => world.client.workflow.count('WorkflowType = "assessment"').then(({ count }) => count), {
      timeout: 20_000,
    })
    .toBe(5);
});

it('keeps no claim for a row that was refused', async () => {
  const { rows: kept } = await world.pool.query('select source_key from imports');
  expect(kept).toHaveLength(5);
});

it('repeats nothing of a child or a family', () => {
  const said = JSON.stringify(report);
  for (const detail of [
    'Zebedee',
    'Hidden',
    'Secret Lane',
    'R247962919251',
    'A950000178301',
    'nobody at',
    'Tuesday',
    '2016-03',
  ])
    expect(said).not.toContain(detail);
});
