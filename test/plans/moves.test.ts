/** A plan that moves with its child: what is counted from which day, who is told, and what ends when. */
import { describe, expect, it } from 'vitest';
import { nextPlanWakeOn } from '../../domain/plan/agenda.js';
import { nextReview } from '../../domain/plan/dates.js';
import {
  decideOnPlan,
  decideOnTimeOfPlan,
  decidePlanLetterSent,
  endReview,
  hearReassessed,
} from '../../domain/plan/decide.js';
import { reassessmentRef } from '../../domain/ids.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import type { Holding, NewPlanEvent } from '../../domain/plan/event-shapes.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { transferFault } from '../../domain/plan/moves-in.js';
import { openingOf, standingOf } from '../../domain/plan/opening.js';
import { partiesOfPlan } from '../../domain/plan/parties.js';
import type { Reassessed } from '../../domain/plan/reassessment-shapes.js';
import { isPlanOver } from '../../domain/plan/state.js';
import type { PlanState } from '../../domain/plan/state.js';
import { nextPlanDue } from '../../domain/plan/summary.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { openReview } from '../../domain/review/decide.js';
import { blankReview } from '../../domain/review/state.js';
import { holding, planHeld, policy, policyVersion, REF, Review } from './samples.js';

/** One plan in the hands of a test; letters go the day they are asked for. */
class Plan {
  readonly events: NewPlanEvent[] = [];

  constructor(public state: PlanState) {}

  /** The code of a refusal, or undefined. */
  say(on: string, type: PlanCommand['type'], fields: object = {}, today = on): string | undefined {
    const by = { role: 'manager', id: 'm-1' } as const;
    const said = { by, ...fields, type, occurredOn: on } as unknown as PlanCommand;
    const events = decideOnPlan(this.state, said, today);
    if (!Array.isArray(events)) return events.code;
    this.happen(events, today);
    return undefined;
  }

  pass(today: string): this {
    this.happen(decideOnTimeOfPlan(this.state, today), today);
    return this;
  }

  reviewed(on: string, over: object = {}): void {
    const n = this.state.review?.n ?? 0;
    const ended = { n, outcome: 'maintain', heldOn: on, notifiedOn: on, amended: null, phase: null, ...over } as const;
    this.happen(endReview(this.state, ended, on), on);
  }

  reassessed(caseRef: string, outcome: Reassessed['outcome'], on: string): void {
    this.happen(hearReassessed(this.state, { caseRef, outcome, endedOn: on, final: null }, on), on);
  }

  clock(key: string): string {
    const { state, due } = this.state.deadlines[key] ?? {};
    return `${state} ${due}`;
  }

  get letters(): string[] {
    return this.state.letters.map((l) => `${l.notice} to ${l.recipientRole}`);
  }

  get closes(): string[] {
    return planTasks(this.state).map((t) => t.closedBy);
  }

  private happen(events: readonly NewPlanEvent[], on: string): void {
    for (const event of events) {
      this.events.push(event);
      this.state = evolvePlan(this.state, event);
    }
    for (const { id } of this.state.letters.filter((l) => l.state === 'requested')) {
      const sent = { letterId: id, channel: 'outbox', documentHash: '0', version: 1 };
      this.happen(decidePlanLetterSent(this.state, sent, on), on);
    }
  }
}

const from = { name: 'Southmere Council', email: 'sen@southmere.example' };
const transfer = { from, movedOn: '2026-11-30', awareOn: '2026-10-01', transferredOn: '2026-11-30' };

const movedIn = (over: Partial<Holding> = {}, on = '2026-11-30'): Plan =>
  new Plan(planHeld({ source: 'transfer', transfer, madeOn: '2024-05-01', lastReviewOn: '2026-03-02', ...over }, on));

const rules = { lawVersion: holding().lawVersion, policyVersion, policy };

