/**
 * Assessments of the last two years that are over, with the plans that some ended in. As with the others, a reference depends
 * on the seed and its place alone.
 */
import { createHash } from 'node:crypto';
import { foldEvents } from '../../../domain/assessment/evolve.js';
import type { AssessmentEvent } from '../../../domain/assessment/evolve.js';
import type { Rules } from '../../../domain/assessment/history.js';
import { isFinished } from '../../../domain/assessment/state.js';
import { addDays } from '../../../domain/civil-date.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { AnyEvent } from '../../../domain/events.js';
import { assessmentId, caseRefFrom } from '../../../domain/ids.js';
import type { CaseRef, StreamId } from '../../../domain/ids.js';
import { closuresFor } from '../../../domain/law/calendars/closures.js';
import { holdingOf } from '../../../domain/plan/holding.js';
import { diaryOf, workday } from '../diary.js';
import { Draw } from '../draw.js';
import { DoesNotFit, Past } from '../past.js';
import { CASEWORKERS, personAt } from '../people.js';
import { needs } from '../plans/cast.js';
import { PLAN_STORIES } from '../plans/stories.js';
import type { PlanStory } from '../plans/stories.js';
import { PlanPast } from '../plans/past.js';
import { paceOf } from '../stories.js';
import { finishedActs } from './acts.js';
import { FINISHED_STORIES } from './stories.js';
import type { FinishedStory } from './stories.js';

export const SAMPLE_FINISHED = 120;

export interface FinishedSample {
  caseRef: CaseRef;
  story: string;
  /** Of the assessment; of the plan and its reviews, where it ended in one. */
  streams: { stream: StreamId; events: AnyEvent[] }[];
}

export interface FinishedOptions {
  today: CivilDate;
  rules: Rules;
  finished: number;
  seed: string;
}

export const finishedRefs = ({ finished, seed }: Pick<FinishedOptions, 'finished' | 'seed'>): CaseRef[] =>
  Array.from({ length: finished }, (_, i) =>
    caseRefFrom(createHash('sha256').update(`sample finished ${seed} ${i}`).digest()),
  );

/** Children of the open assessments and of the plans have the places before. */
const FIRST_PLACE = 2_000;

interface Telling {
  caseRef: CaseRef;
  index: number;
  story: FinishedStory;
  options: FinishedOptions;
  askedOn: CivilDate;
}

const play = ({ caseRef, index, story, options: { rules, seed, today }, askedOn }: Telling): AssessmentEvent[] => {
  const draw = new Draw(`${seed} finished ${index}`);
  const closures = closuresFor(rules.policy.closures, undefined);
  const receivedOn = workday(askedOn);
  const someone = personAt(FIRST_PLACE + index, seed, receivedOn, false);
  const sen2 = { ...someone.child.sen2, ...needs(FIRST_PLACE + index) };
  const person = { ...someone, child: { ...someone.child, sen2 } };
  const pace = paceOf(story, draw);
  const diary = diaryOf(receivedOn, pace, person, closures);
  const { policy } = rules;
  const telling = { receivedOn, pace, diary, person, policy, closures, claimsClosure: false, draw };
  const { source, child, family } = person;
  const request = { source, channel: 'portal', receivedOn, child, family, caseworker: draw.of(CASEWORKERS) } as const;
  return new Past({ caseRef, request, rules, today, panelPutsOff: 0, draw }).play(finishedActs(telling, story));
};

/** How often it is begun earlier, where it would not be over by today. */
const TRIES = 6;
const EARLIER_DAYS = 45;

const ended = (caseRef: CaseRef, index: number, story: FinishedStory, options: FinishedOptions): AssessmentEvent[] => {
  const days = new Draw(`${options.seed} asked ${index}`).whole(...story.asked);
  let events: AssessmentEvent[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    const askedOn = addDays(options.today, -days - i * EARLIER_DAYS);
    events = play({ caseRef, index, story, options, askedOn });
    if (isFinished(foldEvents(caseRef, events))) return events;
  }
  throw new DoesNotFit(`${caseRef}, ${story.name}: it does not end`);
};

const planOf = (
  caseRef: CaseRef,
  index: number,
  events: AssessmentEvent[],
  { rules, seed, today }: FinishedOptions,
) => {
  const holding = holdingOf(foldEvents(caseRef, events), rules);
  if (!holding) return [];
  const draw = new Draw(`${seed} plan of ${index}`);
  const story = PLAN_STORIES[0] as PlanStory;
  return new PlanPast({ caseRef, cast: { holding, heldOn: holding.madeOn }, story, rules, today, draw }).play();
};

export function* finishedSamples(options: FinishedOptions): Generator<FinishedSample> {
  const all = FINISHED_STORIES.flatMap((story) => Array.from({ length: story.share }, () => story));
  const order = new Draw(`${options.seed} endings`).shuffled(all);
  for (const [index, caseRef] of finishedRefs(options).entries()) {
    const story = order[index % order.length] as FinishedStory;
    const events = ended(caseRef, index, story, options);
    yield {
      caseRef,
      story: story.name,
      streams: [
        { stream: assessmentId(caseRef), events: events as unknown as AnyEvent[] },
        ...planOf(caseRef, index, events, options),
      ],
    };
  }
}
