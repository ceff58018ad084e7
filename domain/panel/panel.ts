/**
 * A panel: its agenda, what it recommends and to whom. It advises; the officer decides. A case that its meeting did not
 * reach goes to the next one and is never lost from the agenda.
 */
import { addDays, daysBetween, formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Actor, Recording, Refusal } from '../events.js';
import { recordWith, refuse, remember } from '../events.js';
import { pageOf, short, tableOf } from '../matter/summary.js';
import type { PanelPolicy } from '../policy.js';
import { meetingFor, meetingOnOrAfter } from './meetings.js';
import type { NewPanelEvent, PanelCommandOf, ReferralToPanel } from './panel-shapes.js';

export interface AgendaEntry extends ReferralToPanel {
  meetingOn: CivilDate;
}

export interface PanelState {
  panel: PanelPolicy;
  seq: number;
  /** Still to be heard; what is done stands in the ledger. */
  agenda: AgendaEntry[];
  cancelled: CivilDate[];
  commandIds: string[];
}

export type PanelEvent = NewPanelEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

const same = (a: { caseRef: string; referralId: string }, b: { caseRef: string; referralId: string }): boolean =>
  a.caseRef === b.caseRef && a.referralId === b.referralId;

const without = (state: PanelState, item: { caseRef: string; referralId: string }): AgendaEntry[] =>
  state.agenda.filter((entry) => !same(entry, item));

export const blankPanel = (): PanelState => ({
  panel: undefined as never,
  seq: 0,
  agenda: [],
  cancelled: [],
  commandIds: [],
});

const change = (state: PanelState, event: NewPanelEvent): Partial<PanelState> => {
  switch (event.type) {
    case 'panel.convened':
      return { panel: event.data.panel };
    case 'item.listed':
      return { agenda: [...without(state, event.data), event.data] };
    case 'item.moved':
      return {
        agenda: state.agenda.map((entry) =>
          same(entry, event.data) ? { ...entry, meetingOn: event.data.meetingOn } : entry,
        ),
      };
    case 'item.removed':
    case 'item.recommended':
      return { agenda: without(state, event.data) };
    case 'meeting.cancelled':
      return { cancelled: [...state.cancelled, event.data.meetingOn] };
  }
};

/** What a panel said of a case that was erased since: that it said something is all that is left. */
export const isErased = (event: object): boolean => 'erasedOn' in event;

export const evolvePanel = (
  state: PanelState,
  event: NewPanelEvent & { seq?: number; commandId?: string; erasedOn?: string },
): PanelState => ({
  ...state,
  ...(isErased(event) ? {} : change(state, event)),
  seq: event.seq ?? state.seq + 1,
  commandIds: remember(state.commandIds, event.commandId),
});

export const foldPanel = (events: readonly NewPanelEvent[]): PanelState =>
  events.reduce<PanelState>((s, e) => evolvePanel(s, e), blankPanel());

export const recordPanel = (
  state: PanelState,
  events: readonly NewPanelEvent[],
  recording: Recording,
): { state: PanelState; recorded: PanelEvent[] } =>
  recordWith<PanelState, NewPanelEvent, PanelEvent>(evolvePanel, state, events, recording);

const event = (type: NewPanelEvent['type'], data: object, occurredOn: CivilDate): NewPanelEvent =>
  ({ type, data, occurredOn }) as NewPanelEvent;

/** Whom the process is that hears what becomes of it. */
const answering = ({ replyTo }: Pick<ReferralToPanel, 'replyTo'>): { replyTo?: string } => (replyTo ? { replyTo } : {});

/** Puts a referral on the next agenda it can make. One that is there already stays where it is. */
export const list = (state: PanelState, referral: ReferralToPanel, today: CivilDate): NewPanelEvent[] => {
  if (state.agenda.some((entry) => same(entry, referral))) return [];
  const meetingOn = meetingFor(state.panel, referral.referredOn > today ? referral.referredOn : today, state.cancelled);
  return [event('item.listed', { ...referral, meetingOn }, today)];
};

export const remove = (
  state: PanelState,
  item: { caseRef: string; referralId: string; reason: string },
  today: CivilDate,
): NewPanelEvent[] => (state.agenda.some((entry) => same(entry, item)) ? [event('item.removed', item, today)] : []);

export const recommend = (
  state: PanelState,
  c: PanelCommandOf<'recommend'>,
  today: CivilDate,
): NewPanelEvent[] | Refusal => {
  const entry = state.agenda.find((e) => same(e, c));
  if (!entry) {
    const open = state.agenda.map((e) => `${e.caseRef} ${e.referralId}`).join(', ');
    return refuse(
      'not-on-agenda',
      `${c.caseRef} ${c.referralId} is not on this panel's agenda; on it are ${open || 'none'}`,
    );
  }
  const on = c.occurredOn ?? today;
  if (on > today) return refuse('in-the-future', `occurredOn ${on} is after today, ${today}`);
  const early = c.actions.find((a) => a.dueOn < on);
  if (early)
    return refuse('action-in-the-past', `The action due ${early.dueOn} is due before the recommendation of ${on}`);
  const actions = c.actions.map((a) => ({
    what: a.what,
    owner: a.owner,
    ownerEmail: a.ownerEmail ?? null,
    dueOn: a.dueOn,
  }));
  const { caseRef, referralId, recommendation, reasons } = c;
  const recommended = { caseRef, referralId, recommendation, reasons, actions, ...answering(entry) };
  return [event('item.recommended', recommended, on)];
};