describe('a plan that came from another authority', () => {
  it('keeps the day it was made, and its review is due by the later of two dates (r15(3)(a), (5))', () => {
    expect(movedIn().state.madeOn).toBe('2024-05-01');
    const later = nextReview(movedIn().state);
    expect([later.ruleId, later.early, later.due]).toEqual(['move-review', '2027-03-01', '2027-03-01']);
    expect(nextReview(movedIn({ lastReviewOn: '2025-10-01' }).state).due).toBe('2027-02-28');
    expect(nextReview(movedIn({ lastReviewOn: null, madeOn: '2026-06-10' }).state).due).toBe('2027-06-09');
  });

  it('has its first review here under that rule, on that date, and the next as every year', () => {
    const plan = movedIn().pass('2026-11-30');
    expect(plan.state.review?.anchor).toEqual({
      ruleId: 'move-review',
      on: '2026-11-30',
      reviewedOrMade: '2026-03-02',
    });
    const opening = openingOf(plan.state, 1, rules, '2026-11-30');
    if (!opening) throw new Error('no review is open');
    const started = openReview(blankReview(REF), opening, '2026-11-30').find((e) => e.type === 'clock.started');
    expect(started?.data).toMatchObject({ key: 'move-review', due: '2027-03-01', triggeredOn: '2026-11-30' });
    plan.reviewed('2027-02-10');
    expect(nextReview(plan.state)).toMatchObject({ ruleId: 'ar-12m-next', early: '2028-02-09' });
  });

  it('is notified to the family within six weeks: what is proposed, and when it is reviewed (r15(4))', () => {
    const plan = movedIn();
    expect(plan.clock('move-6w')).toBe('running 2027-01-11');
    expect(plan.closes).toContain('plan transfer-notice');
    expect(plan.say('2026-12-10', 'recordTransferNotice', { proposesToAssess: false, reviewBy: '2027-03-02' })).toBe(
      'review-too-late',
    );
    expect(
      plan.say('2026-12-10', 'recordTransferNotice', { proposesToAssess: false, noticeAlreadySentOn: '2026-11-29' }),
    ).toBe('before-the-transfer');
    expect(plan.say('2026-12-10', 'recordTransferNotice', { proposesToAssess: false })).toBeUndefined();
    expect(plan.clock('move-6w')).toBe('met 2027-01-11');
    expect(plan.letters).toEqual(['transfer-received to authority', 'transfer-in to parent']);
    expect(plan.closes).not.toContain('plan transfer-notice');
    expect(plan.say('2026-12-11', 'recordTransferNotice', { proposesToAssess: true })).toBe('already-notified');
    expect(plan.closes).not.toContain('plan reassess');
  });

  it('whose notice is late is missed, by us; that an assessment is proposed is a task until it is begun', () => {
    const plan = movedIn().pass('2027-01-12');
    expect(plan.clock('move-6w')).toBe('missed 2027-01-11');
    expect(plan.say('2027-03-20', 'recordTransferNotice', { proposesToAssess: true })).toBe('review-past');
    expect(
      plan.say('2027-03-20', 'recordTransferNotice', { proposesToAssess: true, reviewBy: '2027-04-20' }),
    ).toBeUndefined();
    expect(plan.clock('move-6w')).toBe('late 2027-01-11');
    expect(plan.closes).toContain('plan reassess');
    expect(plan.say('2027-03-21', 'askReassessment', { requestedBy: 'authority' })).toBeUndefined();
    expect(plan.closes).not.toContain('plan reassess');
  });

  it('whose institution is too far has an interim placement until it is amended, and section I stays (r15(6))', () => {
    const plan = movedIn();
    const named = plan.state.institution;
    expect(plan.closes).toContain('plan placement');
    expect(plan.say('2026-12-01', 'recordPlacement', { practicable: false, reason: 'Too far.' })).toBeUndefined();
    expect(planTasks(plan.state).map((t) => t.key)).toContain('interim');
    const interim = { kind: 'school', name: 'Hillside School', urn: '999901' };
    const told = { practicable: false, reason: 'Too far.', interim };
    expect(plan.say('2026-12-02', 'recordPlacement', told)).toBe('interim-incomplete');
    expect(plan.say('2026-12-02', 'recordPlacement', { ...told, startsOn: '2026-11-29' })).toBe('before-the-move');
    expect(plan.say('2026-12-02', 'recordPlacement', { ...told, practicable: true })).toBe('placement-stays');
    expect(plan.say('2026-12-02', 'recordPlacement', { ...told, startsOn: '2026-12-07' })).toBeUndefined();
    expect(plan.letters.filter((l) => l.startsWith('interim'))).toEqual([
      'interim-placement to parent',
      'interim-placement to head',
      'interim-placement to provider',
    ]);
    expect(plan.state.institution).toEqual(named);
    plan.pass('2026-12-02');
    expect(openingOf(plan.state, 1, rules, '2026-12-02')).toMatchObject({ institution: interim, convenedBy: 'school' });
    expect(planTasks(plan.state).map((t) => t.key)).toContain('amend:1');
    const moves = { institution: interim, regulation20: true };
    const amended = { version: 2, sections: holding().sections, on: '2027-02-01', moves };
    plan.reviewed('2027-01-10', { outcome: 'amend', amended });
    expect(planTasks(plan.state).map((t) => t.key)).not.toContain('amend:1');
    expect(plan.state.institution).toEqual(interim);
  });

  it('has an open review go to the interim institution, and stay there whatever is corrected', () => {
    const plan = movedIn();
    const review = new Review('2026-12-01', {}, true);
    const interim = { kind: 'school', name: 'Hillside School', urn: '999901' };
    const placed = { practicable: false, reason: 'Too far.', interim, startsOn: '2026-12-07' };
    expect(plan.say('2026-12-02', 'recordPlacement', placed)).toBeUndefined();
    const follows = (on: string) => review.say(on, 'followPlan', standingOf(plan.state, 1));
    expect(follows('2026-12-02')).toBeUndefined();
    expect(review.state.institution).toEqual(interim);
    expect(review.state.letters.filter((l) => l.notice === 'review-request')).toHaveLength(2);
    const address = '9 Mill Lane, Northmere';
    expect(plan.say('2026-12-03', 'correctContact', { partyId: 'parent-1', address, evidence: 'x' })).toBeUndefined();
    follows('2026-12-03');
    expect(review.state).toMatchObject({ institution: interim, family: [{ address }] });
    plan.say('2026-12-04', 'recordPlacement', { practicable: true, reason: 'There is a bus.' });
    follows('2026-12-04');
    expect(review.state.institution).toEqual(plan.state.institution);
  });

  it('is refused where the days of its transfer cannot be', () => {
    const fault = (over: Partial<Holding>) =>
      transferFault(holding({ source: 'transfer', transfer, ...over }), '2026-12-01');
    expect(fault({})).toBeUndefined();
    expect(fault({ transfer: undefined })).toContain('source is transfer');
    expect(fault({ source: 'import' })).toContain('source is transfer');
    expect(fault({ transfer: { ...transfer, movedOn: '2026-12-02' } })).toContain('after today');
    expect(fault({ lastReviewOn: '2026-12-01' })).toContain('lastReviewOn');
    expect(fault({ madeOn: '2026-12-01' })).toContain('madeOn');
    expect(transferFault(holding(), '2026-12-01')).toBeUndefined();
  });

  it('that was planned by no other authority has neither notice nor interim placement', () => {
    const own = new Plan(planHeld());
    expect(own.say('2026-05-01', 'recordTransferNotice', { proposesToAssess: false })).toBe('not-transferred');
    expect(own.say('2026-05-01', 'recordPlacement', { practicable: true, reason: 'Near.' })).toBe('not-transferred');
    expect(own.closes).toEqual([]);
  });
});

