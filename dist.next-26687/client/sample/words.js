export const SECTION_A = [
    'Likes trains, quiet rooms and knowing what comes next. Hopes to have a friend to sit with at lunch.',
    'Enjoys drawing and being outdoors. Finds noise in class hard and says so by leaving the room.',
    'Loves cooking and football. Wants to read well enough to follow a recipe alone.',
    'Good with animals. Finds new adults difficult and needs time before answering.',
];
export const OUTCOMES = [
    ['To have one good friend', 'To tell an adult when something is too loud'],
    ['To read a short book alone', 'To travel to school by bus'],
    ['To stay in class for a whole lesson'],
    ['To say what is needed in words or signs', 'To eat lunch with others'],
];
export const REASONS_TO_ASSESS = [
    'Two cycles of assess, plan, do, review have brought little progress; the cause is not fully understood.',
    'Support from the notional budget is exhausted and needs are wider than the school can establish alone.',
    'Needs at home and at school point to more than ordinarily available provision.',
];
export const REASONS_TO_ISSUE = [
    'The provision that the advice describes is more than is ordinarily available.',
    'Several services must act together and only a plan secures it.',
];
export const FINDINGS = {
    parent: 'Mornings are the hardest part of the day. Weekends without plans end in distress.',
    education: 'Works at about two years below age in writing. Needs an adult near by to begin a task.',
    medical: 'Under review. Hearing and sight are as expected unless said. Sleep is poor.',
    'educational-psychology': 'Reasoning with pictures is a strength. Spoken instructions are lost after the second step.',
    'social-care': 'Not known to this service before. Screening found a need for short breaks to be explored.',
    sensory: 'Seat near the front, enlarged print and a quiet space. A specialist teacher to visit each half term.',
    defence: 'Two moves of home in three years. Another posting is possible.',
    adulthood: 'Would like work outdoors. Needs travel training and practice with money.',
    other: 'Two sessions of therapy a week for a term, then review.',
};
export const AUTHORS = {
    parent: 'The family',
    education: 'SENCO',
    medical: 'Community paediatrician',
    'educational-psychology': 'Educational psychologist',
    'social-care': 'Social care EHC officer',
    sensory: 'Specialist teacher',
    defence: 'Service children adviser',
    adulthood: 'Preparing for adulthood adviser',
    other: 'Therapist',
};
export const draftSections = (sectionA, outcomes) => ({
    A: sectionA,
    B: 'Communication: follows one step at a time. Learning: writing is well below age. Social: wants friends and tires quickly.',
    C: 'Sleep is poor and under review.',
    D: 'Short breaks are being explored.',
    E: outcomes.join('. '),
    F: 'An adult trained in language support, 12 hours a week, in small groups. A specialist teacher, 1 hour each half term.',
    G: 'Review by the community paediatrician every six months.',
    H1: 'None identified.',
    H2: 'Short breaks of 3 hours a week, subject to assessment.',
    I: '',
    J: 'No direct payment is made.',
    K: 'The advice on this case, by its numbers.',
});
//# sourceMappingURL=words.js.map