/** A cohort's timeline, summed up: a line a week with what happened in it and how many are left, a line for each missed clock. */
import { addDays, dayOfWeek, daysBetween } from '../../domain/civil-date.js';
import { priorityOf } from './attendance.js';
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
];
const MODES = { 'in-person': 'in person', remote: 'remotely', none: 'without an officer' };
const BY_TYPE = {
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
const OVER = ['ceased', 'lapsed', 'ended'];
/** Not yet what the cohort is to come to. */
export const isLeft = (life, what) => what === 'plans'
    ? !OVER.includes(life.state.stage)
    : !life.reviews.some((r) => r.phase !== null && (r.deadlines[r.phase.ruleId]?.doneOn ?? null) !== null);
const weekOf = (on) => addDays(on, (7 - dayOfWeek(on)) % 7);
export class Tally {
    scenario;
    lives;
    beganOn;
    tell;
    weeks = [];
    /** Meetings, by why somebody should be there and how somebody was. */
    attendance = {};
    missed = [];
    faults = [];
    timeline = [];
    /** Each line that happened, and how often. */
    lines = new Map();
    counts = {};
    week;
    constructor(scenario, lives, beganOn, tell) {
        this.scenario = scenario;
        this.lives = lives;
        this.beganOn = beganOn;
        this.tell = tell;
        this.week = weekOf(beganOn);
    }
    hear(heard) {
        const { life, on, type, words, event } = heard;
        const line = `${type} ${words}`;
        this.lines.set(line, (this.lines.get(line) ?? 0) + 1);
        const what = BY_TYPE[type];
        if (what)
            this.count(what);
        if (type === 'clock.settled' && event?.data.key === 'ar-final-12w')
            this.count('amended plans sent');
        const who = `${life.caseRef} (${life.part.kind.name})`;
        if (type === 'meeting.held')
            this.heldWith(heard);
        if (type === 'clock.missed' && event) {
            const { key, cause } = event.data;
            this.missed.push({ caseRef: life.caseRef, kind: life.part.kind.name, on, key, cause });
            this.add(on, type, `${who}: ${words}`);
        }
        if (type !== 'fault')
            return;
        this.faults.push(`${on} ${who}: ${words}`);
        this.add(on, type, `${who}: ${words}`);
    }
    /** All plans are held, and the story can go on. */
    begin() {
        const kinds = this.lives().map(({ part }) => part.kind.name);
        const of = [...new Set(kinds)].map((kind) => `${kind} ${kinds.filter((one) => one === kind).length}`);
        this.add(this.beganOn, 'plans', `${kinds.length} plans held: ${of.join(', ')}`);
    }
    /** Tells of the weeks that are over before a day. */
    turnTo(day) {
        while (day > this.week) {
            this.closeWeek();
            this.week = addDays(this.week, 7);
        }
    }
    closeWeek() {
        const { left } = this.scenario.cohort;
        const week = { to: this.week, counts: this.counts, left: this.lives().filter((l) => isLeft(l, left)).length };
        this.counts = {};
        if (Object.keys(week.counts).length === 0)
            return;
        this.weeks.push(week);
        const parts = COUNTED.flatMap((what) => (week.counts[what] ? [`${what} ${week.counts[what]}`] : []));
        this.add(this.week, 'week', `week: ${parts.join(', ')}; left ${week.left}`);
    }
    heldWith({ review }) {
        if (review === null)
            return;
        const { attendance } = this.scenario.cohort;
        if (attendance === undefined)
            return;
        const mode = review.attendance ?? 'none';
        const why = priorityOf(review, attendance);
        const row = (this.attendance[why] ??= {});
        row[mode] = (row[mode] ?? 0) + 1;
        this.count(MODES[mode]);
    }
    count(what) {
        this.counts[what] = (this.counts[what] ?? 0) + 1;
    }
    add(on, type, words) {
        const entry = { on, day: daysBetween(this.beganOn, on), type, words };
        this.timeline.push(entry);
        this.tell(entry);
    }
}
//# sourceMappingURL=cohort-tally.js.map