describe('a new health commissioner', () => {
  it('after a move is told by the old one, whose duty it is: shown, and never our breach (r15(7)-(8))', () => {
    const plan = movedIn();
    expect(plan.clock('move-icb')).toBe('running 2026-11-30');
    plan.pass('2026-12-20');
    expect(plan.clock('move-icb')).toBe('running 2026-11-30');
    expect(nextPlanDue(plan.state)).toBe('2027-01-10');
    expect(plan.say('2026-12-21', 'recordCommissionerTold')).toBeUndefined();
    expect(plan.clock('move-icb')).toBe('late 2026-11-30');
    // From Monday 21 December: Christmas, Boxing Day's Monday and New Year are no working days.
    expect(plan.clock('move-icb-request')).toBe('running 2027-01-13');
    expect(plan.say('2026-12-22', 'recordCommissionerTold')).toBe('nobody-to-tell');
    expect(plan.pass('2027-01-14').clock('move-icb-request')).toBe('met 2027-01-13');
    expect(plan.events.some((e) => e.type === 'clock.missed' && e.data.key.includes('icb'))).toBe(false);
  });

  it('that asks for a review has one begun at once; for an assessment, a reassessment', () => {
    const plan = movedIn({ lastReviewOn: '2026-11-01' });
    const asks = { asks: 'review', reason: 'Another clinic.' };
    expect(plan.say('2026-12-03', 'recordCommissionerRequest', asks)).toBeUndefined();
    expect(plan.state.review).toMatchObject({ kind: 'early', anchor: { ruleId: 'move-review' } });
    // A second one finds it open.
    expect(plan.say('2026-12-04', 'recordCommissionerRequest', asks)).toBeUndefined();
    expect(plan.state.reviews).toBe(1);
    expect(plan.say('2026-12-05', 'recordCommissionerRequest', { ...asks, asks: 'assess' })).toBeUndefined();
    expect(plan.state.reassessment).toMatchObject({ requestedBy: 'health-commissioner' });
    expect(plan.closes).not.toContain('plan reassess');
    // Beside one that others asked for, and that may be refused, it stays a task.
    const beside = movedIn();
    expect(beside.say('2026-12-03', 'askReassessment', { requestedBy: 'family' })).toBeUndefined();
    expect(beside.say('2026-12-05', 'recordCommissionerRequest', { ...asks, asks: 'assess' })).toBeUndefined();
    expect(beside.closes).toContain('plan reassess');
    const [first, second] = [reassessmentRef(REF, 1), reassessmentRef(REF, 2)];
    beside.reassessed(first, 'not-reassessed', '2026-12-18');
    expect(beside.say('2026-12-19', 'askReassessment', { requestedBy: 'institution' })).toBeUndefined();
    expect(beside.closes).toContain('plan reassess');
    beside.reassessed(second, 'withdrawn', '2026-12-20');
    expect(beside.say('2026-12-21', 'askReassessment', { requestedBy: 'health-commissioner' })).toBeUndefined();
    expect(beside.closes).not.toContain('plan reassess');
  });

  it('that asks for an assessment has it by one that others asked for, once that was made', () => {
    const plan = movedIn();
    plan.say('2026-12-03', 'askReassessment', { requestedBy: 'family' });
    plan.say('2026-12-05', 'recordCommissionerRequest', { asks: 'assess', reason: 'Another clinic.' });
    plan.reassessed(reassessmentRef(REF, 1), 'plan-unchanged', '2027-03-01');
    expect(plan.closes).not.toContain('plan reassess');
  });

  it('is none where the move changes nothing, or nobody has changed', () => {
    const same = movedIn({ transfer: { ...transfer, sameCommissioner: true } });
    expect(same.state.deadlines['move-icb']).toBeUndefined();
    expect(same.say('2026-12-03', 'recordCommissionerRequest', { asks: 'review', reason: 'x' })).toBe(
      'no-change-of-commissioner',
    );
    expect(same.say('2026-12-03', 'recordCommissionerTold')).toBe('nobody-to-tell');
    const unknown = movedIn({ transfer: { ...transfer, awareOn: null } });
    expect(unknown.state.deadlines['move-icb']).toBeUndefined();
    expect(unknown.say('2026-12-03', 'recordCommissionerTold')).toBeUndefined();
    expect(unknown.clock('move-icb-request')).toMatch(/^running/);
  });

  it('without a move is the plan’s own, twice if need be, and its reviews write to it (r16)', () => {
    const plan = new Plan(planHeld());
    const commissioner = { name: 'Southmere ICB', email: 'send@southmere-icb.example' };
    expect(plan.say('2026-06-01', 'changeCommissioner', { commissioner: { name: 'No address' } })).toBe('no-address');
    expect(plan.say('2026-06-01', 'changeCommissioner', { commissioner })).toBeUndefined();
    // 15 working days beginning with Monday 1 June 2026.
    expect(plan.clock('icb-change')).toBe('running 2026-06-19');
    expect(partiesOfPlan(plan.state).find((p) => p.role === 'health-commissioner')).toMatchObject(commissioner);
    expect(plan.say('2026-06-10', 'recordCommissionerTold')).toBeUndefined();
    expect(plan.clock('icb-change')).toBe('met 2026-06-19');
    expect(plan.clock('icb-change-request')).toBe('running 2026-06-30');
    const asks = { asks: 'review', reason: 'Another clinic.' };
    expect(plan.say('2026-06-12', 'recordCommissionerRequest', asks)).toBeUndefined();
    expect(openingOf(plan.state, 1, rules, '2026-06-12')).toMatchObject({ healthCommissioner: commissioner });
    expect(plan.say('2026-09-01', 'changeCommissioner', { commissioner: { ...commissioner, name: 'Third' } })).toBe(
      undefined,
    );
    expect(plan.clock('icb-change:2')).toMatch(/^running/);
  });
});

