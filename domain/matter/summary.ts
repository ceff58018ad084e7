/** What a manager reads of a matter in the Temporal UI: markdown, the same page for every kind of process. */
import { daysBetween, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Deadline } from '../deadline.js';
import { isOpen } from '../deadline.js';
import { clockInWords } from '../law/clock-words.js';
import { causeInWords } from './causes.js';
import { addressOf } from './place.js';
import type { MatterState } from './state.js';
import type { Task } from './tasks.js';

/** The Temporal UI draws tables without space between their columns, and breaks dates at their spaces. */
const GAP = '\u2003';
const unbroken = (cell: string): string => (cell.length > 28 ? cell : cell.replaceAll(' ', '\u00a0'));
export const row = (...cells: string[]): string => `| ${cells.map((cell) => `${unbroken(cell)}${GAP}`).join(' | ')} |`;
const rule = (columns: number): string => `|${'---|'.repeat(columns)}`;
export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(...head),
  rule(head.length),
  ...rows.map((cells) => row(...cells)),
];

/** `4 Mar 2026`: a table has no room for the day of the week. */
export const short = (on: CivilDate): string => {
  const [, day = '', month = '', year = ''] = formatLong(on).split(' ');
  return `${day} ${month.slice(0, 3)} ${year}`;
};

const counted = (n: number): string => (n === 1 ? '1 day' : `${n} days`);

export const daysLeft = (due: CivilDate, today: CivilDate): string => {
  const left = daysBetween(today, due);
  if (left === 0) return '**today**';
  return left > 0 ? `${counted(left)} left` : `**${counted(-left)} over**`;
};

const days = (d: Deadline, today: CivilDate): string => {
  if (d.doneOn) return `done ${short(d.doneOn)}`;
  return d.due === null ? '' : daysLeft(d.due, today);
};

const STATE_WORDS: Readonly<Record<Deadline['state'], string>> = {
  running: 'running',
  met: 'in time',
  late: 'done late',
  missed: '**missed**',
  excepted: 'exception',
  void: '',
};

const inState = (d: Deadline): string =>
  [
    STATE_WORDS[d.state],
    ...(d.contested ? ['contested day'] : []),
    ...(d.exceptionGround && d.state !== 'excepted' ? ['exception recorded'] : []),
  ].join(', ');

/** What is late first, then what comes, then what is done. */
const order = (d: Deadline): string => `${isOpen(d) ? 0 : 1}${d.due ?? '9'}`;

/** More than that, and the page would be longer than Temporal takes. */
const MOST_CLOCKS = 40;

/** What a clock of one of several things is about, where its id alone tells a manager nothing. */
type Naming = (about: string) => string;

const nameOf = ({ key, ruleId }: Deadline, naming: Naming): string => {
  const about = key === ruleId ? '' : key.slice(ruleId.length + 1);
  return `${clockInWords(ruleId)}${about === '' ? '' : `: ${naming(about)}`}`;
};

/** Every clock that is not void, as a table of markdown, and below it what the state of one leaves unsaid. */
export const clockTable = (
  state: Pick<MatterState, 'deadlines'>,
  today: CivilDate,
  naming: Naming = (about) => about,
): string[] => {
  const clocks = Object.values(state.deadlines)
    .filter((d) => d.state !== 'void')
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .slice(0, MOST_CLOCKS);
  if (clocks.length === 0) return [];
  const reasons = clocks.flatMap((d) => [
    ...(d.state === 'late' && d.cause ? [`- ${nameOf(d, naming)}: late because ${causeInWords(d.cause)}`] : []),
    ...(d.exceptionGround ? [`- ${nameOf(d, naming)}: exception, ${d.exceptionGround.replaceAll('-', ' ')}`] : []),
  ]);
  return [
    ...tableOf(
      ['Clock', 'Due', 'Days', 'State'],
      clocks.map((d) => [nameOf(d, naming), d.due ? short(d.due) : '', days(d, today), inState(d)]),
    ),
    ...(reasons.length > 0 ? ['', ...reasons] : []),
  ];
};

/** Why each limit that has passed and is still owed has passed. Nothing in it excuses anything. */
export const lateLines = (late: readonly Deadline[], today: CivilDate): string[] =>
  late.map(
    (d) =>
      `**Late: ${clockInWords(d.ruleId).toLowerCase()}** (\`${d.ruleId}\`) was due on ${formatLong(d.due ?? today)}, ${counted(daysBetween(d.due ?? today, today))} ago: **${causeInWords(d.cause ?? 'authority')}**.`,
  );

export interface Tried {
  on: CivilDate;
  what: string;
}

/** Letters by which somebody is moved to act, as a manager calls them. */
const STEPS: Readonly<Record<string, string>> = {
  'advice-reminder': 'Advice: reminder',
  'advice-chaser': 'Advice: chaser',
  'advice-escalation': "Advice: put before the service's manager",
  'consultation-reminder': 'Consultation: reminder',
  'consultation-chaser': 'Consultation: chaser',
  'panel-action-chaser': 'Action of a panel: chaser',
  'plan-transfer-chaser': 'Receipt of the plan: chaser',
  'review-request-reminder': 'Review: the school was reminded to arrange it',
  'review-report-reminder': 'Report of the review: reminder',
  'review-report-chaser': 'Report of the review: chaser',
  'review-report-escalation': "Report of the review: put before the school's manager",
};

const NOT_SENT: Readonly<Record<string, string>> = {
  requested: ' (not sent yet)',
  refused: ' (**it did not go**)',
  resolved: '',
  dispatched: '',
};

