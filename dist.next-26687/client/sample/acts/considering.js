import { addDays } from '../../../domain/civil-date.js';
import { workday } from '../diary.js';
import { OUTCOMES, REASONS_TO_ASSESS, SECTION_A } from '../words.js';
import { caseworker, LEAD, withoutPanel } from './act.js';
export const considering = (t) => {
    const { receivedOn, pace, draw, diary, policy } = t;
    const sectionA = draw.of(SECTION_A);
    const keyOutcomes = [...draw.of(OUTCOMES)];
    const call = workday(addDays(receivedOn, pace.call));
    const tried = workday(addDays(receivedOn, 2));
    const reasons = draw.of(REASONS_TO_ASSESS);
    const report = workday(addDays(receivedOn, draw.whole(0, 4)));
    return [
        {
            on: report,
            does: (s) => ({
                type: 'addEvidence',
                by: caseworker(s),
                evidenceId: 'E1',
                kind: 'school-record',
                from: 'school',
                title: 'Two cycles of assess, plan, do, review',
            }),
        },
        ...(pace.noAnswerFirst
            ? [{ on: tried, does: (s) => called(s, { outcome: 'no-answer' }) }]
            : []),
        {
            on: pace.noAnswerFirst ? workday(addDays(call, 4)) : call,
            does: (s) => called(s, { outcome: 'held', consentToShare: draw.chance(0.95), sectionA, keyOutcomes }),
        },
        {
            on: workday(addDays(receivedOn, draw.whole(8, 16))),
            does: (s) => ({
                type: 'addEvidence',
                by: caseworker(s),
                evidenceId: 'E2',
                kind: 'report',
                from: 'health',
                title: 'Report of the community paediatrician',
            }),
        },
        ...pace.reuse.map((kind) => reuse(kind, workday(addDays(diary.decidedOn, -2)))),
        {
            on: diary.decidedOn,
            does: (s) => ({
                type: 'decideToAssess',
                by: LEAD,
                outcome: 'assess',
                mayHaveSen: true,
                mayNeedPlan: true,
                reasons,
                ...withoutPanel(s, 'assess', policy.decisionToAssess.panelRequired),
            }),
        },
    ];
};
const called = (s, call) => ({ type: 'recordFamilyCall', by: caseworker(s), ...call });
/** Reg 6(4): adviser, authority and family have each agreed that it is enough. */
const reuse = (kind, on) => ({
    on,
    does: (s) => ({
        type: 'reuseAdvice',
        by: caseworker(s),
        kind,
        evidenceId: 'E2',
        writtenOn: addDays(s.receivedOn, -40),
        agreedByAdviserOn: addDays(on, -3),
        agreedByAuthorityOn: addDays(on, -1),
        agreedByFamilyOn: on,
    }),
});
//# sourceMappingURL=considering.js.map