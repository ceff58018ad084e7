/** `ehcna law dates`: every rule of a stage with its dates, from the days that are named. */
import { Command } from 'commander';
import { isCivilDate } from '../../domain/civil-date.js';
import { ENGLAND_AND_WALES } from '../../domain/law/calendars/england-and-wales.js';
import { appealNoticeBy, clockDates, lastWorkingDayOnOrBefore } from '../../domain/law/counting.js';
import { handoverDates, moveReviewDates } from '../../domain/law/moves.js';
import { phaseRule } from '../../domain/law/phases.js';
import { STAGES } from '../../domain/law/rule.js';
import { rule, rulesOf } from '../../domain/law/rules.js';
import { ASKED, DAYS, JOURNEY, optionsOf, ORDER } from './law-days.js';
import { datesText } from './law-text.js';
const WRONG_USAGE = 2;
const wrongUsage = (command, message) => command.error(`ehcna law: ${message}`, { exitCode: WRONG_USAGE, code: 'ehcna.usage' });
const isStage = (value) => STAGES.includes(value);
export const stageOf = (command, value) => isStage(value) ? value : wrongUsage(command, `unknown stage "${value}". Stages: ${STAGES.join(', ')}.`);
export const dateOf = (command, option, value) => isCivilDate(value)
    ? value
    : wrongUsage(command, `${option}: ${JSON.stringify(value)} is not a date. Write it as 2025-04-02, a day that exists.`);
