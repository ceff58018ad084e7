/** One case on one screen. Says nothing of who the child is. */
import { formatLong } from '../../domain/civil-date.js';
import { nextFamilyContactOn } from '../../domain/assessment/agenda.js';
import { causeInWords } from '../../domain/matter/causes.js';
import { adviceDueOn } from '../../domain/assessment/letter-facts.js';
import { consultationDueOn } from '../../domain/matter/consultations.js';
import { isFinished } from '../../domain/assessment/state.js';
import { rag, stageInWords, waitingOn } from '../../domain/assessment/summary.js';
import { openTasks } from '../../domain/assessment/tasks.js';
import { assessmentId } from '../../domain/ids.js';
import { closingCommand } from './tasks.js';
import { daysLeft, orDash, table } from './table.js';
/** When the family was last told or asked something, and when it is next. */
const familyLine = (state) => {
    const last = state.lastFamilyContactOn ? formatLong(state.lastFamilyContactOn) : 'none yet';
    return `Family         last contact ${last}; next ${isFinished(state) ? '-' : formatLong(nextFamilyContactOn(state))}`;
};
const waitingLine = (state) => {
    const { on, since } = waitingOn(state);
    return `Waiting on     ${on}, since ${formatLong(since)}`;
};
const byDue = (tasks) => [...tasks].sort((a, b) => ((a.dueOn ?? '9') < (b.dueOn ?? '9') ? -1 : 1));
export const tasksOf = (state) => byDue(openTasks(state)).map((task) => ({
    ...task,
    command: closingCommand({ ...task, stream: assessmentId(state.caseRef), caseRef: state.caseRef }),
}));
const nextTaskLine = (state, today) => {
    const [task] = tasksOf(state);
    if (!task)
        return 'Next task      nothing for a person to do now';
    return `Next task      ${task.title} (${task.role}, ${task.dueOn ? `due ${task.dueOn}, ${daysLeft(task.dueOn, today)}` : 'no date'})`;
};
const endLine = (state) => state.outcome
    ? [
        `Outcome        ${state.outcome}${state.finishedOn ? ` on ${formatLong(state.finishedOn)}` : ''}${state.turnedAway ? `: ${state.turnedAway.explanation}` : ''}`,
    ]
    : [];
const headLines = (state, today) => [
    `${state.caseRef}   ${stageInWords(state)}${isFinished(state) ? '' : `   ${rag(state, today)}`}`,
    '',
    `Received       ${formatLong(state.receivedOn)} from ${state.source} (${state.channel})${state.externalRef ? `, ${state.externalRef}` : ''}`,
    ...(state.reassesses
        ? [
            `Reassesses     the plan of ${state.reassesses.planRef}, version ${state.reassesses.planVersion}; asked for by the ${state.reassesses.requestedBy.replaceAll('-', ' ')}`,
        ]
        : []),
    `Caseworker     ${orDash(state.caseworker?.id)}${state.child.locality ? `, locality ${state.child.locality}` : ''}`,
    ...endLine(state),
    ...(isFinished(state) ? [] : [waitingLine(state)]),
    familyLine(state),
    nextTaskLine(state, today),
    ...(state.stuck ? [`Stuck          since ${formatLong(state.stuck.since)}: ${state.stuck.reason}`] : []),
];
/** Done and undone are told apart: a clock that ran out and is still owed goes on counting. */
const clockDays = (deadline, today) => deadline.doneOn ? `done ${deadline.doneOn}` : deadline.state === 'void' ? '-' : daysLeft(deadline.due, today);
const clockState = ({ state, contested, exceptionGround }) => [state, ...(contested ? ['contested day'] : []), ...(exceptionGround ? [exceptionGround] : [])].join(', ');
export const clocksOf = (state) => Object.values(state.deadlines)
    .filter((d) => d.state !== 'void')
    .sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1));
