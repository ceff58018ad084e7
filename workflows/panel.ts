/**
 * A panel: one lasting process each, with a calendar and an agenda. Cases refer themselves to it by signal; its clerk
 * records what it recommends, and it tells the case. It decides nothing in law.
 */
import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  log,
  setCurrentDetails,
  setDefaultSignalHandler,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { startOfLondonDay } from '../domain/civil-date.js';
import type { Heard } from '../domain/caller.js';
import { checkCommand, faultsAgainst } from '../domain/command-check.js';
import { refuse, SYSTEM } from '../domain/events.js';
import type { Actor, Refusal } from '../domain/events.js';
import { PANEL_COMMANDS, REFERRAL_SCHEMA, SIGNAL_DESCRIPTIONS } from '../domain/generated/commands.js';
import { isCaseRef, isProcessOf, panelId } from '../domain/ids.js';
import {
  blankPanel,
  evolvePanel,
  cancelMeeting,
  isPanelBehind,
  list,
  nextPanelMeeting,
  nextPanelWakeOn,
  panelDetails,
  passPanelTime,
  recommend,
  recordPanel,
  remove,
} from '../domain/panel/panel.js';
import type { PanelEvent, PanelState } from '../domain/panel/panel.js';
import type { NewPanelEvent, PanelCommandOf, ReferralToPanel } from '../domain/panel/panel-shapes.js';
import type { PanelPolicy } from '../domain/policy.js';
import { onceOpen } from './not-yet-readable.js';
import { recallPanel, tellCase } from './activities.js';
import { asFields, Desk, heardAsUpdate, isNewRun, onNudge, refusalFailure, isFromUs, today } from './desk.js';
import type { Decision, Trade } from './desk.js';
import { Lists } from './lists.js';
import { KEYS } from './search-attributes.js';
import { serve } from './service.js';
import type { Service } from './service.js';

export interface PanelInput {
  panel: PanelPolicy;
}

export const panelStateQuery = defineQuery<PanelState>('state');
const panelWakeQuery = defineQuery<{ at: number | null }>('nextWake');
export const referSignal = defineSignal<[unknown, unknown]>('refer');
export const removeSignal = defineSignal<[unknown, unknown]>('remove');

export async function panel(input: PanelInput, assertion?: unknown): Promise<void> {
  await serve(new Clerk(ownId(input)), input, assertion, 'Starting a panel');
}

/** A process of another name, or one that was handed no panel, would write into a stream not its own. */
const ownId = (input: unknown): string => {
  const { id } = asFields(asFields(input).panel);
  if (typeof id === 'string' && workflowInfo().workflowId === panelId(id)) return id;
  throw refusalFailure(
    refuse('wrong-reference', 'panel must be a panel of the policy, and the workflow ID panel/ and its id'),
  );
};

/** Only our own processes speak to a panel by signal, in a form that is checked; anything else concerns no case. */
const noReferral = (signal: string): void =>
  log.warn('A signal that a panel cannot take is passed over', { signal: signal.slice(0, 50) });

/** Every fact of a panel is one that some case is to hear. */
const CLERK: Trade<PanelState, NewPanelEvent, PanelEvent> = {
  evolve: evolvePanel,
  record: recordPanel,
  hasConsequence: () => true,
};

class Clerk implements Service<PanelInput> {
  private readonly desk: Desk<PanelState, NewPanelEvent, PanelEvent>;
  private readonly lists = new Lists();
  private isOpen = false;

  constructor(private readonly id: string) {
    this.desk = new Desk(panelId(id), CLERK, blankPanel());
  }

  private get state(): PanelState {
    return this.desk.state;
  }

  async open({ panel: policy }: PanelInput): Promise<void> {
    this.desk.state = (await recallPanel(this.id)) ?? blankPanel();
    // The calendar is policy's: a new one is a fact like any other. A new run goes on under the one it has.
    const goesOn = isNewRun() && this.state.seq > 0;
    this.commit(
      (state) =>
        goesOn || JSON.stringify(state.panel) === JSON.stringify(policy)
          ? []
          : [{ type: 'panel.convened', data: { panel: policy }, occurredOn: today() }],
      SYSTEM,
    );
    await this.desk.writeFirst();
    this.isOpen = true;
  }

  listen(): void {
    setHandler(panelWakeQuery, () => ({ at: this.nextWakeAt() }), {
      description: 'The instant this panel next wakes by itself, in milliseconds. Takes no argument',
    });
    setHandler(panelStateQuery, () => onceOpen(this.isOpen, this.state), {
      description: 'The agendas of this panel. Takes no argument',
    });
    setHandler(referSignal, (referral, assertion) => this.refer(referral, isFromUs('refer', assertion)), {
      description: SIGNAL_DESCRIPTIONS.refer,
    });
    setHandler(removeSignal, (item, assertion) => this.strike(item, isFromUs('remove', assertion)), {
      description: SIGNAL_DESCRIPTIONS.remove,
    });
    onNudge(() => this.desk.nudge());
    setDefaultSignalHandler(noReferral);
    for (const [type, check] of Object.entries(PANEL_COMMANDS)) {
      const update = defineUpdate<{ events: string[] }, [unknown, unknown]>(type);
      setHandler(update, (command, assertion) => this.carryOut(type, heardAsUpdate(type, command, assertion)), {
        description: `${check.description}. Example: ${check.example}`,
        validator: (command, assertion) => {
          const refusal = this.refusalOf(type, heardAsUpdate(type, command, assertion));
          if (refusal) throw refusalFailure(refusal);
        },
      });
    }
  }

