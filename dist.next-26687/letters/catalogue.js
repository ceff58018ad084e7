/**
 * What every notice is, under which provision, to whom it may go and which facts it needs. A letter that lacks a fact is
 * refused by the fact's name; it is never sent with a gap. Required contents are law (domain/law/notices.ts).
 *
 * Where only the family is told why, `family` lists the facts that others neither need nor get.
 */
import { isCivilDate } from '../domain/civil-date.js';
/** Needed by every letter. The date is the letter's `on`, the addressee its `to`, the authority comes from policy. */
export const COMMON_FACTS = {
    caseRef: 'text',
    /** Name of the officer whose case it is. */
    caseworker: 'text',
    /** How to reach that officer: an e-mail address, a telephone number, or both. */
    caseworkerContact: 'text',
};
const FAMILY = ['parent', 'young-person'];
/** Reg 4(2): the commissioning body, social care and the head, told beside the family. */
const REG_4_2 = [...FAMILY, 'health-commissioner', 'social-care', 'head'];
const ADVISERS = [...FAMILY, 'service', 'head', 'health-commissioner', 'social-care', 'provider'];
const INSTITUTIONS = ['head', 'provider'];
const ADVICE = {
    adviceId: 'text',
    service: 'text',
    adviceKind: 'advice-kind',
    dueOn: 'date',
};
/**
 * `statutory`: a body bound by s31 and reg 8(1). The last four: what the family says, which reg 6(3) has us pass on; they
 * are not printed when the adviser asked is the family itself.
 */
