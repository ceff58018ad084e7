/** What a plan knows of its own life: the next review, the next transfer, when it may end. */
import { describe, expect, it } from 'vitest';
import { nextPlanWakeOn } from '../../domain/plan/agenda.js';
import { appealTimeEndsOn, lastDayOf25, nextReview, nextTransfer } from '../../domain/plan/dates.js';
import { decideOnPlan, decideOnTimeOfPlan, endReview } from '../../domain/plan/decide.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { openingOf, standingOf } from '../../domain/plan/opening.js';
import { partiesOfPlan } from '../../domain/plan/parties.js';
import { namedOn } from '../../domain/plan/places.js';
import { openingOfReassessment } from '../../domain/plan/reassessment.js';
import { planTasks } from '../../domain/plan/tasks.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import type { PlanState } from '../../domain/plan/state.js';
import type { NewPlanEvent } from '../../domain/plan/event-shapes.js';
import { schoolYearOf, yearGroupOf } from '../../domain/school-year.js';
import { holding, planHeld, policy, policyVersion } from './samples.js';

const after = (state: PlanState, events: readonly NewPlanEvent[]): PlanState =>
  events.reduce((s, e) => evolvePlan(s, e), state);

const say = (state: PlanState, on: string, type: PlanCommand['type'], fields: object = {}): PlanState | string => {
  const by = { role: 'manager', id: 'm-1' } as const;
  const events = decideOnPlan(state, { by, ...fields, type, occurredOn: on } as unknown as PlanCommand, on);
  return Array.isArray(events) ? after(state, events) : events.code;
};

const ended = (state: PlanState, over: object, on: string): PlanState =>
  after(
    state,
    endReview(
      state,
      {
        n: state.review?.n ?? 0,
        outcome: 'maintain',
        heldOn: on,
        notifiedOn: on,
        amended: null,
        phase: state.review?.phase ?? null,
        ...over,
      },
      on,
    ),
  );

describe('the next review (s44(1))', () => {
  it('is twelve months from the plan, by two readings, then from the last decision', () => {
    const first = nextReview(planHeld());
    expect([first.ruleId, first.early, first.due]).toEqual(['ar-12m-first', '2027-03-09', '2027-03-10']);
    const next = nextReview(planHeld({ lastReviewOn: '2024-11-25', madeOn: '2020-01-01' }));
    expect([next.ruleId, next.early, next.due]).toEqual(['ar-12m-next', '2025-11-24', '2025-11-25']);
  });

  it('after a reassessment is counted from the final plan being sent (r27(4))', () => {
    const plan = planHeld({ lastReviewOn: '2026-01-01', reassessedOn: '2026-06-30', madeOn: '2020-01-01' });
    expect(nextReview(plan)).toMatchObject({ ruleId: 'ar-12m-reassess', due: '2027-06-30' });
    const [started] = decideOnTimeOfPlan(plan, '2027-03-01');
    expect(started).toMatchObject({ type: 'review.started', data: { kind: 'after-reassessment' } });
  });

  it('is begun months ahead, once, and the plan sleeps until then', () => {
    const plan = planHeld();
    expect(nextPlanWakeOn(plan, '2026-03-11')).toBe('2026-10-20');
    expect(decideOnTimeOfPlan(plan, '2026-10-19')).toEqual([]);
    const begun = after(plan, decideOnTimeOfPlan(plan, '2026-10-20'));
    expect(begun.review).toMatchObject({ n: 1, kind: 'annual', anchor: { ruleId: 'ar-12m-first', on: '2026-03-10' } });
    expect(decideOnTimeOfPlan(begun, '2027-10-20')).toEqual([]);
  });

  it('comes after each that ended, and what it says twice happens once', () => {
    const begun = after(planHeld(), decideOnTimeOfPlan(planHeld(), '2026-10-20'));
    const over = ended(
      begun,
      { amended: { version: 2, sections: holding().sections, on: '2027-02-01', moves: null } },
      '2027-01-15',
    );
    expect([over.lastReviewOn, over.version, over.review]).toEqual(['2027-01-15', 2, null]);
    expect(nextReview(over).early).toBe('2028-01-14');
    expect(
      endReview(
        over,
        { n: 1, outcome: 'cease', heldOn: null, notifiedOn: '2027-02-02', amended: null, phase: null },
        '2027-02-02',
      ),
    ).toEqual([]);
  });

  it('may be begun early, where a placement is at risk, and is then the review of the year', () => {
    const early = say(planHeld(), '2026-06-01', 'startReview', { reason: 'At risk' }) as PlanState;
    expect(early.review).toMatchObject({ kind: 'early', anchor: { ruleId: 'ar-12m-first' } });
    expect(say(early, '2026-06-02', 'startReview', { reason: 'Again' })).toBe('review-open');
  });

  it('is held by the school only where reg 20(12) lists it', () => {
    const rules = { lawVersion: '2026-11-26', policyVersion, policy };
    const by = (over: object) => {
      const begun = after(planHeld(over), decideOnTimeOfPlan(planHeld(over), '2026-10-20'));
      return openingOf(begun, 1, rules, '2026-10-20')?.convenedBy;
    };
    expect([by({}), by({ regulation20: false }), by({ institution: null })]).toEqual([
      'school',
      'authority',
      'authority',
    ]);
  });

  it('under five is joined by lighter ones, which put off nothing', () => {
    const small = planHeld({ child: { ...holding().child, dateOfBirth: '2023-04-01' }, lastYear: -1 });
    expect(nextPlanWakeOn(small, '2026-03-11')).toBe('2026-08-13');
    const begun = after(small, decideOnTimeOfPlan(small, '2026-08-13'));
    expect(begun.review).toMatchObject({ kind: 'under-5', anchor: null });
    const over = ended(begun, {}, '2026-09-10');
    expect([over.lastReviewOn, nextReview(over).early]).toEqual([null, '2027-03-09']);
  });
});

