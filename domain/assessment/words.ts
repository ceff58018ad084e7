/** Each kind of an assessment's facts in a few words. Holds no child's detail and nobody's name. */
import { CONSULTATION_WORDS, MATTER_WORDS, REFERRAL_WORDS } from '../matter/words.js';
import type { AssessmentEventData, AssessmentEventType } from './event-shapes.js';

type Words = { [T in AssessmentEventType]: (data: AssessmentEventData<T>) => string };

export const ASSESSMENT_WORDS: Words = {
  ...MATTER_WORDS,
  ...REFERRAL_WORDS,
  ...CONSULTATION_WORDS,
  'request.received': (d) =>
    d.reassesses
      ? `reassessment of the plan of ${d.reassesses.planRef} asked for by the ${d.reassesses.requestedBy.replaceAll('-', ' ')}`
      : `request received from ${d.source}`,
  'intake.checked': () => 'checked against the register',
  'request.turnedAway': (d) => `turned away: ${d.reason}`,
  'exception.recorded': (d) => `exception for ${d.key}: ${d.ground}`,
  'family.called': (d) => `call to the family: ${d.outcome}`,
  'evidence.added': (d) => `evidence ${d.evidenceId} from ${d.from}`,
  'document.attached': (d) => `the document of ${d.kind} ${d.id} is on the case`,
  'action.chased': (d) => `panel action ${d.actionId} chased (${d.step})`,
  'action.completed': (d) => `panel action ${d.actionId} done`,
  'assessment.decided': (d) => `decision: ${d.outcome === 'assess' ? 'will assess' : 'will not assess'}`,
  'issue.decided': (d) => `decision: ${d.outcome === 'issue' ? 'will issue a plan' : 'no plan'}`,
  'reassessment.decided': (d) =>
    `decision: ${d.outcome === 'reassess' ? 'will reassess' : `will not reassess (${(d.ground ?? '').replaceAll('-', ' ')})`}`,
  'reassessment.concluded': (d) =>
    `decision after the reassessment: ${d.outcome === 'amend' ? 'amend or replace the plan' : 'nothing changes'}`,
  'reassessment.stopped': () => 'the reassessment ends: its plan has ended',
  'advice.requested': (d) =>
    `${d.kind} advice ${d.adviceId} requested under ${d.basis}${d.route === 'screening' ? ' (screening)' : ''}`,
  'advice.reused': (d) => `${d.kind} advice reused with all three agreements`,
  'advice.acknowledged': (d) => `advice ${d.adviceId} acknowledged`,
  'advice.reminded': (d) => `advice ${d.adviceId} reminder ${d.step}`,
  'advice.chased': (d) => `advice ${d.adviceId} chaser ${d.step}`,
  'advice.escalated': (d) =>
    `advice ${d.adviceId} escalated to the ${d.to === 'manager' ? "service's manager" : 'panel'}`,
  'advice.submitted': (d) =>
    `advice ${d.adviceId} in (version ${d.version})${d.afterDraft ? ', after the decision to issue' : ''}`,
  'advice.checked': (d) =>
    `advice ${d.adviceId} ${d.outcome === 'accept' ? 'accepted' : `returned, revision by ${d.reviseBy}`}`,
  'advice.declined': (d) => `advice ${d.adviceId} declined`,
  'planning.held': (d) => `planning meeting with the family: ${d.outcome}`,
  'draft.prepared': (d) => `draft ${d.version} written (${d.basis})`,
  'draft.checked': (d) => `draft ${d.version} check ${d.check}: ${d.outcome}`,
  'draft.served': (d) => `draft ${d.version} served ${d.servedOn}, family has until ${d.periodEndsOn}`,
  'representations.made': (d) => `family ${d.agrees ? 'agrees with' : 'does not agree with'} the draft`,
  'officerMeeting.held': () => 'meeting with an officer held',
  'disagreement.resolved': (d) => `disagreement ${d.disagreementId}: ${d.outcome}`,
  'plan.finalised': () => 'final plan made',
  'request.withdrawn': () => 'request withdrawn',
  'child.movedAway': () => 'moved to another authority',
  'child.died': () => 'the child has died',
  'fact.corrected': (d) => `${d.fact} corrected`,
  'contact.corrected': (d) => `contact details of ${d.to.id} corrected`,
  'parent.added': (d) => `${d.party.id} added to the family`,
  'parent.removed': (d) => `${d.partyId} is no longer written to`,
  'sen2.recorded': (d) =>
    `said for the SEN2 return: ${Object.keys(d)
      .filter((name) => name !== 'placementOf')
      .join(', ')}`,
  'setting.changed': (d) => (d.to ? "the child's school changed" : 'the child attends no school'),
  'case.stuck': (d) => `STUCK: ${d.reason}`,
  'case.unstuck': (d) => `no longer stuck: ${d.reason}`,
};