export const cancelMeeting = (
  state: PanelState,
  c: PanelCommandOf<'cancelMeeting'>,
  today: CivilDate,
): NewPanelEvent[] | Refusal => {
  if (c.meetingOn < today) return refuse('meeting-past', `The meeting of ${c.meetingOn} is past`);
  if (meetingOnOrAfter(state.panel, c.meetingOn, state.cancelled) !== c.meetingOn) {
    return refuse(
      'no-meeting',
      `The panel does not meet on ${c.meetingOn}; it next meets on ${meetingOnOrAfter(state.panel, today, state.cancelled)}`,
    );
  }
  const cancelled = event('meeting.cancelled', { meetingOn: c.meetingOn, reason: c.reason }, today);
  const after = evolvePanel(state, cancelled);
  return [cancelled, ...move(after, c.meetingOn, today, `The meeting of ${c.meetingOn} was cancelled: ${c.reason}`)];
};

const move = (state: PanelState, meetingOn: CivilDate, today: CivilDate, reason: string): NewPanelEvent[] => {
  const next = meetingOnOrAfter(state.panel, addDays(meetingOn, 1), state.cancelled);
  return state.agenda
    .filter((entry) => entry.meetingOn === meetingOn)
    .map(({ caseRef, referralId, ...entry }) =>
      event('item.moved', { caseRef, referralId, meetingOn: next, reason, ...answering(entry) }, today),
    );
};

/** The day after which a meeting's recommendations are overdue and its unheard cases go to the next. */
const lastDayToRecord = (state: PanelState, meetingOn: CivilDate): CivilDate =>
  addDays(meetingOn, state.panel.recordWithinDays);

/** What time alone brings about: a meeting whose cases were not heard moves them on. */
export const passPanelTime = (state: PanelState, today: CivilDate): NewPanelEvent[] => {
  const events: NewPanelEvent[] = [];
  let next = state;
  for (let due = overdueMeeting(next, today); due !== undefined; due = overdueMeeting(next, today)) {
    const moved = move(next, due, today, `Not heard on ${due}`);
    events.push(...moved);
    next = moved.reduce((s, e) => evolvePanel(s, e), next);
  }
  return events;
};

const overdueMeeting = (state: PanelState, today: CivilDate): CivilDate | undefined =>
  state.agenda.map((e) => e.meetingOn).find((on) => lastDayToRecord(state, on) < today);

export const nextPanelWakeOn = (state: PanelState, today: CivilDate): CivilDate | null => {
  const dates = state.agenda
    .flatMap((e) => [e.meetingOn, addDays(lastDayToRecord(state, e.meetingOn), 1)])
    .filter((on) => on > today);
  return dates.sort()[0] ?? null;
};

/** Of all its agendas together: what comes first has the room. */
const MOST_SHOWN = 120;

/** The next meeting that has a case on its agenda; one whose recommendations are not recorded yet may be past. */
export const nextPanelMeeting = ({ agenda }: PanelState): CivilDate | null =>
  agenda.map((e) => e.meetingOn).sort()[0] ?? null;

/** Cases were before a meeting that is past, and what was recommended on them is not recorded. */
export const isPanelBehind = (state: PanelState, today: CivilDate): boolean =>
  state.agenda.some(({ meetingOn }) => meetingOn < today);

/** The whole panel for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const panelDetails = (state: PanelState, today: CivilDate): string => {
  const { panel, agenda, cancelled } = state;
  const meetings = [...new Set(agenda.map((e) => e.meetingOn))].sort();
  const past = agenda.filter(({ meetingOn }) => meetingOn < today);
  const inOrder = [...agenda].sort((a, b) => (a.meetingOn < b.meetingOn ? -1 : 1)).slice(0, MOST_SHOWN);
  return pageOf(
    {
      title: `${panel.name}: ${agenda.length === 1 ? '1 case' : `${agenda.length} cases`} to hear`,
      notices:
        past.length === 0
          ? []
          : [
              `**Not recorded yet:** what was recommended on ${past.length} of the meeting of ${formatLong(past[0]?.meetingOn ?? today)}. What is not recorded within ${panel.recordWithinDays} days goes to the next meeting.`,
            ],
      facts: [
        ['Next meeting', formatLong(meetingOnOrAfter(panel, today, cancelled))],
        ['Meets', panel.everyWeeks === 1 ? 'every week' : `every ${panel.everyWeeks} weeks`],
        ['Waiting on', agenda.length > 0 ? "the panel's clerk, to record what it recommends" : 'nobody'],
      ],
      more: meetings
        .filter((on) => inOrder.some((e) => e.meetingOn === on))
        .flatMap((on) => [
          '',
          `#### ${formatLong(on)}`,
          '',
          ...tableOf(
            ['Case', 'Question', 'Referred', 'Waits'],
            inOrder
              .filter((e) => e.meetingOn === on)
              .map((e) => [
                `${e.caseRef} ${e.referralId}`,
                e.question.replaceAll('-', ' '),
                short(e.referredOn),
                `${daysBetween(e.referredOn, today)} days`,
              ]),
          ),
        ]),
      command: `ehcna panel show ${panel.id}`,
    },
    today,
  );
};