describe('years', () => {
  it.each([
    ['2017-05-14', '2026-11-26', 5],
    ['2015-08-31', '2026-09-01', 7],
    ['2015-09-01', '2026-09-01', 6],
    ['2021-09-01', '2026-08-31', -1],
    ['2021-09-01', '2026-09-01', 0],
    ['2001-07-31', '2026-11-26', 21],
  ])('a child born %s is on %s in year %d', (born, on, year) => {
    expect(yearGroupOf(born, on)).toBe(year);
  });

  it('turn on the first of September', () => {
    expect([schoolYearOf('2026-08-31'), schoolYearOf('2026-09-01')]).toEqual([2025, 2026]);
  });
});

/** In 2026/27. */
const inYearSix = { child: { ...holding().child, dateOfBirth: '2016-05-14' } };

describe('the next transfer between phases (r18)', () => {
  it.each([
    ['at a primary school', '2016-05-14', 6, 'phase-15feb', '2027-09-01', '2027-02-14'],
    ['at a first school', '2017-05-14', 4, 'phase-15feb', '2026-09-01', '2026-02-14'],
    ['at an infant school', '2019-05-14', 2, 'phase-15feb', '2026-09-01', '2026-02-14'],
    ['at a middle school', '2013-05-14', 8, 'phase-15feb', '2026-09-01', '2026-02-14'],
    ['at a secondary school', '2011-05-14', 11, 'phase-31mar', '2027-09-01', '2027-03-30'],
    ['in nursery', '2022-05-14', -1, 'phase-15feb', '2026-09-01', '2026-02-14'],
  ])('%s', (_where, dateOfBirth, lastYear, ruleId, on, early) => {
    const plan = planHeld({ child: { ...holding().child, dateOfBirth }, lastYear, madeOn: '2025-12-01' }, '2025-12-01');
    expect(nextTransfer(plan, '2026-01-10')).toMatchObject({ ruleId, on, early });
  });

  it('is that of a child who is placed out of its year where the placement says so', () => {
    const plan = planHeld({ ...inYearSix, yearsAhead: -1 });
    expect(nextTransfer(plan, '2026-11-26')).toMatchObject({ on: '2028-09-01' });
  });

  it('is none after 16, and none that was prepared for', () => {
    const grown = planHeld({ child: { ...holding().child, dateOfBirth: '2009-01-01' }, lastYear: null });
    expect(nextTransfer(grown, '2026-11-26')).toBeNull();
    const plan = planHeld(inYearSix);
    const begun = after(plan, decideOnTimeOfPlan(plan, '2026-09-20'));
    expect(begun.review).toMatchObject({ kind: 'phase-transfer', phase: { ruleId: 'phase-15feb', on: '2027-09-01' } });
    const moves = {
      institution: { kind: 'school', name: 'Hillside School' } as const,
      regulation20: true,
      lastYear: 11,
    };
    const over = ended(
      begun,
      { amended: { version: 2, sections: holding().sections, on: '2027-02-01', moves } },
      '2027-01-15',
    );
    expect(over.institution?.name).toBe('Hillside School');
    expect(nextTransfer(over, '2027-02-02')).toMatchObject({ ruleId: 'phase-31mar', on: '2032-09-01' });
  });

  it('is of a child who goes to the present school until then, and to the next from that day', () => {
    const plan = planHeld(inYearSix);
    const begun = after(plan, decideOnTimeOfPlan(plan, '2026-09-20'));
    const { phase, n = 0 } = begun.review ?? {};
    const next = { kind: 'school', name: 'Hillside School', urn: '999901' } as const;
    const moves = { institution: next, regulation20: true, lastYear: 11 };
    const amended = { version: 2, sections: holding().sections, on: '2027-02-01', moves };
    const over = ended(begun, { amended }, '2027-01-15');
    const said = say(begun, '2027-02-01', 'recordAmended', { n, ...amended, madeOn: amended.on }) as PlanState;
    for (const state of [over, said]) {
      expect(namedOn(state, '2027-08-31')).toMatchObject({ institution: { urn: '999902' } });
      expect(namedOn(state, phase?.on ?? '')).toMatchObject({ institution: next });
    }
    const asked = (on: string) =>
      openingOfReassessment(say(over, on, 'askReassessment', { requestedBy: 'family' }) as PlanState)?.child.setting;
    expect([asked('2027-03-01')?.urn, asked('2027-09-01')?.urn]).toEqual(['999902', '999901']);
    const opened = (on: string) => {
      const early = say(over, on, 'startReview', { reason: 'Placement at risk' }) as PlanState;
      const rules = { lawVersion: early.lawVersion, policyVersion, policy };
      return [openingOf(early, 2, rules, on)?.institution?.urn, standingOf(early, 2).setting.institution?.urn];
    };
    expect(opened('2027-06-01')).toEqual(['999902', '999902']);
    expect(opened('2027-09-01')).toEqual(['999901', '999901']);
    const heads = partiesOfPlan(over).filter((p) => p.role === 'head');
    expect(heads.map((p) => p.organisation)).toEqual(['999901', '999902']);
  });

  it('that is prepared for after its day has the child at the next school at once', () => {
    const plan = planHeld(inYearSix);
    const begun = after(plan, decideOnTimeOfPlan(plan, '2026-09-20'));
    const moves = { institution: { kind: 'school', name: 'Hillside School' } as const, regulation20: true };
    const amended = { version: 2, sections: holding().sections, on: '2027-09-20', moves };
    expect(namedOn(ended(begun, { amended }, '2027-09-20'), '2027-09-20').institution?.name).toBe('Hillside School');
  });

  it('is prepared for by the review of the year, where that is open by then', () => {
    const plan = planHeld({ ...inYearSix, madeOn: '2026-01-20' });
    const begun = after(plan, decideOnTimeOfPlan(plan, '2026-10-01'));
    expect(begun.review).toMatchObject({ anchor: { on: '2026-01-20' }, phase: { on: '2027-09-01' } });
  });
});

