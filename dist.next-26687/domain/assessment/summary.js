/** What people need to see of a case at a glance: whom it waits on, what is next, what is late and why. */
import { addDays, daysBetween, formatLong } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { causeInWords } from '../matter/causes.js';
import { clockTable } from '../matter/summary.js';
import { isSettled } from '../matter/consultations.js';
import { checksOutstanding, familyHasTime, isOutstanding, openDisagreements, scarcity } from './state.js';
import { openTasks } from './tasks.js';
/**
 * Whose hands a case is in, for lists that are kept outside our database: `authority` (with its panels), `advice:<kind>`,
 * `provider`, `family`, `nobody`. Which of the authority's own people is next stands on the worklist.
 */
export const inHandsOf = ({ on }) => {
    if (on === 'nobody' || on === 'provider' || on.startsWith('advice:'))
        return on;
    return on.startsWith('family') ? 'family' : 'authority';
};
const panelWait = (state, question) => {
    const referral = state.referrals.find((r) => r.question === question && r.closedOn === null);
    return referral ? { on: `panel:${referral.panel}`, since: referral.referredOn } : undefined;
};
/** Whom the case waits on, and since when: the one that holds up the next statutory step. */
export const waitingOn = (state) => {
    const since = state.lastProgressOn;
    switch (state.stage) {
        case 'intake':
            return { on: 'caseworker', since };
        case 'considering':
            return panelWait(state, 'assess') ?? { on: 'assessment-lead', since };
        case 'gathering-advice': {
            const outstanding = state.advice.filter(isOutstanding).sort((a, b) => scarcity(a) - scarcity(b));
            const [first] = outstanding;
            if (first)
                return { on: `advice:${first.kind}`, since: first.returnedOn ?? first.requestedOn };
            return panelWait(state, 'issue') ?? { on: 'assessment-lead', since };
        }
        case 'drafting':
            return waitingInDrafting(state, since);
        case 'draft-with-family':
            return waitingWithFamily(state, since);
        case 'finished':
            return { on: 'nobody', since };
    }
};
const waitingInDrafting = (state, since) => {
    if (!state.draft)
        return { on: state.planningMeetingOn ? 'caseworker' : 'family', since };
    if (state.draft.returned.length > 0)
        return { on: 'caseworker', since };
    const [check] = checksOutstanding(state);
    return { on: check ?? 'caseworker', since };
};
const waitingWithFamily = (state, since) => {
    const [disagreement] = openDisagreements(state);
    if (disagreement)
        return {
            on: disagreement.about === 'assessments' ? 'family:more-assessments' : 'family:disagreement',
            since: disagreement.raisedOn,
        };
    const placement = panelWait(state, 'placement');
    if (placement)
        return placement;
    const silent = state.consultations.find((c) => !isSettled(c) && c.reply === null);
    if (silent && !state.placement)
        return { on: 'provider', since: silent.consultedOn };
    if (familyHasTime(state))
        return { on: 'family', since: state.draft?.servedOn ?? since };
    const [check] = state.draft?.returned.length === 0 ? checksOutstanding(state) : [];
    if (check)
        return { on: check, since };
    return { on: 'caseworker', since };
};
export const owedDeadlines = (state) => Object.values(state.deadlines)
    .filter((d) => isOpen(d) && d.due !== null && d.breachable)
    .sort((a, b) => ((a.early ?? '') < (b.early ?? '') ? -1 : 1));
