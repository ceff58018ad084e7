/** The days that can be named, by what commander calls their option. */
export const DAYS = {
    from: ['--from', "the day the stage's clock starts: receipt of the request"],
    adviceRequested: ['--advice-requested', 'the day the adviser received the request for advice'],
    draftServed: ['--draft-served', 'the day the draft plan was served'],
    consulted: ['--consulted', 'the day the school was consulted'],
    meeting: ['--meeting', 'the day of the review meeting'],
    planMade: ['--plan-made', 'the day the plan was made'],
    lastReview: ['--last-review', 'the day the decision notice of the last review was sent'],
    reassessedSent: ['--reassessed-sent', 'the day the final plan after a reassessment was sent'],
    papersSent: ['--papers-sent', 'the day the notice of proposed amendments was sent'],
    papersServed: ['--papers-served', 'the day the notice of proposed amendments was served'],
    transfer: ['--transfer', 'the day of the transfer'],
    moved: ['--moved', 'the day of the move to the area of the new authority'],
    aware: ['--aware', 'the day the old authority became aware of the move'],
    transferred: ['--transferred', 'the day the plan was transferred (default: the move, or awareness if later)'],
    commissionerAware: ['--commissioner-aware', 'the day the health commissioner became aware of its change'],
    requested: ['--requested', 'the day the request for a reassessment was received'],
    decided: ['--decided', 'the day of the notice, or own decision, to reassess'],
    notice: ['--notice', 'the day the notice that the plan is to cease was sent'],
    certificate: ['--certificate', 'the day of the mediation certificate'],
    firstPayment: ['--first-payment', 'the day of the first direct payment'],
    asked: ['--asked', 'the day the student asked that the plan be sent on'],
};
/** The stages whose rows together are the way from the request to the final plan. */
export const JOURNEY = ['assessment', 'advice', 'plan', 'consultation'];
const ON_JOURNEY = {
    adviceRequested: ['advice-requested'],
    draftServed: ['draft-served'],
    consulted: ['consulted'],
};
export const ASKED = {
    assessment: { clocks: { from: ['start'], ...ON_JOURNEY }, needs: [] },
    plan: { clocks: { from: ['start'], ...ON_JOURNEY }, needs: [] },
    advice: { clocks: { from: ['advice-requested'], ...ON_JOURNEY }, needs: [] },
    consultation: { clocks: { from: ['consulted'], ...ON_JOURNEY }, needs: [] },
    review: {
        clocks: {
            meeting: ['review-meeting'],
            planMade: ['plan-made'],
            lastReview: ['last-review'],
            reassessedSent: ['reassessed-final-sent'],
            papersSent: ['papers-sent'],
            papersServed: ['papers-served'],
        },
        needs: [],
    },
    'phase-transfer': { clocks: { transfer: ['transfer'] }, needs: ['transfer'] },
    'transfer-in': {
        clocks: {
            moved: ['moved'],
            aware: ['move-aware'],
            transferred: ['plan-transferred'],
            planMade: [],
            lastReview: [],
            commissionerAware: ['new-commissioner-aware', 'commissioner-change-aware'],
        },
        needs: ['moved'],
    },
    reassessment: {
        clocks: { requested: ['reassessment-requested'], decided: ['reassessment-decided'], draftServed: ['draft-served'] },
        needs: [],
    },
    ceasing: { clocks: { notice: ['cease-notice'], certificate: [] }, needs: ['notice'] },
    'plan-life': { clocks: { firstPayment: ['first-payment'], asked: ['higher-education-asked'] }, needs: [] },
};
/** What cannot come before what. */
export const ORDER = [
    ['planMade', 'lastReview'],
    ['planMade', 'meeting'],
    ['meeting', 'papersSent'],
    ['papersSent', 'papersServed'],
    ['moved', 'transferred'],
    ['requested', 'decided'],
    ['decided', 'draftServed'],
    ['notice', 'certificate'],
];
export const optionsOf = (stage) => [
    ...(stage === 'phase-transfer' ? ['--year-group'] : []),
    ...Object.keys(ASKED[stage].clocks).map((day) => DAYS[day][0]),
];
//# sourceMappingURL=law-days.js.map