describe('ceasing (s45)', () => {
  const toCease = (): PlanState => {
    const begun = after(planHeld(), decideOnTimeOfPlan(planHeld(), '2026-10-20'));
    return ended(begun, { outcome: 'cease' }, '2026-12-01');
  };

  it('waits while an appeal can be brought (s45(4)), and for a person after that', () => {
    const plan = toCease();
    expect([plan.stage, appealTimeEndsOn(plan)]).toEqual(['ceasing', '2027-02-01']);
    expect(say(plan, '2027-02-01', 'confirmCeased', { basis: 'no-appeal' })).toBe('appeal-time-runs');
    expect(planTasks(plan)).toMatchObject([{ dueOn: '2027-02-02', closedBy: 'plan cease' }]);
    const over = say(plan, '2027-02-02', 'confirmCeased', { basis: 'no-appeal' }) as PlanState;
    expect([over.stage, over.endedOn]).toEqual(['ceased', '2027-02-02']);
    expect(say(over, '2027-02-03', 'keepPlan', { reason: 'x' })).toBe('plan-ended');
  });

  it('waits for the end of an appeal that is brought, and is undone by one that is allowed', () => {
    const appealed = say(toCease(), '2026-12-20', 'recordCeaseAppeal') as PlanState;
    expect(say(appealed, '2027-05-01', 'confirmCeased', { basis: 'no-appeal' })).toBe('appealed');
    expect((say(appealed, '2027-05-01', 'confirmCeased', { basis: 'appeal-dismissed' }) as PlanState).stage).toBe(
      'ceased',
    );
    const kept = say(appealed, '2027-05-01', 'keepPlan', { reason: 'Allowed' }) as PlanState;
    expect([kept.stage, kept.ceaseNoticeOn, nextReview(kept).early]).toEqual(['held', null, '2027-11-30']);
  });

  it('is nobody’s to confirm where nothing was decided', () => {
    expect(say(planHeld(), '2026-12-01', 'confirmCeased', { basis: 'no-appeal' })).toBe('not-ceasing');
  });

  it.each([
    ['2001-07-31', '2026-07-31'],
    ['2001-08-01', '2027-07-31'],
    ['2001-12-31', '2027-07-31'],
    ['2004-02-29', '2029-07-31'],
  ])('lapses by law in further education for a young person born %s after %s', (born, last) => {
    expect(lastDayOf25(born, 'post-16')).toBe(last);
  });

  it.each([
    ['2001-07-31', '2027-07-30'],
    ['2001-12-31', '2027-12-30'],
    ['2004-02-29', '2030-02-27'],
  ])('lapses by law elsewhere for a young person born %s after %s', (born, last) => {
    expect(lastDayOf25(born)).toBe(last);
  });

  it('is confirmed after an appeal only where one is recorded', () => {
    expect(say(toCease(), '2027-03-01', 'confirmCeased', { basis: 'appeal-dismissed' })).toBe('no-appeal-recorded');
  });

  it('stops no review of a plan that goes on (s44)', () => {
    const appealed = say(toCease(), '2026-12-20', 'recordCeaseAppeal') as PlanState;
    const [next] = decideOnTimeOfPlan(appealed, '2027-11-01');
    expect(next).toMatchObject({ type: 'review.started', data: { kind: 'annual' } });
  });

  it('happens by itself then, and is neither a refusal nor a withdrawal', () => {
    const grown = planHeld(
      {
        child: { ...holding().child, dateOfBirth: '2001-08-01' },
        institution: { kind: 'post-16', name: 'Northmere College' },
        lastReviewOn: '2027-03-01',
        madeOn: '2015-01-01',
      },
      '2027-04-01',
    );
    expect(decideOnTimeOfPlan(grown, '2027-07-31').map((e) => e.type)).toEqual([]);
    const [lapsed] = decideOnTimeOfPlan(grown, '2027-08-01');
    expect(lapsed).toMatchObject({ type: 'plan.lapsed', occurredOn: '2027-08-01', data: { endedOn: '2027-07-31' } });
  });
});
