/**
 * The campaign of one transfer between phases (r18): one lasting process each, to which reviews hand their consultations. On
 * each working day it lets go as many as policy says, and tells each review to send its own. It decides nothing in law.
 */
import {
  condition,
  defineQuery,
  defineSignal,
  log,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Ask, CampaignLimits, NewCampaignEvent } from '../domain/campaign/campaign-shapes.js';
import {
  ask,
  blankCampaign,
  campaignDetails,
  drop,
  evolveCampaign,
  nextCampaignWakeOn,
  recordCampaign,
  release,
} from '../domain/campaign/release.js';
import type { CampaignEvent, CampaignState } from '../domain/campaign/release.js';
import { isCivilDate, startOfLondonDay } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { faultsAgainst } from '../domain/command-check.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { ASK_SCHEMA, SIGNAL_DESCRIPTIONS } from '../domain/generated/commands.js';
import { annualReviewId, campaignId } from '../domain/ids.js';
import { recallCampaign, tellCase } from './activities.js';
import { asFields, Desk, isNewRun, onNudge, refusalFailure, isFromUs, today } from './desk.js';
import type { Trade } from './desk.js';
import { Lists } from './lists.js';
import { KEYS } from './search-attributes.js';
import { serve } from './service.js';
import type { Service } from './service.js';
import { onceOpen } from './not-yet-readable.js';

export interface CampaignInput {
  on: CivilDate;
  limits: CampaignLimits;
}

const stateQuery = defineQuery<CampaignState>('state');
const wakeQuery = defineQuery<{ at: number | null }>('nextWake');
const askSignal = defineSignal<[unknown, unknown]>('ask');
const dropSignal = defineSignal<[unknown, unknown]>('drop');

export async function campaign(input: CampaignInput, assertion?: unknown): Promise<void> {
  await serve(new Release(ownDay(input)), input, assertion, 'Starting a campaign');
}

/** A process of another name would write into a stream not its own. */
const ownDay = (input: unknown): CivilDate => {
  const { on } = asFields(input);
  if (isCivilDate(on) && workflowInfo().workflowId === campaignId(on)) return on;
  throw refusalFailure(refuse('wrong-reference', 'on must be a date, and the workflow ID campaign/ and that date'));
};

const TRADE: Trade<CampaignState, NewCampaignEvent, CampaignEvent> = {
  evolve: evolveCampaign,
  record: recordCampaign,
  hasConsequence: () => true,
};

const notOurs = (signal: string): void =>
  log.warn('A signal that a campaign cannot take is passed over', { signal: signal.slice(0, 50) });

class Release implements Service<CampaignInput> {
  private readonly desk: Desk<CampaignState, NewCampaignEvent, CampaignEvent>;
  private readonly lists = new Lists();
  private isOpen = false;

  constructor(private readonly on: CivilDate) {
    this.desk = new Desk(campaignId(on), TRADE, blankCampaign());
  }

  private get state(): CampaignState {
    return this.desk.state;
  }

  async open({ on, limits }: CampaignInput): Promise<void> {
    this.desk.state = (await recallCampaign(this.on)) ?? blankCampaign();
    const goesOn = this.state.seq > 0 && (isNewRun() || JSON.stringify(this.state.limits) === JSON.stringify(limits));
    this.commit((): NewCampaignEvent[] =>
      goesOn ? [] : [{ type: 'campaign.opened', data: { on, limits }, occurredOn: today() }],
    );
    await this.desk.writeFirst();
    this.isOpen = true;
  }

  listen(): void {
    setHandler(wakeQuery, () => ({ at: this.nextWakeAt() }), {
      description: 'The instant this campaign next wakes by itself, in milliseconds. Takes no argument',
    });
    setHandler(stateQuery, () => onceOpen(this.isOpen, this.state), {
      description: 'What waits and what went. Takes no argument',
    });
    setHandler(askSignal, (asked, assertion) => this.hear('ask', asked, assertion), {
      description: SIGNAL_DESCRIPTIONS.ask,
    });
    setHandler(dropSignal, (asked, assertion) => this.hear('drop', asked, assertion), {
      description: SIGNAL_DESCRIPTIONS.drop,
    });
    onNudge(() => this.desk.nudge());
    setDefaultSignalHandler(notOurs);
  }

  passTime(): void {
    this.commit((state) => release(state, today()));
  }

  /** The ledger first; then each review hears that it may send. */
  async followThrough(): Promise<void> {
    for (let written = await this.desk.write(); written.length > 0; written = await this.desk.write()) {
      await Promise.all(written.map((event) => this.tell(event)));
      this.passTime();
    }
  }

  windUp(): Promise<void> {
    return this.desk.windUp(() => this.followThrough());
  }

  show(): void {
    const next = nextCampaignWakeOn(this.state, today());
    this.lists.showWithLater(
      [],
      [
        { key: KEYS.stage, value: next ? 'campaign-sending' : 'campaign-idle' },
        { key: KEYS.planType, value: 'campaign' },
        { key: KEYS.nextDue, value: next ? new Date(startOfLondonDay(next)) : null },
      ],
    );
    setCurrentDetails(campaignDetails(this.state, today()));
  }

  async sleep(): Promise<void> {
    const on = nextCampaignWakeOn(this.state, today());
    await this.desk.sleep(on, `Until ${on ?? 'a review has a school to consult'}`);
  }

  private async tell({ type, data, seq }: CampaignEvent): Promise<void> {
    if (type !== 'consultation.released') return;
    const { caseRef, n, consultationId } = data;
    const by = { role: 'system', id: `campaign-${this.on}` } as const;
    const fact = { id: `campaign-${this.on}-${seq}`, type: 'releaseConsultation', consultationId, by };
    await tellCase(caseRef, fact, annualReviewId(caseRef, n));
  }

  /** Only our own processes speak to a campaign, in a form that is checked. */
  private async hear(signal: 'ask' | 'drop', asked: unknown, assertion: unknown): Promise<void> {
    const isOurs = isFromUs(signal, assertion);
    await condition(() => this.isOpen);
    if (!isOurs || faultsAgainst(ASK_SCHEMA, asked).length > 0) return notOurs(signal);
    const known = asked as Ask;
    const commandId = `${signal}-${known.caseRef}-${known.n}-${known.consultationId}`;
    const decide = signal === 'ask' ? ask : drop;
    // Asked again after it was let go, it is let go again: what told the review of it may be lost.
    this.commit((state) => decide(state, known, today()), commandId);
  }

  private commit(decide: (state: CampaignState) => NewCampaignEvent[], commandId?: string): void {
    this.desk.commit({ decide, by: SYSTEM, commandId });
  }

  private nextWakeAt(): number | null {
    const on = nextCampaignWakeOn(this.state, today());
    return on === null ? null : startOfLondonDay(on);
  }
}
