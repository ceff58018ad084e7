/**
 * A panel: one lasting process each, with a calendar and an agenda. Cases refer themselves to it by signal; its clerk
 * records what it recommends, and it tells the case. It decides nothing in law.
 */
import { condition, defineQuery, defineSignal, defineUpdate, log, setCurrentDetails, setDefaultSignalHandler, setHandler, workflowInfo, } from '@temporalio/workflow';
import { startOfLondonDay } from '../domain/civil-date.js';
import { checkCommand, faultsAgainst } from '../domain/command-check.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { PANEL_COMMANDS, REFERRAL_SCHEMA } from '../domain/generated/commands.js';
import { isCaseRef, isProcessOf, panelId } from '../domain/ids.js';
import { blankPanel, evolvePanel, cancelMeeting, list, nextPanelWakeOn, panelDetails, passPanelTime, recommend, recordPanel, remove, } from '../domain/panel/panel.js';
import { onceOpen } from './not-yet-readable.js';
import { recallPanel, tellCase } from './activities.js';
import { asFields, Desk, heardAsUpdate, isNewRun, onNudge, refusalFailure, isFromUs, today } from './desk.js';
import { serve } from './service.js';
export const panelStateQuery = defineQuery('state');
const panelWakeQuery = defineQuery('nextWake');
export const referSignal = defineSignal('refer');
export const removeSignal = defineSignal('remove');
export async function panel(input, assertion) {
    await serve(new Clerk(ownId(input)), input, assertion, 'Starting a panel');
}
/** A process of another name, or one that was handed no panel, would write into a stream not its own. */
const ownId = (input) => {
    const { id } = asFields(asFields(input).panel);
    if (typeof id === 'string' && workflowInfo().workflowId === panelId(id))
        return id;
    throw refusalFailure(refuse('wrong-reference', 'panel must be a panel of the policy, and the workflow ID panel/ and its id'));
};
/** Only our own processes speak to a panel by signal, in a form that is checked; anything else concerns no case. */
const noReferral = (signal) => log.warn('A signal that a panel cannot take is passed over', { signal: signal.slice(0, 50) });
/** Every fact of a panel is one that some case is to hear. */
const CLERK = {
    evolve: evolvePanel,
    record: recordPanel,
    hasConsequence: () => true,
};
class Clerk {
    id;
    desk;
    isOpen = false;
    constructor(id) {
        this.id = id;
        this.desk = new Desk(panelId(id), CLERK, blankPanel());
    }
    get state() {
        return this.desk.state;
    }
    async open({ panel: policy }) {
        this.desk.state = (await recallPanel(this.id)) ?? blankPanel();
        // The calendar is policy's: a new one is a fact like any other. A new run goes on under the one it has.
        const goesOn = isNewRun() && this.state.seq > 0;
        this.commit((state) => goesOn || JSON.stringify(state.panel) === JSON.stringify(policy)
            ? []
            : [{ type: 'panel.convened', data: { panel: policy }, occurredOn: today() }], SYSTEM);
        await this.desk.writeFirst();
        this.isOpen = true;
    }
    listen() {
        setHandler(panelWakeQuery, () => ({ at: this.nextWakeAt() }), {
            description: 'The instant this panel next wakes by itself',
        });
        setHandler(panelStateQuery, () => onceOpen(this.isOpen, this.state), { description: 'The agendas of this panel' });
        setHandler(referSignal, (referral, assertion) => this.refer(referral, isFromUs('refer', assertion)), {
            description: 'A case asks to be heard',
        });
        setHandler(removeSignal, (item, assertion) => this.strike(item, isFromUs('remove', assertion)), {
            description: 'A case need not be heard any more',
        });
        onNudge(() => this.desk.nudge());
        setDefaultSignalHandler(noReferral);
        for (const [type, check] of Object.entries(PANEL_COMMANDS)) {
            const update = defineUpdate(type);
            setHandler(update, (command, assertion) => this.carryOut(type, heardAsUpdate(type, command, assertion)), {
                description: `${check.description}. Example: ${check.example}`,
                validator: (command, assertion) => {
                    const refusal = this.refusalOf(type, heardAsUpdate(type, command, assertion));
                    if (refusal)
                        throw refusalFailure(refusal);
                },
            });
        }
    }
    passTime() {
        this.commit((state) => passPanelTime(state, today()), SYSTEM);
    }
    /** The ledger first; then each case concerned hears what was decided about it. */
    async followThrough() {
        for (let written = await this.desk.write(); written.length > 0; written = await this.desk.write()) {
            await Promise.all(written.map((event) => this.tell(event)));
        }
    }
    windUp() {
        return this.desk.windUp(() => this.followThrough());
    }
    show() {
        if (this.state.panel)
            setCurrentDetails(panelDetails(this.state, today()));
    }
    async sleep() {
        const on = nextPanelWakeOn(this.state, today());
        await this.desk.sleep(on, `Until ${on ?? 'a case is referred'}`);
    }
    async tell(placed) {
        const id = `${this.id}-${placed.seq}`;
        const by = { role: 'system', id: `panel-${this.id}` };
        if (placed.type === 'item.listed' || placed.type === 'item.moved') {
            const { caseRef, referralId, meetingOn, replyTo } = placed.data;
            await tellCase(caseRef, { id, type: 'recordListing', referralId, meetingOn, by }, replyTo);
        }
        else if (placed.type === 'item.recommended') {
            const { caseRef, actions, replyTo, ...rest } = placed.data;
            const named = actions.map(({ ownerEmail, ...a }) => ({ ...a, ...(ownerEmail ? { ownerEmail } : {}) }));
            const fact = { id, type: 'recordRecommendation', ...rest, actions: named, by, occurredOn: placed.occurredOn };
            await tellCase(caseRef, fact, replyTo);
        }
    }
    async refer(referral, isOurs) {
        await condition(() => this.isOpen);
        if (!isOurs || faultsAgainst(REFERRAL_SCHEMA, referral).length > 0)
            return noReferral('refer');
        const known = referral;
        // It answers nobody but a process of that child.
        if (known.replyTo !== undefined && !isProcessOf(known.caseRef, known.replyTo))
            return noReferral('refer');
        const commandId = `refer-${known.caseRef}-${known.referralId}`;
        this.commit((state) => list(state, known, today()), SYSTEM, { commandId });
    }
    async strike(item, isOurs) {
        await condition(() => this.isOpen);
        const { caseRef, referralId, reason } = asFields(item);
        if (!isOurs || !isCaseRef(caseRef) || typeof referralId !== 'string' || typeof reason !== 'string')
            return noReferral('remove');
        const struck = { caseRef, referralId, reason: reason.slice(0, 500) };
        this.commit((state) => remove(state, struck, today()), SYSTEM);
    }
    refusalOf(type, { refusal, said }) {
        const check = PANEL_COMMANDS[type];
        // Nothing that is said to a panel is open to somebody unidentified.
        const wrong = refusal ?? (check ? checkCommand(check, said, false) : undefined);
        if (wrong)
            return wrong;
        const result = !this.isOpen || this.isRepeat(said) ? [] : eventsOf(this.state, type, said);
        return Array.isArray(result) ? undefined : result;
    }
    isRepeat(command) {
        const { commandId } = command;
        return commandId !== undefined && this.state.commandIds.includes(commandId);
    }
    async carryOut(type, { refusal, said, by }) {
        if (refusal)
            throw refusalFailure(refusal);
        await condition(() => this.isOpen);
        if (this.isRepeat(said))
            return { events: [] };
        const { commandId } = said;
        const decision = this.commit((state) => eventsOf(state, type, said), by, { commandId, asked: true });
        return { events: (await this.desk.written(decision)).map((e) => e.type) };
    }
    commit(decide, by, { commandId, asked = false } = {}) {
        return this.desk.commit({ decide, by, commandId, asked });
    }
    nextWakeAt() {
        const on = this.state.panel ? nextPanelWakeOn(this.state, today()) : null;
        return on === null ? null : startOfLondonDay(on);
    }
}
const eventsOf = (state, type, command) => type === 'recommend'
    ? recommend(state, command, today())
    : cancelMeeting(state, command, today());
//# sourceMappingURL=panel.js.map