/** `ehcna plan …`: plans that are held, what is due of them and what is said to them. Read from the ledger's rows. */
import { Command } from 'commander';
import { addDays, londonDate } from '../../domain/civil-date.js';
import { planId } from '../../domain/ids.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import { interimOf } from '../../domain/plan/moves-state.js';
import { clockSection } from './case-screen.js';
import { addCommandsOf, caseRefOfWord, dateOf } from './catalogue.js';
import { connect, withRecords } from './connect.js';
import { wholeNumber } from './numbers.js';
import { NotThere, say, sayJson } from './outcome.js';
import { planImportCommand } from './plan-import.js';
import { planLeavingCommand } from './plan-leaving.js';
import { moveLines } from './plan-moves.js';
import { planReceiveCommand } from './plan-receive.js';
import { leavingLines, leavingOf } from './plan-screen.js';
import { counted, daysLeft, orDash, table } from './table.js';
const list = async (options) => {
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const found = await withRecords(({ worklist }) => worklist.plans({
        open: !options.ceased,
        limit: options.limit + 1,
        ...(options.caseworker ? { caseworker: options.caseworker } : {}),
        ...(options.late ? { lateOn: today } : {}),
        ...(options.dueWithin === undefined ? {} : { reviewBefore: addDays(today, options.dueWithin + 1) }),
    }));
    const plans = found.slice(0, options.limit);
    const more = found.length > plans.length;
    if (options.json)
        return sayJson({ today, more, plans });
    if (plans.length === 0)
        return say('No such plan.');
    say(table(['CASE', 'STAGE', 'MADE', 'LAST REVIEW', 'NEXT REVIEW', 'DAYS', 'OPEN', 'CASEWORKER', 'LOCALITY'], plans.map((row) => [
        row.caseRef,
        row.movingOn ? `${row.stage}, moves ${row.movingOn}` : row.stage,
        row.madeOn,
        orDash(row.lastReviewOn),
        orDash(row.nextReviewOn),
        daysLeft(row.nextReviewOn, today),
        [row.review && `review ${row.review}`, row.reassessment && 'reassessment'].filter(Boolean).join(', ') || '-',
        orDash(row.caseworker),
        orDash(row.locality),
    ])));
    say(more ? `\nThe first ${plans.length}; there are more (--limit).` : `\n${counted(plans.length, 'plan')}.`);
};
const show = async (word, options) => {
    const caseRef = caseRefOfWord(word);
    const today = dateOf('--today', options.today) ?? londonDate(Date.now());
    const { plan, state, reviews } = await withRecords(async ({ ledger, worklist }) => ({
        plan: (await worklist.plans({ caseRef, limit: 1 }))[0],
        state: foldPlan(caseRef, (await ledger.read(planId(caseRef)))),
        reviews: (await worklist.reviews({ caseRef, limit: 100 })).sort((a, b) => a.n - b.n),
    }));
    if (!plan)
        throw new NotThere(`No plan is held of ${caseRef}.`);
    const clocks = Object.values(state.deadlines);
    if (options.json)
        return sayJson({ plan, reviews, clocks, interim: interimOf(state), moveOut: state.moveOut, ...leavingOf(state) });
    say(`${caseRef}   plan of ${plan.madeOn}, version ${plan.version}, ${plan.stage}`);
    say('');
    say(`Last review    ${orDash(plan.lastReviewOn)}`);
    say(plan.nextReviewOn
        ? `Next review    ${plan.nextReviewOn}, ${daysLeft(plan.nextReviewOn, today)} (${plan.nextReviewRule}; late after ${plan.nextReviewDueOn})`
        : 'Next review    -');
    if (plan.reassessment)
        say(`Reassessment   ${plan.reassessment} is open: npx ehcna case show ${plan.reassessment}`);
    say(`Institution    ${orDash(plan.institution)}`);
    say(`Caseworker     ${orDash(plan.caseworker)}${plan.locality ? `, locality ${plan.locality}` : ''}`);
    for (const text of [...moveLines(state), ...leavingLines(state), ...clockSection(state, today)])
        say(text);
    if (reviews.length === 0)
        return;
    say('');
    say(table(['REVIEW', 'KIND', 'STAGE', 'OPENED', 'MEETING', 'REPORT', 'DECIDED', 'OUTCOME'], reviews.map((r) => [
        String(r.n),
        r.kind,
        r.stage,
        r.openedOn,
        orDash(r.heldOn ?? r.meetingOn),
        orDash(r.reportOn),
        orDash(r.decidedOn),
        orDash(r.outcome),
    ])));
};
export const planCommand = () => {
    const group = new Command('plan').description('Plans that are held: their next review, an early one, amendment without a review, moves, ceasing.');
    group.addCommand(new Command('list')
        .description('Plans by the date of their next review.')
        .option('--caseworker <id>', "one caseworker's only")
        .option('--due-within <days>', 'with a review due within so many days, or late', wholeNumber)
        .option('--late', 'with a review past its date, or a clock of the plan itself that was missed')
        .option('--ceased', 'those that have ceased instead')
        .option('--limit <n>', 'at most so many', wholeNumber, 50)
        .option('--today <date>', 'the day to count from; today if left out')
        .option('--json', 'print {"today","more","plans":[…]}')
        .addHelpText('after', '\nExample:\n  ehcna plan list --due-within 90')
        .action(list));
    group.addCommand(new Command('show')
        .description('One plan: when its next review is due, its clocks and moves, and the reviews it had.')
        .argument('<case>', 'such as EHC-7K2M9QXA')
        .option('--today <date>', 'the day to count from; today if left out')
        .option('--json', 'print {"plan","reviews":[…],"clocks":[…],"interim","moveOut","lastDayByAge","ceasing","disclosures":[…],"fundings":[…]}')
        .addHelpText('after', '\nExample:\n  ehcna plan show EHC-7K2M9QXA')
        .action(show));
    group.addCommand(planImportCommand(connect));
    group.addCommand(planReceiveCommand());
    group.addCommand(planLeavingCommand());
    return addCommandsOf('plan', group);
};
//# sourceMappingURL=plan.js.map