/** What happens beside the procedure. */
import { addDays } from '../../../domain/civil-date.js';
import { closureWindow } from '../../../domain/law/exceptions.js';
import { workday } from '../diary.js';
import { CASEWORKERS } from '../people.js';
import { as, caseworker, LEAD } from './act.js';
/** Reg 10(4): the school or early-years provider was asked in the window of a long closure. It excuses the limits; nothing moves. */
export const claiming = ({ receivedOn, diary, person, closures, claimsClosure }) => {
    const closure = closures.find((c) => {
        const window = closureWindow(c);
        return window && diary.decidedOn >= window.from && diary.decidedOn <= window.to;
    });
    if (!claimsClosure || !closure)
        return [];
    return ['plan-decision-16w', 'plan-final-20w'].map((ruleId, i) => ({
        on: workday(addDays(receivedOn, 96 + i)),
        does: () => ({
            type: 'recordException',
            by: LEAD,
            ruleId,
            ground: person.child.setting?.kind === 'early-years' ? 'early-years-closure' : 'school-closure',
            evidence: 'Term dates of the school',
            from: closure.from,
            to: addDays(closure.reopens, -1),
            madeImpractical: true,
        }),
    }));
};
/** Life goes on beside the procedure: telephone calls, a new caseworker, a family that moves within the area. */
export const beside = ({ receivedOn, draw }) => {
    const calls = Array.from({ length: draw.whole(1, 4) }, () => {
        const direction = draw.chance(0.5) ? 'from-family' : 'to-family';
        return {
            on: workday(addDays(receivedOn, draw.whole(10, 160))),
            does: (s) => ({ type: 'recordContact', by: caseworker(s), channel: 'telephone', direction }),
        };
    });
    const next = draw.of(CASEWORKERS);
    const handover = draw.chance(0.12)
        ? [
            {
                on: workday(addDays(receivedOn, draw.whole(15, 110))),
                does: (s) => s.caseworker?.id === next.id
                    ? undefined
                    : {
                        type: 'assignCaseworker',
                        by: as('manager', 'manager-01'),
                        caseworker: next.id,
                        name: next.name,
                        telephone: next.telephone,
                        email: next.email,
                    },
            },
        ]
        : [];
    return [...calls, ...handover];
};
//# sourceMappingURL=beside.js.map