/**
 * What a person has to do now: derived from what is known, so a task opens and closes with the facts and cannot be lost.
 * Each says whose it is, by when, and which command closes it.
 */
import { addDays } from '../civil-date.js';
import { lettersToSort, unexpectedToResolve } from '../matter/tasks.js';
import { consultationTasks, currentRound, mayBeNamed } from '../matter/consultations.js';
import { adviceDueOn } from './letter-facts.js';
import { limitsOf } from './limits.js';
import { concludeBy } from './reassessment.js';
import { assessedRecently, allowedRounds, checksOutstanding, clockOf, familyHasTime, isFamilyAdvice, isOutstanding, isOwnThought, openDisagreements, } from './state.js';
const due = (state, ruleId) => state.deadlines[ruleId]?.planBy ?? state.deadlines[ruleId]?.due ?? null;
const recently = (state) => {
    const on = assessedRecently(state);
    return on ? `; assessed on ${on}, less than six months before` : '';
};
const considering = (state) => state.reassesses ? [decideToReassess(state)] : [decideToAssess(state)];
const decideToReassess = (state) => ({
    key: 'decide-to-reassess',
    role: 'assessment-lead',
    title: `Decide whether to reassess, ${isOwnThought(state) ? 'of our own motion (s44(3))' : `as the ${state.reassesses?.requestedBy.replaceAll('-', ' ') ?? ''} asks (reg 23 to 25)`}${recently(state)}`,
    dueOn: due(state, limitsOf(state).decision),
    closedBy: 'assessment decide-reassess',
});
const decideToAssess = (state) => ({
    key: 'decide-to-assess',
    role: 'assessment-lead',
    title: `Decide whether to assess and record the two questions of s36(8)${recently(state)}`,
    dueOn: due(state, limitsOf(state).decision),
    closedBy: 'assessment decide',
});
const familyCall = (state) => (state.stage === 'considering' || state.stage === 'gathering-advice') &&
    (state.familyCall === null || state.familyCall.outcome === 'no-answer')
    ? [
        {
            key: 'family-call',
            role: 'caseworker',
            title: 'Telephone the family: consent, section A, key outcomes',
            dueOn: addDays(state.receivedOn, state.policy.familyCallWithinDays),
            closedBy: 'assessment family-call',
        },
    ]
    : [];
/** Advice that came after the draft was written: the draft has to take it in, and section K to list it. */
const amendFor = (state, a) => {
    const { draft } = state;
    if (!a.afterDraft || !draft || a.acceptedOn === null || draft.preparedOn >= a.acceptedOn)
        return [];
    return [
        {
            key: `amend-draft:${a.id}:v${a.version}`,
            role: 'caseworker',
            title: `Take the late ${a.kind} advice ${a.id} into the draft, and list it in section K`,
            dueOn: addDays(a.acceptedOn, 5),
            closedBy: 'draft prepare',
        },
    ];
};
const adviceTasks = (state, a) => {
    const { acknowledgeWithinDays, qualityCheckWithinDays } = state.policy.advice;
    if (a.state === 'submitted') {
        return [
            {
                key: `check-advice:${a.id}:v${a.version}`,
                role: 'caseworker',
                title: `Quality-check the ${a.kind} advice ${a.id}`,
                dueOn: addDays(a.latestOn ?? a.requestedOn, qualityCheckWithinDays),
                closedBy: 'advice quality-check',
            },
        ];
    }
    if (a.state === 'declined') {
        const others = state.advice.slice(state.advice.indexOf(a) + 1);
        if (state.decidedToIssueOn !== null || others.some((b) => b.kind === a.kind))
            return [];
        return [
            {
                key: `replace-advice:${a.id}`,
                role: 'caseworker',
                title: `The ${a.kind} advice ${a.id} was declined: ask another, or record why not`,
                dueOn: null,
                closedBy: 'advice request',
            },
        ];
    }
    if (a.state === 'accepted')
        return amendFor(state, a);
    if (!isOutstanding(a))
        return [];
    const acknowledge = {
        key: `acknowledge-advice:${a.id}`,
        role: a.kind === 'educational-psychology' ? 'ep-admin' : 'adviser',
        title: `Acknowledge the request ${a.id} for ${a.kind} advice`,
        dueOn: addDays(a.requestedOn, acknowledgeWithinDays),
        closedBy: 'advice acknowledge',
    };
    const give = {
        key: `give-advice:${a.id}:v${a.version + 1}`,
        role: a.kind === 'educational-psychology' ? 'ep-admin' : 'adviser',
        title: a.route === 'screening'
            ? `Screen with social care (${a.id}): no social worker is known`
            : `Give ${a.kind} advice (${a.id})`,
        dueOn: adviceDueOn(state, a),
        closedBy: 'advice submit',
    };
    return a.state === 'requested' ? [acknowledge, give] : [give];
};
/** Reg 6(3)(b): whoever is asked for advice must have a copy of what the family gave. */
const copiesOwed = (state) => state.advice.some((a) => isOutstanding(a) && !isFamilyAdvice(a))
    ? state.evidence
        .filter((e) => e.from === 'family' && e.document === 'none')
        .map((e) => ({
        key: `copy-evidence:${e.id}`,
        role: 'caseworker',
        title: `Put the document of evidence ${e.id} on the case: the advisers asked must have a copy`,
        dueOn: addDays(e.receivedOn, 5),
        closedBy: 'case attach',
    }))
    : [];
