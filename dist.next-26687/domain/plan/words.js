/** Each kind of a plan's facts in a few words. Holds no child's detail and nobody's name. */
import { ASSESSMENT_WORDS } from '../assessment/words.js';
import { CEASING_WORDS, MATTER_WORDS } from '../matter/words.js';
import { MOVES_WORDS } from './moves-words.js';
export const PLAN_WORDS = {
    ...MATTER_WORDS,
    ...MOVES_WORDS,
    ...CEASING_WORDS,
    'ceasing.decided': (d) => `decision: the plan is to cease (${d.ground})`,
    'ceasing.notified': (d) => `the notice that it is to cease went on ${d.on}`,
    'ceasing.dropped': () => 'decision: the plan goes on',
    'disclosure.asked': (d) => `${d.disclosureId}: the ${d.askedBy} asks that the plan go to higher education (${d.kind})`,
    'funding.requested': (d) => `funding ${d.fundingId} asked for, ${d.poundsAYear} pounds a year, ${d.from} to ${d.until}`,
    'funding.decided': (d) => d.outcome === 'agree'
        ? `funding ${d.fundingId} agreed, ${d.poundsAYear} pounds a year, ${d.from} to ${d.until}`
        : `funding ${d.fundingId} refused`,
    'funding.monitored': (d) => `funding ${d.fundingId} looked at: ${d.finding}`,
    'funding.dueAgain': (d) => `funding ${d.fundingId} is due again`,
    'funding.ended': (d) => `funding ${d.fundingId} ends`,
    'panel.referred': ASSESSMENT_WORDS['panel.referred'],
    'panel.listed': ASSESSMENT_WORDS['panel.listed'],
    'panel.recommended': ASSESSMENT_WORDS['panel.recommended'],
    'panel.notNeeded': ASSESSMENT_WORDS['panel.notNeeded'],
    'plan.held': (d) => `plan of ${d.madeOn} held (${d.source})`,
    'review.started': (d) => `review ${d.n} begun (${d.kind})`,
    'review.ended': (d) => `review ${d.n} over: ${d.outcome}, notified ${d.notifiedOn}`,
    'reassessment.asked': (d) => `reassessment ${d.caseRef} begun: asked for by the ${d.requestedBy.replaceAll('-', ' ')}`,
    'reassessment.ended': (d) => `reassessment ${d.caseRef} over: ${d.outcome}${d.final ? `, version ${d.final.version} sent ${d.final.sentOn}, from which the next review is counted` : ''}`,
    'amendment.started': (d) => `amendment ${d.n} without a review begun (r28)`,
    'plan.amended': (d) => `version ${d.version} of the plan made on ${d.on} (number ${d.n})`,
    'amendment.ended': (d) => `amendment ${d.n} over: ${d.amended ? 'the plan is amended' : 'the plan is not amended'}`,
    'fact.corrected': (d) => `${d.fact} corrected`,
    'contact.corrected': (d) => `contact of ${d.to.id} corrected`,
    'parent.added': (d) => `${d.party.id} added`,
    'parent.removed': (d) => `${d.partyId} taken out`,
    'youngPerson.tookOver': () => 'the young person is told from now on, in place of the parents (s83(2))',
    'school.corrected': () => 'what is known of the institution corrected',
    'transition.planned': (d) => `a transfer after 16 is planned for ${d.on}`,
    'plan.lapsed': (d) => `the plan lapsed: its last day by age was ${d.endedOn} (s46)`,
    'plan.ended': () => 'the plan ends: the child or young person has died',
    'cease.appealed': () => 'appeal against ceasing',
    'cease.confirmed': (d) => `the plan ceases (${d.basis})`,
    'cease.withdrawn': () => 'the plan is kept',
};
//# sourceMappingURL=words.js.map