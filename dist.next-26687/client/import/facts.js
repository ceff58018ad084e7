import { SECTIONS_HELD_ELSEWHERE } from '../../domain/assessment/draft.js';
import { maxDate, minDate } from '../../domain/civil-date.js';
import { adviceColumn, MOST, REQUIRED_KINDS, upTo } from './columns.js';
import { given } from './people.js';
/** The day by which all that a command tells had happened: a notice may have gone out later than the decision it tells of. */
export const knownOn = (command, on) => maxDate(on, ...('noticeAlreadySentOn' in command && command.noticeAlreadySentOn ? [command.noticeAlreadySentOn] : []), ...('servedOn' in command && command.servedOn ? [command.servedOn] : []), ...('adviceAlreadyRequested' in command ? (command.adviceAlreadyRequested ?? []).map((asked) => asked.on) : []));
export const commandsOf = (fact, state, row, by) => fact.say(state, row).map((said) => ({ ...said, by }));
const HELD_ELSEWHERE = 'Held in the council’s earlier file';
const BEFORE_TAKEOVER = 'Decided before the case was taken over';
/** The step, if the row gives its date. */
const when = (row, column, say) => {
    const on = row.get(column);
    return on === undefined ? [] : [{ on, column, say }];
};
const familyCall = (row) => when(row, 'family_call_on', () => [
    {
        type: 'recordFamilyCall',
        outcome: 'held',
        consentToShare: row.yes('family_consent_to_share'),
        sectionA: row.must('section_a'),
        keyOutcomes: row.list('key_outcomes'),
    },
]);
const lastContact = (row) => when(row, 'last_family_contact_on', () => [
    { type: 'recordContact', channel: 'letter', direction: 'to-family', note: HELD_ELSEWHERE },
]);
const withoutPanel = (required) => (required ? { withoutPanel: BEFORE_TAKEOVER } : {});
const decisionToAssess = (row) => when(row, 'decided_to_assess_on', (state) => {
    const requested = REQUIRED_KINDS.flatMap((kind) => {
        const on = row.get(adviceColumn(kind, 'requested'));
        return on === undefined ? [] : [{ kind, on }];
    });
    return [
        {
            type: 'decideToAssess',
            outcome: row.must('decision_to_assess'),
            mayHaveSen: row.get('may_have_sen') !== 'no',
            mayNeedPlan: row.get('may_need_plan') !== 'no',
            reasons: row.must('decision_reasons'),
            noticeAlreadySentOn: row.get('decision_to_assess_notified_on') ?? row.must('decided_to_assess_on'),
            ...(requested.length > 0 ? { adviceAlreadyRequested: requested } : {}),
            allAdviceRequested: true,
            ...withoutPanel(state.policy.decisionToAssess.panelRequired),
        },
    ];
});
const requiredAdviceId = (state, kind) => state.advice.find((a) => a.kind === kind && !/\((f|h)\)$/.test(a.basis))?.id ?? `(${kind})`;
const adviceFacts = (row, column, id) => [
    ...when(row, column('received'), (state) => [
        { type: 'submitAdvice', adviceId: id(state), author: HELD_ELSEWHERE, findings: HELD_ELSEWHERE },
    ]),
    ...when(row, column('accepted'), (state) => [{ type: 'checkAdvice', adviceId: id(state), outcome: 'accept' }]),
    ...when(row, column('declined'), (state) => [
        { type: 'declineAdvice', adviceId: id(state), reasons: HELD_ELSEWHERE },
    ]),
];
const requiredAdvice = (row, kind) => adviceFacts(row, (part) => adviceColumn(kind, part), (state) => requiredAdviceId(state, kind));
const furtherAdvice = (row, n) => {
    const column = (part) => `further_advice${n}_${part}`;
    const reason = row.get(column('reason'));
    const asked = when(row, column('requested_on'), () => [
        {
            type: 'requestAdvice',
            kind: row.must(column('kind')),
            person: { name: row.must(column('person')), ...given('email', row.get(column('email'))) },
            basis: row.must(column('basis')),
            reason: reason ?? HELD_ELSEWHERE,
        },
    ]);
    const id = (state) => state.advice.find((a) => a.serviceName === row.get(column('person')) && /\((f|h)\)$/.test(a.basis))?.id ?? '';
    return [...asked, ...adviceFacts(row, (part) => column(`${part}_on`), id)];
};
const decisionToIssue = (row) => when(row, 'decided_to_issue_on', (state) => [
    {
        type: 'decideToIssue',
        outcome: row.must('decision_to_issue'),
        reasons: row.must('issue_reasons'),
        noticeAlreadySentOn: row.get('decision_to_issue_notified_on') ?? row.must('decided_to_issue_on'),
        ...given('outstandingAdvice', row.get('outstanding_advice_reason')),
        ...withoutPanel(state.policy.decisionToIssue.panelRequired),
    },
]);
/**
 * A draft that was served stands here without its text, and cannot be enclosed or served again until the text is put in.
 * One not yet served is not written up at all: it is put on the case, with its text, before it is served.
 */
