const USUAL = {
    arranged: 10,
    meeting: 50,
    report: 60,
    decided: 75,
    outcome: 'maintain',
    answered: 85,
    finalised: 105,
};
/** Years in which nobody changes school. */
const PRIMARY = [3, 5];
const SECONDARY = [8, 10];
const COLLEGE = [13, 17];
const story = (name, share, years, opened, pace = {}) => ({ name, share, years, opened, pace: { ...USUAL, ...pace } });
export const PLAN_STORIES = [
    story('rests, at primary school', 8, PRIMARY, [-205, -8]),
    story('rests, at secondary school', 8, SECONDARY, [-205, -8]),
    story('rests, at college', 4, COLLEGE, [-205, -8]),
    story('under five', 3, [-2, -1], [-205, -40]),
    story('before a transfer to secondary school', 5, [6, 6], [-200, -120]),
    story('before a transfer to college', 3, [11, 11], [-200, -120]),
    story('school asked for the meeting', 4, PRIMARY, [2, 20], { arranged: null }),
    story('school silent', 2, SECONDARY, [75, 95], { arranged: null }),
    story('meeting arranged', 4, PRIMARY, [28, 40], { arranged: 14, meeting: 62 }),
    story('report to come', 2, SECONDARY, [54, 58], { report: null, decided: null }),
    story('report late', 2, PRIMARY, [69, 74], { report: null, decided: null }),
    story('to be decided', 2, SECONDARY, [68, 74], { decided: null }),
    story('amendments with the family', 2, PRIMARY, [82, 88], { outcome: 'amend', answered: null, finalised: null }),
    story('amended plan to be made', 2, SECONDARY, [108, 116], { outcome: 'amend', finalised: null }),
    story('overdue', 1, SECONDARY, [165, 200], { arranged: null }),
    story('maintained lately', 3, PRIMARY, [95, 125]),
    story('amended lately', 1, PRIMARY, [118, 125], { outcome: 'amend' }),
    story('to cease', 1, COLLEGE, [105, 112], { outcome: 'cease' }),
    story('to cease, and nobody appealed', 1, COLLEGE, [150, 165], { outcome: 'cease' }),
    { ...story('amended without a review', 2, SECONDARY, [-180, -60]), amendment: 9 },
];
//# sourceMappingURL=stories.js.map