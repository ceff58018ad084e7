/** Each kind of a review's facts in a few words. Holds no child's detail and nobody's name. */
import { CEASING_WORDS, CONSULTATION_WORDS, MATTER_WORDS, REFERRAL_WORDS } from '../matter/words.js';
const OUTCOMES = {
    maintain: 'maintain the plan',
    amend: 'amend the plan',
    cease: 'cease to maintain the plan',
};
export const REVIEW_WORDS = {
    ...MATTER_WORDS,
    ...CEASING_WORDS,
    ...REFERRAL_WORDS,
    ...CONSULTATION_WORDS,
    'consultation.queued': (d) => `consultation ${d.consultationId} waits for its batch, round ${d.round}`,
    'consultation.hurried': (d) => `consultation ${d.consultationIds.join(', ')} does not wait for its batch`,
    'review.opened': (d) => d.kind === 'amendment'
        ? `amendment ${d.n} without a review opened (r28)`
        : `review ${d.n} opened (${d.kind}${d.phase && d.kind !== 'phase-transfer' ? ' before a transfer' : ''}, year ${d.yearGroup}), to be held by the ${d.convenedBy}`,
    'meeting.arranged': (d) => `meeting arranged for ${d.meetingOn}${d.remote ? ', remotely' : ''}`,
    'school.reminded': (d) => `school reminded of the ${d.about} (${d.step})`,
    'report.chased': (d) => `report chased (${d.step})`,
    'report.escalated': () => "report escalated to the schools' manager",
    'attendance.flagged': () => 'the school says that an officer must attend',
    'attendance.decided': (d) => `attendance: ${d.mode}`,
    'reviewAdvice.added': (d) => `advice ${d.adviceId} from ${d.from}`,
    'meeting.held': (d) => `meeting held${d.adulthoodDiscussed === null ? '' : d.adulthoodDiscussed ? ', adulthood discussed' : ', adulthood NOT discussed'}`,
    'report.submitted': (d) => `report in (version ${d.version}), recommends ${d.recommendation}`,
    'report.returned': (d) => `report returned, revision by ${d.reviseBy}`,
    'report.read': (d) => `report read: provision ${d.provision}${d.placementChange ? ', placement to change' : ''}`,
    'review.decided': (d) => `decision: ${OUTCOMES[d.outcome]}`,
    'amendment.begun': () => 'amendments proposed without a review',
    'plan.followed': (d) => `the plan has changed meanwhile: ${['plan', 'family', 'child', 'setting'].filter((what) => d[what] !== null).join(', ')}`,
    'amendment.proposed': (d) => `amendments served ${d.servedOn}, family has until ${d.periodEndsOn}`,
    'amendment.answered': (d) => `family ${d.agrees ? 'agrees with' : 'does not agree with'} the amendments`,
    'amendment.made': (d) => `amended plan made (version ${d.version})`,
    'review.stopped': (d) => `the review is stopped: ${d.reason}`,
    'amendment.abandoned': () => 'the plan is not amended after all',
};
//# sourceMappingURL=words.js.map