/** Lateness stops no case: when the date has passed the decision is owed, and a family that does not answer holds up nothing. */
const holdsUp = (state, a) => isOutstanding(a) && !(isFamilyAdvice(a) && state.deadlines[clockOf(a)]?.state === 'missed');
const gathering = (state) => {
    const { issue, final } = limitsOf(state);
    if (state.deadlines[issue ?? final]?.state !== 'missed' && state.advice.some((a) => holdsUp(state, a)))
        return [];
    if (state.reassesses)
        return [
            {
                key: 'conclude-reassessment',
                role: 'assessment-lead',
                title: 'Decide whether the plan is amended or replaced, or nothing changes',
                dueOn: concludeBy(state),
                closedBy: 'assessment conclude',
            },
        ];
    return [
        {
            key: 'decide-to-issue',
            role: 'assessment-lead',
            title: 'Decide whether a plan is needed',
            dueOn: due(state, 'plan-decision-16w'),
            closedBy: 'assessment decide-issue',
        },
    ];
};
const drafting = (state) => {
    const { draft, policy } = state;
    const from = state.decidedToIssueOn ?? state.receivedOn;
    const meeting = {
        key: 'planning-meeting',
        role: 'caseworker',
        title: 'Hold the planning meeting with the family',
        dueOn: addDays(from, policy.draft.planningMeetingWithinDays),
        closedBy: 'draft planning-meeting',
    };
    const prepare = {
        key: 'prepare-draft',
        role: 'caseworker',
        title: 'Write the draft plan, sections A to K',
        dueOn: addDays(from, policy.draft.writeWithinDays),
        closedBy: 'draft prepare',
    };
    return [...(state.planningMeetingOn ? [] : [meeting]), ...(draft ? serving(state) : [prepare])];
};
/** What has to happen to a draft before it may be served or, where only what the family said was changed, made final. */
const serving = (state) => {
    const { draft } = state;
    if (!draft)
        return [];
    const revise = draft.returned.length > 0
        ? [
            {
                key: `revise-draft:v${draft.version}`,
                role: 'caseworker',
                title: `Revise draft ${draft.version}: returned by ${draft.returned.join(', ').replaceAll('-', ' ')}`,
                dueOn: addDays(draft.preparedOn, 7),
                closedBy: 'draft prepare',
            },
        ]
        : [];
    const unseen = checksOutstanding(state).filter((check) => !draft.returned.includes(check));
    const checks = unseen.map((check) => ({
        key: `check-draft:${check}:v${draft.version}`,
        role: check === 'educational-psychologist' ? 'ep-admin' : check,
        title: `Check draft ${draft.version}: ${check.replaceAll('-', ' ')}`,
        dueOn: addDays(draft.preparedOn, 5),
        closedBy: 'draft check',
    }));
    const serve = {
        key: `serve-draft:v${draft.version}`,
        role: 'caseworker',
        title: `Serve draft ${draft.version} on the family`,
        dueOn: addDays(draft.preparedOn, 7),
        closedBy: 'draft serve',
    };
    if (revise.length + checks.length > 0)
        return [...revise, ...checks];
    return draft.mustServe ? [serve] : [];
};
const placing = (state) => {
    if (state.placement)
        return [];
    // One that lets its 15 days pass is chased, and holds up nothing.
    const inTime = (c) => state.deadlines[`school-reply-15d:${c.id}`]?.state === 'running';
    const open = state.consultations.some((c) => c.repliedOn ? c.reply === 'cannot-meet-need' && !c.answeredOn : inTime(c));
    const nameable = state.consultations.some(mayBeNamed);
    const round = currentRound(state);
    const dueOn = due(state, limitsOf(state).final);
    if (nameable)
        return [
            {
                key: 'name-placement',
                role: 'caseworker',
                title: 'Decide what section I names',
                dueOn,
                closedBy: 'consult name',
            },
        ];
    if (open)
        return [];
    if (round >= allowedRounds(state)) {
        return [
            {
                key: 'find-placement',
                role: 'manager',
                title: 'No provider found in the rounds allowed: decide with the panel',
                dueOn,
                closedBy: 'consult name',
            },
        ];
    }
    return [
        {
            key: `consult-round:${round + 1}`,
            role: 'caseworker',
            title: `Consult providers, round ${round + 1}`,
            dueOn,
            closedBy: 'consult send',
        },
    ];
};
const withFamily = (state) => {
    const reply = familyHasTime(state) && state.draft?.periodEndsOn
        ? [
            {
                key: `representations:v${state.draft.version}`,
                role: 'family',
                title: 'Answer the draft plan',
                dueOn: state.draft.periodEndsOn,
                closedBy: 'draft representations',
            },
        ]
        : [];
    const meeting = state.meetingRequiredOn && !state.meetingHeldOn
        ? [
            {
                key: 'officer-meeting',
                role: 'caseworker',
                title: 'Hold the meeting that the family required',
                dueOn: addDays(state.meetingRequiredOn, 10),
                closedBy: 'draft meeting',
            },
        ]
        : [];
    const disagreements = openDisagreements(state).map((x) => ({
        key: `disagreement:${x.id}`,
        role: 'caseworker',
        title: x.about === 'assessments'
            ? `Answer the request for more assessments (${x.id})`
            : `Settle the disagreement about the draft (${x.id})`,
        dueOn: addDays(x.raisedOn, 10),
        closedBy: 'draft resolve',
    }));
    const finalise = state.placement && serving(state).length === 0
        ? [
            {
                key: 'finalise',
                role: 'assessment-lead',
                title: 'Make the plan final and send it',
                dueOn: due(state, limitsOf(state).final),
                closedBy: 'draft finalise',
            },
        ]
        : [];
    return [
        ...meeting,
        ...disagreements,
        ...finalise,
        ...serving(state),
        ...placing(state),
        ...state.consultations.flatMap((c) => consultationTasks(state, c, { answer: 'consult answer', reply: 'consult reply' })),
        ...reply,
    ];
};
const anytime = (state) => [
    ...state.actions
        .filter((a) => a.doneOn === null)
        .map((a) => ({
        key: `action:${a.id}`,
        role: 'caseworker',
        title: `See that the panel's action ${a.id} is done`,
        dueOn: a.dueOn,
        closedBy: 'panel action-done',
    })),
    ...unexpectedToResolve(state, 'case'),
];
const BY_STAGE = {
    intake: () => [],
    considering: (s) => [...considering(s), ...familyCall(s)],
    'gathering-advice': (s) => [
        ...gathering(s),
        ...familyCall(s),
        ...copiesOwed(s),
        ...s.advice.flatMap((a) => adviceTasks(s, a)),
    ],
    drafting: (s) => [...drafting(s), ...s.advice.flatMap((a) => adviceTasks(s, a))],
    'draft-with-family': (s) => [...withFamily(s), ...s.advice.flatMap((a) => adviceTasks(s, a))],
    finished: () => [],
};
export const openTasks = (state) => [
    ...BY_STAGE[state.stage](state),
    ...(state.stage === 'finished' ? [] : anytime(state)),
    ...lettersToSort(state, 'case'),
];
//# sourceMappingURL=tasks.js.map