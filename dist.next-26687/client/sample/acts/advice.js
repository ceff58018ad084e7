import { isOutstanding } from '../../../domain/assessment/state.js';
import { addDays } from '../../../domain/civil-date.js';
import { workday } from '../diary.js';
import { AUTHORS, FINDINGS, REASONS_TO_ISSUE } from '../words.js';
import { as, caseworker, LEAD, withoutPanel } from './act.js';
/** The advice of a kind that is at one of those points. */
const adviceAt = (s, kind, ...states) => s.advice.find((a) => a.kind === kind && states.includes(a.state));
const WAITED_FOR = ['requested', 'acknowledged', 'returned'];
const submitted = (kind, on) => ({
    on,
    does: (s) => {
        const advice = adviceAt(s, kind, ...WAITED_FOR);
        const by = kind === 'parent' ? as('family', 'family') : as('adviser', `adviser-${advice?.service ?? 'school'}`);
        return advice && { type: 'submitAdvice', by, adviceId: advice.id, author: AUTHORS[kind], findings: FINDINGS[kind] };
    },
});
const checked = (kind, on, outcome) => ({
    on,
    does: (s) => {
        const advice = adviceAt(s, kind, 'submitted');
        const reasons = outcome === 'return' ? { reasons: 'Provision is not quantified: say how much, how often, by whom.' } : {};
        return advice && { type: 'checkAdvice', by: caseworker(s), adviceId: advice.id, outcome, ...reasons };
    },
});
export const gathering = ({ diary, pace }, kind) => {
    const dates = diary.advice[kind];
    if (!dates)
        return [];
    const acknowledged = dates.acknowledgedOn
        ? [
            {
                on: dates.acknowledgedOn,
                does: (s) => {
                    const advice = adviceAt(s, kind, 'requested');
                    return advice && { type: 'acknowledgeAdvice', by: as('ep-admin', 'ep-admin-01'), adviceId: advice.id };
                },
            },
        ]
        : [];
    if (pace.advice[kind].declines)
        return [...acknowledged, ...declined(kind, dates.inOn)];
    const revised = dates.revisedOn
        ? [
            checked(kind, dates.checkedOn, 'return'),
            submitted(kind, dates.revisedOn),
            checked(kind, dates.readyOn, 'accept'),
        ]
        : [checked(kind, dates.checkedOn, 'accept')];
    return [...acknowledged, submitted(kind, dates.inOn), ...revised];
};
/** The body will not advise; another is asked in its place. */
const declined = (kind, on) => [
    {
        on,
        does: (s) => {
            const advice = adviceAt(s, kind, ...WAITED_FOR);
            return (advice && {
                type: 'declineAdvice',
                by: as('adviser', 'adviser-duty'),
                adviceId: advice.id,
                reasons: 'Not known to this service, and no need of ours is described.',
            });
        },
    },
    {
        on: workday(addDays(on, 4)),
        does: (s) => ({
            type: 'requestAdvice',
            by: caseworker(s),
            kind,
            person: { name: 'Independent social worker', email: 'isw@care.example' },
            basis: 'f',
            reason: 'The service declined; the authority needs a view on support at home',
        }),
    },
];
export const issuing = ({ diary, draw, policy }) => {
    const reasons = draw.of(REASONS_TO_ISSUE);
    return {
        on: diary.issuedOn,
        does: (s) => ({
            type: 'decideToIssue',
            by: LEAD,
            outcome: 'issue',
            reasons,
            ...(s.advice.some(isOutstanding)
                ? { outstandingAdvice: 'What is held is enough to decide; the rest is attached when it comes.' }
                : {}),
            ...withoutPanel(s, 'issue', policy.decisionToIssue.panelRequired),
        }),
    };
};
//# sourceMappingURL=advice.js.map