/** Assessments of the sample that are over, and the plans that they ended in, as facts. */
import { beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_SEED, sampleRefs } from '../../client/sample/caseload.js';
import { finishedRefs, finishedSamples, SAMPLE_FINISHED } from '../../client/sample/finished/caseload.js';
import type { FinishedSample } from '../../client/sample/finished/caseload.js';
import { SAMPLE_PLANS, samplePlanRefs } from '../../client/sample/plans/caseload.js';
import { decideOnTime } from '../../domain/assessment/decide.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentEvent } from '../../domain/assessment/evolve.js';
import type { Rules } from '../../domain/assessment/history.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { addDays, startOfLondonDay } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import { decideOnTimeOfPlan } from '../../domain/plan/decide.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import type { Policy } from '../../domain/policy.js';
import { readPolicy } from '../../workers/policy-file.js';

const TODAY = '2026-11-23';
const seed = SAMPLE_SEED;

let rules: Rules;
let cases: FinishedSample[];
let assessments: AssessmentState[];
let plans: PlanState[];

const made = (today: string, finished: number, by = rules): FinishedSample[] => [
  ...finishedSamples({ today, rules: by, finished, seed }),
];
const streamOf = ({ streams }: FinishedSample, kind: string) => streams.find(({ stream }) => stream.startsWith(kind));
const assessmentsIn = (list: readonly FinishedSample[]): AssessmentState[] =>
  list.map((c) => foldEvents(c.caseRef, streamOf(c, 'assessment/')?.events as unknown as AssessmentEvent[]));

beforeAll(async () => {
  const { version, policy } = await readPolicy('policy/default.yaml');
  rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  cases = made(TODAY, SAMPLE_FINISHED);
  assessments = assessmentsIn(cases);
  plans = cases.flatMap((c) => {
    const plan = streamOf(c, 'plan/');
    return plan ? [foldPlan(c.caseRef, plan.events as unknown as PlanEvent[])] : [];
  });
}, 60_000);

describe('the finished part of the sample', () => {
  test('is the same for a seed and a day, and keeps its references from day to day', () => {
    expect(made(TODAY, 6)).toEqual(cases.slice(0, 6));
    expect(made(addDays(TODAY, 40), 6).map((c) => c.caseRef)).toEqual(finishedRefs({ finished: 6, seed }));
    const all = [
      ...finishedRefs({ finished: SAMPLE_FINISHED, seed }),
      ...samplePlanRefs({ plans: SAMPLE_PLANS, seed }),
      ...sampleRefs(),
    ];
    expect(new Set(all).size).toBe(SAMPLE_FINISHED + SAMPLE_PLANS + 199);
  });

  test('is 120 assessments over two years, each with its end and with nothing owed', () => {
    expect(assessments).toHaveLength(120);
    for (const state of assessments) {
      expect(state.finishedOn, state.caseRef).not.toBeNull();
      expect(state.receivedOn >= addDays(TODAY, -1_100) && state.receivedOn < TODAY).toBe(true);
      expect(state.letters.filter((l) => l.state === 'requested' || l.state === 'refused')).toEqual([]);
      expect(decideOnTime(state, TODAY)).toEqual([]);
    }
    const ended = (outcome: string) => assessments.filter((s) => s.outcome === outcome).length;
    expect(ended('final-plan')).toBe(84);
    expect(new Set(assessments.map((s) => s.outcome)).size).toBe(4);
    expect(new Set(assessments.map((s) => s.receivedOn.slice(0, 7))).size).toBeGreaterThanOrEqual(18);
  });

  test('holds a plan for each that ended in one, with the need of most children and nothing due at the start', () => {
    expect(plans).toHaveLength(84);
    for (const plan of plans) expect(decideOnTimeOfPlan(plan, TODAY), plan.caseRef).toEqual([]);
    const known = plans.filter((p) => p.child.sen2?.primaryNeed !== undefined);
    expect(known.length).toBeGreaterThan(60);
    expect(known.length).toBeLessThan(84);
  });

  test('is made of events that are as they should be, none recorded later than the day began', () => {
    const dawn = new Date(startOfLondonDay(TODAY)).toISOString();
    for (const { streams } of cases)
      for (const { stream, events } of streams) {
        expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
        expect(events.filter((e) => e.recordedAt > dawn)).toEqual([]);
        if (!stream.startsWith('assessment/')) continue;
        for (const { type, data } of events) {
          const shape = assessmentEventShapes[type as keyof typeof assessmentEventShapes];
          expect(shape.safeParse(data).error, `${stream} ${type}`).toBeUndefined();
        }
      }
  });

  test.each(['2026-01-02', '2026-04-07', '2026-08-20', '2028-02-29'])(
    'ends as well where it is made on %s',
    (today) => {
      for (const state of assessmentsIn(made(today, 15))) expect(state.finishedOn, state.caseRef).not.toBeNull();
    },
  );

  test('ends under the policy of an authority with other panels, checks and rounds', () => {
    const policy: Policy = {
      ...rules.policy,
      decisionToAssess: { panel: null, referAfterDays: 14, panelRequired: false },
      draft: { ...rules.policy.draft, checks: [] },
      consultation: { ...rules.policy.consultation, rounds: 1 },
      closures: { authority: [], schools: [] },
    };
    const list = assessmentsIn(made(TODAY, 20, { ...rules, policyVersion: 'own', policy }));
    expect(list.filter((s) => s.finishedOn === null)).toEqual([]);
  });
});
