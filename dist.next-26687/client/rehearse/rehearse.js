import { addDays, daysBetween, londonDate, startOfLondonDay } from '../../domain/civil-date.js';
import { isBreached } from '../../domain/deadline.js';
import { causeInWords } from '../../domain/matter/causes.js';
import { inWords } from '../../domain/words.js';
import { Refused } from '../ehcna.js';
const MORNING_MS = 10 * 3_600_000;
/** The instant at which people do things on a day. */
export const morningOf = (on) => startOfLondonDay(on) + MORNING_MS;
export class Play {
    scenario;
    subject;
    ledger;
    clock;
    tell;
    timeline = [];
    caseRef = '';
    beganOn = '';
    /** How many facts of each stream were told. */
    seen = new Map();
    constructor(scenario, subject, ledger, clock, tell = () => undefined) {
        this.scenario = scenario;
        this.subject = subject;
        this.ledger = ledger;
        this.clock = clock;
        this.tell = tell;
    }
    async perform() {
        this.beganOn = londonDate(await this.clock.now());
        this.caseRef = await this.subject.open(this.beganOn);
        await this.look();
        for (const step of this.scenario.steps)
            await this.take(step);
        if ('habits' in this.scenario && this.scenario.untilOver)
            await this.liveOn(this.scenario.habits);
        await this.look();
        const told = await this.subject.told();
        return { caseRef: this.caseRef, timeline: this.timeline, ...told, faults: this.faults(told) };
    }
    async take(step) {
        await this.takeOn(step, await this.dateOf(step));
    }
    async takeOn(step, on) {
        const now = londonDate(await this.clock.now());
        if (on < now)
            throw new Error(`"${step.do}" is told for ${on} (${step.when}), and it is ${now} already`);
        if (on > now)
            await this.moveTo(morningOf(on));
        try {
            await this.clock.settle();
            await this.subject.carryOut(step, on);
            if (step.refused)
                throw new Error(`"${step.do}" on ${on} was to be refused (${step.refused}) and was accepted`);
        }
        catch (error) {
            if (!(error instanceof Refused))
                throw error;
            if (error.refusal.code !== step.refused) {
                throw new Error(`"${step.do}" on ${on} (${step.when}) was refused as ${error.refusal.code}: ${error.message}`, {
                    cause: error,
                });
            }
            this.add({ on, day: this.dayOf(on), type: 'refused', words: `${step.do} refused: ${error.message}` });
        }
        await this.look();
    }
    /** Does what is done each time, until nothing is due any more. */
    async liveOn(habits) {
        const waiting = [];
        for (let heard = 0;;) {
            for (const entry of this.timeline.slice(heard))
                waiting.push(...habits.flatMap((h) => after(h, entry)));
            heard = this.timeline.length;
            waiting.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
            const [next] = waiting;
            const due = await this.clock.moveToNextDue(next ? { until: morningOf(next.on) } : {});
            await this.look();
            if (due !== null || this.timeline.length > heard)
                continue;
            if (!next)
                return;
            waiting.shift();
            await this.takeOn(next.step, next.on);
        }
    }
    /** Waits, if need be, for the event that a step follows. */
    async dateOf(step) {
        const [, day] = /^day (\d+)$/.exec(step.when) ?? [];
        if (day !== undefined)
            return addDays(this.beganOn, Number(day));
        for (;;) {
            const on = await this.dateIn(step.when);
            if (on)
                return on;
            const due = await this.clock.moveToNextDue();
            await this.look();
            if (!due)
                throw new Error(`"${step.do}" waits for "${step.when}", which never comes`);
        }
    }
    async dateIn(when) {
        const [, question] = /^the (\w+) meeting$/.exec(when) ?? [];
        if (question)
            return this.subject.meetingOn(question);
        const [, days, type] = /^(\d+) days after (.+)$/.exec(when) ?? [];
        const event = this.timeline.findLast((entry) => entry.type === type);
        return event ? addDays(event.on, Number(days)) : undefined;
    }
    /** Stops at each thing due on the way, so that the timeline is told as it happens. */
    async moveTo(instant) {
        while (await this.clock.moveToNextDue({ until: instant }))
            await this.look();
        await this.clock.advanceTo(instant);
        await this.look();
    }
    async look() {
        await this.clock.settle();
        const found = [];
        for (const stream of await this.subject.streams()) {
            const seen = this.seen.get(stream) ?? 0;
            const events = await this.ledger.read(stream, seen);
            found.push(...events);
            this.seen.set(stream, seen + events.length);
        }
        for (const event of found.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0)))
            this.tellOf(event);
    }
    tellOf(event) {
        const { occurredOn: on, type } = event;
        this.add({ on, day: this.dayOf(on), type, words: inWords(event) });
    }
    dayOf(on) {
        return daysBetween(this.beganOn, on);
    }
    add(entry) {
        this.timeline.push(entry);
        this.tell(entry);
    }
    faults(told) {
        const { expect } = this.scenario;
        return [
            ...this.subject.faults(told),
            ...Object.entries(expect.clocks).flatMap(([key, wanted]) => {
                const found = told.deadlines[key]?.state ?? 'never started';
                return found === wanted ? [] : [`The clock ${key} is ${found}, not ${wanted}`];
            }),
            ...Object.entries(expect.causes).flatMap(([key, wanted]) => {
                const found = told.deadlines[key]?.cause ?? 'none';
                return found === wanted ? [] : [`The cause of ${key} is ${found}, not ${wanted}`];
            }),
            ...this.orderFaults(),
            ...expect.never
                .filter((part) => this.timeline.some((e) => lineOf(e).includes(part)))
                .map((part) => `"${part}" happened`),
            ...expect.letters
                .filter((part) => !this.timeline.some((e) => e.type === 'letter.requested' && e.words.includes(part)))
                .map((part) => `No letter ${part}`),
        ];
    }
    orderFaults() {
        let from = 0;
        for (const part of this.scenario.expect.inOrder) {
            const at = this.timeline.findIndex((entry, i) => i >= from && lineOf(entry).includes(part));
            if (at === -1)
                return [`"${part}" does not come where it should in the timeline`];
            from = at + 1;
        }
        return [];
    }
}
const after = ({ after: when, saying, notSaying, ...step }, entry) => {
    const [, days, type] = /^(\d+) days after (.+)$/.exec(when) ?? [];
    const isMeant = entry.type === type &&
        saying.every((part) => entry.words.includes(part)) &&
        (notSaying === undefined || !entry.words.includes(notSaying));
    return isMeant ? [{ on: addDays(entry.on, Number(days)), step: { ...step, when } }] : [];
};
const lineOf = (entry) => `${entry.type} ${entry.words}`;
/** What was on time, what was late and why. */
export const verdict = ({ deadlines }) => {
    const all = Object.entries(deadlines).filter(([, d]) => d.breachable && d.state !== 'void');
    return all.map(([key, d]) => {
        const done = d.doneOn ? `done ${d.doneOn}` : 'not done';
        const days = d.due && d.doneOn && d.doneOn > d.due ? `, ${daysBetween(d.due, d.doneOn)} days late` : '';
        const why = isBreached(d) && d.cause ? ` because ${causeInWords(d.cause)}` : '';
        const contested = d.contested ? ' (contested day)' : '';
        return `${isBreached(d) ? 'LATE   ' : d.state === 'excepted' ? 'EXCEPTED' : 'on time'} ${key}: due ${d.due ?? '-'}, ${done}${days}${contested}${why}`;
    });
};
//# sourceMappingURL=rehearse.js.map