const draft = (row) => {
    const servedOn = row.get('draft_served_on');
    const meeting = when(row, 'planning_meeting_on', () => [{ type: 'holdPlanningMeeting', outcome: 'held' }]);
    if (servedOn === undefined)
        return meeting;
    const days = row.get('draft_period_days');
    const served = {
        on: row.get('draft_sent_on') ?? servedOn,
        column: 'draft_served_on',
        say: (state) => [
            ...state.policy.draft.checks.map((check) => ({ type: 'checkDraft', check, outcome: 'pass', notes: HELD_ELSEWHERE })),
            { type: 'serveDraft', servedOn, ...given('periodDays', days === undefined ? undefined : Number(days)) },
        ],
    };
    return [
        ...meeting,
        ...when(row, 'draft_prepared_on', () => [
            { type: 'prepareDraft', sections: SECTIONS_HELD_ELSEWHERE, basis: 'first' },
        ]),
        served,
    ];
};
const requestedSchool = (row) => {
    const name = row.get('requested_school_name');
    return name === undefined
        ? undefined
        : { name, section38: row.yes('requested_school_section38'), ...given('urn', row.get('requested_school_urn')) };
};
const representations = (row) => [
    ...when(row, 'representations_on', () => [
        {
            type: 'recordRepresentations',
            agrees: row.yes('agrees'),
            requiresMeeting: row.yes('meeting_required'),
            wantsAssessments: row.list('wants_assessments'),
            ...given('views', row.get('family_views')),
            ...given('requestedSchool', requestedSchool(row)),
        },
    ]),
    ...when(row, 'meeting_held_on', () => [{ type: 'holdOfficerMeeting' }]),
    ...when(row, 'disagreements_resolved_on', (state) => state.disagreements.map(({ id }) => ({
        type: 'resolveDisagreement',
        disagreementId: id,
        outcome: row.must('disagreements_outcome'),
        reasons: HELD_ELSEWHERE,
    }))),
];
const providerOf = (row, n) => {
    const column = (part) => `consultation${n}_${part}`;
    return {
        name: row.must(column('name')),
        section38: row.yes(column('section38')),
        requestedByFamily: row.yes(column('requested_by_family')),
        ...given('urn', row.get(column('urn'))),
        ...given('email', row.get(column('email'))),
    };
};
/** Those of one day were consulted together, as one round. */
const rounds = (row) => {
    const used = upTo(MOST.consultations).filter((n) => row.has(`consultation${n}_on`));
    const days = [...new Set(used.map((n) => row.must(`consultation${n}_on`)))];
    return days.map((on) => {
        const together = used.filter((n) => row.get(`consultation${n}_on`) === on);
        return {
            on,
            column: `consultation${together[0] ?? 1}_on`,
            say: () => [
                { type: 'consultProviders', providers: together.map((n) => providerOf(row, n)), noticeAlreadySentOn: on },
            ],
        };
    });
};
const consultationId = (state, row, n) => {
    const { name, urn } = providerOf(row, n);
    return state.consultations.find((c) => (urn === undefined ? c.to.name === name : c.urn === urn))?.id ?? '';
};
const consultation = (row, n) => [
    ...when(row, `consultation${n}_replied_on`, (state) => [
        {
            type: 'recordReply',
            consultationId: consultationId(state, row, n),
            reply: row.must(`consultation${n}_reply`),
            grounds: row.list(`consultation${n}_grounds`),
        },
    ]),
    ...when(row, `consultation${n}_answered_on`, (state) => [
        {
            type: 'answerObjection',
            consultationId: consultationId(state, row, n),
            accepted: row.get(`consultation${n}_answer`) === 'accepted',
            reasons: HELD_ELSEWHERE,
        },
    ]),
];
/** The day the case was over by, for what must be written up before then. */
const endOf = (row, today) => {
    const columns = [
        ...(row.get('decision_to_assess') === 'refuse' ? ['decided_to_assess_on'] : []),
        ...(row.get('decision_to_issue') === 'no-plan' ? ['decided_to_issue_on'] : []),
        'final_plan_on',
        'withdrawn_on',
        'moved_away_on',
        'died_on',
    ];
    return columns.map((column) => row.get(column)).find((on) => on !== undefined) ?? today;
};
/** An exception that turns on a request for advice can be weighed only once advice was asked for. */
const turnsOnAdvice = (row, n) => row.get(`exception${n}_rule`) === 'advice-6w' || (row.get(`exception${n}_ground`)?.endsWith('closure') ?? false);
/** Written up when its event was over, or began and goes on; but while the case was open. */
const exceptionOn = (row, n, today) => {
    const event = row.get(`exception${n}_to`) ?? row.must(`exception${n}_from`);
    const start = turnsOnAdvice(row, n) ? row.get('decided_to_assess_on') : undefined;
    return minDate(maxDate(event, start ?? row.must('received_on')), endOf(row, today));
};
const exceptions = (row, today, onAdvice) => upTo(MOST.exceptions)
    .filter((n) => row.has(`exception${n}_rule`) && turnsOnAdvice(row, n) === onAdvice)
    .map((n) => exception(row, n, exceptionOn(row, n, today)));