/** The limits of the authority itself, by which a case is coloured. */
export const AUTHORITY = [
    'ehcna-decision-6w',
    'plan-decision-16w',
    'noplan-16w',
    'plan-final-20w',
    'reassess-decision-15d',
    'reassess-final-14w',
];
/** The authority's own clocks, without those of advisers and providers. */
export const authorityDeadlines = (state) => owedDeadlines(state).filter((d) => AUTHORITY.includes(d.ruleId));
/** The date that planning goes by: the cautious reading of the authority's nearest clock. Past when it is late. */
export const nextDue = (state) => authorityDeadlines(state)[0];
export const rag = (state, today) => {
    const owed = authorityDeadlines(state);
    if (owed.some((d) => d.state === 'missed'))
        return 'red';
    const amberFrom = addDays(today, state.policy.rag.amberDaysBefore);
    return owed.some((d) => d.due !== null && d.due <= amberFrom) ? 'amber' : 'green';
};
const STAGE_WORDS = {
    intake: 'checking the request',
    considering: 'deciding whether to assess',
    'gathering-advice': 'gathering advice',
    drafting: 'writing the draft plan',
    'draft-with-family': 'the draft plan is with the family and schools are consulted',
    finished: 'finished',
};
export const stageInWords = ({ stage, reassesses }) => reassesses && stage === 'considering' ? 'deciding whether to reassess' : STAGE_WORDS[stage];
const waitingInWords = (on) => {
    const [what, about] = on.split(':');
    if (what === 'advice')
        return `${(about ?? '').replaceAll('-', ' ')} advice`;
    if (what === 'panel')
        return `the ${(about ?? '').replaceAll('-', ' ')} panel`;
    if (on === 'family:more-assessments')
        return 'more assessments that you asked for';
    if (on === 'family:disagreement')
        return 'agreement about the draft';
    if (on === 'family')
        return 'you';
    if (on === 'provider')
        return 'replies from schools or providers';
    return `the ${on.replaceAll('-', ' ')} at the council`;
};
/** What happens next as the family would say it; what the office has to do stands on its worklist. */
const nextStepForFamily = (state) => {
    switch (state.stage) {
        case 'intake':
        case 'considering':
            return `We decide whether to carry out ${state.reassesses ? 'a reassessment' : 'an assessment'} and write to you.`;
        case 'gathering-advice':
            return `When the advice is in, we decide whether ${state.reassesses ? 'the plan is to change' : 'a plan is needed'} and write to you.`;
        case 'drafting':
            return 'We write the draft plan with you and send it to you.';
        case 'draft-with-family':
            return familyHasTime(state)
                ? 'You tell us what you think of the draft plan, and which school you would like it to name.'
                : 'We decide which school or provision the plan names, and make the plan final.';
        case 'finished':
            return 'Nothing more: this assessment is over.';
    }
};
/** What a status update tells the family, in plain words: stage, whom we wait for, what is next, what is late and why. */
export const describeStatus = (state) => {
    const due = nextDue(state);
    const late = authorityDeadlines(state).find((d) => d.state === 'missed');
    return {
        stage: stageInWords(state),
        waitingOn: waitingInWords(waitingOn(state).on),
        nextStep: nextStepForFamily(state),
        nextDueOn: due?.due ?? null,
        lateBecause: late?.cause ? causeInWords(late.cause) : null,
    };
};
const tried = (state) => [
    ...state.advice
        .filter((a) => a.reminders + a.chasers > 0 || a.managerOn)
        .map((a) => `- ${a.id} ${a.kind}: ${a.reminders} reminders, ${a.chasers} chasers${a.managerOn ? `, manager told ${a.managerOn}` : ''}${a.panelOn ? `, panel ${a.panelOn}` : ''}`),
    ...state.consultations.map((c) => `- ${c.id} round ${c.round}: ${c.reply ?? `no reply, ${c.reminders} reminders, ${c.chasers} chasers`}`),
    ...state.referrals.map((r) => `- ${r.id} ${r.panel} (${r.question}): ${r.recommendedOn ? `heard ${r.recommendedOn}` : r.closedOn ? 'not needed in the end' : (r.meetingOn ? `on the agenda of ${r.meetingOn}` : 'referred')}`),
    ...state.actions.map((a) => `- ${a.id} due ${a.dueOn}: ${a.doneOn ? `done ${a.doneOn}` : 'open'}`),
];
/** The whole case for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const currentDetails = (state, today) => {
    const waiting = waitingOn(state);
    const late = authorityDeadlines(state).filter((d) => d.state === 'missed');
    const tasks = openTasks(state);
    const lines = [
        `**${state.caseRef}** · ${stageInWords(state)}${state.outcome ? ` (${state.outcome})` : ''} · received ${formatLong(state.receivedOn)}`,
        ...(state.reassesses
            ? [
                `Reassessment of the plan of ${state.reassesses.planRef}, asked for by the ${state.reassesses.requestedBy.replaceAll('-', ' ')}.`,
            ]
            : []),
        '',
        ...late.map((d) => `**Late:** ${d.ruleId} was due ${formatLong(d.due ?? '')}, ${daysBetween(d.due ?? today, today)} days ago: ${causeInWords(d.cause ?? 'authority')}.`),
        ...(state.stuck ? [`**Stuck** since ${formatLong(state.stuck.since)}: ${state.stuck.reason}.`] : []),
        `**Waiting on** ${waiting.on} since ${formatLong(waiting.since)}.`,
        `**Next:** ${tasks[0] ? `${tasks[0].title} (${tasks[0].role}${tasks[0].dueOn ? `, due ${tasks[0].dueOn}` : ''})` : 'nothing for a person to do now'}.`,
        '',
        ...clockTable(state, today),
        '',
        '**What was tried**',
        ...(tried(state).length > 0 ? tried(state) : ['- nothing yet']),
    ];
    return lines.join('\n');
};
//# sourceMappingURL=summary.js.map