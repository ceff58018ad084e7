/** Each kind of a plan's facts in a few words. Holds no child's detail and nobody's name. */
import { MATTER_WORDS } from '../matter/words.js';
import type { PlanEventData, PlanEventType } from './event-shapes.js';

type Words = { [T in PlanEventType]: (data: PlanEventData<T>) => string };

export const PLAN_WORDS: Words = {
  ...MATTER_WORDS,
  'plan.held': (d) => `plan of ${d.madeOn} held (${d.source})`,
  'review.started': (d) => `review ${d.n} begun (${d.kind})`,
  'review.ended': (d) => `review ${d.n} over: ${d.outcome}, notified ${d.notifiedOn}`,
  'transition.planned': (d) => `a transfer after 16 is planned for ${d.on}`,
  'plan.lapsed': (d) => `the plan lapsed: its last day by age was ${d.endedOn} (s46)`,
  'plan.ended': () => 'the plan ends: the child or young person has died',
  'cease.appealed': () => 'appeal against ceasing',
  'cease.confirmed': (d) => `the plan ceases (${d.basis})`,
  'cease.withdrawn': () => 'the plan is kept',
};
