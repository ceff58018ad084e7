/** Rows of a file of plans: each fault is named by line, column and reason, and sound rows come to a plan as it stands. */
import { describe, expect, it } from 'vitest';
import { readCaseload } from '../../client/import/caseload.js';
import type { Caseload } from '../../client/import/caseload.js';
import { PLANS } from '../../client/import/plan-checks.js';
import { holdingOf, notesOnPlan } from '../../client/import/plan-holding.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { caseloadFile, rules } from '../import/caseload-file.js';
import type { Cells } from '../import/caseload-file.js';
import { planRow } from './plan-file.js';

const TODAY = '2026-11-23';
const read = (rows: readonly Cells[]): Caseload =>
  readCaseload(PLANS, new TextEncoder().encode(caseloadFile(rows).text), TODAY);

const twin = planRow();
const pupil = planRow({ upn: 'A950000178301' });
const college: Cells = { institution_name: 'Northmere College', institution_kind: 'post-16' };
const hillside: Cells = { institution_name: 'Hillside School', institution_kind: 'school' };

/** Row and what must be said of it: column, and words of the reason. */
const FAULTY: readonly [Cells, string, RegExp][] = [
  [planRow({ plan_made_on: '' }), 'plan_made_on', /is empty; every row needs it/],
  [planRow({ plan_made_on: '14 March 2022' }), 'plan_made_on', /expected a date as 2026-09-07 or 07\/09\/2026/],
  [planRow({ plan_made_on: '2026-11-24' }), 'plan_made_on', /which is after today/],
  [planRow({ plan_made_on: '2014-08-31' }), 'plan_made_on', /is before Monday 1 September 2014/],
  [planRow({ last_review_on: '2026-12-01' }), 'last_review_on', /given 2026-12-01, which is after today, 2026-11-23/],
  [planRow({ last_review_on: '2022-03-13' }), 'last_review_on', /which is before plan_made_on/],
  [planRow({ reassessed_on: '2021-01-01' }), 'reassessed_on', /which is before plan_made_on/],
  [planRow({ date_of_birth: '2022-03-14' }), 'date_of_birth', /is not before plan_made_on/],
  [planRow({ date_of_birth: '2000-11-23' }), 'date_of_birth', /the plan has lapsed \(s46\)/],
  [planRow({ ...college, date_of_birth: '2001-07-31' }), 'date_of_birth', /the plan has lapsed \(s46\)/],
  [planRow({ young_person: 'yes' }), 'young_person', /still of compulsory school age/],
  [planRow({ parent1_name: '' }), 'parent1_name', /there must be a parent to serve, unless young_person is yes/],
  [planRow({ parent2_name: 'Q. Hidden' }), 'parent2_address', /is empty, and parent2_name is given/],
  [planRow({ institution_name: 'Hillside School' }), 'institution_kind', /is empty, and institution_name is given/],
  [planRow({ institution_urn: '999901' }), 'institution_urn', /institution_name, which it rests on, is empty/],
  [planRow({ ...hillside, institution_kind: 'college' }), 'institution_kind', /expected one of school, early-years/],
  [planRow({ ...hillside, institution_urn: '99990' }), 'institution_urn', /expected six digits/],
  [planRow({ ...hillside, last_year: '15' }), 'last_year', /given 15: expected a whole number from -2 to 14/],
  [planRow({ ...hillside, regulation_20: 'perhaps' }), 'regulation_20', /given perhaps: expected yes or no/],
  [planRow({ years_ahead: '-4' }), 'years_ahead', /expected a whole number from -3 to 3/],
  [planRow({ plan_version: '0' }), 'plan_version', /given 0: expected a whole number from 1 to 99/],
  [planRow({ locality: 'North East' }), 'locality', /expected a place in lower case/],
  [planRow({ caseworker_name: 'B. Caseworker' }), 'caseworker_id', /is empty, and caseworker_name is given/],
  [planRow({ upn: 'R247962919251' }), 'upn', /expected a pupil number/],
  [planRow({ external_ref: 'A950000178301' }), 'external_ref', /looks like a pupil number/],
  [planRow({ external_ref: twin.external_ref ?? '' }), 'external_ref', /is the same as on line 2/],
  [planRow({ upn: 'A950000178301' }), 'child_name', /same child as line 3/],
  [
    planRow({ child_name: twin.child_name?.toUpperCase() ?? '', date_of_birth: twin.date_of_birth ?? '' }),
    'child_name',
    /same child as line 2: one child, one row/,
  ],
];

