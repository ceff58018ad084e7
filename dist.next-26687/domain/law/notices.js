import { regulation, section } from './table/sources.js';
export const PACK = {
    a: 'the right to appeal to the First-tier Tribunal',
    b: 'the time limits for an appeal',
    c: 'information about mediation (r32)',
    d: 'disagreement resolution, and where to get information and advice',
    e: "the tribunal's power to make recommendations about health and social care",
};
/** What item (c) must tell: r32. */
export const MEDIATION_INFORMATION = [
    'the right to mediation',
    'that an appeal needs a certificate from a mediation adviser, unless it is only about the name or type of school or that none is named',
    'how to reach the mediation adviser',
    'the time limits',
    'that the authority must be told of a wish for mediation, of the issues, and of the health provision wanted',
    'whom to tell at the authority',
];
export const CONTENTS = {
    reasons: 'the reasons',
    outcome: 'the outcome of the assessment and whether a plan will be made',
    'right-to-views': 'the right to express views and to submit evidence',
    representations: 'the right to make representations about the draft, or about the proposed amendments',
    'request-institution': 'the right to request that an institution be named',
    period: 'the day the period for representations ends',
    meeting: 'the right to ask for a meeting with an officer',
    transfer: 'that the plan was transferred, whether an assessment is proposed, and when the plan will be reviewed',
    schools: 'where to find information about schools and colleges',
};
/** The persons of r4(2): commissioner, social care, and head, principal or early-years lead. */
const R4_2 = ['health-commissioner', 'social-care', 'head'];
const NOTICES_BY_LAW = {
    considering: {
        notice: 'considering',
        provision: 's36(7), r4(2)',
        citation: regulation(4),
        ruleId: 'ehcna-notify-considering',
        alsoTo: R4_2,
        pack: [],
        contains: ['right-to-views'],
    },
    // Also sent where the authority finds at once that no assessment is necessary (s36(5), r4(1)), whose contents the law
    // does not state.
    'refusal-to-assess': {
        notice: 'refusal-to-assess',
        provision: 'r5(3)',
        citation: regulation(5),
        ruleId: 'ehcna-decision-6w',
        alsoTo: R4_2,
        pack: ['a', 'b', 'c', 'd'],
        contains: ['reasons'],
    },
    'will-assess': {
        notice: 'will-assess',
        provision: 'r5(1)-(2)',
        citation: regulation(5),
        ruleId: 'ehcna-decision-6w',
        alsoTo: R4_2,
        pack: [],
        contains: [],
    },
    'no-plan': {
        notice: 'no-plan',
        provision: 'r10(3)',
        citation: regulation(10),
        ruleId: 'noplan-16w',
        alsoTo: ['health-commissioner', 'head'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: ['outcome', 'reasons'],
    },
    'will-issue': {
        notice: 'will-issue',
        provision: 's36(9)',
        citation: section('36'),
        ruleId: 'plan-decide-notice',
        alsoTo: [],
        pack: [],
        contains: ['outcome', 'reasons'],
    },
    draft: {
        notice: 'draft',
        provision: 's38, r13(1)',
        citation: regulation(13),
        ruleId: 'draft-content',
        alsoTo: [],
        pack: [],
        contains: ['representations', 'request-institution', 'period', 'meeting', 'schools'],
    },
    final: {
        notice: 'final',
        provision: 'r14(2)',
        citation: regulation(14),
        ruleId: 'plan-final-20w',
        alsoTo: ['provider', 'health-commissioner'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    // The head is told under r20(10) alone; r21(9) names the family only.
    'review-maintain': {
        notice: 'review-maintain',
        provision: 'r20(10)-(11), r21(9)-(10)',
        citation: regulation(20),
        ruleId: 'ar-decision-4w',
        alsoTo: ['head'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    // R (L, M & P) v Devon [2022] EWHC 493 (Admin): the papers of r22(2) go with the decision.
    'review-amend': {
        notice: 'review-amend',
        provision: 'r20(10), r21(9), r22(2)',
        citation: regulation(22),
        ruleId: 'ar-amend-notice-4w',
        alsoTo: ['head'],
        pack: [],
        contains: ['representations', 'request-institution', 'period', 'meeting', 'schools'],
    },
    'review-cease': {
        notice: 'review-cease',
        provision: 'r20(10)-(11), r21(9)-(10), r31(2)-(3)',
        citation: regulation(31),
        ruleId: 'cease-notify',
        alsoTo: ['head', 'provider', 'health-commissioner'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    // Decided outside a review.
    cease: {
        notice: 'cease',
        provision: 's45, r31(2)-(3)',
        citation: regulation(31),
        ruleId: 'cease-notify',
        alsoTo: ['head', 'provider', 'health-commissioner'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    'amended-final': {
        notice: 'amended-final',
        provision: 'r22(3), (5)',
        citation: regulation(22),
        ruleId: 'ar-final-8w',
        alsoTo: ['provider', 'health-commissioner'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    'no-amendment': {
        notice: 'no-amendment',
        provision: 'r22(4)-(5)',
        citation: regulation(22),
        ruleId: 'ar-noamend-8w',
        alsoTo: [],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: ['reasons'],
    },
    'transfer-in': {
        notice: 'transfer-in',
        provision: 'r15(4)',
        citation: regulation(15),
        ruleId: 'move-6w',
        alsoTo: [],
        pack: [],
        contains: ['transfer'],
    },
    'no-reassessment': {
        notice: 'no-reassessment',
        provision: 'r25(1)-(2)',
        citation: regulation(25),
        ruleId: 'reassess-decision-15d',
        alsoTo: [],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    // Reg 25(1) names the family only; those who will be asked for advice are told beside it.
    'will-reassess': {
        notice: 'will-reassess',
        provision: 'r25(1)',
        citation: regulation(25),
        ruleId: 'reassess-decision-15d',
        alsoTo: [],
        pack: [],
        contains: [],
    },
    'reassessed-final': {
        notice: 'reassessed-final',
        provision: 'r27',
        citation: regulation(27),
        ruleId: 'reassess-final-14w',
        alsoTo: ['provider', 'health-commissioner'],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: [],
    },
    // What it must contain was not found; it is sent with what goes with any decision not to amend.
    'reassessment-no-change': {
        notice: 'reassessment-no-change',
        provision: 's51(2)(e)',
        citation: section('51'),
        ruleId: 'reassess-nochange',
        alsoTo: [],
        pack: ['a', 'b', 'c', 'd', 'e'],
        contains: ['reasons'],
    },
    // The papers of r22(2), where no review led to them: r28 has it proceed as if one had.
    'amendment-proposal': {
        notice: 'amendment-proposal',
        provision: 'r28, r22(2)',
        citation: regulation(28),
        ruleId: 'amend-no-review-15d',
        alsoTo: [],
        pack: [],
        contains: ['representations', 'request-institution', 'period', 'meeting', 'schools'],
    },
};
export const STATUTORY_NOTICES = Object.keys(NOTICES_BY_LAW);
export const isStatutoryNotice = (notice) => notice in NOTICES_BY_LAW;
export const noticeLaw = (notice) => NOTICES_BY_LAW[notice];
//# sourceMappingURL=notices.js.map