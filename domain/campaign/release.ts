/**
 * Consultations of a campaign go out in batches: on working days, so many to a school and so many in all. Who asked first
 * goes first; a school that has had its number waits without holding up the others.
 */
import { formatLong } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Actor, Recording } from '../events.js';
import { recordWith, remember } from '../events.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { isWorkingDay, nextWorkingDay } from '../law/counting.js';
import { pageOf, tableOf } from '../matter/summary.js';
import type { Ask, CampaignLimits, NewCampaignEvent } from './campaign-shapes.js';

export interface CampaignState {
  on: CivilDate;
  limits: CampaignLimits;
  seq: number;
  waiting: Ask[];
  /** What went on the last day on which any did. */
  sent: { on: CivilDate; total: number; bySchool: Record<string, number> };
  released: number;
  commandIds: string[];
}

export type CampaignEvent = NewCampaignEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

export const blankCampaign = (): CampaignState => ({
  on: '',
  limits: undefined as never,
  seq: 0,
  waiting: [],
  sent: { on: '', total: 0, bySchool: {} },
  released: 0,
  commandIds: [],
});

export const sameAsk = (a: Ask, b: Ask): boolean =>
  a.caseRef === b.caseRef && a.n === b.n && a.consultationId === b.consultationId;

const without = (state: CampaignState, ask: Ask): Ask[] => state.waiting.filter((w) => !sameAsk(w, ask));

const sentOn = ({ sent }: CampaignState, on: CivilDate): CampaignState['sent'] =>
  sent.on === on ? sent : { on, total: 0, bySchool: {} };

const counted = (sent: CampaignState['sent'], { school }: Ask): CampaignState['sent'] => ({
  ...sent,
  total: sent.total + 1,
  bySchool: { ...sent.bySchool, [school]: (sent.bySchool[school] ?? 0) + 1 },
});

const change = (state: CampaignState, event: NewCampaignEvent): Partial<CampaignState> => {
  switch (event.type) {
    case 'campaign.opened':
      return { on: event.data.on, limits: event.data.limits };
    case 'consultation.asked':
      return { waiting: [...without(state, event.data), event.data] };
    case 'consultation.released':
      return {
        waiting: without(state, event.data),
        sent: counted(sentOn(state, event.occurredOn), event.data),
        released: state.released + 1,
      };
    case 'consultation.dropped':
      return { waiting: without(state, event.data) };
  }
};

export const evolveCampaign = (
  state: CampaignState,
  event: NewCampaignEvent & { seq?: number; commandId?: string; erasedOn?: string },
): CampaignState => ({
  ...state,
  // What it did for a case that was erased since counts no more.
  ...('erasedOn' in event ? {} : change(state, event)),
  seq: event.seq ?? state.seq + 1,
  commandIds: remember(state.commandIds, event.commandId),
});

export const foldCampaign = (events: readonly NewCampaignEvent[]): CampaignState =>
  events.reduce<CampaignState>((s, e) => evolveCampaign(s, e), blankCampaign());

export const recordCampaign = (
  state: CampaignState,
  events: readonly NewCampaignEvent[],
  recording: Recording,
): { state: CampaignState; recorded: CampaignEvent[] } =>
  recordWith<CampaignState, NewCampaignEvent, CampaignEvent>(evolveCampaign, state, events, recording);

export const ask = (state: CampaignState, asked: Ask, today: CivilDate): NewCampaignEvent[] =>
  state.waiting.some((w) => sameAsk(w, asked)) ? [] : [{ type: 'consultation.asked', data: asked, occurredOn: today }];

export const drop = (state: CampaignState, asked: Ask, today: CivilDate): NewCampaignEvent[] =>
  state.waiting.some((w) => sameAsk(w, asked))
    ? [{ type: 'consultation.dropped', data: asked, occurredOn: today }]
    : [];

/** Those whose turn it is today. */
export const release = (state: CampaignState, today: CivilDate): NewCampaignEvent[] => {
  if (state.waiting.length === 0 || !isWorkingDay(today, ENGLAND_AND_WALES)) return [];
  const { perSchoolADay, lettersADay } = state.limits;
  const events: NewCampaignEvent[] = [];
  let sent = sentOn(state, today);
  for (const waiting of state.waiting) {
    if (sent.total >= lettersADay) break;
    if ((sent.bySchool[waiting.school] ?? 0) >= perSchoolADay) continue;
    sent = counted(sent, waiting);
    events.push({ type: 'consultation.released', data: waiting, occurredOn: today });
  }
  return events;
};

/** While any wait: the next working day. */
export const nextCampaignWakeOn = ({ waiting }: CampaignState, today: CivilDate): CivilDate | null =>
  waiting.length === 0 ? null : nextWorkingDay(today, ENGLAND_AND_WALES);

/** A campaign has more schools than a page has room for. */
const MOST_SCHOOLS = 60;

/** The whole campaign for a manager in the Temporal UI (markdown). */
export const campaignDetails = (state: CampaignState, today: CivilDate): string => {
  const { on, limits, released, waiting } = state;
  const schools = new Map<string, number>();
  for (const { school } of waiting) schools.set(school, (schools.get(school) ?? 0) + 1);
  const sent = sentOn(state, today);
  const next = nextCampaignWakeOn(state, today);
  const most = [...schools].sort(([, a], [, b]) => b - a);
  return pageOf(
    {
      title: `Transfer of ${formatLong(on)}: ${waiting.length} consultations wait`,
      facts: [
        ['Sent', `${released} consultations, ${sent.total} of them today`],
        ['At most', `${limits.lettersADay} a day, ${limits.perSchoolADay} of them to one school`],
        [
          'Next',
          next
            ? `on ${formatLong(next)} the next of them go, who asked first going first`
            : 'when a review has a school to consult',
        ],
        ['Waiting on', waiting.length > 0 ? 'the next working day' : 'nobody'],
      ],
      more:
        most.length === 0
          ? []
          : [
              '',
              '#### Waiting, by school',
              '',
              ...tableOf(
                ['School', 'Waiting'],
                most.slice(0, MOST_SCHOOLS).map(([school, n]) => [school, String(n)]),
              ),
              ...(most.length > MOST_SCHOOLS ? ['', `And ${most.length - MOST_SCHOOLS} schools more.`] : []),
            ],
      command: `ehcna campaign waiting ${on}`,
    },
    today,
  );
};