const closureOf = (command, value) => {
    const [from, reopens, ...rest] = value.split('..');
    if (!isCivilDate(from) || !isCivilDate(reopens) || rest.length > 0) {
        return wrongUsage(command, `--closure: "${value}" is not FROM..REOPENS. Write it as 2025-07-22..2025-09-02.`);
    }
    if (reopens <= from)
        return wrongUsage(command, `--closure: "${value}" re-opens on or before the day it closes.`);
    return { from, reopens };
};
const namedDays = (command, stage, options) => {
    const { clocks, needs } = ASKED[stage];
    const days = Object.keys(DAYS).filter((day) => options[day] !== undefined);
    const strange = days.find((day) => !(day in clocks));
    const takes = `Stage ${stage} takes ${optionsOf(stage).join(', ')}.`;
    if (strange)
        wrongUsage(command, `${DAYS[strange][0]} is not of stage ${stage}. ${takes}`);
    if (stage !== 'phase-transfer' && (options.yearGroup ?? options.lastYear) !== undefined) {
        wrongUsage(command, `--year-group and --last-year are not of stage ${stage}. ${takes}`);
    }
    const missing = needs.find((day) => options[day] === undefined);
    if (missing)
        wrongUsage(command, `${DAYS[missing][0]} is missing. ${takes}`);
    const first = Object.keys(clocks)[0];
    if (days.length === 0) {
        wrongUsage(command, `no date given. Give ${DAYS[first][0]}, as in ${DAYS[first][0]} 2025-04-02.`);
    }
    const named = {};
    for (const day of days)
        named[day] = dateOf(command, DAYS[day][0], options[day] ?? '');
    for (const [before, after] of ORDER) {
        const [a, b] = [named[before], named[after]];
        if (a && b && b < a)
            wrongUsage(command, `${DAYS[after][0]} ${b} is before ${DAYS[before][0]} ${a}.`);
    }
    return named;
};
const yearOf = (command, option, value) => {
    const year = /^-?\d{1,2}$/.test(value) ? Number(value) : Number.NaN;
    return year >= -1 && year <= 14
        ? year
        : wrongUsage(command, `${option}: "${value}" is not a year group. Write -1 for early years, 0 for reception, to 14.`);
};
/** The rule of the transfer: the other two of the stage get no date. */
const phaseOf = (command, { yearGroup, lastYear }, transfer) => {
    if (yearGroup === undefined)
        return wrongUsage(command, '--year-group is missing: the year before the transfer.');
    const year = yearOf(command, '--year-group', yearGroup);
    const found = phaseRule({
        yearGroup: year,
        transferOn: transfer,
        ...(lastYear === undefined ? {} : { lastYearOfSetting: yearOf(command, '--last-year', lastYear) }),
    });
    if (found)
        return found;
    return wrongUsage(command, `a transfer on ${transfer} after year ${year} is none between phases (r2(1)), so r18 sets no date. Where the setting ends with that year, give --last-year ${year}; phases change between July and September.`);
};
const NO_DATES = { due: null, early: null, planBy: null };
/** The day the plan was transferred: where it is not known, the first on which it can have been. */
const transferredOn = ({ moved, aware, transferred }) => transferred ?? (moved && aware && aware > moved ? aware : moved);
/** Rules whose dates hang on two days, or on which of several cases it is; the others count from their trigger. */
const ofTwoDays = (id, named, phase) => {
    const reviewedOrMade = named.lastReview ?? named.planMade;
    const transferred = transferredOn(named);
    switch (id) {
        case 'move-transfer':
        case 'move-icb':
            return named.moved && named.aware
                ? handoverDates(id, { moved: named.moved, aware: named.aware }, ENGLAND_AND_WALES)
                : NO_DATES;
        case 'move-review':
            return transferred && reviewedOrMade
                ? moveReviewDates({ transferred, reviewedOrMade }, ENGLAND_AND_WALES)
                : NO_DATES;
        case 'cease-stay': {
            if (!named.notice || !named.certificate)
                return null;
            const due = appealNoticeBy(named.notice, named.certificate, ENGLAND_AND_WALES);
            return { due, early: due, planBy: lastWorkingDayOnOrBefore(due, ENGLAND_AND_WALES) };
        }
        case 'amend-no-review-15d':
        case 'amend-no-review-8w':
            return named.meeting ? NO_DATES : null;
        default:
            return id.startsWith('phase-') && id !== phase ? NO_DATES : null;
    }
};
/** The assessment is the whole journey; the other stages are their own part of it. */
const idsOf = (stage) => {
    const listed = (stage === 'assessment' ? JOURNEY : [stage]).flatMap(rulesOf);
    return [...new Set(listed.map((row) => row.id))];
};
const datedRules = (stage, named, phase) => {
    const triggers = {};
    const withDefault = { ...named };
    const transferred = transferredOn(named);
    if (stage === 'transfer-in' && transferred)
        withDefault.transferred = transferred;
    for (const [day, started] of Object.entries(ASKED[stage].clocks)) {
        const on = withDefault[day];
        if (on)
            for (const trigger of started)
                triggers[trigger] = on;
    }
    return idsOf(stage).map((id) => {
        const triggeredOn = triggers[rule(id).trigger] ?? null;
        const dates = ofTwoDays(id, named, phase) ?? (triggeredOn ? clockDates(id, triggeredOn, ENGLAND_AND_WALES) : NO_DATES);
        return { rule: triggeredOn ? rule(id, triggeredOn) : rule(id), triggeredOn, dates };
    });
};
const printDates = (command, options) => {
    const stage = stageOf(command, options.stage);
    const named = namedDays(command, stage, options);
    const phase = named.transfer ? phaseOf(command, options, named.transfer) : null;
    const closures = options.closure.map((value) => closureOf(command, value));
    let dated;
    try {
        dated = datedRules(stage, named, phase);
    }
    catch (fault) {
        // Before the law commenced, or beyond the bank holidays known.
        return wrongUsage(command, fault instanceof Error ? fault.message : String(fault));
    }
    const rules = dated.map(({ rule: { id, provision, status }, dates: { due, early, planBy } }) => ({
        id,
        due,
        early,
        planBy,
        provision,
        status,
    }));
    process.stdout.write(`${options.json ? JSON.stringify({ rules }) : datesText(dated, closures)}\n`);
};
const DATES_HELP = `
A date is given for every rule whose clock starts on a day you name; the rest are listed with none. Of stage
assessment, which is the whole journey from request to final plan, --from is the day the request was received;
of stage plan too. Of stage advice it is the day the adviser received the request for advice, and of stage
consultation the day the school was consulted. Due is the day after which the duty is late; early is the cautious
reading; plan by is the last working day on or before it. A weekend or bank holiday moves no statutory date.

The stages of a plan's life take days of their own:
${STAGES.filter((stage) => !JOURNEY.includes(stage))
    .map((stage) => `  ${stage.padEnd(16)}${optionsOf(stage).join(', ')}`)
    .join('\n')}
The plan is transferred on the day of the move, or of awareness where that is later, unless --transferred says
otherwise. Of a plan that is to cease the date is the last day for an appeal, until which it is maintained.

--closure marks the limits that a closure of four weeks or more may excuse if the head or principal was asked for
advice in its window. It never moves a date, and the JSON form does not mention it.

Examples:
  ehcna law dates --stage assessment --from 2025-04-02
  ehcna law dates --stage assessment --from 2025-04-02 --draft-served 2025-07-25 --closure 2025-07-22..2025-09-02
  ehcna law dates --stage advice --from 2025-05-16 --json
  ehcna law dates --stage review --meeting 2026-10-07 --papers-sent 2026-10-28
  ehcna law dates --stage phase-transfer --year-group 6 --transfer 2027-09-01 --json`;
export const datesCommand = () => {
    const command = new Command('dates')
        .description('print every rule of a stage with its dates')
        .option('--stage <stage>', `one of ${STAGES.join(', ')}`, 'assessment');
    for (const [option, words] of Object.values(DAYS))
        command.option(`${option} <date>`, words);
    return command
        .option('--year-group <year>', 'the year group before a phase transfer; early years are -1, reception is 0')
        .option('--last-year <year>', 'the last year group of the setting left, where it is a first or middle school')
        .option('--closure <from..reopens>', 'a school closure; may be repeated', (v, all) => [...all, v], [])
        .option('--json', 'print {"rules":[{"id","due","early","planBy","provision","status"}]}')
        .addHelpText('after', DATES_HELP)
        .action((options, self) => printDates(self, options));
};
//# sourceMappingURL=law-dates.js.map