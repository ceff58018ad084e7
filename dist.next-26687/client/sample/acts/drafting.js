import { openDisagreements } from '../../../domain/assessment/state.js';
import { addDays } from '../../../domain/civil-date.js';
import { workday } from '../diary.js';
import { consultationRounds } from '../schools.js';
import { draftSections, OUTCOMES, SECTION_A } from '../words.js';
import { as, caseworker, LEAD } from './act.js';
const CHECKERS = {
    'assessment-lead': LEAD,
    'clinical-lead': as('clinical-lead', 'dco-01'),
    'educational-psychologist': as('ep-admin', 'ep-admin-01'),
};
/** Every check that policy names is passed. */
const passes = ({ draft }, on) => draft.checks.map((check) => ({
    on,
    does: () => ({ type: 'checkDraft', by: CHECKERS[check], check, outcome: 'pass' }),
}));
export const drafting = ({ diary, pace, policy }) => {
    const [firstCheck] = policy.draft.checks;
    const returned = pace.returnedOnce && firstCheck
        ? [
            {
                on: workday(addDays(diary.draftOn, 2)),
                does: () => ({
                    type: 'checkDraft',
                    by: LEAD,
                    check: firstCheck,
                    outcome: 'return',
                    notes: 'Section F: who gives the support is not said.',
                }),
            },
            { on: diary.checkedOn, does: (s) => prepared(s, 'returned') },
        ]
        : [];
    return [
        {
            on: diary.meetingOn,
            does: (s) => ({ type: 'holdPlanningMeeting', by: caseworker(s), outcome: 'held', note: 'Outcomes agreed.' }),
        },
        { on: diary.draftOn, does: (s) => prepared(s, 'first') },
        ...returned,
        ...passes(policy, diary.checkedOn),
        { on: diary.servedOn, does: (s) => ({ type: 'serveDraft', by: caseworker(s), periodDays: 15 }) },
    ];
};
const prepared = (s, basis) => ({
    type: 'prepareDraft',
    by: caseworker(s),
    basis,
    sections: draftSections(s.familyCall?.sectionA ?? SECTION_A[0], s.familyCall?.keyOutcomes ?? OUTCOMES[0]),
});
/** The draft with the hours that the family asked for, and nothing else (reg 14(1)). */
const withTheHours = (s) => s.draft
    ? {
        type: 'prepareDraft',
        by: caseworker(s),
        basis: 'representations',
        sections: { ...s.draft.sections, F: `${s.draft.sections.F} The hours are given for each week of term.` },
        follows: [{ section: 'F', representation: 'Section F does not say how much help there will be.' }],
    }
    : undefined;
export const answering = ({ diary, pace, person, draw, policy }) => {
    const { answer } = pace;
    if (!answer)
        return [];
    const on = addDays(diary.servedOn, pace.answered);
    const [wanted] = consultationRounds(person.age, 1, draw)[0] ?? [];
    const assessments = draw.of([
        ['A speech and language therapy assessment'],
        ['An occupational therapy assessment of sensory needs', 'A second psychologist’s view'],
    ]);
    const acts = [
        {
            on,
            does: () => ({
                type: 'recordRepresentations',
                by: as('family', 'family'),
                agrees: answer !== 'disagrees',
                views: answer === 'disagrees' ? 'Section F does not say how much help there will be.' : 'We were listened to.',
                requiresMeeting: pace.requiresMeeting,
                ...(answer === 'wants-assessments' ? { wantsAssessments: [...assessments] } : {}),
                ...(wanted
                    ? {
                        requestedSchool: {
                            name: wanted.name,
                            section38: wanted.section38,
                            ...(wanted.urn ? { urn: wanted.urn } : {}),
                        },
                    }
                    : {}),
            }),
        },
    ];
    if (pace.requiresMeeting)
        acts.push({
            on: workday(addDays(on, 9)),
            does: (s) => ({ type: 'holdOfficerMeeting', by: caseworker(s), note: 'Hours of support to be written in.' }),
        });
    if (answer === 'wants-assessments' && draw.chance(0.6))
        acts.push(...oneMoreAssessment(on));
    if (pace.settled !== null)
        acts.push(...settling(policy, workday(addDays(on, pace.settled))));
    return acts;
};
/** The family's request was reasonable (reg 6(1)(h)): one of the assessments is made. */
const oneMoreAssessment = (answeredOn) => [
    {
        on: workday(addDays(answeredOn, 8)),
        does: (s) => ({
            type: 'requestAdvice',
            by: caseworker(s),
            kind: 'other',
            person: { name: 'Therapy service', email: 'therapy@health.example' },
            basis: 'h',
            reason: 'Reasonably requested by the family on the draft',
        }),
    },
];
const settling = (policy, on) => [
    {
        on,
        does: (s) => {
            const [open] = openDisagreements(s);
            return (open && {
                type: 'resolveDisagreement',
                by: caseworker(s),
                disagreementId: open.id,
                outcome: 'changed',
                reasons: 'Section F now gives the hours.',
            });
        },
    },
    { on: workday(addDays(on, 2)), does: withTheHours },
    ...passes(policy, workday(addDays(on, 4))),
];
//# sourceMappingURL=drafting.js.map