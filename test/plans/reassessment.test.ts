/** A plan's reassessments: begun from it, one at a time; what each ends in, the plan is from then on. */
import { describe, expect, it } from 'vitest';
import { nextReview } from '../../domain/plan/dates.js';
import { decideOnPlan, decideOnTimeOfPlan, endReview, hearReassessed } from '../../domain/plan/decide.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { openingOfReassessment } from '../../domain/plan/reassessment.js';
import { planDetails } from '../../domain/plan/summary.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { isCaseRef, reassessmentRef } from '../../domain/ids.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import type { NewPlanEvent } from '../../domain/plan/event-shapes.js';
import type { Reassessed } from '../../domain/plan/reassessment-shapes.js';
import type { PlanState } from '../../domain/plan/state.js';
import { planHeld, REF, sections } from './samples.js';

const after = (state: PlanState, events: readonly NewPlanEvent[]): PlanState =>
  events.reduce((s, e) => evolvePlan(s, e), state);

const say = (state: PlanState, on: string, type: PlanCommand['type'], fields: object = {}): PlanState | string => {
  const by = { role: 'manager', id: 'm-1' } as const;
  const events = decideOnPlan(state, { by, ...fields, type, occurredOn: on } as unknown as PlanCommand, on);
  return Array.isArray(events) ? after(state, events) : events.code;
};

const asked = (state: PlanState, on: string, requestedBy = 'family'): PlanState => {
  const now = say(state, on, 'askReassessment', { requestedBy, representations: 'Much has changed.' });
  if (typeof now === 'string') throw new Error(now);
  return now;
};

const ended = (state: PlanState, over: Partial<Reassessed>, on: string): PlanState =>
  after(
    state,
    hearReassessed(
      state,
      { caseRef: state.reassessment?.caseRef ?? '', outcome: 'not-reassessed', endedOn: on, final: null, ...over },
      on,
    ),
  );

const school = { kind: 'school', name: 'Hillside School', urn: '999901' } as const;
const final = (sentOn: string): Reassessed['final'] => ({
  version: 2,
  sections: { ...sections, F: 'Twelve hours' },
  sentOn,
  institution: school,
  regulation20: true,
});

describe('the case that a reassessment is', () => {
  it('has a reference that follows from the plan’s, the same for whoever asks again', () => {
    const first = reassessmentRef(REF, 1);
    expect(isCaseRef(first)).toBe(true);
    expect(reassessmentRef(REF, 1)).toBe(first);
    const many = new Set(Array.from({ length: 2_000 }, (_, n) => reassessmentRef(REF, n)));
    expect(many.size).toBe(2_000);
    expect(asked(planHeld(), '2026-06-01').reassessment).toMatchObject({ caseRef: first, n: 1, askedOn: '2026-06-01' });
  });

  it('begins with what the plan knows, and with when the child was last assessed', () => {
    const state = asked(planHeld(), '2026-06-01');
    expect(openingOfReassessment(state)).toMatchObject({
      source: 'parent',
      receivedOn: '2026-06-01',
      child: { name: 'Jamie Sample', setting: { urn: '999902' } },
      representations: 'Much has changed.',
      reassesses: { planRef: REF, planVersion: 1, requestedBy: 'family', lastAssessedOn: '2026-03-10' },
    });
    const source = (by: string) => openingOfReassessment(asked(planHeld(), '2026-06-01', by))?.source;
    expect(['institution', 'health-commissioner', 'authority'].map(source)).toEqual(['school', 'health', 'authority']);
    expect(openingOfReassessment(planHeld())).toBeUndefined();
  });

  it('asks advice of where the child is until the plan is amended, and knows the plan’s own health commissioner', () => {
    const transferredOn = '2026-04-01';
    const transfer = { from: { name: 'Southmere Council' }, movedOn: transferredOn, awareOn: null, transferredOn };
    const healthCommissioner = { name: 'Southmere ICB', email: 'send@southmere-icb.example' };
    const held = planHeld({ source: 'transfer', transfer, healthCommissioner }, transferredOn);
    const fields = { practicable: false, reason: 'Too far.', interim: school, startsOn: '2026-04-20' };
    const elsewhere = say(held, '2026-04-10', 'recordPlacement', fields) as PlanState;
    expect(openingOfReassessment(asked(elsewhere, '2026-06-01'))).toMatchObject({
      child: { setting: { urn: '999901' } },
      reassesses: { healthCommissioner },
    });
    expect(openingOfReassessment(asked(planHeld(), '2026-06-01'))?.reassesses).not.toHaveProperty('healthCommissioner');
  });

  it('is one at a time, and is shown', () => {
    const state = asked(planHeld(), '2026-06-01');
    expect(say(state, '2026-06-02', 'askReassessment', { requestedBy: 'institution' })).toBe('reassessment-open');
    expect(planDetails(state, '2026-06-02')).toContain(`**Reassessment ${state.reassessment?.caseRef}:**`);
    const again = asked(ended(state, {}, '2026-06-15'), '2026-06-20');
    expect(again.reassessment?.caseRef).toBe(reassessmentRef(REF, 2));
  });
});