/** Reminders, chasers and escalations that were written, each with its day. `about` names what a recipient was asked for. */
export const lettersTried = (
  { letters }: Pick<MatterState, 'letters'>,
  about: (recipientId: string) => string | undefined = () => undefined,
): Tried[] =>
  letters.flatMap(({ notice, requestedOn, dispatchedOn, recipientId, state }) => {
    const words = STEPS[notice];
    if (!words) return [];
    const named = about(recipientId);
    return [{ on: dispatchedOn ?? requestedOn, what: `${words}${named ? `, ${named}` : ''}${NOT_SENT[state] ?? ''}` }];
  });

/** The last of them: a case of years has more than a page. */
const MOST_TRIED = 30;

const triedLines = (tried: readonly Tried[]): string[] => {
  const inOrder = [...tried].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const shown = inOrder.slice(-MOST_TRIED);
  if (shown.length === 0) return ['Nothing had to be chased.'];
  return [
    ...(inOrder.length > shown.length ? [`The last ${shown.length} of ${inOrder.length}:`, ''] : []),
    ...tableOf(
      ['On', 'What'],
      shown.map(({ on, what }) => [short(on), what]),
    ),
  ];
};

const MOST_TASKS = 8;

const taskLine = ({ role, title, dueOn, closedBy }: Task, today: CivilDate): string =>
  `- **${role.replaceAll('-', ' ')}:** ${title}${dueOn ? `, by ${short(dueOn)} (${daysLeft(dueOn, today)})` : ''} · \`ehcna ${closedBy}\``;

const taskLines = (tasks: readonly Task[], today: CivilDate): string[] => {
  const inOrder = [...tasks].sort((a, b) => ((a.dueOn ?? '9') < (b.dueOn ?? '9') ? -1 : 1));
  const more = inOrder.length - MOST_TASKS;
  if (inOrder.length === 0) return ['Nothing for a person to do now.'];
  return [
    ...inOrder.slice(0, MOST_TASKS).map((task) => taskLine(task, today)),
    ...(more > 0 ? [`- and ${more} more: \`ehcna tasks list\``] : []),
  ];
};

export interface Page {
  /** What it is and how it stands, in a line. */
  title: string;
  /** Each a paragraph: what is late and why, what is stuck, what else a manager must know. */
  notices?: readonly string[];
  /** Name and value of what is told in a few words. */
  facts?: readonly (readonly [string, string])[];
  tasks?: readonly Task[];
  clocks?: readonly string[];
  tried?: readonly Tried[];
  /** Further sections, with their own headings. */
  more?: readonly string[];
  /** Of the child it is about, where it is one's. */
  locality?: string | undefined;
  /** The command that shows it on a terminal. */
  command: string;
}

const linkLine = ({ locality, command }: Page): string => {
  const address = addressOf();
  const clinic = `${address}/clinic`;
  const links = [
    ...(address === undefined ? [] : [`[The Monday clinic](${clinic})`]),
    ...(address === undefined || !locality ? [] : [`[its locality in the clinic](${clinic}?locality=${locality})`]),
  ];
  return [...links, `\`${command}\``].join(' · ');
};

/** Temporal takes 20,000 bytes; what is encrypted and written in base64 is a third longer. */
const MOST_BYTES = 14_500;

const bytes = (text: string): number => {
  let size = 0;
  for (const sign of text) {
    const point = sign.codePointAt(0) ?? 0;
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return size;
};

/** Cut at the end of a line, and says so. */
const cut = (lines: readonly string[]): string => {
  let size = 0;
  const fitting = lines.findIndex((line) => (size += bytes(line) + 1) > MOST_BYTES);
  return (fitting < 0 ? lines : [...lines.slice(0, fitting), '', '…']).join('\n');
};

const section = (title: string, lines: readonly string[] | undefined): string[] =>
  lines === undefined || lines.length === 0 ? [] : ['', `#### ${title}`, '', ...lines];

/**
 * The whole matter on a page. Nothing tells the process that a day has passed, so the page says on which day it was counted:
 * the last on which something happened.
 */
export const pageOf = (page: Page, today: CivilDate): string => {
  const { title, notices = [], facts = [], tasks, clocks, tried, more = [] } = page;
  return cut([
    `### ${title}`,
    '',
    ...notices.flatMap((notice) => [notice, '']),
    ...facts.map(([name, value]) => `- **${name}:** ${value}`),
    `- **Days counted on:** ${formatLong(today)}, when something last happened here`,
    `- **More:** ${linkLine(page)}`,
    ...section('What to do next', tasks && taskLines(tasks, today)),
    ...section('Clocks', clocks),
    ...section('What was tried', tried && triedLines(tried)),
    ...more,
  ]);
};

/** Of a timer, in the UI's timeline: what happens when it rings, if nothing comes before. Temporal takes 400 bytes. */
export const wakeInWords = ({ deadlines }: Pick<MatterState, 'deadlines'>, on: CivilDate | null): string => {
  if (on === null) return 'Until something comes in';
  const late = Object.values(deadlines)
    .filter(({ state, due }) => state === 'running' && due !== null && daysBetween(due, on) === 1)
    .map(({ ruleId }) => clockInWords(ruleId));
  const what =
    late.length > 0 ? `the last day is over of: ${[...new Set(late)].join(', ')}` : 'the next reminder or look';
  return `Until ${formatLong(on)}: ${what}`.slice(0, 200);
};

export const sinceWords = (since: CivilDate, today: CivilDate): string => {
  const n = daysBetween(since, today);
  return n <= 0 ? `since ${formatLong(since)}` : `since ${formatLong(since)} (${counted(n)})`;
};
