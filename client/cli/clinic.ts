/** `ehcna clinic`: the figures of the Monday clinic as tables, and the list behind any of them. */
import { Command } from 'commander';
import { clinicSnapshotCommand } from './clinic-snapshot.js';
import { readClinic } from '../../activities/clinic/clinic.js';
import { csvBehind, listBehind } from '../../activities/clinic/list.js';
import { actionInWords, stuckInWords } from '../../domain/clinic/actions.js';
import { londonDate } from '../../domain/civil-date.js';
import { FILTER_NAMES, parseFilters } from '../../domain/clinic/filters.js';
import type { ClinicFilters, GivenFilters } from '../../domain/clinic/filters.js';
import type { ClinicFigures, ClinicList, Figure } from '../../domain/clinic/figures.js';
import { ROW_COLUMNS } from '../../domain/clinic/figures.js';
import { SOON_DAYS } from '../../domain/clinic/measure.js';
import { clockInWords } from '../../domain/law/clock-words.js';
import { causeInWords } from '../../domain/matter/causes.js';
import { withRecords } from './connect.js';
import { wholeNumber } from './numbers.js';
import { say, sayJson, WrongUsage } from './outcome.js';
import { orDash, table } from './table.js';

interface Options extends GivenFilters {
  list?: string;
  csv?: boolean;
  limit?: number;
  offset?: number;
  json?: boolean;
}

const filtersOf = (options: Options): ClinicFilters => {
  const given = Object.fromEntries(FILTER_NAMES.map((name) => [name, options[name]]));
  const filters = parseFilters(given, londonDate(Date.now()));
  if ('refused' in filters) throw new WrongUsage(filters.reason);
  return filters;
};

const n = ({ n: count }: Figure): string => String(count);
const percent = (share: number | null): string => (share === null ? '-' : `${share}%`);
const days = (value: number | null): string => orDash(value === null ? null : String(value));

/** A heading, and under it rows whose first column is the figure's id without its section. */
const section = (heading: string, columns: string[], rows: string[][]): void => {
  say(`\n${heading}`);
  say(rows.length === 0 ? 'None.' : table(columns, rows));
};

const cases = (c: ClinicFigures): void => {
  section(
    'Requests',
    ['MONTH', 'REQUESTS'],
    c.demand.months.map((m) => [m.month.slice(0, 7), n(m.requests)]),
  );
  section(
    'Requests, by who asked',
    ['SOURCE', 'REQUESTS'],
    c.demand.sources.map((s) => [s.source, n(s.requests)]),
  );
  section(
    'Work in progress',
    ['STAGE', 'OPEN', 'PAST A LIMIT', 'DAYS IN IT, MEDIAN'],
    c.work.stages.map((s) => [s.stage, n(s.open), n(s.late), days(s.medianDays.value)]),
  );
  section(
    'Limits that fell due',
    ['LIMIT', 'DUE', 'IN TIME', 'LATE', 'EXCEPTED', 'OWED', 'NOT YET DUE', 'IN TIME'],
    c.decisions.map((d) => [
      d.limit,
      n(d.due),
      n(d.inTime),
      n(d.late),
      n(d.excepted),
      n(d.owed),
      n(d.notYetDue),
      percent(d.shareInTime.percent),
    ]),
  );
  section(
    `Limits of our own that fall due within ${SOON_DAYS} days: ${c.soon.due.n}`,
    ['RULE', 'WHAT', 'DUE'],
    c.soon.rules.map((x) => [x.rule, clockInWords(x.rule), n(x.due)]),
  );
  section(
    'Why limits were passed',
    ['CAUSE', 'LIMITS'],
    c.causes.causes.map((x) => [causeInWords(x.cause), n(x.passed)]),
  );
  section(
    'Advice, by service',
    ['SERVICE', 'ASKED', 'IN TIME', 'LATE', 'TO COME', 'OVERDUE', 'NO MORE', 'DAYS, MEDIAN', 'CHASERS'],
    c.advice.map((a) => [
      a.service,
      n(a.asked),
      n(a.inTime),
      n(a.late),
      n(a.outstanding),
      n(a.overdue),
      n(a.closed),
      days(a.medianDays.value),
      String(a.chasers),
    ]),
  );
  section(
    `Stuck: ${c.stuck.stuck.n}`,
    ['CASE', 'STAGE', 'SINCE', 'WHY', 'WAITING ON', 'LAST ACTION', 'NEXT'],
    c.stuck.cases
      .slice(0, 20)
      .map((s) => [
        s.caseRef,
        s.stage,
        s.since,
        stuckInWords(s.reason),
        s.waitingOn,
        `${s.lastActionOn} ${actionInWords(s.lastAction)}`,
        orDash(s.next),
      ]),
  );
};