describe('a plan that was reassessed', () => {
  it('has the new version, and its next review twelve months after that was sent (r27(4))', () => {
    const state = ended(
      asked(planHeld(), '2026-06-01'),
      { outcome: 'reassessed', final: final('2026-09-04') },
      '2026-09-04',
    );
    expect(state).toMatchObject({ version: 2, reassessedOn: '2026-09-04', institution: school, lastYear: null });
    expect(state.sections?.F).toBe('Twelve hours');
    expect(nextReview(state)).toMatchObject({ ruleId: 'ar-12m-reassess', due: '2027-09-04' });
    const [started] = decideOnTimeOfPlan(state, '2027-06-01');
    expect(started).toMatchObject({ type: 'review.started', data: { kind: 'after-reassessment' } });
  });

  it('keeps what is known of the institution where that stays', () => {
    const stays = { ...final('2026-09-04'), institution: { ...school, urn: '999902', name: 'As it was' } };
    const state = ended(
      asked(planHeld(), '2026-06-01'),
      { outcome: 'reassessed', final: stays as Reassessed['final'] },
      '2026-09-04',
    );
    expect(state).toMatchObject({ institution: { name: 'Millbrook Primary School' }, lastYear: 6, regulation20: true });
  });

  it('hears of it once, and of no other', () => {
    const open = asked(planHeld(), '2026-06-01');
    const over = ended(open, {}, '2026-06-15');
    expect(over).toMatchObject({ reassessment: null, version: 1, reassessedOn: null });
    expect(ended(over, { caseRef: reassessmentRef(REF, 1) }, '2026-06-16')).toEqual(over);
    expect(ended(open, { caseRef: 'EHC-00000009' }, '2026-06-16')).toEqual(open);
  });

  it('unchanged or refused goes on as it was; but six months count from one that was carried out (r24)', () => {
    const plan = planHeld();
    const unchanged = ended(asked(plan, '2026-06-01'), { outcome: 'plan-unchanged' }, '2026-08-20');
    expect(nextReview(unchanged)).toEqual(nextReview(plan));
    expect(openingOfReassessment(asked(unchanged, '2026-09-01'))?.reassesses?.lastAssessedOn).toBe('2026-08-20');
    const refused = ended(asked(plan, '2026-06-01'), {}, '2026-06-15');
    expect(openingOfReassessment(asked(refused, '2026-09-01'))?.reassesses?.lastAssessedOn).toBe('2026-03-10');
  });
});

