/** `ehcna plan …`: plans that are held, what is due of them and what is said to them. Read from the ledger's rows. */
import { Command, Option } from 'commander';
import type { TransferCount } from '../../activities/worklist.js';
import { addDays, londonDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { planId } from '../../domain/ids.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import { interimOf } from '../../domain/plan/moves-state.js';
import type { PlanEvent } from '../../domain/plan/state.js';
import { schoolYearOf } from '../../domain/school-year.js';
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

interface ListOptions {
  caseworker?: string;
  dueWithin?: number;
  late?: boolean;
  ceased?: boolean;
  limit: number;
  today?: string;
  json?: boolean;
}

const list = async (options: ListOptions): Promise<void> => {
  const today = dateOf('--today', options.today) ?? londonDate(Date.now());
  const found = await withRecords(({ worklist }) =>
    worklist.plans({
      open: !options.ceased,
      limit: options.limit + 1,
      ...(options.caseworker ? { caseworker: options.caseworker } : {}),
      ...(options.late ? { lateOn: today } : {}),
      ...(options.dueWithin === undefined ? {} : { reviewBefore: addDays(today, options.dueWithin + 1) }),
    }),
  );
  const plans = found.slice(0, options.limit);
  const more = found.length > plans.length;
  if (options.json) return sayJson({ today, more, plans });
  if (plans.length === 0) return say('No such plan.');
  say(
    table(
      ['CASE', 'STAGE', 'MADE', 'LAST REVIEW', 'NEXT REVIEW', 'DAYS', 'OPEN', 'CASEWORKER', 'LOCALITY'],
      plans.map((row) => [
        row.caseRef,
        row.movingOn ? `${row.stage}, moves ${row.movingOn}` : row.stage,
        row.madeOn,
        orDash(row.lastReviewOn),
        orDash(row.nextReviewOn),
        daysLeft(row.nextReviewOn, today),
        [row.review && `review ${row.review}`, row.reassessment && 'reassessment'].filter(Boolean).join(', ') || '-',
        orDash(row.caseworker),
        orDash(row.locality),
      ]),
    ),
  );
  say(more ? `\nThe first ${plans.length}; there are more (--limit).` : `\n${counted(plans.length, 'plan')}.`);
};

const show = async (word: string, options: { json?: boolean; today?: string }): Promise<void> => {
  const caseRef = caseRefOfWord(word);
  const today = dateOf('--today', options.today) ?? londonDate(Date.now());
  const { plan, state, reviews } = await withRecords(async ({ ledger, worklist }) => ({
    plan: (await worklist.plans({ caseRef, limit: 1 }))[0],
    state: foldPlan(caseRef, (await ledger.read(planId(caseRef))) as unknown as PlanEvent[]),
    reviews: (await worklist.reviews({ caseRef, limit: 100 })).sort((a, b) => a.n - b.n),
  }));
  if (!plan) throw new NotThere(`No plan is held of ${caseRef}.`);
  const clocks = Object.values(state.deadlines);
  if (options.json)
    return sayJson({ plan, reviews, clocks, interim: interimOf(state), moveOut: state.moveOut, ...leavingOf(state) });
  say(`${caseRef}   plan of ${plan.madeOn}, version ${plan.version}, ${plan.stage}`);
  say('');
  say(`Last review    ${orDash(plan.lastReviewOn)}`);
  say(
    plan.nextReviewOn
      ? `Next review    ${plan.nextReviewOn}, ${daysLeft(plan.nextReviewOn, today)} (${plan.nextReviewRule}; late after ${plan.nextReviewDueOn})`
      : 'Next review    -',
  );
  if (plan.reassessment) say(`Reassessment   ${plan.reassessment} is open: npx ehcna case show ${plan.reassessment}`);
  say(`Institution    ${orDash(plan.institution)}`);
  say(`Caseworker     ${orDash(plan.caseworker)}${plan.locality ? `, locality ${plan.locality}` : ''}`);
  for (const text of [...moveLines(state), ...leavingLines(state), ...clockSection(state, today)]) say(text);
  if (reviews.length === 0) return;
  say('');
  say(
    table(
      ['REVIEW', 'KIND', 'STAGE', 'OPENED', 'MEETING', 'REPORT', 'DECIDED', 'OUTCOME'],
      reviews.map((r) => [
        String(r.n),
        r.kind,
        r.stage,
        r.openedOn,
        orDash(r.heldOn ?? r.meetingOn),
        orDash(r.reportOn),
        orDash(r.decidedOn),
        orDash(r.outcome),
      ]),
    ),
  );
};

interface TransferOptions {
  by: 'school' | 'caseworker';
  today?: string;
  json?: boolean;
}

/** The next first of September, as schools turn over. */
const nextTransferDay = (today: CivilDate): CivilDate => `${schoolYearOf(today) + 1}-09-01`;

const transfers = async (day: string | undefined, options: TransferOptions): Promise<void> => {
  const today = dateOf('--today', options.today) ?? londonDate(Date.now());
  const on = dateOf('DAY', day) ?? nextTransferDay(today);
  const counts = await withRecords(({ worklist }) => worklist.transfers(on));
  if (options.json) return sayJson({ today, on, transfers: counts });
  if (counts.length === 0) return say(`No plan is of a child who changes phase on ${on}.`);
  const sum = (rows: readonly TransferCount[], what: 'plans' | 'prepared' | 'inReview'): number =>
    rows.reduce((total, row) => total + row[what], 0);
  const nameOf = ({ institution, caseworker, prepared }: TransferCount): string =>
    options.by === 'caseworker' ? orDash(caseworker) : prepared > 0 ? 'prepared' : (institution ?? 'no school named');
  const line = (name: string, rows: readonly TransferCount[]): string[] => {
    const [plans, prepared, inReview] = [sum(rows, 'plans'), sum(rows, 'prepared'), sum(rows, 'inReview')];
    return [name, String(plans), String(prepared), String(inReview), String(plans - prepared - inReview)];
  };
  const names = [...new Set(counts.map(nameOf))].sort((a, b) => (a < b ? -1 : 1));
  for (const due of new Set(counts.flatMap(({ ruleId, dueOn }) => (dueOn ? [`${ruleId} ${dueOn}`] : [])))) {
    const [rule = '', dueOn = ''] = due.split(' ');
    const left = sum(
      counts.filter((row) => row.dueOn === dueOn && row.ruleId === rule),
      'plans',
    );
    say(`${left} to prepare by ${dueOn}, ${daysLeft(dueOn, today)} (${rule})`);
  }
  say('');
  say(
    table(
      [options.by === 'caseworker' ? 'CASEWORKER' : 'SCHOOL', 'PLANS', 'PREPARED', 'IN REVIEW', 'NOT BEGUN'],
      [
        ...names.map((name) =>
          line(
            name,
            counts.filter((row) => nameOf(row) === name),
          ),
        ),
        line('all', counts),
      ],
    ),
  );
};

export const planCommand = (): Command => {
  const group = new Command('plan').description(
    'Plans that are held: their next review, an early one, amendment without a review, moves, ceasing.',
  );
  group.addCommand(
    new Command('list')
      .description('Plans by the date of their next review.')
      .option('--caseworker <id>', "one caseworker's only")
      .option('--due-within <days>', 'with a review due within so many days, or late', wholeNumber)
      .option('--late', 'with a review past its date, or a clock of the plan itself that was missed')
      .option('--ceased', 'those that have ceased instead')
      .option('--limit <n>', 'at most so many', wholeNumber, 50)
      .option('--today <date>', 'the day to count from; today if left out')
      .option('--json', 'print {"today","more","plans":[…]}')
      .addHelpText('after', '\nExample:\n  ehcna plan list --due-within 90')
      .action(list),
  );
  group.addCommand(
    new Command('show')
      .description('One plan: when its next review is due, its clocks and moves, and the reviews it had.')
      .argument('<case>', 'such as EHC-7K2M9QXA')
      .option('--today <date>', 'the day to count from; today if left out')
      .option(
        '--json',
        'print {"plan","reviews":[…],"clocks":[…],"interim","moveOut","lastDayByAge","ceasing","disclosures":[…],"fundings":[…]}',
      )
      .addHelpText('after', '\nExample:\n  ehcna plan show EHC-7K2M9QXA')
      .action(show),
  );
  group.addCommand(planImportCommand(connect));
  group.addCommand(planReceiveCommand());
  group.addCommand(planLeavingCommand());
  group.addCommand(
    new Command('transfers')
      .description('How far the plans of children who change phase are: prepared, in review, not begun (r18).')
      .argument('[day]', 'the day of the transfer; the next first of September if left out')
      .addOption(new Option('--by <what>', 'counted by').choices(['school', 'caseworker']).default('school'))
      .option('--today <date>', 'the day to count from; today if left out')
      .option('--json', 'print {"today","on","transfers":[…]}')
      .addHelpText('after', '\nExample:\n  ehcna plan transfers 2027-09-01 --by caseworker')
      .action(transfers),
  );
  return addCommandsOf('plan', group);
};
