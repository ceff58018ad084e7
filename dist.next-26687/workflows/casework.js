/**
 * What every process about one child does alike: hears commands and facts through one door, takes the decision, writes it
 * down, sends the letters that follow, shows a manager where it stands. What it decides is its domain's.
 */
import { ActivityFailure, condition, currentUpdateInfo, defineQuery, defineSignal, defineUpdate, setDefaultSignalHandler, setHandler, upsertSearchAttributes, workflowInfo, } from '@temporalio/workflow';
import { startOfLondonDay } from '../domain/civil-date.js';
import { hear, mustBe, namedByNobody } from '../domain/caller.js';
import { checkCommand } from '../domain/command-check.js';
import { SYSTEM } from '../domain/events.js';
import { isOwed } from '../domain/matter/state.js';
import { sendAtOnce, sendLetter } from './activities.js';
import { asFields, Desk, heardAsUpdate, MAY_RESTORE, onNudge, refusalFailure, senderOf, isNewRun, today, } from './desk.js';
import { onceOpen } from './not-yet-readable.js';
const wakeQuery = defineQuery('nextWake');
const factSignal = defineSignal('reportFact');
export class Casework {
    practice;
    name;
    desk;
    isOpen = false;
    /** Attributes as they were last set, by name. */
    shown = new Map();
    /** Signals without a name of their own, counted: their order is history's, so each keeps its number. */
    unnamed = 0;
    /** Letters handed over for sending and not yet reported on. */
    underWay = new Set();
    constructor(stream, practice, blank, 
    /** What it is called in the descriptions that a manager reads. */
    name) {
        this.practice = practice;
        this.name = name;
        this.desk = new Desk(stream, practice, blank);
    }
    get state() {
        return this.desk.state;
    }
    /** Whether it can be spoken to: its facts are known, and it has been taken up. */
    get isReady() {
        return this.isOpen;
    }
    /** Everything a person or a system may say to the process while it runs. */
    listen() {
        setHandler(wakeQuery, () => ({ at: this.nextWakeAt() }), {
            description: `The instant this ${this.name} next wakes by itself`,
        });
        setHandler(defineQuery('state'), () => onceOpen(this.isOpen, this.state), {
            description: `All that is known of the ${this.name}`,
        });
        this.listenBesides();
        for (const [type, check] of Object.entries(this.practice.commands)) {
            const update = defineUpdate(type);
            setHandler(update, (command, assertion) => this.carryOut(type, heardAsUpdate(type, command, assertion)), {
                description: `${check.description}. Example: ${check.example}`,
                validator: (command, assertion) => this.refuseIfWrong(type, heardAsUpdate(type, command, assertion)),
            });
        }
        setHandler(factSignal, (fact, assertion) => this.takeFact(fact, senderOf('reportFact', assertion)), {
            description: 'A fact from a system that cannot wait: {id, type, …the fields of that command}. Never dropped.',
        });
        onNudge(() => this.desk.nudge());
        setDefaultSignalHandler((name, ...args) => this.takeUnknown(name, args, senderOf(name, args[1])));
    }
    /** Doors that only this kind of process has. */
    listenBesides() {
        // None unless a process has some.
    }
    passTime() {
        this.commit((state) => this.practice.decideOnTime(state, today()), SYSTEM);
    }
    /** What follows from the facts: first the ledger, then whoever is to hear of it, and letters, until nothing new comes of it. */
    async followThrough() {
        for (let written = await this.desk.write();; written = await this.desk.write()) {
            await Promise.all([this.tell(written), this.sendLetters()]);
            if (!this.desk.hasUnwritten)
                break;
        }
    }
    /**
     * All letters that wait go out at once. What cannot go at once goes by itself, and the case goes on meanwhile: a mail server
     * that is away holds up no clock. Only what the ledger has is sent.
     */
    async sendLetters() {
        if (this.desk.hasUnwritten)
            return;
        const orders = this.state.letters.flatMap(({ id, state, letter }) => state !== 'requested' || letter === null || this.underWay.has(id) ? [] : [this.orderFor(letter)]);
        if (orders.length === 0)
            return;
        for (const { letter } of orders)
            this.underWay.add(letter.id);
        const outcomes = await sendAtOnce(orders);
        orders.forEach((order, i) => {
            const outcome = outcomes[i];
            if (outcome === undefined || outcome.state === 'later')
                void this.sendInTime(order);
            else
                this.note(order.letter.id, outcome);
        });
    }
    async sendInTime(order) {
        this.note(order.letter.id, await this.dispatch(order));
    }
    note(letterId, sent) {
        this.underWay.delete(letterId);
        this.commit((state) => sent.state === 'refused'
            ? this.practice.decideNotSent(state, letterId, sent.reason, today())
            : this.practice.decideDispatched(state, { letterId, channel: sent.channel, documentHash: sent.documentHash, version: sent.version }, today()), SYSTEM);
    }
    /** A letter that cannot be written or may not be sent is refused with its reason, and becomes a manager's task. */
    async dispatch(order) {
        try {
            return await sendLetter(order);
        }
        catch (error) {
            if (!(error instanceof ActivityFailure))
                throw error;
            return { state: 'refused', reason: error.cause?.message ?? 'the letter could not be made' };
        }
    }
    orderFor(letter) {
        return { caseRef: this.state.caseRef, letter, plan: this.planFor(letter) };
    }
    /** Sets what lists are filtered by, in one command, and only what changed. */
    showAttributes(attributes) {
        const changed = attributes.filter(({ key, value }) => this.shown.get(key.name) !== JSON.stringify(value));
        if (changed.length > 0)
            upsertSearchAttributes(changed);
        for (const { key, value } of changed)
            this.shown.set(key.name, JSON.stringify(value));
    }
    isDone() {
        return this.practice.isFinished(this.state) && !this.desk.hasUnwritten && !this.state.letters.some(isOwed);
    }
    async sleep() {
        const on = this.practice.nextWakeOn(this.state, today());
        await this.desk.sleep(on, `Until ${on ?? 'something comes in'}`);
    }
    /** Lets everybody who was let in finish, and writes what came of it. */
    async windUp() {
        await this.desk.windUp(() => this.followThrough(), () => this.underWay.size === 0);
    }
    nextWakeAt() {
        const on = !this.isOpen || this.practice.isFinished(this.state) ? null : this.practice.nextWakeOn(this.state, today());
        return on === null ? null : startOfLondonDay(on);
    }
    commit(decideThen, by, { commandId, asked = false } = {}) {
        return this.desk.commit({ decide: decideThen, by, commandId, asked });
    }
    refuseIfWrong(type, heard) {
        const refusal = heard.refusal ?? this.refusalOf(type, heard.said);
        if (refusal)
            throw refusalFailure(refusal);
    }
    refusalOf(type, command) {
        const { commands } = this.practice;
        const check = Object.hasOwn(commands, type) ? commands[type] : undefined;
        if (!check)
            return { refused: true, code: 'unknown-command', reason: `There is no command ${type.slice(0, 50)}` };
        // Before the case is open its policy is not known: then this is asked again.
        const malformed = checkCommand(check, command, !this.isOpen || opens(this.state.policy, type));
        if (malformed)
            return malformed;
        const notTheirs = this.refuseOthers(type, command);
        if (notTheirs)
            return notTheirs;
        if (this.isDecidedOutside(type) || !this.isOpen || this.isRepeat(command))
            return undefined;
        const result = this.practice.decide(this.state, { ...command, type }, today());
        return isRefusal(result) ? result : undefined;
    }
    /** Who may not give this though their role may. */
    refuseOthers(_type, _command) {
        return undefined;
    }
    /** What can only be decided by asking the ledger, once the update is accepted. */
    isDecidedOutside(_type) {
        return false;
    }
    isRepeat(command) {
        const { commandId } = command;
        return commandId !== undefined && this.state.commandIds.includes(commandId);
    }
    async carryOut(type, heard) {
        if (heard.refusal)
            throw refusalFailure(heard.refusal);
        const { said, by } = heard;
        const command = { ...said, type };
        await condition(() => this.isOpen);
        if (by.role === 'unidentified')
            this.refuseIfWrong(type, heard);
        if (this.isRepeat(command))
            return this.answer([]);
        // Nobody in particular named it: so that it is known again should this worker die before it has answered.
        const commandId = command.commandId ?? namedByNobody(`${currentUpdateInfo()?.id}`);
        const decideThen = await this.deciderOf(type, command);
        const decision = this.commit(decideThen, by, { commandId, asked: true });
        return this.answer(await this.desk.written(decision));
    }
    async deciderOf(_type, command) {
        return (state) => this.practice.decide(state, command, today());
    }
    /** A fact that fits is carried out as its command; one that does not is kept and becomes a task. */
    async takeFact(fact, sender) {
        await condition(() => this.isReady);
        const { id, type, ...fields } = asFields(fact);
        const factId = typeof id === 'string' && FACT_ID.test(id) ? id : this.nameOfUnnamed();
        const kind = typeof type === 'string' ? type : 'unnamed';
        const { said, by, refusal: notHeard } = hear(sender, { ...fields, commandId: factId });
        const commandId = String(said.commandId);
        if (this.state.commandIds.includes(commandId))
            return;
        const refusal = notHeard ?? (this.isDecidedOutside(kind) ? notBySignal : this.refusalOf(kind, said));
        if (refusal) {
            this.keepUnexpected(unexpected(factId, kind, refusal.reason), by, commandId);
            return;
        }
        // Taken again after a cut, it may no longer fit: still it is not dropped.
        const decideThen = (state) => {
            const events = this.practice.decide(state, { ...said, type: kind }, today());
            return isRefusal(events)
                ? this.practice.decideUnexpected(state, unexpected(factId, kind, events.reason), today())
                : events;
        };
        this.commit(decideThen, by, { commandId });
    }
    async takeUnknown(name, args, sender) {
        await condition(() => this.isOpen);
        const why = `A signal ${name.slice(0, 50)} with ${args.length} arguments is not one this case knows`;
        const fact = unexpected(this.nameOfUnnamed(), name, why);
        this.keepUnexpected(fact, hear(sender, {}).by, fact.factId);
    }
    keepUnexpected(fact, by, commandId) {
        this.commit((state) => this.practice.decideUnexpected(state, fact, today()), by, { commandId });
    }
    nameOfUnnamed() {
        this.unnamed += 1;
        return `${workflowInfo().runId}-${this.unnamed}`;
    }
}
const unexpected = (factId, what, why) => ({
    factId,
    what: what.slice(0, 50),
    why: why.slice(0, 500),
});
const isRefusal = (result) => !Array.isArray(result);
/** Whether local policy lets somebody unidentified give this. A policy recorded before there was the key opens nothing. */
export const opens = (policy, type) => (policy.openToUnidentified ?? []).includes(type);
export const refuseStart = (refusal) => {
    if (refusal)
        throw refusalFailure(refusal);
};
/** A run that nobody but the one before it began needs nobody's leave. */
export const mayStartAgain = (starter, what) => {
    if (!isNewRun())
        refuseStart(mustBe(starter, MAY_RESTORE, what));
};
const FACT_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,99}$/;
const notBySignal = {
    refused: true,
    code: 'not-by-signal',
    reason: 'A change of policy is an update, not a fact to report',
};
//# sourceMappingURL=casework.js.map