describe('what is heard on the case of a reassessment', () => {
  it('that the child has died, ends the plan and all that is counted or owed', () => {
    const open = asked(planHeld(), '2026-06-01');
    const told = say(open, '2026-06-02', 'changeCommissioner', {
      commissioner: { name: 'Southmere ICB', email: 'send@southmere-icb.example' },
    }) as PlanState;
    const state = ended(told, { outcome: 'died' }, '2026-06-15');
    expect(state).toMatchObject({ stage: 'ended', endedOn: '2026-06-15', reassessment: null });
    expect(Object.values(state.deadlines).map((c) => c.state)).toEqual(['void']);
    expect(planTasks(state)).toEqual([]);
  });

  it('that the child has moved away, is a task until a person records the move, where none is known', () => {
    const open = asked(planHeld(), '2026-06-01');
    const state = ended(open, { outcome: 'moved-away' }, '2026-06-15');
    expect(state.stage).toBe('held');
    expect(planTasks(state)).toMatchObject([{ closedBy: 'plan resolve-unexpected' }]);
    const to = { name: 'Southmere Council', email: 'sen@southmere.example' };
    const known = say(open, '2026-06-10', 'recordMoveOut', { to, movedOn: '2026-06-30' }) as PlanState;
    expect(ended(known, { outcome: 'moved-away' }, '2026-06-15').unexpected).toEqual([]);
  });
});

describe('a review beside a reassessment', () => {
  it('is begun and goes on: it is shown, and not cleared by itself', () => {
    const open = asked(planHeld(), '2026-10-01');
    const both = after(open, decideOnTimeOfPlan(open, '2026-10-20'));
    expect(both).toMatchObject({ review: { n: 1 }, reassessment: { n: 1 } });
    expect(planTasks(both)).toEqual([]);
    const state = ended(both, { outcome: 'reassessed', final: final('2026-12-01') }, '2026-12-01');
    expect(state.review?.n).toBe(1);
    expect(planTasks(state)).toMatchObject([{ key: 'review-and-reassessment:1', closedBy: 'review decide' }]);
    const decided = {
      n: 1,
      outcome: 'maintain',
      heldOn: null,
      notifiedOn: '2027-02-01',
      amended: null,
      phase: null,
    } as const;
    const reviewed = after(state, endReview(state, decided, '2027-02-01'));
    expect(planTasks(reviewed)).toEqual([]);
    expect(nextReview(reviewed)).toMatchObject({ ruleId: 'ar-12m-next', due: '2028-02-01' });
  });

  it('that amended the plan meanwhile leaves no two versions of one number', () => {
    const open = asked(planHeld(), '2026-10-01');
    const both = after(open, decideOnTimeOfPlan(open, '2026-10-20'));
    const amended = { version: 2, sections, on: '2026-12-10', moves: null };
    const decided = { n: 1, outcome: 'amend', heldOn: null, notifiedOn: '2026-11-20', amended, phase: null } as const;
    const first = ended(both, { outcome: 'reassessed', final: final('2026-12-01') }, '2026-12-01');
    expect(after(first, endReview(first, decided, '2026-12-10')).version).toBe(3);
    const other = after(both, endReview(both, decided, '2026-12-10'));
    expect(ended(other, { outcome: 'reassessed', final: final('2026-12-20') }, '2026-12-20').version).toBe(3);
  });

  it('or an amendment that changed the text meanwhile is compared with the new one by a person', () => {
    const open = asked(planHeld(), '2026-10-01');
    const proposed = { reasons: 'Therapy', amendments: 'Section F' };
    const both = say(open, '2026-10-05', 'startAmendment', proposed) as PlanState;
    const changed = { n: 1, version: 2, sections, madeOn: '2026-11-10' };
    const amended = say(both, '2026-11-10', 'recordAmended', changed) as PlanState;
    const state = ended(amended, { outcome: 'reassessed', final: final('2026-12-01') }, '2026-12-01');
    expect(state.version).toBe(3);
    expect(state.unexpected).toMatchObject([{ factId: `reassessed-${reassessmentRef(REF, 1)}-3`, resolved: false }]);
    const alone = ended(both, { outcome: 'reassessed', final: final('2026-12-01') }, '2026-12-01');
    expect(alone.unexpected).toEqual([]);
  });
});