const timeliness = (c: ClinicFigures): void => {
  section(
    'Cohorts: each month’s requests to their end',
    ['MONTH', 'REQUESTS', 'DECIDED', 'PLAN', 'PLAN IN TIME', 'NO PLAN', 'OPEN'],
    c.cohorts.map((x) => [
      x.month.slice(0, 7),
      n(x.requests),
      n(x.decided),
      n(x.planned),
      n(x.plannedInTime),
      n(x.endedWithoutPlan),
      n(x.open),
    ]),
  );
  section(
    'Published measure: plans issued in the year',
    ['YEAR', 'ISSUED', 'WITHIN 20 WEEKS', 'INCLUDING EXCEPTIONS', 'EXCLUDING', 'OWN REQUESTS IN TIME'],
    c.published.years.map((y) => [
      `${y.year}${y.soFar ? ' so far' : ''}`,
      n(y.including.issued),
      n(y.including.within20),
      percent(y.including.percent),
      percent(y.excluding.percent),
      percent(y.ownRequests.percent),
    ]),
  );
  if (c.published.backlog) say(c.published.backlog.sentence);
  section(
    `Beyond twenty weeks: ${c.beyond.open.n}`,
    ['WHY', 'OPEN', 'DAYS, MEDIAN'],
    c.beyond.causes.map((x) => [causeInWords(x.cause), n(x.open), days(x.medianDays.value)]),
  );
};

const plans = ({ reviews: r, campaign, contacts, capacity, draftToFinal: d }: ClinicFigures): void => {
  section(
    'Draft to final',
    ['PLANS', 'DAYS, MEDIAN', 'LONGEST', 'DRAFTS OUT'],
    [[n(d.plans), days(d.medianDays.value), days(d.longestDays.value), n(d.drafts)]],
  );
  section(
    'Reviews',
    ['DUE', 'HELD', 'DECIDED IN TIME', 'LATE', 'OWED'],
    [[n(r.due), n(r.held), n(r.decisionsInTime), n(r.decisionsLate), n(r.decisionsOwed)]],
  );
  if ('noData' in campaign) say(`\nTransfers between phases\n${campaign.noData}`);
  else
    section(
      `Transfers by ${campaign.campaignOn}`,
      ['PLANS', 'BEGUN', 'PREPARED', 'LEFT', 'BEHIND THE PLAN'],
      [[n(campaign.plans), n(campaign.begun), n(campaign.prepared), n(campaign.notPrepared), String(campaign.behind)]],
    );
  if ('noData' in contacts) say(`\nContacts\n${contacts.noData}`);
  else section('Contacts with families', ['MADE', 'OVERDUE'], [[n(contacts.made), n(contacts.overdue)]]);
  say(`\nCapacity\n${capacity.noData}`);
};

const show = async (options: Options): Promise<void> => {
  const filters = filtersOf(options);
  const clinic = await withRecords(({ pool }) => readClinic(pool, filters));
  if (options.json) return sayJson(clinic);
  say(`The clinic on ${clinic.on}: ${filters.from.slice(0, 7)} to ${filters.to.slice(0, 7)}.`);
  cases(clinic);
  timeliness(clinic);
  plans(clinic);
};

const shownList = ({ title, total, offset, rows, daysFrom }: ClinicList): void => {
  say(
    table(
      ROW_COLUMNS.map((c) => c.replace(/[A-Z]/g, (x) => ` ${x}`).toUpperCase()),
      rows.map((row) => ROW_COLUMNS.map((c) => orDash(row[c] === null ? null : String(row[c])))),
    ),
  );
  say(
    `\n${title}: ${total}, shown from ${total === 0 ? 0 : offset + 1} to ${offset + rows.length}. Days: ${daysFrom}.`,
  );
};

const list = async (figure: string, options: Options): Promise<void> => {
  const filters = filtersOf(options);
  const { limit, offset } = options;
  await withRecords(async ({ pool }) => {
    const found = options.csv
      ? await csvBehind(pool, figure, filters, (text) => void process.stdout.write(text))
      : await listBehind(pool, figure, filters, { ...(limit ? { limit } : {}), ...(offset ? { offset } : {}) });
    if (found === undefined) return;
    if ('refused' in found) throw new WrongUsage(found.reason);
    if (options.json) sayJson(found);
    else shownList(found);
  });
};

export const clinicCommand = (): Command =>
  new Command('clinic')
    .addCommand(clinicSnapshotCommand())
    .description('The figures of the Monday clinic, and the list of cases behind each.')
    .option('--from <month>', 'first month counted, as 2026-04')
    .option('--to <month>', 'last month counted')
    .option('--on <day>', 'the day on which it is counted; today unless given')
    .option('--locality <place>', 'cases of one locality')
    .option('--caseworker <id>', "one person's own cases")
    .option('--source <who>', 'requests of one source, as parent or school')
    .option('--list <figure>', 'the cases behind a figure, by its id in --json, as work.open:drafting')
    .option('--csv', 'with --list: all of them as CSV')
    .option('--limit <number>', 'with --list: at most this many', wholeNumber)
    .option('--offset <number>', 'with --list: from this one on', wholeNumber)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  ehcna clinic --from 2026-04 --locality harbour
  ehcna clinic --list work.open:drafting
  ehcna clinic --list beyond.open --csv`,
    )
    .action((options: Options) => (options.list === undefined ? show(options) : list(options.list, options)));
