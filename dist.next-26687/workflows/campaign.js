/**
 * The campaign of one transfer between phases (r18): one lasting process each, to which reviews hand their consultations. On
 * each working day it lets go as many as policy says, and tells each review to send its own. It decides nothing in law.
 */
import { condition, defineQuery, defineSignal, log, setCurrentDetails, setDefaultSignalHandler, setHandler, workflowInfo, } from '@temporalio/workflow';
import { ask, blankCampaign, campaignDetails, drop, evolveCampaign, nextCampaignWakeOn, recordCampaign, release, } from '../domain/campaign/release.js';
import { isCivilDate, startOfLondonDay } from '../domain/civil-date.js';
import { faultsAgainst } from '../domain/command-check.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { ASK_SCHEMA } from '../domain/generated/commands.js';
import { annualReviewId, campaignId } from '../domain/ids.js';
import { recallCampaign, tellCase } from './activities.js';
import { asFields, Desk, isNewRun, onNudge, refusalFailure, isFromUs, today } from './desk.js';
import { serve } from './service.js';
import { onceOpen } from './not-yet-readable.js';
const stateQuery = defineQuery('state');
const wakeQuery = defineQuery('nextWake');
const askSignal = defineSignal('ask');
const dropSignal = defineSignal('drop');
export async function campaign(input, assertion) {
    await serve(new Release(ownDay(input)), input, assertion, 'Starting a campaign');
}
/** A process of another name would write into a stream not its own. */
const ownDay = (input) => {
    const { on } = asFields(input);
    if (isCivilDate(on) && workflowInfo().workflowId === campaignId(on))
        return on;
    throw refusalFailure(refuse('wrong-reference', 'on must be a date, and the workflow ID campaign/ and that date'));
};
const TRADE = {
    evolve: evolveCampaign,
    record: recordCampaign,
    hasConsequence: () => true,
};
const notOurs = (signal) => log.warn('A signal that a campaign cannot take is passed over', { signal: signal.slice(0, 50) });
class Release {
    on;
    desk;
    isOpen = false;
    constructor(on) {
        this.on = on;
        this.desk = new Desk(campaignId(on), TRADE, blankCampaign());
    }
    get state() {
        return this.desk.state;
    }
    async open({ on, limits }) {
        this.desk.state = (await recallCampaign(this.on)) ?? blankCampaign();
        const goesOn = this.state.seq > 0 && (isNewRun() || JSON.stringify(this.state.limits) === JSON.stringify(limits));
        this.commit(() => goesOn ? [] : [{ type: 'campaign.opened', data: { on, limits }, occurredOn: today() }]);
        await this.desk.writeFirst();
        this.isOpen = true;
    }
    listen() {
        setHandler(wakeQuery, () => ({ at: this.nextWakeAt() }), {
            description: 'The instant this campaign next wakes by itself',
        });
        setHandler(stateQuery, () => onceOpen(this.isOpen, this.state), { description: 'What waits and what went' });
        setHandler(askSignal, (asked, assertion) => this.hear('ask', asked, assertion), {
            description: 'A review has a consultation to send when its turn comes',
        });
        setHandler(dropSignal, (asked, assertion) => this.hear('drop', asked, assertion), {
            description: 'A review need not send a consultation any more',
        });
        onNudge(() => this.desk.nudge());
        setDefaultSignalHandler(notOurs);
    }
    passTime() {
        this.commit((state) => release(state, today()));
    }
    /** The ledger first; then each review hears that it may send. */
    async followThrough() {
        for (let written = await this.desk.write(); written.length > 0; written = await this.desk.write()) {
            await Promise.all(written.map((event) => this.tell(event)));
            this.passTime();
        }
    }
    windUp() {
        return this.desk.windUp(() => this.followThrough());
    }
    show() {
        setCurrentDetails(campaignDetails(this.state, today()));
    }
    async sleep() {
        const on = nextCampaignWakeOn(this.state, today());
        await this.desk.sleep(on, `Until ${on ?? 'a review has a school to consult'}`);
    }
    async tell({ type, data, seq }) {
        if (type !== 'consultation.released')
            return;
        const { caseRef, n, consultationId } = data;
        const by = { role: 'system', id: `campaign-${this.on}` };
        const fact = { id: `campaign-${this.on}-${seq}`, type: 'releaseConsultation', consultationId, by };
        await tellCase(caseRef, fact, annualReviewId(caseRef, n));
    }
    /** Only our own processes speak to a campaign, in a form that is checked. */
    async hear(signal, asked, assertion) {
        const isOurs = isFromUs(signal, assertion);
        await condition(() => this.isOpen);
        if (!isOurs || faultsAgainst(ASK_SCHEMA, asked).length > 0)
            return notOurs(signal);
        const known = asked;
        const commandId = `${signal}-${known.caseRef}-${known.n}-${known.consultationId}`;
        const decide = signal === 'ask' ? ask : drop;
        // Asked again after it was let go, it is let go again: what told the review of it may be lost.
        this.commit((state) => decide(state, known, today()), commandId);
    }
    commit(decide, commandId) {
        this.desk.commit({ decide, by: SYSTEM, commandId });
    }
    nextWakeAt() {
        const on = nextCampaignWakeOn(this.state, today());
        return on === null ? null : startOfLondonDay(on);
    }
}
//# sourceMappingURL=campaign.js.map