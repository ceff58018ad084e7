/** What a row comes to: the rarer columns, each seen in the case that it makes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../../client/import/case-checks.js';
import { readCaseload } from '../../client/import/caseload.js';
import { takeOver } from '../../client/import/taking-over.js';
import type { Fault } from '../../client/import/row.js';
import type { Rules } from '../../domain/assessment/history.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { caseloadFile, requestRow, rules } from './caseload-file.js';
import type { Cells } from './caseload-file.js';

const TODAY = '2026-11-23';
let given: Rules;
beforeAll(async () => {
  given = await rules();
});

const take = (cells: Cells, changes: Partial<Rules['policy']> = {}): { state?: AssessmentState; faults?: Fault[] } => {
  const { sound, refused } = readCaseload(CASES, new TextEncoder().encode(caseloadFile([cells]).text), TODAY);
  const [row] = sound;
  if (!row) return { faults: refused.flatMap((r) => r.faults) };
  const taken = takeOver('EHC-7K2M9QXA', row, {
    rules: { ...given, policy: { ...given.policy, ...changes } },
    by: { role: 'manager', id: 'importer' },
    today: TODAY,
    recordedAt: `${TODAY}T09:00:00.000Z`,
  });
  return Array.isArray(taken) ? { faults: taken } : { state: taken.state };
};

const stateOf = (cells: Cells, changes?: Partial<Rules['policy']>): AssessmentState => {
  const { state, faults } = take(cells, changes);
  if (!state) throw new Error(JSON.stringify(faults));
  return state;
};

const assessed = (cells: Cells = {}): Cells =>
  requestRow('2026-06-15', {
    decision_to_assess: 'assess',
    decided_to_assess_on: '2026-07-20',
    decision_reasons: 'Two cycles of support.',
    ...cells,
  });
const served = (cells: Cells = {}): Cells =>
  assessed({
    decision_to_issue: 'issue',
    decided_to_issue_on: '2026-10-01',
    issue_reasons: 'Beyond the ordinary.',
    outstanding_advice_reason: 'To be attached',
    draft_prepared_on: '2026-10-05',
    draft_sent_on: '2026-10-08',
    draft_served_on: '2026-10-09',
    ...cells,
  });

const exception = (rule: string, ground: string, cells: Cells = {}): Cells => ({
  exception1_rule: rule,
  exception1_ground: ground,
  exception1_from: '2026-07-22',
  exception1_to: '2026-09-01',
  exception1_evidence: 'Term dates',
  exception1_made_impractical: 'yes',
  ...cells,
});

describe('a row that tells of', () => {
  it('a notice sent after the decision meets the six weeks on the day it was sent', () => {
    const { deadlines } = stateOf(assessed({ decision_to_assess_notified_on: '2026-07-31' }));
    expect(deadlines['ehcna-decision-6w']).toMatchObject({ due: '2026-07-27', state: 'late', doneOn: '2026-07-31' });
  });

  it('a school asked as it closed for the summer is excused, and its date is not moved', () => {
    const { deadlines } = stateOf(
      assessed({ setting_name: 'Hillside School', ...exception('plan-final-20w', 'school-closure') }),
    );
    expect(deadlines['plan-final-20w']).toMatchObject({
      due: '2026-11-02',
      exceptionGround: expect.stringContaining('school-closure'),
    });
  });

  it('a school asked long before it closed is not', () => {
    const early = {
      setting_name: 'Hillside School',
      decided_to_assess_on: '2026-06-30',
      ...exception('plan-final-20w', 'school-closure'),
    };
    expect(take(assessed(early)).faults).toEqual([
      { column: 'exception1_ground', reason: expect.stringContaining('2026-07-15 to 2026-08-26') },
    ]);
  });

  it('a missed appointment excuses the giver of that advice alone', () => {
    const cells = exception('advice-6w', 'missed-examination', {
      exception1_advice: 'medical',
      exception1_whose: 'child',
    });
    const { advice, deadlines } = stateOf(assessed({ ...cells, exception1_to: '2026-07-22' }));
    const excused = Object.values(deadlines).filter((d) => d.exceptionGround);
    expect(excused.map((d) => d.key)).toEqual([`advice-6w:${advice.find((a) => a.kind === 'medical')?.id}`]);
  });

  it('an exception for a case that was refused is written up before its end', () => {
    const cells = { decision_to_assess: 'refuse', may_have_sen: 'no', decided_to_assess_on: '2026-08-14' };
    const away = exception('ehcna-decision-6w', 'absence', {
      exception1_from: '2026-06-20',
      exception1_whose: 'child',
    });
    const { outcome, deadlines } = stateOf(assessed({ ...cells, ...away }));
    expect(outcome).toBe('refused-to-assess');
    expect(deadlines['ehcna-decision-6w']?.state).toBe('excepted');
  });

  it('advice beyond what is required, and advice refused', () => {
    const { advice } = stateOf(
      assessed({
        advice_social_care_declined_on: '2026-08-01',
        further_advice1_kind: 'other',
        further_advice1_person: 'Speech and language therapist',
        further_advice1_basis: 'h',
        further_advice1_reason: 'Asked for by the family',
        further_advice1_requested_on: '2026-07-24',
        further_advice1_received_on: '2026-08-20',
      }),
    );
    expect(advice.find((a) => a.kind === 'social-care')?.state).toBe('declined');
    expect(advice.find((a) => a.basis === 'reg 6(1)(h)')).toMatchObject({
      kind: 'other',
      requestedOn: '2026-07-24',
      submittedOn: '2026-08-20',
      state: 'submitted',
    });
  });

  it('advice that came after the decision to issue', () => {
    const { advice } = stateOf(served({ advice_medical_received_on: '2026-10-20' }));
    expect(advice.find((a) => a.kind === 'medical')).toMatchObject({ afterDraft: true, submittedOn: '2026-10-20' });
  });

  it('a draft sent by post: the school is consulted as it leaves, the family has its days from service', () => {
    const { draft, consultations, deadlines } = stateOf(
      served({ consultation1_name: 'Hillside School', consultation1_on: '2026-10-08', consultation1_section38: 'yes' }),
    );
    expect(draft).toMatchObject({ servedOn: '2026-10-09', periodEndsOn: '2026-10-23' });
    expect(consultations).toHaveLength(1);
    expect(deadlines['school-reply-15d:C1']?.due).toBe('2026-10-23');
  });

  it('a draft not yet served leaves the case where the draft is put in', () => {
    const { stage, draft } = stateOf(served({ draft_sent_on: '', draft_served_on: '' }));
    expect([stage, draft]).toEqual(['drafting', null]);
  });

  it('a meeting held and a disagreement closed', () => {
    const { meetingHeldOn, disagreements } = stateOf(
      served({
        representations_on: '2026-10-15',
        agrees: 'no',
        wants_assessments: 'Speech and language | Occupational therapy',
        meeting_required: 'yes',
        meeting_held_on: '2026-10-20',
        disagreements_resolved_on: '2026-10-21',
        disagreements_outcome: 'changed',
      }),
    );
    expect(meetingHeldOn).toBe('2026-10-20');
    expect(disagreements.map((d) => d.resolvedOn)).toEqual(['2026-10-21', '2026-10-21', '2026-10-21']);
  });

  it('more rounds of consultation than policy would begin today', () => {
    const rounds = [1, 2, 3, 4].flatMap((n) => [
      [`consultation${n}_name`, `School ${n}`],
      [`consultation${n}_on`, `2026-10-${9 + n}`],
      [`consultation${n}_section38`, 'yes'],
    ]);
    const { consultations } = stateOf(served(Object.fromEntries(rounds)));
    expect(consultations.map((c) => c.round)).toEqual([1, 2, 3, 4]);
  });

  it('a placement by type, where policy allows one', () => {
    const cells = served({
      placement_on: '2026-10-30',
      placement_type: 'special school',
      placement_reasons: 'None found.',
    });
    expect(stateOf(cells).placement).toMatchObject({ kind: 'type', typeOfProvision: 'special school' });
    const consultation = { ...given.policy.consultation, allowType: false };
    expect(take(cells, { consultation }).faults?.[0]?.column).toBe('placement_on');
  });

  it('a final plan before the family’s days were over is refused', () => {
    const cells = served({
      placement_on: '2026-10-20',
      placement_type: 'special school',
      placement_reasons: 'None found.',
      final_plan_on: '2026-10-23',
    });
    expect(take(cells).faults).toEqual([{ column: 'final_plan_on', reason: expect.stringContaining('reg 13(1)(a)') }]);
  });

  it.each([
    ['moved-away', { moved_away_on: '2026-08-01', moved_to_authority: 'Southmere Council' }],
    ['died', { died_on: '2026-08-01' }],
    [
      'no-plan',
      {
        decision_to_issue: 'no-plan',
        decided_to_issue_on: '2026-10-01',
        issue_reasons: 'Ordinarily available.',
        outstanding_advice_reason: 'Would change nothing',
      },
    ],
  ])('a case that is over: %s', (outcome, cells) => {
    const state = stateOf(assessed(cells as Cells));
    expect(state.outcome).toBe(outcome);
    expect(state.letters.filter((l) => l.state === 'requested')).toEqual([]);
  });

  it('a young person, who is served alone', () => {
    const { family } = stateOf(
      assessed({
        source: 'young-person',
        young_person: 'yes',
        date_of_birth: '2008-03-02',
        young_person_email: 'zeb@family.example',
        young_person_email_consent_on: '2026-06-15',
      }),
    );
    expect(family).toEqual([
      expect.objectContaining({
        role: 'young-person',
        electronicConsent: expect.objectContaining({ kind: 'email', address: 'zeb@family.example' }),
      }),
    ]);
  });

  it('a decision that policy wants a panel to have heard first', () => {
    const { decisionToAssess } = given.policy;
    const required = { decisionToAssess: { ...decisionToAssess, panelRequired: true } };
    expect(stateOf(assessed(), required).stage).toBe('gathering-advice');
  });
});
