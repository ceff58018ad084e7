import { beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_PLANS, samplePlanRefs, samplePlans } from '../../client/sample/plans/caseload.js';
import type { SamplePlan } from '../../client/sample/plans/caseload.js';
import { sampleRefs, SAMPLE_SEED } from '../../client/sample/caseload.js';
import { addDays, startOfLondonDay } from '../../domain/civil-date.js';
import type { Rules } from '../../domain/assessment/history.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { planEventShapes } from '../../domain/plan/event-shapes.js';
import { decideOnTimeOfPlan } from '../../domain/plan/decide.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { planTasks } from '../../domain/plan/tasks.js';
import { decideOnTimeOfReview } from '../../domain/review/decide.js';
import { reviewEventShapes } from '../../domain/review/event-shapes.js';
import { foldReview } from '../../domain/review/evolve.js';
import type { ReviewEvent } from '../../domain/review/evolve.js';
import { isReviewOver } from '../../domain/review/state.js';
import type { ReviewState } from '../../domain/review/state.js';
import { childIdentity } from '../../domain/assessment/identity.js';
import { readPolicy } from '../../workers/policy-file.js';

const TODAY = '2026-11-26';
const seed = SAMPLE_SEED;

let rules: Rules;
let made: SamplePlan[];
let plans: PlanState[];
let reviews: ReviewState[];

const planOf = ({ caseRef, streams }: SamplePlan): PlanState =>
  foldPlan(caseRef, (streams.at(-1)?.events ?? []) as unknown as PlanEvent[]);
const reviewsOf = ({ caseRef, streams }: SamplePlan): ReviewState[] =>
  streams.slice(0, -1).map(({ events }) => foldReview(caseRef, events as unknown as ReviewEvent[]));
const caseload = (today = TODAY, size = SAMPLE_PLANS): SamplePlan[] => [
  ...samplePlans({ today, rules, plans: size, seed }),
];

beforeAll(async () => {
  const { version, policy } = await readPolicy('policy/default.yaml');
  rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  made = caseload();
  plans = made.map(planOf);
  reviews = made.flatMap(reviewsOf).filter((r) => !isReviewOver(r));
});

describe('the plans of the sample caseload', () => {
  test('are the same for a seed and a day, and keep their references from day to day', () => {
    expect(caseload(TODAY, 8)).toEqual(made.slice(0, 8));
    expect(caseload(addDays(TODAY, 30), 8).map((p) => p.caseRef)).toEqual(samplePlanRefs({ plans: 8, seed }));
    const all = [...samplePlanRefs({ plans: SAMPLE_PLANS, seed }), ...sampleRefs()];
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(plans.map((p) => childIdentity(p.child).nameAndBirth)).size).toBe(SAMPLE_PLANS);
  });

  test('are of children from nursery to college, of different ages and years', () => {
    expect(plans).toHaveLength(60);
    expect(new Set(plans.map((p) => p.child.dateOfBirth.slice(0, 4))).size).toBeGreaterThan(10);
    expect(new Set(plans.map((p) => p.madeOn.slice(0, 4))).size).toBeGreaterThan(4);
    expect(new Set(plans.map((p) => p.institution?.kind))).toEqual(new Set(['school', 'early-years', 'post-16']));
  });

  test('stand at every stage of a review, some of them late, and some to cease', () => {
    const stages = new Set(reviews.map((r) => r.stage));
    expect(stages).toEqual(new Set(['preparing', 'arranged', 'held', 'amending']));
    const missed = (rule: string) => reviews.filter((r) => r.deadlines[rule]?.state === 'missed').length;
    expect(missed('ar-report-2w')).toBeGreaterThan(0);
    expect(missed('ar-12m-next') + missed('ar-12m-first')).toBeGreaterThan(0);
    expect(plans.filter((p) => p.stage === 'ceasing')).toHaveLength(2);
    expect(plans.flatMap(planTasks).some((t) => t.closedBy === 'plan cease')).toBe(true);
    expect(reviews.filter((r) => r.kind === 'amendment')).toHaveLength(2);
    expect(reviews.filter((r) => r.phase !== null).length).toBeGreaterThan(3);
    expect(plans.filter((p) => p.review === null && p.stage === 'held').length).toBeGreaterThan(20);
  });

  test('keep to the shapes of the ledger, and say nothing of after today', () => {
    const dawn = startOfLondonDay(TODAY);
    for (const { stream, events } of made.flatMap((p) => p.streams)) {
      const shapes = stream.startsWith('plan/') ? planEventShapes : reviewEventShapes;
      events.forEach((event, i) => {
        expect(event.seq).toBe(i + 1);
        expect(event.occurredOn <= TODAY && Date.parse(event.recordedAt) <= dawn).toBe(true);
        const parsed = shapes[event.type as keyof typeof shapes].safeParse(event.data);
        expect(parsed.success, `${event.type}: ${parsed.error?.message}`).toBe(true);
      });
    }
  });

  test('have nothing due and no letter waiting when they are started', () => {
    for (const plan of plans) expect(decideOnTimeOfPlan(plan, TODAY)).toEqual([]);
    for (const review of made.flatMap(reviewsOf)) {
      expect(decideOnTimeOfReview(review, TODAY)).toEqual([]);
      expect(review.letters.filter((l) => l.state === 'requested')).toEqual([]);
    }
  });

  test.each(['2027-01-04', '2027-02-14', '2027-04-30', '2027-07-25', '2027-09-01', '2027-12-31', '2028-02-29'])(
    'can be made on %s as well',
    (today) => {
      const states = caseload(today).map(planOf);
      expect(states.filter((p) => p.stage === 'ceasing').length).toBeGreaterThan(0);
      expect(states.filter((p) => p.review !== null).length).toBeGreaterThan(15);
    },
  );
});
