/** `ehcna review …`: the reviews that are open, one on a screen, and what is said to it. Read from the ledger. */
import { Command } from 'commander';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { annualReviewId } from '../../domain/ids.js';
import { isAmendment } from '../../domain/review/amendment.js';
import { foldReview } from '../../domain/review/evolve.js';
import { reviewInWords, reviewRag, reviewWaitsOn } from '../../domain/review/summary.js';
import { reviewTasks } from '../../domain/review/tasks.js';
import { consultationDueOn, consultationStateOf } from '../../domain/matter/consultations.js';
import { clockSection } from './case-screen.js';
import { addCommandsOf, caseRefOfWord, dateOf } from './catalogue.js';
import { withRecords } from './connect.js';
import { wholeNumber } from './numbers.js';
import { NotThere, say, sayJson } from './outcome.js';
import { counted, daysLeft, orDash, table } from './table.js';
import { closingCommand } from './tasks.js';
const list = async (options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const found = await withRecords(({ worklist }) => worklist.reviews({
        open: !options.over,
        limit: options.limit + 1,
        ...(options.caseworker ? { caseworker: options.caseworker } : {}),
        ...(options.dueWithin === undefined ? {} : { dueBefore: addDays(today, options.dueWithin + 1) }),
    }));
    const reviews = found.slice(0, options.limit);
    const more = found.length > reviews.length;
    if (options.json)
        return sayJson({ today, more, reviews });
    if (reviews.length === 0)
        return say('No such review.');
    say(table(['CASE', 'REVIEW', 'KIND', 'STAGE', 'YEAR', 'MEETING', 'NEXT DUE', 'DAYS', 'WAITING ON', 'CASEWORKER'], reviews.map((row) => [
        row.caseRef,
        String(row.n),
        row.kind,
        row.outcome ?? row.stage,
        String(row.yearGroup),
        orDash(row.heldOn ?? row.meetingOn),
        orDash(row.nextDueOn),
        daysLeft(row.nextDueOn, today),
        row.open ? `${row.waitingOn} since ${row.waitingSince}` : '-',
        orDash(row.caseworker),
    ])));
    say(more ? `\nThe first ${reviews.length}; there are more (--limit).` : `\n${counted(reviews.length, 'review')}.`);
};
const stateOf = async ({ ledger, worklist }, caseRef, n) => {
    const rows = await worklist.reviews({ caseRef, limit: 100 });
    const known = rows.map((r) => r.n);
    // A review comes before an amendment that is open beside it.
    const open = rows.filter((r) => r.open).sort((a, b) => Number(isAmendment(a)) - Number(isAmendment(b)));
    const wanted = n ?? open[0]?.n ?? Math.max(0, ...known);
    if (!known.includes(wanted))
        throw new NotThere(known.length === 0
            ? `No review of a plan of ${caseRef} has begun yet.`
            : `There is no review ${wanted} of ${caseRef}; there are ${known.sort((a, b) => a - b).join(', ')}.`);
    return foldReview(caseRef, (await ledger.read(annualReviewId(caseRef, wanted))));
};
const tasksIn = (state) => reviewTasks(state).map((task) => ({
    ...task,
    command: closingCommand({ ...task, stream: annualReviewId(state.caseRef, state.n), caseRef: state.caseRef }),
}));
const placementSection = (state) => {
    const rows = [
        ...state.consultations.map((c) => [
            `${c.id} ${c.to.name}`,
            `round ${c.round}`,
            `asked ${c.consultedOn}, ${c.repliedOn ? `${consultationStateOf(c)} ${c.repliedOn}` : `reply by ${consultationDueOn(state, c)}`}`,
        ]),
        ...state.queued.map((q) => [`${q.consultationId} ${q.to.name}`, `round ${q.round}`, 'waits for its batch']),
        ...state.referrals.map((r) => [
            `${r.id} ${r.panel} panel`,
            r.question,
            r.recommendation
                ? `recommends: ${r.recommendation}`
                : (r.reasons ?? `meets ${r.meetingOn ?? 'on a day to come'}`),
        ]),
    ];
    const named = state.placement
        ? [
            `Placement      ${state.placement.consultationId ?? state.placement.typeOfProvision ?? ''}, decided ${state.placement.on}`,
        ]
        : [];
    return rows.length + named.length === 0
        ? []
        : ['', ...named, ...(rows.length > 0 ? [table(['CONSULTED', '', ''], rows)] : [])];
};
const show = async (word, options) => {
    const caseRef = caseRefOfWord(word);
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const state = await withRecords((records) => stateOf(records, caseRef, options.n));
    const tasks = tasksIn(state);
    const waiting = reviewWaitsOn(state);
    if (options.json)
        return sayJson({
            caseRef,
            n: state.n,
            kind: state.kind,
            stage: state.stage,
            outcome: state.decision?.outcome ?? null,
            convenedBy: state.convenedBy,
            yearGroup: state.yearGroup,
            meetingOn: state.meetingOn,
            heldOn: state.heldOn,
            waitingOn: waiting,
            consultations: state.consultations,
            queued: state.queued.map(({ consultationId, round, to }) => ({ consultationId, round, provider: to.name })),
            placement: state.placement,
            highCost: state.highCost,
            legalRisk: state.legalRisk,
            referrals: state.referrals,
            clocks: Object.values(state.deadlines),
            tasks,
        });
    say(`${caseRef}   ${reviewInWords(state)}${state.decision ? `, ${state.decision.outcome}` : `   ${reviewRag(state, today)}`}`);
    say('');
    if (isAmendment(state))
        say(`Proposed       ${state.openedOn}, year ${state.yearGroup}`);
    else {
        say(`Opened         ${state.openedOn}, year ${state.yearGroup}, held by the ${state.convenedBy}`);
        say(`Meeting        ${state.heldOn ? `held ${state.heldOn}` : orDash(state.meetingOn)}`);
    }
    if (waiting.on !== 'nobody')
        say(`Waiting on     ${waiting.on}, since ${waiting.since}`);
    if (state.highCost !== null)
        say(`Likely cost    ${state.highCost} pounds a year`);
    if (state.legalRisk)
        say(`Risk in law    ${state.legalRisk}`);
    for (const line of clockSection(state, today))
        say(line);
    for (const line of placementSection(state))
        say(line);
    if (tasks.length === 0)
        return;
    say('');
    say(table(['ROLE', 'DUE', 'DAYS', 'TASK', 'CLOSED BY'], tasks.map((t) => [t.role, orDash(t.dueOn), daysLeft(t.dueOn, today), t.title, t.command])));
};
export const reviewCommand = () => {
    const group = new Command('review').description('Reviews of plans: meeting, report, decision, amendment (s44).');
    group.addCommand(new Command('list')
        .description('Open reviews by next due date.')
        .option('--caseworker <id>', "one caseworker's only")
        .option('--due-within <days>', 'due within so many days, or late', wholeNumber)
        .option('--over', 'those that are over instead')
        .option('--limit <n>', 'at most so many', wholeNumber, 50)
        .option('--today <date>', 'the day to count from; today if left out')
        .option('--json', 'print {"today","more","reviews":[…]}')
        .addHelpText('after', '\nExample:\n  ehcna review list --due-within 28')
        .action(list));
    group.addCommand(new Command('show')
        .description('One review on one screen: its clocks, whom it waits on, what is to be done.')
        .argument('<case>', 'such as EHC-7K2M9QXA')
        .option('--n <number>', 'which review; the last if left out', wholeNumber)
        .option('--today <date>', 'the day to count from; today if left out')
        .option('--json', 'print one line of JSON')
        .addHelpText('after', '\nExample:\n  ehcna review show EHC-7K2M9QXA')
        .action(show));
    return addCommandsOf('review', group);
};
//# sourceMappingURL=review.js.map