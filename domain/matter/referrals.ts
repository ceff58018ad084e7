/** Questions of a matter that a panel is asked to hear. The panel advises; the officer decides. */
import type { CivilDate } from '../civil-date.js';
import type { ReferralToPanel } from '../panel/panel-shapes.js';
import type { PanelQuestion, Policy } from '../policy.js';
import { must } from './deciding.js';
import { changeOne } from './evolve.js';
import type { ReferralEventData, ReferralEventType } from './referral-shapes.js';

export interface Referral {
  id: string;
  panel: string;
  question: PanelQuestion;
  reason: string;
  referredOn: CivilDate;
  meetingOn: CivilDate | null;
  recommendation: string | null;
  reasons: string | null;
  /** Null as well where the panel was not needed in the end. */
  recommendedOn: CivilDate | null;
  /** Heard, or struck from the agenda. */
  closedOn: CivilDate | null;
}

export interface Referring {
  referrals: Referral[];
}

type Change = Referring & { lastProgressOn: CivilDate };

type Fold = {
  [T in ReferralEventType]: (s: Referring, d: ReferralEventData<T>, on: CivilDate) => Partial<Change>;
};

export const REFERRAL_FOLD: Fold = {
  'panel.referred': (s, d, on) => ({
    referrals: [
      ...s.referrals,
      {
        id: d.referralId,
        panel: d.panel,
        question: d.question,
        reason: d.reason,
        referredOn: on,
        meetingOn: null,
        recommendation: null,
        reasons: null,
        recommendedOn: null,
        closedOn: null,
      },
    ],
  }),
  'panel.listed': (s, d) => ({ referrals: changeOne(s.referrals, d.referralId, () => ({ meetingOn: d.meetingOn })) }),
  'panel.recommended': (s, d, on) => ({
    referrals: changeOne(s.referrals, d.referralId, () => ({
      recommendation: d.recommendation,
      reasons: d.reasons,
      recommendedOn: on,
      closedOn: on,
    })),
    lastProgressOn: on,
  }),
  'panel.notNeeded': (s, d, on) => ({
    referrals: changeOne(s.referrals, d.referralId, () => ({ reasons: d.reason, closedOn: on })),
  }),
};

/** What this room needs of a decision, whichever matter it is on. */
export interface DecidingReferral {
  readonly state: Referring;
  emit(type: ReferralEventType, data: ReferralEventData<ReferralEventType>): void;
}

export const openReferral = ({ referrals }: Referring, question: PanelQuestion): Referral | undefined =>
  referrals.find((r) => r.question === question && r.closedOn === null);

const openReferralById = (d: DecidingReferral, referralId: string): void => {
  const referral = d.state.referrals.find((r) => r.id === referralId);
  must(
    referral !== undefined,
    'unknown-referral',
    `referralId ${referralId} is not on this case; it has ${d.state.referrals.map((r) => r.id).join(', ') || 'none'}`,
  );
  must(referral.closedOn === null, 'already-recommended', `${referralId} was closed on ${referral.closedOn ?? ''}`);
};

export const recordListing = (d: DecidingReferral, c: { referralId: string; meetingOn: CivilDate }): void => {
  openReferralById(d, c.referralId);
  d.emit('panel.listed', { referralId: c.referralId, meetingOn: c.meetingOn });
};

export interface Recommending {
  referralId: string;
  recommendation: string;
  reasons: string;
  actions: { what: string; owner: string; ownerEmail?: string | undefined; dueOn: CivilDate }[];
}

/** `actionsSoFar`: actions are numbered in the life of a matter. */
export const recordRecommendation = (d: DecidingReferral, c: Recommending, actionsSoFar: number): void => {
  openReferralById(d, c.referralId);
  d.emit('panel.recommended', {
    referralId: c.referralId,
    recommendation: c.recommendation,
    reasons: c.reasons,
    actions: c.actions.map((a, i) => ({
      actionId: `X${actionsSoFar + i + 1}`,
      what: a.what,
      owner: a.owner,
      ownerEmail: a.ownerEmail ?? null,
      dueOn: a.dueOn,
    })),
  });
};

/** One that was heard, or struck, stays as it is. */
export const closeReferral = (d: DecidingReferral, { id, closedOn }: Referral, why: string): void => {
  if (closedOn === null) d.emit('panel.notNeeded', { referralId: id, reason: why });
};

/** Once a question is decided its panel need not hear it. The panel keeps its own record; here it is closed. */
export const closeReferrals = (d: DecidingReferral, why: string, question?: PanelQuestion): void => {
  for (const { id, ...r } of d.state.referrals) {
    if (r.closedOn !== null || (question && r.question !== question)) continue;
    d.emit('panel.notNeeded', { referralId: id, reason: why });
  }
};

export interface ToPanel {
  panel: Policy['panels'][number];
  refer?: ReferralToPanel;
  remove?: { caseRef: string; referralId: string; reason: string };
}

interface Placed {
  type: string;
  data: object;
  occurredOn: CivilDate;
}

/**
 * What panels are to be told of facts that were written: what they are to hear and still must, what they need not hear.
 * `replyTo` is the workflow ID that they answer; the assessment's where it is left out.
 */
export const toPanels = (
  state: Referring & { caseRef: string; policy: Policy },
  written: readonly Placed[],
  replyTo?: string,
): ToPanel[] =>
  written.flatMap(({ type, data, occurredOn }): ToPanel[] => {
    if (type !== 'panel.referred' && type !== 'panel.notNeeded') return [];
    const { referralId } = data as ReferralEventData<'panel.referred'>;
    const referral = state.referrals.find((r) => r.id === referralId);
    const panel = state.policy.panels.find((p) => p.id === referral?.panel);
    if (!panel || !referral) return [];
    const { caseRef } = state;
    if (type === 'panel.notNeeded') {
      const { reason } = data as ReferralEventData<'panel.notNeeded'>;
      return [{ panel, remove: { caseRef, referralId, reason } }];
    }
    const { question, reason, closedOn } = referral;
    if (closedOn !== null) return [];
    const refer = { caseRef, referralId, question, reason, referredOn: occurredOn, ...(replyTo ? { replyTo } : {}) };
    return [{ panel, refer }];
  });

/** Referrals that no panel has listed yet, told again after a loss: a panel passes over what is on its agenda. */
export const notYetListed = (state: Referring & { caseRef: string; policy: Policy }, replyTo?: string): ToPanel[] =>
  toPanels(
    state,
    state.referrals
      .filter((r) => r.meetingOn === null)
      .map((r) => ({ type: 'panel.referred', data: { referralId: r.id }, occurredOn: r.referredOn })),
    replyTo,
  );
