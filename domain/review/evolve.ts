/** Folds the facts of a review into what is known. Never refuses and never looks at a clock: what happened, happened. */
import { recordWith } from '../events.js';
import type { Actor, Recording } from '../events.js';
import { askedAgain, CEASING_FOLD } from '../matter/ceasing.js';
import { lettersFor } from '../matter/corrections.js';
import { after, MATTER_FOLD } from '../matter/evolve.js';
import { CONSULTATION_FOLD } from '../matter/consultations.js';
import { REFERRAL_FOLD } from '../matter/referrals.js';
import { nothingMoreSent } from '../matter/state.js';
import type { NewReviewEvent, ReviewEventData, ReviewEventType } from './event-shapes.js';
import { blankReview, highCostIn } from './state.js';
import type { ReviewState } from './state.js';

export type ReviewEvent = NewReviewEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

type Fold = {
  [T in ReviewEventType]: (s: ReviewState, d: ReviewEventData<T>, on: string) => Partial<ReviewState>;
};

const fold: Fold = {
  ...MATTER_FOLD,
  ...CEASING_FOLD,
  ...REFERRAL_FOLD,
  ...CONSULTATION_FOLD,
  'provider.consulted': (s, d, on) => ({
    ...CONSULTATION_FOLD['provider.consulted'](s, d, on),
    queued: s.queued.filter((q) => q.consultationId !== d.consultationId),
  }),
  'consultation.queued': (s, d, on) => ({ queued: [...s.queued, d], lastProgressOn: on }),
  'consultation.hurried': () => ({}),
  'review.opened': (_s, d, on) => ({ ...d, openedOn: on, lastProgressOn: on }),
  'meeting.arranged': (_s, d, on) => ({
    stage: 'arranged',
    meetingOn: d.meetingOn,
    place: d.place,
    remote: d.remote,
    lastProgressOn: on,
  }),
  'school.reminded': (s, d) =>
    d.about === 'meeting' ? { schoolReminders: d.step } : { reportReminders: Math.max(s.reportReminders, d.step) },
  'report.chased': (_s, d) => ({ reportChasers: d.step }),
  'report.escalated': (_s, _d, on) => ({ reportManagerOn: on }),
  'attendance.flagged': (_s, d) => ({ flagged: d.reason }),
  'attendance.decided': (_s, d) => ({ attendance: d.mode }),
  'reviewAdvice.added': (s, d, on) => ({
    advice: [...s.advice, { id: d.adviceId, from: d.from, title: d.title, receivedOn: on }],
    lastProgressOn: on,
  }),
  'meeting.held': (_s, d, on) => ({
    stage: 'held',
    heldOn: on,
    adulthoodDiscussed: d.adulthoodDiscussed,
    placementAtRisk: d.placementAtRisk,
    lastProgressOn: on,
  }),
  'report.submitted': (s, d, on) => ({
    report: {
      version: d.version,
      firstOn: s.report?.firstOn ?? on,
      submittedOn: on,
      recommendation: d.recommendation,
      documentHash: d.documentHash,
      state: 'submitted',
      reviseBy: null,
    },
    lastProgressOn: on,
  }),
  'report.returned': (s, d) => ({
    report: s.report && { ...s.report, state: 'returned', reviseBy: d.reviseBy },
    reportReminders: 0,
    reportChasers: 0,
  }),
  'report.read': (s, d, on) => ({
    report: s.report && { ...s.report, state: 'read' },
    reading: d,
    highCost: highCostIn(s, d.placementChange),
    lastProgressOn: on,
  }),
  'review.decided': (_s, d, on) => ({
    stage: d.outcome === 'amend' ? 'amending' : 'finished',
    decision: { ...d, on },
    ...(d.outcome === 'amend' ? {} : { finishedOn: on }),
    lastProgressOn: on,
  }),
  'amendment.begun': (_s, d, on) => ({
    stage: 'amending',
    decision: { ...d, outcome: 'amend', withoutReport: null, noTransfer: null, on },
    lastProgressOn: on,
  }),
  'plan.followed': (s, d) => ({
    ...(d.plan ? { plan: d.plan, rebased: true } : {}),
    ...(d.child ? { child: d.child } : {}),
    ...(d.yearGroup === null ? {} : { yearGroup: d.yearGroup }),
    ...(d.setting ? movedTo(s, d.setting) : {}),
    ...(d.family
      ? {
          family: d.family,
          letters: lettersFor(s, d.family),
          ceasing: askedAgain(s.ceasing, s.family, d.family),
        }
      : {}),
  }),
  'amendment.proposed': (_s, d) => ({ proposal: d }),
  'amendment.answered': (s, d, on) => ({
    answered: true,
    agrees: d.agrees,
    requestedSchool: d.requestedSchool ?? s.requestedSchool,
    lastProgressOn: on,
  }),
  'amendment.made': (_s, d, on) => ({
    stage: 'finished',
    finishedOn: on,
    amended: { version: d.version, sections: d.sections, on, moves: d.moves },
    legalRisk: d.legalRisk ?? null,
    lastProgressOn: on,
  }),
  // To a bereaved family nothing goes any more, not what was already written either.
  'review.stopped': (s, d, on) => ({
    stage: 'finished',
    finishedOn: s.finishedOn ?? on,
    ...(d.reason === 'died' ? { letters: nothingMoreSent(s.letters) } : {}),
  }),
  'amendment.abandoned': (_s, _d, on) => ({ stage: 'finished', finishedOn: on, abandonedOn: on, lastProgressOn: on }),
};

type Setting = NonNullable<ReviewEventData<'plan.followed'>['setting']>;

/** Reg 20(12) says whose head may be required to hold the meeting. */
export const convenerOf = ({ institution, regulation20 }: Setting): ReviewState['convenedBy'] =>
  institution !== null && regulation20 ? 'school' : 'authority';

/** Who holds the meeting follows the institution until one is arranged. */
const movedTo = (s: ReviewState, setting: Setting): Partial<ReviewState> => ({
  institution: setting.institution,
  ...(s.stage === 'preparing' ? { convenedBy: convenerOf(setting) } : {}),
});

export const evolveReview = (
  state: ReviewState,
  event: NewReviewEvent & { seq?: number; commandId?: string },
): ReviewState => {
  const change = (fold[event.type] as (s: ReviewState, d: unknown, on: string) => Partial<ReviewState>)(
    state,
    event.data,
    event.occurredOn,
  );
  return after(state, change, event);
};

export const foldReview = (caseRef: string, events: readonly ReviewEvent[]): ReviewState =>
  events.reduce<ReviewState>((state, event) => evolveReview(state, event), blankReview(caseRef));

/** Gives facts their place in the ledger, and folds them in. */
export const recordReview = (
  state: ReviewState,
  events: readonly NewReviewEvent[],
  recording: Recording,
): { state: ReviewState; recorded: ReviewEvent[] } =>
  recordWith<ReviewState, NewReviewEvent, ReviewEvent>(evolveReview, state, events, recording);