  passTime(): void {
    this.commit((state) => passPanelTime(state, today()), SYSTEM);
  }

  /** The ledger first; then each case concerned hears what was decided about it. */
  async followThrough(): Promise<void> {
    for (let written = await this.desk.write(); written.length > 0; written = await this.desk.write()) {
      await Promise.all(written.map((event) => this.tell(event)));
    }
  }

  windUp(): Promise<void> {
    return this.desk.windUp(() => this.followThrough());
  }

  show(): void {
    if (!this.state.panel) return;
    const next = nextPanelMeeting(this.state);
    const behind = isPanelBehind(this.state, today());
    this.lists.showWithLater(
      [],
      [
        { key: KEYS.stage, value: behind ? 'panel-behind' : next ? 'panel-listed' : 'panel-empty' },
        { key: KEYS.waitingOn, value: next ? 'authority' : 'nobody' },
        { key: KEYS.planType, value: 'panel' },
        { key: KEYS.nextDue, value: next ? new Date(startOfLondonDay(next)) : null },
      ],
    );
    setCurrentDetails(panelDetails(this.state, today()));
  }

  async sleep(): Promise<void> {
    const on = nextPanelWakeOn(this.state, today());
    await this.desk.sleep(on, `Until ${on ?? 'a case is referred'}`);
  }

  private async tell(placed: PanelEvent): Promise<void> {
    const id = `${this.id}-${placed.seq}`;
    const by: Actor = { role: 'system', id: `panel-${this.id}` };
    if (placed.type === 'item.listed' || placed.type === 'item.moved') {
      const { caseRef, referralId, meetingOn, replyTo } = placed.data;
      await tellCase(caseRef, { id, type: 'recordListing', referralId, meetingOn, by }, replyTo);
    } else if (placed.type === 'item.recommended') {
      const { caseRef, actions, replyTo, ...rest } = placed.data;
      const named = actions.map(({ ownerEmail, ...a }) => ({ ...a, ...(ownerEmail ? { ownerEmail } : {}) }));
      const fact = { id, type: 'recordRecommendation', ...rest, actions: named, by, occurredOn: placed.occurredOn };
      await tellCase(caseRef, fact, replyTo);
    }
  }

  private async refer(referral: unknown, isOurs: boolean): Promise<void> {
    await condition(() => this.isOpen);
    if (!isOurs || faultsAgainst(REFERRAL_SCHEMA, referral).length > 0) return noReferral('refer');
    const known = referral as ReferralToPanel;
    // It answers nobody but a process of that child.
    if (known.replyTo !== undefined && !isProcessOf(known.caseRef, known.replyTo)) return noReferral('refer');
    const commandId = `refer-${known.caseRef}-${known.referralId}`;
    this.commit((state) => list(state, known, today()), SYSTEM, { commandId });
  }

  private async strike(item: unknown, isOurs: boolean): Promise<void> {
    await condition(() => this.isOpen);
    const { caseRef, referralId, reason } = asFields(item);
    if (!isOurs || !isCaseRef(caseRef) || typeof referralId !== 'string' || typeof reason !== 'string')
      return noReferral('remove');
    const struck = { caseRef, referralId, reason: reason.slice(0, 500) };
    this.commit((state) => remove(state, struck, today()), SYSTEM);
  }

  private refusalOf(type: string, { refusal, said }: Heard): Refusal | undefined {
    const check = PANEL_COMMANDS[type];
    // Nothing that is said to a panel is open to somebody unidentified.
    const wrong = refusal ?? (check ? checkCommand(check, said, false) : undefined);
    if (wrong) return wrong;
    const result = !this.isOpen || this.isRepeat(said) ? [] : eventsOf(this.state, type, said);
    return Array.isArray(result) ? undefined : result;
  }

  private isRepeat(command: unknown): boolean {
    const { commandId } = command as { commandId?: string };
    return commandId !== undefined && this.state.commandIds.includes(commandId);
  }

  private async carryOut(type: string, { refusal, said, by }: Heard): Promise<{ events: string[] }> {
    if (refusal) throw refusalFailure(refusal);
    await condition(() => this.isOpen);
    if (this.isRepeat(said)) return { events: [] };
    const { commandId } = said as { commandId?: string };
    const decision = this.commit((state) => eventsOf(state, type, said), by, { commandId, asked: true });
    return { events: (await this.desk.written(decision)).map((e) => e.type) };
  }

  private commit(
    decide: (state: PanelState) => NewPanelEvent[] | Refusal,
    by: Actor,
    { commandId, asked = false }: { commandId?: string | undefined; asked?: boolean } = {},
  ): Decision<PanelEvent> {
    return this.desk.commit({ decide, by, commandId, asked });
  }

  private nextWakeAt(): number | null {
    const on = this.state.panel ? nextPanelWakeOn(this.state, today()) : null;
    return on === null ? null : startOfLondonDay(on);
  }
}

const eventsOf = (state: PanelState, type: string, command: unknown): NewPanelEvent[] | Refusal =>
  type === 'recommend'
    ? recommend(state, command as PanelCommandOf<'recommend'>, today())
    : cancelMeeting(state, command as PanelCommandOf<'cancelMeeting'>, today());