const REQUEST_PACK = {
    ...ADVICE,
    childName: 'text',
    statutory: 'flag',
    sectionA: 'text-or-none',
    keyOutcomes: 'text-or-none',
    representations: 'text-or-none',
    evidence: 'text-or-none',
};
const CONSULTATION = { consultationId: 'text', round: 'count', replyBy: 'date' };
/** `dueOn`: two weeks after the meeting, reg 20(7)-(9). */
const REVIEW_REPORT = { meetingOn: 'date', dueOn: 'date' };
const REPORT_PROVISION = 'regulation 20(7) to (9) of the SEND Regulations 2014';
export const CATALOGUE = {
    considering: {
        title: 'We are considering whether to carry out an education, health and care needs assessment',
        provision: 'section 36(7) of the Children and Families Act 2014 and regulation 4(2) of the SEND Regulations 2014',
        audience: REG_4_2,
        facts: { childName: 'text', receivedOn: 'date', decisionDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    'refusal-to-assess': {
        title: 'Our decision not to carry out an education, health and care needs assessment',
        provision: 'section 36(5) and (8) of the Children and Families Act 2014 and regulation 5 of the SEND Regulations 2014',
        audience: REG_4_2,
        facts: { childName: 'text', receivedOn: 'date' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'will-assess': {
        title: 'Our decision to carry out an education, health and care needs assessment',
        provision: 'section 36(3) and (8) of the Children and Families Act 2014 and regulation 5 of the SEND Regulations 2014',
        audience: REG_4_2,
        facts: { childName: 'text', receivedOn: 'date', finalDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    'no-plan': {
        title: 'Our decision not to make an education, health and care plan',
        provision: 'section 36(9) of the Children and Families Act 2014 and regulation 10 of the SEND Regulations 2014',
        audience: [...FAMILY, 'health-commissioner', 'head'],
        facts: { childName: 'text' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'will-issue': {
        title: 'Our decision to make an education, health and care plan',
        provision: 'section 36(9) of the Children and Families Act 2014',
        audience: FAMILY,
        facts: { childName: 'text', reasons: 'text', finalDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    draft: {
        title: 'The draft education, health and care plan',
        provision: 'section 38 of the Children and Families Act 2014 and regulation 13(1) of the SEND Regulations 2014',
        audience: FAMILY,
        /** `respondBy`: last day of the period, at least 15 days beginning with the day the draft is served. */
        facts: { childName: 'text', respondBy: 'date' },
        family: {},
        enclosures: ['draft-plan'],
    },
    final: {
        title: 'The final education, health and care plan',
        provision: 'section 39(8) or 40(5) of the Children and Families Act 2014 and regulations 13(2) and 14 of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider', 'health-commissioner'],
        /** `placement`: what section I says, the institution and its type, or the type. */
        facts: { childName: 'text', placement: 'text' },
        family: {},
        enclosures: ['final-plan'],
    },
    'review-maintain': {
        title: 'Our decision to continue the education, health and care plan as it is',
        provision: 'section 44 of the Children and Families Act 2014 and regulations 20(10) and (11) or 21(9) and (10) of the SEND Regulations 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text', meetingOn: 'date' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'review-amend': {
        title: 'Our decision to amend the education, health and care plan',
        provision: 'section 44 of the Children and Families Act 2014 and regulations 20(10) or 21(9), and 22, of the SEND Regulations 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text', meetingOn: 'date' },
        /** `respondBy`: last day of the period, at least 15 days beginning with the day the papers are served. */
        family: { reasons: 'text', amendments: 'text', respondBy: 'date' },
        enclosures: [],
        /** The plan as it stands: reg 22(2)(a). */
        familyEnclosures: ['final-plan'],
    },
    'review-cease': {
        title: 'Our decision to cease to maintain the education, health and care plan',
        provision: 'section 45 of the Children and Families Act 2014 and regulations 20(10) and (11) or 21(9) and (10), and 31, of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider', 'health-commissioner'],
        /** `meetingOn`: none where no review led to the decision. */
        facts: { childName: 'text', meetingOn: 'date-or-none' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    cease: {
        title: 'Our decision to cease to maintain the education, health and care plan',
        provision: 'section 45 of the Children and Families Act 2014 and regulation 31 of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider', 'health-commissioner'],
        facts: { childName: 'text' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'amended-final': {
        title: 'The amended education, health and care plan',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 22(3) and (5) of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider', 'health-commissioner'],
        facts: { childName: 'text', placement: 'text' },
        family: {},
        enclosures: ['final-plan'],
    },
    'no-amendment': {
        title: 'Our decision not to amend the education, health and care plan',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 22(4) and (5) of the SEND Regulations 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'transfer-in': {
        title: 'The education, health and care plan has been transferred to us',
        provision: 'regulation 15(4) of the SEND Regulations 2014',
        audience: FAMILY,
        /** `reviewBy`: by when the plan is reviewed here, reg 15(5). */
        facts: {
            childName: 'text',
            transferredOn: 'date',
            oldAuthority: 'text',
            proposesToAssess: 'flag',
            reviewBy: 'date',
        },
        family: {},
        enclosures: [],
    },
    'interim-placement': {
        title: 'A placement until the education, health and care plan can be amended',
        provision: 'regulation 15(6) of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider'],
        /** `named`: what section I of the plan names, and goes on naming. */
        facts: { childName: 'text', placement: 'text', startsOn: 'date', named: 'text-or-none' },
        family: {},
        enclosures: [],
    },
    'move-out': {
        title: 'The education, health and care plan goes to another authority',
        provision: 'regulation 15 of the SEND Regulations 2014',
        audience: [...FAMILY, 'health-commissioner'],
        facts: { childName: 'text', movedOn: 'date', newAuthority: 'text', transferBy: 'date' },
        family: {},
        enclosures: [],
    },
    'move-cancelled': {
        title: 'The education, health and care plan stays with us',
        provision: 'regulation 15 of the SEND Regulations 2014',
        audience: [...FAMILY, 'health-commissioner', 'authority'],
        facts: { childName: 'text', movedOn: 'date', newAuthority: 'text' },
        family: {},
        enclosures: [],
    },
    'plan-transfer': {
        title: 'Transfer of an education, health and care plan',
        provision: 'regulation 15(2) of the SEND Regulations 2014',
        audience: ['authority'],
        /** `file`: what else is in the file, one a line. */
        facts: {
            childName: 'text',
            dateOfBirth: 'date',
            movedOn: 'date',
            madeOn: 'date',
            lastReviewOn: 'date-or-none',
            file: 'text-or-none',
        },
        family: {},
        enclosures: ['final-plan'],
    },
    'plan-transfer-chaser': {
        title: 'Please confirm that you have received a plan that was transferred',
        provision: 'regulation 15(2) of the SEND Regulations 2014',
        audience: ['authority'],
        facts: { sentOn: 'date', daysSince: 'count', step: 'count' },
        family: {},
        enclosures: [],
    },
    'no-reassessment': {
        title: 'Our decision not to carry out a reassessment',
        provision: 'section 44(2) of the Children and Families Act 2014 and regulations 24 and 25 of the SEND Regulations 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text', receivedOn: 'date' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'will-reassess': {
        title: 'Our decision to carry out a reassessment',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 25(1) of the SEND Regulations 2014',
        audience: REG_4_2,
        /** `askedOn`: none where the authority reassesses of its own motion. */
        facts: { childName: 'text', askedOn: 'date-or-none', finalDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    'reassessed-final': {
        title: 'The final education, health and care plan after a reassessment',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 27 of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'provider', 'health-commissioner'],
        facts: { childName: 'text', placement: 'text' },
        family: {},
        enclosures: ['final-plan'],
    },
    'reassessment-no-change': {
        title: 'Our decision not to amend or replace the education, health and care plan after a reassessment',
        provision: 'sections 44 and 51(2)(e) of the Children and Families Act 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'reassessment-asked': {
        title: 'We have received a request for a reassessment',
        provision: 'section 44(2) of the Children and Families Act 2014',
        audience: REG_4_2,
        facts: { childName: 'text', receivedOn: 'date', decisionDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    'amendment-proposal': {
        title: 'Amendments that we propose to the education, health and care plan',
        provision: 'regulations 22(2) and 28 of the SEND Regulations 2014',
        audience: FAMILY,
        facts: { childName: 'text' },
        /** As for `review-amend`. */
        family: { reasons: 'text', amendments: 'text', respondBy: 'date' },
        enclosures: ['final-plan'],
    },
    'plan-transferred': {
        title: 'The education, health and care plan is now with another authority',
        provision: 'regulation 15 of the SEND Regulations 2014',
        audience: [...FAMILY, 'head', 'health-commissioner'],
        /** `reviewStops`: one that we had begun. */
        facts: { childName: 'text', newAuthority: 'text', transferredOn: 'date', reviewStops: 'flag' },
        family: {},
        enclosures: [],
    },
    'transfer-received': {
        title: 'We have received a plan that you transferred',
        provision: 'regulation 15(2) of the SEND Regulations 2014',
        audience: ['authority'],
        facts: { childName: 'text', transferredOn: 'date' },
        family: {},
        enclosures: [],
    },
    acknowledgement: {
        title: 'We have received a request for an education, health and care needs assessment',
        provision: 'section 36(1) of the Children and Families Act 2014',
        audience: [...REG_4_2, 'requester'],
        facts: { childName: 'text', receivedOn: 'date', decisionDueOn: 'date' },
        family: {},
        enclosures: [],
    },
    'not-taken-up': {
        title: 'About your request for an education, health and care needs assessment',
        provision: 'sections 24(1) and 36(1) of the Children and Families Act 2014',
        audience: [...REG_4_2, 'requester'],
        facts: { childName: 'text', receivedOn: 'date', reason: 'text' },
        family: {},
        enclosures: [],
    },
    'advice-request': {
        title: 'Request for advice for an education, health and care needs assessment',
        provision: 'section 36(2) of the Children and Families Act 2014 and regulation 6 of the SEND Regulations 2014',
        audience: ADVISERS,
        facts: REQUEST_PACK,
        family: {},
        enclosures: [],
    },
    'advice-supplement': {
        title: 'Further information for advice that we have asked you for',
        provision: 'section 36(2) of the Children and Families Act 2014 and regulation 6 of the SEND Regulations 2014',
        audience: ADVISERS,
        /** The same as the request: what has come from the family since. Not sent to the family itself. */
        facts: REQUEST_PACK,
        family: {},
        enclosures: [],
    },
    'advice-reminder': {
        title: 'Reminder: advice due for an education, health and care needs assessment',
        provision: 'regulations 6 and 8 of the SEND Regulations 2014',
        audience: ADVISERS,
        facts: { ...ADVICE, statutory: 'flag' },
        family: {},
        enclosures: [],
    },
    'advice-chaser': {
        title: 'Overdue advice for an education, health and care needs assessment',
        provision: 'regulations 6 and 8 of the SEND Regulations 2014',
        audience: ADVISERS,
        /** `step`: 1 for the first chaser, 2 for the second … */
        facts: { ...ADVICE, statutory: 'flag', daysLate: 'count', step: 'count' },
        family: {},
        enclosures: [],
    },
    'advice-escalation': {
        title: 'Escalation: overdue advice for an education, health and care needs assessment',
        provision: 'regulations 6 and 8 of the SEND Regulations 2014',
        audience: ['service-manager'],
        facts: { ...ADVICE, statutory: 'flag', daysLate: 'count' },
        family: {},
        enclosures: [],
    },
    'advice-returned': {
        title: 'Advice returned for revision',
        provision: 'regulation 6 of the SEND Regulations 2014',
        audience: ADVISERS,
        /** `dueOn` here: when the revision is expected. */
        facts: { ...ADVICE, childName: 'text', revisionNeeded: 'text' },
        family: {},
        enclosures: [],
    },
    consultation: {
        title: 'Consultation about naming a school, college or other provider in an education, health and care plan',
        provision: 'section 39(2) or 40(3) of the Children and Families Act 2014',
        audience: INSTITUTIONS,
        facts: { ...CONSULTATION, childName: 'text' },
        family: {},
        enclosures: ['draft-plan'],
    },
    'amendment-consultation': {
        title: 'Consultation about naming a school, college or other provider in an amended education, health and care plan',
        provision: 'section 39(2) or 40(3) of the Children and Families Act 2014 and regulation 22 of the SEND Regulations 2014',
        audience: INSTITUTIONS,
        /** `startsOn`: the first day there, where the child changes phase. */
        facts: { ...CONSULTATION, childName: 'text', amendments: 'text-or-none', startsOn: 'date-or-none' },
        family: {},
        enclosures: ['final-plan'],
    },
    'consultation-reminder': {
        title: 'Reminder: your reply to our consultation is due',
        provision: 'section 39(2) or 40(3) of the Children and Families Act 2014',
        audience: INSTITUTIONS,
        facts: { ...CONSULTATION },
        family: {},
        enclosures: [],
    },
    'consultation-chaser': {
        title: 'Your reply to our consultation is overdue',
        provision: 'section 39(2) or 40(3) of the Children and Families Act 2014',
        audience: INSTITUTIONS,
        facts: { ...CONSULTATION, daysLate: 'count', step: 'count' },
        family: {},
        enclosures: [],
    },
    'panel-action-chaser': {
        title: 'An action from a panel is overdue',
        provision: 'section 36 of the Children and Families Act 2014',
        audience: ['action-owner', 'service', 'service-manager'],
        facts: { panel: 'text', action: 'text', dueOn: 'date', daysLate: 'count' },
        family: {},
        enclosures: [],
    },
    'withdrawal-confirmed': {
        title: 'The request for an education, health and care needs assessment has been withdrawn',
        provision: 'section 36 of the Children and Families Act 2014',
        audience: [...REG_4_2, 'requester', 'service', 'provider'],
        facts: { childName: 'text', withdrawnOn: 'date' },
        family: {},
        enclosures: [],
    },
    'reassessment-withdrawn': {
        title: 'The request for a reassessment has been withdrawn',
        provision: 'section 44 of the Children and Families Act 2014',
        audience: [...REG_4_2, 'requester', 'service', 'provider'],
        facts: { childName: 'text', withdrawnOn: 'date' },
        family: {},
        enclosures: [],
    },
    'transferred-out': {
        title: 'Another authority is now responsible',
        provision: 'section 24 of the Children and Families Act 2014',
        audience: [...REG_4_2, 'requester', 'service', 'provider'],
        facts: { childName: 'text', movedOn: 'date', newAuthority: 'text' },
        family: {},
        enclosures: [],
    },
    'status-update': {
        title: 'Where the education, health and care needs assessment stands',
        provision: 'section 19 of the Children and Families Act 2014 and regulation 7 of the SEND Regulations 2014',
        audience: FAMILY,
        facts: {
            childName: 'text',
            stage: 'text',
            waitingOn: 'text',
            nextStep: 'text',
            nextDueOn: 'date-or-none',
            lateBecause: 'text-or-none',
        },
        family: {},
        enclosures: [],
    },
    'review-request': {
        title: 'Request to arrange an annual review meeting',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 20 of the SEND Regulations 2014',
        audience: ['head'],
        /** `meetingBy`: the last day that leaves time for the report and our decision. `adulthood`: in or beyond year 9. */
        facts: { childName: 'text', reviewDueOn: 'date', meetingBy: 'date', yearGroup: 'text', adulthood: 'flag' },
        family: {},
        enclosures: [],
    },
    'review-request-reminder': {
        title: 'Reminder: an annual review meeting is to be arranged',
        provision: 'section 44 of the Children and Families Act 2014 and regulation 20 of the SEND Regulations 2014',
        audience: ['head'],
        facts: { reviewDueOn: 'date', meetingBy: 'date' },
        family: {},
        enclosures: [],
    },
    'review-invitation': {
        title: 'Invitation to a meeting to review an education, health and care plan',
        provision: 'section 44 of the Children and Families Act 2014 and regulations 20(2) to (4) or 21(2) to (4) of the SEND Regulations 2014',
        audience: [...REG_4_2, 'provider'],
        facts: { childName: 'text', meetingOn: 'date', place: 'text-or-none', remote: 'flag', adulthood: 'flag' },
        family: {},
        enclosures: [],
    },
    'review-report-reminder': {
        title: 'Reminder: the report of a review meeting is due',
        provision: REPORT_PROVISION,
        audience: ['head'],
        facts: REVIEW_REPORT,
        family: {},
        enclosures: [],
    },
    'review-report-chaser': {
        title: 'The report of a review meeting is overdue',
        provision: REPORT_PROVISION,
        audience: ['head'],
        facts: { ...REVIEW_REPORT, daysLate: 'count', step: 'count' },
        family: {},
        enclosures: [],
    },
    'review-report-escalation': {
        title: 'Escalation: the report of a review meeting is overdue',
        provision: REPORT_PROVISION,
        audience: ['service-manager'],
        facts: { ...REVIEW_REPORT, daysLate: 'count' },
        family: {},
        enclosures: [],
    },
    'review-report-returned': {
        title: 'Report of a review meeting returned for revision',
        provision: REPORT_PROVISION,
        audience: ['head'],
        /** `dueOn` here: when the revision is expected. */
        facts: { ...REVIEW_REPORT, childName: 'text', revisionNeeded: 'text' },
        family: {},
        enclosures: [],
    },
    'cease-consultation': {
        title: 'We are considering ceasing to maintain an education, health and care plan',
        provision: 'section 45 of the Children and Families Act 2014 and regulation 31(1) of the SEND Regulations 2014',
        audience: [...FAMILY, 'head'],
        /** `replyBy`: the last day on which what is said is waited for. */
        facts: { childName: 'text', reasons: 'text', replyBy: 'date' },
        family: {},
        enclosures: [],
    },
    'cease-dropped': {
        title: 'The education, health and care plan goes on',
        provision: 'section 45 of the Children and Families Act 2014',
        audience: [...FAMILY, 'head'],
        facts: { childName: 'text' },
        family: { reasons: 'text' },
        enclosures: [],
    },
    'he-disclosure': {
        title: 'An education, health and care plan, at the request of the young person',
        provision: 'regulation 47 of the SEND Regulations 2014',
        audience: ['higher-education'],
        /** `place`: where the young person has a confirmed place. */
        facts: { childName: 'text', place: 'text', askedOn: 'date' },
        family: {},
        enclosures: ['final-plan'],
    },
};
export const isFamily = (role) => role === 'parent' || role === 'young-person';
export const factsNeeded = (notice, role) => {
    const entry = CATALOGUE[notice];
    return { ...COMMON_FACTS, ...entry.facts, ...(isFamily(role) ? entry.family : {}) };
};
/** What each kind of advice is called, after reg 6(1). */
export const ADVICE_NAMES = {
    parent: 'advice and information from the family (regulation 6(1)(a))',
    education: 'educational advice and information (regulation 6(1)(b))',
    medical: 'medical advice and information from a health care professional (regulation 6(1)(c))',
    'educational-psychology': 'psychological advice and information from an educational psychologist (regulation 6(1)(d))',
    'social-care': 'advice and information in relation to social care (regulation 6(1)(e))',
    sensory: 'advice from a person qualified to teach pupils with a sensory impairment (regulation 6(2))',
    defence: 'advice and information from the Secretary of State for Defence (regulation 6(1)(b))',
    adulthood: 'advice on preparation for adulthood and independent living (regulation 6(1)(g))',
    other: 'advice and information (regulation 6(1)(f) or (h))',
};
const fits = (kind, value) => {
    switch (kind) {
        case 'text':
            return typeof value === 'string' && value.trim() !== '';
        case 'date':
            return isCivilDate(value);
        case 'count':
            return Number.isInteger(value) && value >= 0;
        case 'flag':
            return typeof value === 'boolean';
        case 'advice-kind':
            return typeof value === 'string' && Object.hasOwn(ADVICE_NAMES, value);
        case 'text-or-none':
            return value === null || fits('text', value);
        case 'date-or-none':
            return value === null || fits('date', value);
    }
};
/** Everything wrong with a letter before it is rendered, in words that hold no fact's value. Empty: it may be rendered. */
export const faultsOf = (letter) => {
    const entry = CATALOGUE[letter.notice];
    const faults = [];
    if (!isCivilDate(letter.on))
        faults.push('its own date is not a date');
    if (!entry.audience.includes(letter.to.role)) {
        faults.push(`it may go to ${entry.audience.join(', ')}, not to ${letter.to.role}`);
    }
    for (const [name, kind] of Object.entries(factsNeeded(letter.notice, letter.to.role))) {
        const value = letter.facts[name];
        if (value === undefined)
            faults.push(`the fact ${name} (${kind}) is missing`);
        else if (!fits(kind, value))
            faults.push(`the fact ${name} is not a ${kind}`);
    }
    const family = isFamily(letter.to.role);
    for (const kind of [...entry.enclosures, ...((family && entry.familyEnclosures) || [])]) {
        if (!letter.enclosures.some((e) => e.kind === kind))
            faults.push(`its enclosure ${kind} is missing`);
    }
    return faults;
};
//# sourceMappingURL=catalogue.js.map