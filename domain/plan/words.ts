/** Each kind of a plan's facts in a few words. Holds no child's detail and nobody's name. */
import { MATTER_WORDS } from '../matter/words.js';
import type { PlanEventData, PlanEventType } from './event-shapes.js';

type Words = { [T in PlanEventType]: (data: PlanEventData<T>) => string };

export const PLAN_WORDS: Words = {
  ...MATTER_WORDS,
  'plan.held': (d) => `plan of ${d.madeOn} held (${d.source})`,
  'review.started': (d) => `review ${d.n} begun (${d.kind})`,
  'review.ended': (d) => `review ${d.n} over: ${d.outcome}, notified ${d.notifiedOn}`,
  'amendment.started': (d) => `amendment ${d.n} without a review begun (r28)`,
  'plan.amended': (d) => `version ${d.version} of the plan made on ${d.on} (number ${d.n})`,
  'amendment.ended': (d) => `amendment ${d.n} over: ${d.amended ? 'the plan is amended' : 'the plan is not amended'}`,
  'fact.corrected': (d) => `${d.fact} corrected`,
  'contact.corrected': (d) => `contact of ${d.to.id} corrected`,
  'parent.added': (d) => `${d.party.id} added`,
  'parent.removed': (d) => `${d.partyId} taken out`,
  'youngPerson.tookOver': () => 'the young person is told from now on, in place of the parents (s83(2))',
  'school.corrected': () => 'what is known of the institution corrected',
  'plan.lapsed': (d) => `the plan lapsed: its last day by age was ${d.endedOn} (s46)`,
  'plan.ended': () => 'the plan ends: the child or young person has died',
  'cease.appealed': () => 'appeal against ceasing',
  'cease.confirmed': (d) => `the plan ceases (${d.basis})`,
  'cease.withdrawn': () => 'the plan is kept',
};
