/** What people do in a review of the sample, as its story has it. */
import { addDays } from '../../../domain/civil-date.js';
import { mustBeRead } from '../../../domain/review/state.js';
import { attendancePriority } from '../../../domain/review/tasks.js';
import { workday } from '../diary.js';
import { nextPlace } from './cast.js';
const LEAD = { role: 'assessment-lead', id: 'lead-01' };
const officerOf = ({ caseworker }) => ({ role: 'caseworker', id: caseworker?.id ?? 'duty-01' });
/** Whoever holds the meeting. */
const convener = (s) => s.convenedBy === 'school' ? { role: 'provider', id: `school-${s.institution?.urn ?? 'none'}` } : officerOf(s);
const REASONS = {
    maintain: 'The provision meets the needs, and the outcomes still stand.',
    amend: 'The report shows that section F no longer describes what is needed.',
    cease: 'The outcomes are achieved, and the young person has begun work that they chose.',
};
const AMENDED_F = 'An adult trained in language support, 15 hours a week, in small groups and alone.';
export const reviewActs = (openedOn, pace, year, draw) => {
    const day = (n) => workday(addDays(openedOn, n));
    const { arranged, meeting, report, decided, answered, finalised } = pace;
    if (arranged === null)
        return [];
    const meetingOn = day(meeting);
    const attends = draw.chance(0.6);
    const moves = nextPlace(year, draw);
    const outcomeOf = (s) => (s.phase ? 'amend' : pace.outcome);
    const on = (n, does) => (n === null ? [] : [{ on: day(n), does }]);
    return [
        ...on(arranged, (s) => ({
            type: 'arrangeMeeting',
            by: convener(s),
            meetingOn,
            ...(s.institution ? { place: s.institution.name } : { remote: true }),
        })),
        ...on(arranged + 2, (s) => s.convenedBy === 'school' ? { type: 'recordInvitations', by: convener(s) } : undefined),
        ...on(arranged + 4, (s) => attends && attendancePriority(s)
            ? { type: 'decideAttendance', by: officerOf(s), mode: 'remote', reason: 'A key year; no concern was raised.' }
            : undefined),
        ...on(meeting - 18, (s) => ({ type: 'circulatePapers', by: convener(s) })),
        {
            on: meetingOn,
            does: (s) => ({
                type: 'holdMeeting',
                by: convener(s),
                attended: ['child', 'parent', 'school'],
                adulthoodDiscussed: true,
            }),
        },
        ...on(report, (s) => ({
            type: 'submitReport',
            by: convener(s),
            author: 'The SENCO',
            recommendation: outcomeOf(s),
            findings: 'Two of three outcomes are on their way. Mornings are still hard.',
        })),
        ...on(report === null ? null : report + 3, (s) => mustBeRead(s) ? { type: 'readReport', by: officerOf(s), provision: 'delivered' } : undefined),
        ...on(report === null || decided === null ? null : report + 3, (s) => outcomeOf(s) === 'cease'
            ? { type: 'consultOnCeasing', by: LEAD, ground: 'no-longer-necessary', reasons: REASONS.cease }
            : undefined),
        ...['institution', 'family'].flatMap((from) => on(decided === null ? null : decided - 1, (s) => s.ceasing ? { type: 'recordCeasingViews', by: officerOf(s), from, agrees: true } : undefined)),
        ...on(decided, (s) => ({
            type: 'decideReview',
            by: LEAD,
            outcome: outcomeOf(s),
            reasons: REASONS[outcomeOf(s)],
            ...(outcomeOf(s) === 'amend' ? { amendments: 'Section F: 15 hours a week instead of 12.' } : {}),
            ...(outcomeOf(s) === 'cease' ? { outcomes: 'achieved', notNeeded: REASONS.cease } : {}),
        })),
        ...on(answered, (s) => s.proposal
            ? { type: 'recordReviewRepresentations', by: { role: 'family', id: 'family' }, agrees: true }
            : undefined),
        ...on(finalised, (s) => s.proposal && s.plan.sections
            ? {
                type: 'finaliseAmendment',
                by: LEAD,
                sections: {
                    ...s.plan.sections,
                    F: AMENDED_F,
                    I: s.phase ? moves.institution.name : s.plan.sections.I,
                },
                ...(s.phase ? { moves: movesTo(moves) } : { stays: true }),
            }
            : undefined),
    ];
};
const movesTo = ({ institution, regulation20, lastYear }) => ({
    institution,
    regulation20,
    ...(lastYear === null ? {} : { lastYear }),
});
//# sourceMappingURL=acts.js.map