/**
 * The ways in which cases go, and how many go each way: on time, or late for the reasons that councils give. Days count
 * from the step before, as its comment says.
 */
import type { AdviceKind } from '../../domain/policy.js';
import type { Draw } from './draw.js';

export type SampleStage = 'considering' | 'gathering-advice' | 'drafting' | 'draft-with-family';

interface AdvicePace {
  /** Days from the request until it is acknowledged; null where nobody does. */
  acknowledged: number | null;
  /** Days from the request until it is in. */
  in: number;
  /** Returned once for revision, and back so many days later. */
  revisedAfter: number | null;
  /** The body refuses; the case goes on without, or asks another. */
  declines: boolean;
}

export interface Pace {
  /** The panel puts off its question so many times before it hears it. */
  panelPutsOff: number;
  /** Days from receipt. */
  call: number;
  noAnswerFirst: boolean;
  decide: number;
  advice: Record<AdviceKind, AdvicePace>;
  /** Kinds for which advice already given is used again, with all three agreements. */
  reuse: AdviceKind[];
  /** Decided without waiting for it; it is attached when it comes. */
  withoutWaitingFor: AdviceKind | null;
  /** Days from the last advice checked. */
  issue: number;
  /** Days from the decision to issue. */
  meeting: number;
  draft: number;
  /** Days from the draft until the last check has passed. */
  checked: number;
  returnedOnce: boolean;
  /** Days from the last check. */
  serve: number;
  /** What the family says of the draft, days from service; null where it has not answered. */
  answer: 'agrees' | 'disagrees' | 'wants-assessments' | null;
  answered: number;
  requiresMeeting: boolean;
  /** Days from the answer until what they raised is settled; null while it is not. */
  settled: number | null;
  /** Rounds of consultation in which nobody can meet the need. */
  fruitless: number;
  /** Days from service. */
  consult: number;
  /** Days from a round to the next. */
  round: number;
  /** Days from the first offer until it is decided upon; null while it is not. */
  named: number | null;
}

export interface Story {
  name: string;
  /** Out of 199. */
  share: number;
  stage: SampleStage;
  /** Whether a limit of the authority is past. */
  late: boolean;
  /** Asked for the school's advice in a long closure: in the window that the law excuses, or before it. */
  closure?: 'excused' | 'not-excused';
  pace(ordinary: Pace, draw: Draw): Pace;
}

const punctual = (draw: Draw, from: number, to: number): AdvicePace => ({
  acknowledged: draw.chance(0.9) ? draw.whole(1, 6) : null,
  in: draw.whole(from, to),
  revisedAfter: draw.chance(0.07) ? draw.whole(5, 9) : null,
  declines: false,
});

const ordinary = (draw: Draw): Pace => ({
  panelPutsOff: 0,
  call: draw.whole(3, 11),
  noAnswerFirst: draw.chance(0.2),
  decide: draw.chance(0.12) ? draw.whole(15, 20) : draw.whole(25, 39),
  advice: {
    parent: punctual(draw, 7, 30),
    education: punctual(draw, 14, 36),
    medical: punctual(draw, 25, 40),
    'educational-psychology': punctual(draw, 30, 41),
    'social-care': punctual(draw, 15, 38),
    sensory: punctual(draw, 20, 38),
    defence: punctual(draw, 10, 30),
    adulthood: punctual(draw, 20, 38),
    other: punctual(draw, 20, 38),
  },
  reuse: [],
  withoutWaitingFor: null,
  issue: draw.whole(3, 8),
  meeting: draw.whole(4, 8),
  draft: draw.whole(9, 14),
  checked: draw.whole(3, 5),
  returnedOnce: draw.chance(0.15),
  serve: draw.whole(1, 3),
  answer: 'agrees',
  answered: draw.whole(8, 15),
  requiresMeeting: false,
  settled: null,
  fruitless: 0,
  consult: draw.whole(1, 4),
  round: draw.whole(21, 26),
  named: null,
});

const slow = (p: Pace, kind: AdviceKind, days: number, draw: Draw): Pace => ({
  ...p,
  advice: {
    ...p.advice,
    [kind]: { ...p.advice[kind], in: days, acknowledged: draw.chance(0.6) ? draw.whole(2, 12) : null },
  },
});

const asItShould = (p: Pace): Pace => p;

