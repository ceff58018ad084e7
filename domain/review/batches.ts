/** What a review tells the campaign of its transfer: consultations that are to go when their turn comes. */
import type { Ask, CampaignLimits } from '../campaign/campaign-shapes.js';
import { campaignOf } from '../campaign/transfer-year.js';
import type { CivilDate } from '../civil-date.js';
import type { ReviewEventData } from './event-shapes.js';
import type { ReviewState } from './state.js';

export interface ToCampaign {
  on: CivilDate;
  limits: CampaignLimits;
  ask: Ask[];
  drop: Ask[];
}

const askOf = ({ caseRef, n }: ReviewState, queued: ReviewEventData<'consultation.queued'>): Ask => ({
  caseRef,
  n,
  consultationId: queued.consultationId,
  school: queued.urn ?? queued.to.name,
});

/** Facts after which a review, if it is over, sends nothing more. */
const ENDS: ReadonlySet<string> = new Set([
  'review.decided',
  'amendment.made',
  'amendment.abandoned',
  'review.stopped',
]);

/** Undefined where nothing of it is the campaign's. */
export const toCampaign = (
  state: ReviewState,
  written: readonly { type: string; data: object }[],
): ToCampaign | undefined => {
  if (state.phase === null) return undefined;
  const queued = written.flatMap(({ type, data }) =>
    type === 'consultation.queued' ? [data as ReviewEventData<'consultation.queued'>] : [],
  );
  const dropped = state.stage === 'finished' && written.some(({ type }) => ENDS.has(type)) ? state.queued : [];
  if (queued.length + dropped.length === 0) return undefined;
  const { consultations: limits } = state.policy.campaign;
  return {
    on: campaignOf(state.phase.on),
    limits,
    ask: queued.map((q) => askOf(state, q)),
    drop: dropped.map((q) => askOf(state, q)),
  };
};

/** All that wait, told again after a loss: the campaign passes over what it knows. */
export const stillWaiting = (state: ReviewState): ToCampaign | undefined =>
  state.stage === 'finished'
    ? undefined
    : toCampaign(
        state,
        state.queued.map((data) => ({ type: 'consultation.queued', data })),
      );