const section = (title, head, rows) => rows.length === 0 ? [] : ['', title, table(head, rows)];
export const clockSection = (state, today) => section('Clocks', ['RULE', 'DUE', 'EARLY', 'PLAN BY', 'DAYS', 'STATE', 'WHY LATE'], clocksOf(state).map((d) => [
    d.key,
    orDash(d.due),
    orDash(d.early),
    orDash(d.planBy),
    clockDays(d, today),
    clockState(d),
    d.cause ? causeInWords(d.cause) : '-',
]));
const adviceSection = (state, today) => section('Advice', ['ID', 'KIND', 'ASKED', 'REQUESTED', 'DUE', 'DAYS', 'STATE', 'REMINDED', 'CHASED', 'MANAGER TOLD'], state.advice.map((a) => {
    const due = adviceDueOn(state, a);
    const came = a.submittedOn ? `came ${a.submittedOn}` : daysLeft(due, today);
    return [
        a.id,
        a.kind,
        a.serviceName,
        a.requestedOn,
        orDash(due),
        a.state === 'declined' ? '-' : came,
        a.state,
        String(a.reminders),
        String(a.chasers),
        orDash(a.managerOn),
    ];
}));
const consultationSection = (state, today) => section('Consultations', ['ID', 'ROUND', 'CONSULTED', 'DUE', 'DAYS', 'REPLY', 'PROVIDER'], state.consultations.map((c) => {
    const due = consultationDueOn(state, c);
    const reply = c.reply ?? `none (${c.reminders} reminders, ${c.chasers} chasers)`;
    const settled = c.repliedOn ? `came ${c.repliedOn}` : daysLeft(due, today);
    return [c.id, String(c.round), c.consultedOn, due, settled, reply, c.to.name];
}));
const panelSection = (state) => [
    ...section('Panels', ['ID', 'PANEL', 'QUESTION', 'REFERRED', 'MEETING', 'RECOMMENDED'], state.referrals.map((r) => [
        r.id,
        r.panel,
        r.question,
        r.referredOn,
        orDash(r.meetingOn),
        orDash(r.recommendation),
    ])),
    ...section('Actions the panel named', ['ID', 'DUE', 'DONE', 'WHAT'], state.actions.map((a) => [a.id, a.dueOn, orDash(a.doneOn), a.what])),
];
/** Asked for and not gone: a moment where all is well, longer where the way out is away. */
const letterSection = (state) => section('Letters that have not gone yet (tried again by itself; the worker’s log says what is away)', ['ID', 'NOTICE', 'TO', 'ASKED FOR'], state.letters
    .filter((letter) => letter.state === 'requested')
    .map((letter) => [letter.id, letter.notice, letter.recipientRole, letter.requestedOn]));
const taskSection = (state, today) => section('Open tasks', ['ROLE', 'DUE', 'DAYS', 'TASK', 'CLOSED BY'], tasksOf(state).map((t) => [t.role, orDash(t.dueOn), daysLeft(t.dueOn, today), t.title, t.command]));
export const caseScreen = (state, today) => [
    ...headLines(state, today),
    ...clockSection(state, today),
    ...adviceSection(state, today),
    ...consultationSection(state, today),
    ...panelSection(state),
    ...letterSection(state),
    ...taskSection(state, today),
].join('\n');
const adviceJson = (state) => (advice) => {
    const { to: _to, manager: _manager, ...shown } = advice;
    return { ...shown, dueOn: adviceDueOn(state, advice) };
};
const consultationJson = (state) => (consultation) => {
    const { to, ...shown } = consultation;
    return { ...shown, provider: to.name, dueOn: consultationDueOn(state, consultation) };
};
const letterJson = ({ letter: _letter, recipientId: _recipient, ...shown }) => shown;
/** The same for programs, with days counted from `today`. */
export const caseJson = (state, today) => {
    const [nextTask = null] = tasksOf(state);
    return {
        caseRef: state.caseRef,
        today,
        stage: state.stage,
        outcome: state.outcome,
        finishedOn: state.finishedOn,
        turnedAway: state.turnedAway,
        rag: isFinished(state) ? null : rag(state, today),
        receivedOn: state.receivedOn,
        source: state.source,
        reassesses: state.reassesses,
        externalRef: state.externalRef,
        caseworker: state.caseworker?.id ?? null,
        locality: state.child.locality ?? null,
        waitingOn: waitingOn(state),
        stuck: state.stuck,
        family: {
            lastContactOn: state.lastFamilyContactOn,
            nextContactOn: isFinished(state) ? null : nextFamilyContactOn(state),
        },
        nextTask,
        deadlines: clocksOf(state),
        advice: state.advice.map(adviceJson(state)),
        consultations: state.consultations.map(consultationJson(state)),
        referrals: state.referrals,
        actions: state.actions,
        letters: state.letters.map(letterJson),
        tasks: tasksOf(state),
        policyVersion: state.policyVersion,
        lawVersion: state.lawVersion,
    };
};
//# sourceMappingURL=case-screen.js.map