/** Most cases that are late are late for want of a psychologist. */
export const STORIES: readonly Story[] = [
  { name: 'being considered', share: 31, stage: 'considering', late: false, pace: asItShould },
  {
    name: 'the authority decides late whether to assess',
    share: 5,
    stage: 'considering',
    late: true,
    pace: (p, draw) => ({ ...p, decide: draw.whole(58, 80) }),
  },
  {
    name: 'the panel had no room for it',
    share: 4,
    stage: 'considering',
    late: true,
    pace: (p, draw) => ({ ...p, panelPutsOff: 8, decide: draw.whole(65, 80) }),
  },
  { name: 'advice on its way', share: 40, stage: 'gathering-advice', late: false, pace: asItShould },
  {
    name: 'no psychologist yet',
    share: 8,
    stage: 'gathering-advice',
    late: false,
    pace: (p, draw) => slow(p, 'educational-psychology', draw.whole(75, 120), draw),
  },
  {
    name: "the psychologist's advice is late",
    share: 18,
    stage: 'gathering-advice',
    late: true,
    pace: (p, draw) => slow(p, 'educational-psychology', draw.whole(130, 230), draw),
  },
  {
    name: 'advice from health is late',
    share: 7,
    stage: 'gathering-advice',
    late: true,
    pace: (p, draw) => slow(p, 'medical', draw.whole(100, 160), draw),
  },
  {
    name: 'advice from social care is late',
    share: 5,
    stage: 'gathering-advice',
    late: true,
    pace: (p, draw) => slow(p, 'social-care', draw.whole(100, 150), draw),
  },
  {
    name: 'decided late to assess',
    share: 4,
    stage: 'gathering-advice',
    late: true,
    pace: (p, draw) => ({ ...p, decide: draw.whole(50, 75) }),
  },
  {
    name: 'a body declined to advise',
    share: 3,
    stage: 'gathering-advice',
    late: false,
    pace: (p, draw) => ({
      ...p,
      advice: { ...p.advice, 'social-care': { ...p.advice['social-care'], in: draw.whole(3, 9), declines: true } },
    }),
  },
  {
    name: 'advice already given is used again',
    share: 4,
    stage: 'gathering-advice',
    late: false,
    // The report must be in before it can be agreed upon.
    pace: (p, draw) => ({ ...p, decide: draw.whole(28, 39), reuse: ['medical'] }),
  },
  { name: 'the plan is being written', share: 10, stage: 'drafting', late: false, pace: asItShould },
  {
    name: "written late, after the psychologist's advice",
    share: 6,
    stage: 'drafting',
    late: true,
    pace: (p, draw) => slow(p, 'educational-psychology', draw.whole(85, 150), draw),
  },
  {
    name: 'written without waiting for health',
    share: 2,
    stage: 'drafting',
    late: true,
    pace: (p, draw) => ({ ...slow(p, 'medical', draw.whole(160, 200), draw), withoutWaitingFor: 'medical', issue: 40 }),
  },
  {
    name: 'the authority writes late',
    share: 6,
    stage: 'drafting',
    late: true,
    pace: (p, draw) => ({ ...p, issue: draw.whole(25, 40), draft: draw.whole(25, 45), checked: draw.whole(8, 16) }),
  },
  {
    name: 'with the family in good time',
    share: 14,
    stage: 'draft-with-family',
    late: false,
    pace: (p, draw) => ({
      ...p,
      decide: draw.whole(15, 28),
      issue: draw.whole(2, 4),
      answer: draw.chance(0.7) ? 'agrees' : null,
    }),
  },
  {
    name: 'no provision is found',
    share: 9,
    stage: 'draft-with-family',
    late: true,
    pace: (p) => ({ ...p, fruitless: 9 }),
  },
  {
    name: 'the second round finds a school',
    share: 3,
    stage: 'draft-with-family',
    late: true,
    pace: (p, draw) => ({ ...p, fruitless: 1, named: draw.chance(0.5) ? draw.whole(3, 9) : null }),
  },
  {
    name: 'the family wants more assessments',
    share: 6,
    stage: 'draft-with-family',
    late: true,
    pace: (p) => ({ ...p, answer: 'wants-assessments', consult: 60 }),
  },
  {
    name: 'the family disagrees with the draft',
    share: 4,
    stage: 'draft-with-family',
    late: true,
    pace: (p, draw) => ({
      ...p,
      answer: 'disagrees',
      requiresMeeting: draw.chance(0.6),
      settled: draw.chance(0.4) ? draw.whole(20, 40) : null,
      consult: 45,
    }),
  },
  {
    name: "with the family, after the psychologist's late advice",
    share: 4,
    stage: 'draft-with-family',
    late: true,
    pace: (p, draw) => ({ ...slow(p, 'educational-psychology', draw.whole(80, 140), draw), consult: 30 }),
  },
  {
    name: 'the school was shut for the summer',
    share: 4,
    stage: 'gathering-advice',
    late: true,
    closure: 'excused',
    pace: (p, draw) => slow(p, 'education', draw.whole(50, 85), draw),
  },
  {
    name: 'asked before the summer, answered after it',
    share: 2,
    stage: 'gathering-advice',
    late: true,
    closure: 'not-excused',
    pace: (p, draw) => slow(p, 'education', draw.whole(85, 100), draw),
  },
];

export const paceOf = (story: Pick<Story, 'pace'>, draw: Draw): Pace => story.pace(ordinary(draw), draw);
