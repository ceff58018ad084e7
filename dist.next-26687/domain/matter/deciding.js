/**
 * One decision being made on a matter: the state as it stands after what has been decided so far, and the events that came
 * of it. Steps of a process speak to it; its decide() hands back the events, or the refusal that a step raised.
 */
import { addDays } from '../civil-date.js';
import { isOpen } from '../deadline.js';
import { refuse } from '../events.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { clockDates } from '../law/counting.js';
/** A refusal raised from within a step; decide() turns it into its result. */
export class Refused extends Error {
    code;
    rule;
    constructor(code, message, rule) {
        super(message);
        this.code = code;
        this.rule = rule;
    }
}
/** Refuses unless it holds. The words must name what was given and expected, never a child's detail. */
export function must(holds, code, reason, rule) {
    if (!holds)
        throw new Refused(code, reason, rule);
}
/** Runs a step, and turns a refusal raised within it into a result. */
export const attempt = (step) => {
    try {
        return step();
    }
    catch (error) {
        if (error instanceof Refused)
            return refuse(error.code, error.message, error.rule);
        // A calendar that ends, a year that is none: what cannot be counted is refused, and stops no case.
        if (error instanceof RangeError)
            return refuse('out-of-range', 'It gives a date from which nothing can be counted');
        throw error;
    }
};
/** What a command says of the document that it is about, as its event keeps it. */
export const aboutDocument = (c) => {
    must(c.documentKept !== true || c.documentHash !== undefined, 'document-missing', 'documentKept says that the document is on the case, and documentHash does not say which one it is');
    return { documentHash: c.documentHash ?? null, ...(c.documentKept ? { kept: true } : {}) };
};
export class MatterDeciding {
    state;
    today;
    on;
    events = [];
    constructor(state, 
    /** Today in London. */
    today, 
    /** When the matter at hand happened. */
    on) {
        this.state = state;
        this.today = today;
        this.on = on;
    }
    /** Letters of a case are numbered within each of its matters: this tells the matters apart. */
    get letterPrefix() {
        return '';
    }
    put(type, data, on) {
        const event = { type, data, occurredOn: on };
        this.events.push(event);
        this.state = this.evolve(this.state, event);
    }
    /** Of the facts that every matter has. */
    note(type, data, on = this.on) {
        this.put(type, data, on);
    }
    /** Starts the clock of a rule by the law version the case is pinned to. Returns the last lawful date, if there is one. */
    startClock(ruleId, trigger, options = {}) {
        const dates = clockDates(ruleId, trigger, ENGLAND_AND_WALES, this.state.lawVersion);
        const key = options.about ? `${ruleId}:${options.about}` : ruleId;
        this.note('clock.started', { key, ruleId, triggeredOn: trigger, ...dates, breachable: options.breachable ?? true });
        return dates.due;
    }
    settle(key, on = this.on) {
        const deadline = this.state.deadlines[key];
        if (!deadline || !isOpen(deadline))
            return;
        const { due, breachable, state } = deadline;
        if (breachable && state === 'running' && due !== null && on > due) {
            this.miss(key, addDays(due, 1));
        }
        this.note('clock.settled', { key, on });
    }
    /** The clock runs from another day than was thought. */
    recalculate(key, trigger, reason) {
        const deadline = this.state.deadlines[key];
        if (!deadline)
            return;
        const dates = clockDates(deadline.ruleId, trigger, ENGLAND_AND_WALES, this.state.lawVersion);
        this.note('clock.recalculated', { key, triggeredOn: trigger, ...dates, reason });
    }
    /** The date of a clock has passed, and what it asks for is not done. */
    miss(key, on) {
        this.note('clock.missed', { key, cause: this.causeOf(key) }, on);
    }
    /** Ends a clock whose duty no longer arises; it is neither met nor missed. A breach that happened stays one. */
    voidClock(key, reason) {
        const deadline = this.state.deadlines[key];
        if (deadline && isOpen(deadline) && deadline.state !== 'missed')
            this.note('clock.voided', { key, reason });
    }
    /** A notice cannot have gone out in the future, nor before there was a case. */
    mustHaveGone(sentOn) {
        must(sentOn <= this.today, 'in-the-future', `It cannot have been sent on ${sentOn}: today is ${this.today}`);
        must(sentOn >= this.begunOn, 'before-the-request', `It cannot have been sent on ${sentOn}: it began on ${this.begunOn}`);
    }
    letter(notice, to, order = {}) {
        const id = `${this.letterPrefix}L${this.state.letters.length + 1}`;
        this.note('letter.requested', {
            letter: {
                id,
                notice,
                to,
                on: this.today,
                facts: { ...commonFacts(this.state), ...order.facts },
                enclosures: order.enclosures ?? [],
            },
            settles: order.settles ?? [],
        }, this.today);
    }
    letters(notice, to, order = {}) {
        for (const party of to)
            this.letter(notice, party, order);
    }
    /**
     * Sends a statutory notice to the family, whose dispatch meets the clocks named; or, where it already went out by other
     * means, meets them on that date and writes nothing.
     */
    notice(notice, alreadySentOn, order, others = []) {
        if (alreadySentOn) {
            this.mustHaveGone(alreadySentOn);
            for (const key of order.settles ?? [])
                this.settle(key, alreadySentOn);
            return;
        }
        this.letters(notice, this.state.family, order);
        this.letters(notice, others, { ...order, settles: [] });
    }
}
/** What every letter says: which case it is, and whom to reach. */
export const commonFacts = ({ caseRef, policy, caseworker }) => {
    const { contact } = policy.authority;
    return {
        caseRef,
        caseworker: caseworker?.name ?? contact.name,
        caseworkerContact: [caseworker?.telephone ?? contact.telephone, caseworker?.email ?? contact.email]
            .filter(Boolean)
            .join(', '),
    };
};
//# sourceMappingURL=deciding.js.map