const exception = (row, n, on) => {
    const column = (part) => `exception${n}_${part}`;
    const ruleId = row.must(column('rule'));
    const claim = {
        ground: row.must(column('ground')),
        evidence: row.must(column('evidence')),
        from: row.must(column('from')),
        madeImpractical: row.yes(column('made_impractical')),
        ...given('to', row.get(column('to'))),
        ...given('whose', row.get(column('whose'))),
    };
    return {
        on,
        column: column('ground'),
        say: (state) => ruleId === 'advice-6w'
            ? [
                {
                    type: 'excuseAdvice',
                    adviceId: requiredAdviceId(state, row.must(column('advice'))),
                    ...claim,
                },
            ]
            : [{ type: 'recordException', ruleId, ...claim }],
    };
};
const placement = (row) => when(row, 'placement_on', (state) => {
    const n = row.get('placement_consultation');
    return [
        {
            type: 'namePlacement',
            reasons: row.must('placement_reasons'),
            // It has happened; what was risked by it is worked out and kept with it.
            legalRiskAccepted: true,
            ...(n === undefined
                ? { kind: 'type', typeOfProvision: row.must('placement_type') }
                : { kind: 'institution', consultationId: consultationId(state, row, Number(n)) }),
        },
    ];
});
const finalPlan = (row) => when(row, 'final_plan_on', () => {
    const n = row.get('placement_consultation');
    const named = n === undefined ? row.must('placement_type') : row.must(`consultation${n}_name`);
    return [
        {
            type: 'finalisePlan',
            sections: { ...SECTIONS_HELD_ELSEWHERE, I: named },
            noticeAlreadySentOn: row.must('final_plan_on'),
        },
    ];
});
const ends = (row) => [
    ...finalPlan(row),
    ...when(row, 'withdrawn_on', () => [{ type: 'withdraw', reason: row.must('withdrawn_reason') }]),
    ...when(row, 'moved_away_on', () => [{ type: 'recordMove', toAuthority: row.must('moved_to_authority') }]),
    ...when(row, 'died_on', () => [{ type: 'recordDeath' }]),
];
/** Everything the row tells, in the order it happened; on one day in the order of the statute. */
export const factsOf = (row, today) => [
    ...familyCall(row),
    ...exceptions(row, today, false),
    ...decisionToAssess(row),
    ...exceptions(row, today, true),
    ...REQUIRED_KINDS.flatMap((kind) => requiredAdvice(row, kind)),
    ...upTo(MOST.furtherAdvice).flatMap((n) => furtherAdvice(row, n)),
    ...decisionToIssue(row),
    ...draft(row),
    ...representations(row),
    ...rounds(row),
    ...upTo(MOST.consultations).flatMap((n) => consultation(row, n)),
    ...placement(row),
    ...ends(row),
    ...lastContact(row),
].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
//# sourceMappingURL=facts.js.map