describe('a row at fault', () => {
  const { sound, refused } = read([twin, pupil, ...FAULTY.map(([row]) => row), planRow()]);

  it.each(FAULTY.map(([, column, reason], i) => [i + 4, column, reason] as const))(
    'is named by its line, %i: %s %s',
    (line, column, reason) => {
      expect(refused.find((row) => row.line === line)?.faults).toEqual([
        { column, reason: expect.stringMatching(reason) },
      ]);
    },
  );

  it('costs no other row', () => {
    expect(sound.map(({ line }) => line)).toEqual([2, 3, FAULTY.length + 4]);
  });

  it('has nothing of child or family repeated', () => {
    const said = JSON.stringify(refused);
    for (const detail of ['Zebedee', 'Hidden', 'Secret Lane', 'R247962919251', 'A950000178301', '2014-03', '2001-07'])
      expect(said).not.toContain(detail);
  });
});

describe('a sound row', () => {
  const holding = async (cells: Cells): Promise<{ held: Holding; notes: string[] }> => {
    const { sound, refused } = read([planRow(cells)]);
    expect(refused).toEqual([]);
    const [row] = sound;
    const held = row && holdingOf(row, await rules());
    if (!row || !held || Array.isArray(held)) throw new Error('It is not sound.');
    return { held, notes: notesOnPlan(row, held) };
  };

  it('comes to the plan as it stands, its text held elsewhere', async () => {
    const { held, notes } = await holding({
      last_review_on: '20/02/2026',
      plan_version: '3',
      ...hillside,
      institution_urn: '999901',
      last_year: '-1',
      years_ahead: '-1',
      caseworker_id: 'cw-14',
      caseworker_name: 'A. Caseworker',
    });
    expect(held).toMatchObject({
      source: 'import',
      sections: null,
      madeOn: '2022-03-14',
      lastReviewOn: '2026-02-20',
      reassessedOn: null,
      version: 3,
      institution: { kind: 'school', name: 'Hillside School', urn: '999901' },
      regulation20: true,
      lastYear: -1,
      yearsAhead: -1,
      caseworker: { id: 'cw-14', name: 'A. Caseworker', telephone: null, email: null },
    });
    expect(notes).toEqual([]);
  });

  it.each([
    ['a school', 'school', '', true],
    ['a school that says no', 'school', 'no', false],
    ['a college', 'post-16', '', false],
    ['a nursery school that says yes', 'early-years', 'yes', true],
  ])('of %s knows whether its head holds the review meeting', async (_, kind, said, regulation20) => {
    const { held } = await holding({ ...hillside, institution_kind: kind, regulation_20: said });
    expect(held.regulation20).toBe(regulation20);
  });

  it('without an institution has no head to hold the meeting', async () => {
    expect((await holding({})).held).toMatchObject({ institution: null, regulation20: false, lastYear: null });
  });

  it('counts from a reassessment until a review has followed it, and says so then', async () => {
    const before = await holding({ last_review_on: '2025-05-01', reassessed_on: '2026-02-01' });
    expect(before).toMatchObject({ held: { reassessedOn: '2026-02-01' }, notes: [] });
    const after = await holding({ last_review_on: '2026-03-01', reassessed_on: '2026-02-01' });
    expect(after).toMatchObject({
      held: { reassessedOn: null, lastReviewOn: '2026-03-01' },
      notes: [expect.stringContaining('a review has followed it')],
    });
  });

  it('of a young person is served on them alone', async () => {
    const { held, notes } = await holding({ young_person: 'yes', date_of_birth: '2008-03-02' });
    expect(held.family.map(({ role }) => role)).toEqual(['young-person']);
    expect(notes).toEqual([expect.stringContaining('parent columns are left out')]);
  });

  it('of a young person is taken until the end of the academic year in which they turn 25', async () => {
    // Born on 1 August 2001: 25 in the year that ends on 31 July 2027.
    const { held } = await holding({ young_person: 'yes', parent1_name: '', date_of_birth: '2001-08-01' });
    expect(held.child.dateOfBirth).toBe('2001-08-01');
  });
});