const to = { name: 'Southmere Council', email: 'sen@southmere.example' };

describe('a plan that goes to another authority', () => {
  it('is transferred on the day of the move where it was known in time, else in 15 working days (r15(2))', () => {
    const known = new Plan(planHeld());
    expect(known.say('2026-08-10', 'recordMoveOut', { to, movedOn: '2026-09-01' })).toBeUndefined();
    expect(known.clock('move-transfer')).toBe('running 2026-09-01');
    const late = new Plan(planHeld());
    expect(late.say('2026-09-21', 'recordMoveOut', { to, movedOn: '2026-09-01' })).toBeUndefined();
    expect(late.clock('move-transfer')).toBe('running 2026-10-09');
    expect(late.pass('2026-10-10').clock('move-transfer')).toBe('missed 2026-10-09');
    expect(late.clock('move-icb')).toBe('running 2026-10-09');
  });

  it('is not sent before the move, nor where its text is held elsewhere', () => {
    const plan = new Plan(planHeld({ sections: null }));
    expect(plan.say('2026-08-01', 'handOver', { file: [] })).toBe('no-move');
    plan.say('2026-08-01', 'recordMoveOut', { to, movedOn: '2026-09-01' });
    expect(plan.say('2026-08-31', 'handOver', { file: [] })).toBe('before-the-move');
    expect(plan.say('2026-09-01', 'handOver', { file: [] })).toBe('plan-not-held');
    expect(plan.say('2026-09-03', 'handOver', { file: [], noticeAlreadySentOn: '2026-09-01' })).toBeUndefined();
    expect(plan.clock('move-transfer')).toBe('met 2026-09-01');
    expect(plan.letters).toEqual(['move-out to parent', 'move-out to health-commissioner']);
  });

  it('is chased, then before a manager, and ends when receipt is confirmed and not before', () => {
    const plan = new Plan(planHeld({ madeOn: '2026-01-05' }));
    plan.pass('2026-09-01');
    plan.say('2026-09-01', 'recordMoveOut', { to, movedOn: '2026-08-28' });
    expect(plan.say('2026-09-02', 'confirmReceipt')).toBe('not-sent');
    expect(plan.say('2026-09-04', 'handOver', { file: [{ what: 'Advice' }] })).toBeUndefined();
    expect(plan.closes).toContain('plan receipt-confirmed');
    expect(nextPlanWakeOn(plan.state, '2026-09-04')).toBe('2026-09-09');
    for (const day of ['2026-09-09', '2026-09-14', '2026-09-19', '2026-09-24', '2026-10-30']) plan.pass(day);
    expect(plan.letters.filter((l) => l === 'plan-transfer-chaser to authority')).toHaveLength(3);
    expect(planTasks(plan.state).filter((t) => t.role === 'manager')).toHaveLength(1);
    expect(isPlanOver(plan.state)).toBe(false);
    expect(plan.state.review).not.toBeNull();
    expect(plan.say('2026-10-31', 'confirmReceipt')).toBeUndefined();
    expect(plan.state).toMatchObject({ stage: 'transferred', endedOn: '2026-10-31' });
    expect(plan.letters.slice(-3)).toEqual([
      'plan-transferred to parent',
      'plan-transferred to head',
      'plan-transferred to health-commissioner',
    ]);
    plan.reviewed('2026-11-01', { outcome: 'cease' });
    expect(plan.state.stage).toBe('transferred');
    expect(plan.clock('move-icb')).toMatch(/^void/);
    expect(plan.closes).toEqual([]);
    expect(decideOnTimeOfPlan(plan.state, '2040-01-01')).toEqual([]);
    expect(plan.say('2026-11-01', 'cancelMove', { reason: 'x' })).toBe('plan-ended');
  });

  it('and was amended after it was sent is sent again', () => {
    const plan = new Plan(planHeld()).pass('2026-10-20');
    plan.say('2026-10-20', 'recordMoveOut', { to, movedOn: '2026-10-20' });
    plan.say('2026-10-21', 'handOver', { file: [] });
    const amended = { version: 2, sections: holding().sections, on: '2026-10-25', moves: null };
    plan.reviewed('2026-10-25', { outcome: 'amend', amended });
    expect(plan.say('2026-10-26', 'confirmReceipt')).toBe('amended-since');
    expect(plan.closes).toContain('plan hand-over');
    expect(plan.say('2026-10-26', 'handOver', { file: [] })).toBeUndefined();
    expect(plan.say('2026-10-27', 'confirmReceipt')).toBeUndefined();
  });

  it('does not cease meanwhile, and stays where the move does not happen', () => {
    const plan = new Plan(planHeld()).pass('2026-10-20');
    plan.reviewed('2026-11-01', { outcome: 'cease' });
    plan.say('2026-11-02', 'recordMoveOut', { to, movedOn: '2026-11-20' });
    expect(plan.say('2027-03-01', 'confirmCeased', { basis: 'no-appeal' })).toBe('moving');
    expect(plan.say('2027-03-01', 'recordMoveOut', { to, movedOn: '2026-11-20' })).toBe('move-recorded');
    expect(plan.say('2027-03-02', 'handOver', { file: [] })).toBeUndefined();
    expect(plan.say('2027-03-03', 'cancelMove', { reason: 'The family stays.' })).toBeUndefined();
    expect(plan.letters.filter((l) => l.startsWith('move-cancelled'))).toEqual([
      'move-cancelled to parent',
      'move-cancelled to health-commissioner',
      'move-cancelled to authority',
    ]);
    expect(partiesOfPlan(plan.state).some((p) => p.role === 'authority')).toBe(true);
    expect(plan.say('2027-03-04', 'recordMoveOut', { to, movedOn: '2027-05-01' })).toBeUndefined();
    expect(plan.clock('move-transfer:2')).toBe('running 2027-05-01');
    expect(plan.closes).toContain('plan hand-over');
  });

  it('that is taken back leaves an earlier change of commissioner to be told', () => {
    const plan = new Plan(planHeld());
    const commissioner = { name: 'Southmere ICB', email: 'sen@icb.southmere.example' };
    expect(plan.say('2026-12-01', 'changeCommissioner', { commissioner })).toBeUndefined();
    expect(plan.say('2026-12-02', 'recordMoveOut', { to: from, movedOn: '2027-01-04' })).toBeUndefined();
    expect(plan.say('2026-12-03', 'cancelMove', { reason: 'The family stays.' })).toBeUndefined();
    expect(plan.say('2026-12-04', 'recordCommissionerTold')).toBeUndefined();
    expect(plan.clock('icb-change')).toMatch(/^met/);
  });

  it('writes no more once the child has died', () => {
    const plan = new Plan(planHeld());
    plan.say('2026-11-02', 'recordMoveOut', { to, movedOn: '2026-11-20' });
    plan.say('2026-11-03', 'endPlan', { reason: 'died' });
    expect(plan.clock('move-transfer')).toMatch(/^void/);
    expect(plan.state.letters.every((l) => l.letter === null)).toBe(true);
  });
});
