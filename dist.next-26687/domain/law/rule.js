/** In the order of a plan's life. The first four are the journey from the request to the final plan. */
export const STAGES = [
    'assessment',
    'advice',
    'plan',
    'consultation',
    'review',
    'phase-transfer',
    'transfer-in',
    'reassessment',
    'ceasing',
    'plan-life',
];
export const STATUS_WORDS = {
    T: 'statute text read',
    S: 'secondary source',
    M: 'memory or inference, not verified',
};
/** What starts a duty's clock, or calls for the duty. */
export const TRIGGERS = {
    start: 'receipt of a request under s36(1), or the day the authority becomes responsible under s24(1)',
    'health-opinion': 'the opinion that a child under school age probably has special educational needs',
    considering: 'the authority is considering whether an assessment is necessary',
    assessing: 'the assessment is under way',
    'decision-to-assess': 'the decision to assess',
    'sensory-indication': 'a sign of hearing, vision or multi-sensory impairment',
    'advice-requested': 'receipt by the adviser of the request for advice',
    'advice-seeking': 'the seeking of advice',
    'body-refuses': 'the body decides not to comply',
    assessed: 'the assessment is complete',
    'plan-needed': 'the decision that a plan is necessary',
    'draft-served': 'service of the draft plan with its notice',
    'meeting-required': 'the family asks for a meeting within the period for representations',
    drafting: 'the plan is being drafted',
    finalising: 'the plan is being finalised',
    'plan-made': 'the plan is made',
    'before-naming': 'before an institution is named',
    consulted: 'the institution is consulted',
    'school-requested': 'the family requests an institution within the period for representations',
    naming: 'an institution or type is being named',
    'period-ends': 'the period stated in the notice of the draft ends',
    named: 'the institution is named in the plan',
    'last-review': 'the end of the last review: the day its decision notice was sent',
    'reassessed-final-sent': 'the sending of the final plan made after a reassessment',
    'child-under-five': 'the child with a plan is under five',
    review: 'the plan is under review',
    'review-meeting': 'the review meeting',
    'papers-served': 'service of the plan with the notice of proposed amendments (r22(2))',
    'papers-sent': 'the sending of the plan with the notice of proposed amendments (r22(2))',
    transfer: 'the day of the transfer to the next phase or institution',
    moved: 'the day of the move to the area of another authority',
    'move-aware': 'the old authority, or its health commissioner, becomes aware of the move',
    'plan-transferred': 'the day the plan is transferred to the new authority',
    'new-commissioner-aware': 'the new health commissioner becomes aware that it is responsible',
    'commissioner-change-aware': 'the old health commissioner becomes aware that another is responsible',
    'reassessment-requested': 'receipt of a request for a reassessment',
    'reassessment-considered': 'the authority itself thinks a reassessment may be necessary',
    'reassessment-decided': 'the notice of r25(1) that it will reassess, or its own decision to (s44(3))',
    reassessed: 'the reassessment is complete',
    'cease-considered': 'the authority is considering whether to cease to maintain the plan',
    'left-education': 'the authority becomes aware that a person under 18 is out of education or training',
    'stopped-attending': 'the authority becomes aware that a person of 18 or more has stopped attending',
    'cease-decided': 'the decision to cease to maintain the plan',
    'cease-notice': 'the sending of the notice that the plan is to cease',
    'turned-25': 'the young person turns 25',
    'payment-requested': 'a request for a direct payment while a plan is drafted, reviewed or reassessed',
    'payment-refused': 'the refusal of a direct payment',
    'first-payment': 'the first direct payment',
    'review-or-reassessment': 'a review or reassessment of the plan',
    'higher-education-asked': 'the young person with a confirmed place in higher education asks for it',
    'no-plan-served': 'service of the notice that no plan is to be made',
    released: 'release from detention',
};
/**
 * The rows of a stage, made when they are first asked for: every running workflow carries the table, and few need all of
 * it. Part 3 of the Act and SI 2014/1530 commenced on 1 September 2014; the first edition was checked on 22 November 2026.
 */
export const rows = (stage, given, { edition = '2026-11-22' } = {}) => {
    let made = null;
    return () => {
        made ??= given().map((row) => ({
            stage,
            limit: null,
            timing: null,
            count: null,
            atLeast: false,
            exceptions: [],
            contested: false,
            effectiveFrom: '2014-09-01',
            effectiveTo: null,
            edition,
            checkedOn: '2026-11-22',
            ...row,
        }));
        return made;
    };
};
//# sourceMappingURL=rule.js.map