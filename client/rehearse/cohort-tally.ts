/** A cohort's timeline, summed up: a line a week with what happened in it and how many are left, a line for each missed clock. */
import { addDays, dayOfWeek, daysBetween } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { priorityOf } from './attendance.js';
import type { CohortScenario } from './cohort-scenario.js';
import type { Heard, PlanLife } from './plan-life.js';
import type { TimelineEntry } from './rehearse.js';

/** What a week is counted in, in the order that it is told. */
const COUNTED = [
  'opened',
  'arranged',
  'meetings',
  'in person',
  'remotely',
  'without an officer',
  'reports',
  'decided',
  'amended plans sent',
  'appeals',
  'ceased',
  'kept',
  'over by age',
  'refused',
  'missed',
  'faults',
] as const;
export type Counted = (typeof COUNTED)[number];

const MODES = { 'in-person': 'in person', remote: 'remotely', none: 'without an officer' } as const;
export type Mode = keyof typeof MODES;

const BY_TYPE: Readonly<Record<string, Counted>> = {
  'review.opened': 'opened',
  'meeting.arranged': 'arranged',
  'meeting.held': 'meetings',
  'report.submitted': 'reports',
  'review.decided': 'decided',
  'cease.appealed': 'appeals',
  'cease.confirmed': 'ceased',
  'cease.withdrawn': 'kept',
  'plan.lapsed': 'over by age',
  'clock.missed': 'missed',
  refused: 'refused',
  fault: 'faults',
};

export interface Week {
  /** A Sunday. */
  to: CivilDate;
  counts: Partial<Record<Counted, number>>;
  left: number;
}

const OVER = ['ceased', 'lapsed', 'ended'];

/** Not yet what the cohort is to come to. */
export const isLeft = (life: PlanLife, what: CohortScenario['cohort']['left']): boolean =>
  what === 'plans'
    ? !OVER.includes(life.state.stage)
    : !life.reviews.some((r) => r.phase !== null && (r.deadlines[r.phase.ruleId]?.doneOn ?? null) !== null);

const weekOf = (on: CivilDate): CivilDate => addDays(on, (7 - dayOfWeek(on)) % 7);

export class Tally {
  readonly weeks: Week[] = [];
  /** Meetings, by why somebody should be there and how somebody was. */
  readonly attendance: Record<string, Partial<Record<Mode, number>>> = {};
  readonly missed: { caseRef: string; kind: string; on: CivilDate; key: string; cause: string }[] = [];
  readonly faults: string[] = [];
  readonly timeline: TimelineEntry[] = [];
  /** Each line that happened, and how often. */
  readonly lines = new Map<string, number>();
  private counts: Partial<Record<Counted, number>> = {};
  private week: CivilDate;

  constructor(
    private readonly scenario: CohortScenario,
    private readonly lives: () => readonly PlanLife[],
    private readonly beganOn: CivilDate,
    private readonly tell: (entry: TimelineEntry) => void,
  ) {
    this.week = weekOf(beganOn);
  }

  hear(heard: Heard): void {
    const { life, on, type, words, event } = heard;
    const line = `${type} ${words}`;
    this.lines.set(line, (this.lines.get(line) ?? 0) + 1);
    const what = BY_TYPE[type];
    if (what) this.count(what);
    if (type === 'clock.settled' && event?.data.key === 'ar-final-12w') this.count('amended plans sent');
    const who = `${life.caseRef} (${life.part.kind.name})`;
    if (type === 'meeting.held') this.heldWith(heard);
    if (type === 'clock.missed' && event) {
      const { key, cause } = event.data as { key: string; cause: string };
      this.missed.push({ caseRef: life.caseRef, kind: life.part.kind.name, on, key, cause });
      this.add(on, type, `${who}: ${words}`);
    }
    if (type !== 'fault') return;
    this.faults.push(`${on} ${who}: ${words}`);
    this.add(on, type, `${who}: ${words}`);
  }

  /** All plans are held, and the story can go on. */
  begin(): void {
    const kinds = this.lives().map(({ part }) => part.kind.name);
    const of = [...new Set(kinds)].map((kind) => `${kind} ${kinds.filter((one) => one === kind).length}`);
    this.add(this.beganOn, 'plans', `${kinds.length} plans held: ${of.join(', ')}`);
  }

  /** Tells of the weeks that are over before a day. */
  turnTo(day: CivilDate): void {
    while (day > this.week) {
      this.closeWeek();
      this.week = addDays(this.week, 7);
    }
  }

  closeWeek(): void {
    const { left } = this.scenario.cohort;
    const week: Week = { to: this.week, counts: this.counts, left: this.lives().filter((l) => isLeft(l, left)).length };
    this.counts = {};
    if (Object.keys(week.counts).length === 0) return;
    this.weeks.push(week);
    const parts = COUNTED.flatMap((what) => (week.counts[what] ? [`${what} ${week.counts[what]}`] : []));
    this.add(this.week, 'week', `week: ${parts.join(', ')}; left ${week.left}`);
  }

  private heldWith({ review }: Heard): void {
    if (review === null) return;
    const { attendance } = this.scenario.cohort;
    if (attendance === undefined) return;
    const mode = review.attendance ?? 'none';
    const why = priorityOf(review, attendance);
    const row = (this.attendance[why] ??= {});
    row[mode] = (row[mode] ?? 0) + 1;
    this.count(MODES[mode]);
  }

  private count(what: Counted): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private add(on: CivilDate, type: string, words: string): void {
    const entry = { on, day: daysBetween(this.beganOn, on), type, words };
    this.timeline.push(entry);
    this.tell(entry);
  }
}
