/**
 * Everything that workflows ask of the outside world. Each is idempotent: asked twice for the same thing, it does it once
 * and gives the same answer.
 */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { z } from 'zod';
import { assessmentEventShapes } from '../domain/assessment/event-shapes.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { contradictionIn } from '../domain/assessment/handed-over.js';
import type { PlanSections } from '../domain/shared-shapes.js';
import type { AssessmentState } from '../domain/assessment/state.js';
import type { AnyEvent } from '../domain/events.js';
import { campaignEventShapes } from '../domain/campaign/campaign-shapes.js';
import type { NewCampaignEvent } from '../domain/campaign/campaign-shapes.js';
import { foldCampaign } from '../domain/campaign/release.js';
import type { CampaignState } from '../domain/campaign/release.js';
import { annualReviewId, assessmentId, campaignId, panelId, planId } from '../domain/ids.js';
import type { Letter } from '../domain/letters.js';
import { LAW_VERSION } from '../domain/law/rules.js';
import { foldPanel } from '../domain/panel/panel.js';
import type { PanelState } from '../domain/panel/panel.js';
import { panelEventShapes } from '../domain/panel/panel-shapes.js';
import type { NewPanelEvent } from '../domain/panel/panel-shapes.js';
import { holdingOf } from '../domain/plan/holding.js';
import { planEventShapes } from '../domain/plan/event-shapes.js';
import type { Holding } from '../domain/plan/event-shapes.js';
import { foldPlan } from '../domain/plan/evolve.js';
import type { PlanEvent, PlanState } from '../domain/plan/state.js';
import type { Policy } from '../domain/policy.js';
import { reviewEventShapes } from '../domain/review/event-shapes.js';
import { foldReview } from '../domain/review/evolve.js';
import type { ReviewEvent } from '../domain/review/evolve.js';
import type { ReviewState } from '../domain/review/state.js';
import type { Moment } from './anchors/anchor.js';
import type { AnchorKeeper, TakenAnchor } from './anchors/keep.js';
import type { Signer } from '../keys/signer.js';
import type { SnapshotKeeper, SnapshotTaken } from './clinic/snapshots.js';
import { leftAlone } from './left-alone.js';
import { createNeighbours, livingIn } from './neighbours.js';
import type { EnclosureContent, LetterGuard, Letters } from './letters.js';
import type { Claim, Ledger } from './ledger.js';

export interface Dependencies {
  ledger: Ledger;
  letters: Letters;
  /** For telling other processes, in the same namespace. */
  client: Client;
  /** Left out in rehearsals and tests: an installation has one. */
  anchors?: AnchorKeeper | undefined;
  /** Keeps the Monday clinic; left out where no clinic is kept (rehearsals). */
  snapshots?: SnapshotKeeper | undefined;
  /** Signs as `system` for what processes tell each other. */
  signer: Signer;
  /** The policy that new cases start under. */
  policy: { version: string; policy: Policy };
  /** Told, from within an activity, of a failure that it lives with, so that an operator hears of it all the same. */
  noted?: (error: unknown) => void;
}

/** A plan to enclose: its text and the day it was written or made, the same for everyone who gets it. */
export interface PlanText {
  sections: PlanSections;
  on: string;
}

export interface LetterOrder {
  caseRef: string;
  letter: Letter;
  plan: PlanText | null;
}

export type SentOrNot =
  | { state: 'sent'; channel: string; documentHash: string; version: number }
  | { state: 'refused'; reason: string };

const malformed = (stream: string, event: AnyEvent, why: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`${stream}, event ${event.seq} (${event.type}): ${why}`, 'LedgerMalformed');

/** By what a stream is of. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  assessment: assessmentEventShapes,
  plan: planEventShapes,
  annualReview: reviewEventShapes,
  panel: panelEventShapes,
  campaign: campaignEventShapes,
};

/** Facts are checked against their shape before they are kept for good. Names the field, never its value. */
const checkShape = (stream: string, event: AnyEvent): void => {
  const shapes: Readonly<Record<string, z.ZodType>> = SHAPES[stream.split('/')[0] ?? ''] ?? {};
  const shape = Object.hasOwn(shapes, event.type) ? shapes[event.type] : undefined;
  if (!shape) throw malformed(stream, event, 'no such kind of fact');
  const parsed = shape.safeParse(event.data);
  if (parsed.success) return;
  throw malformed(
    stream,
    event,
    parsed.error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.code}`).join('; '),
  );
};

/** A plan as the letter's enclosure: a draft's section I is blank by law. */
const planDocument = (caseRef: string, letter: Letter, plan: PlanText | null): EnclosureContent[] => {
  const enclosure = letter.enclosures.find((e) => e.kind === 'draft-plan' || e.kind === 'final-plan');
  if (!enclosure || !plan) return [];
  const kind = enclosure.kind as 'draft-plan' | 'final-plan';
  return [
    {
      caseRef,
      kind,
      id: enclosure.id,
      version: enclosure.version,
      childName: String(letter.facts.childName),
      on: plan.on,
      sections: { ...plan.sections, I: kind === 'draft-plan' ? null : plan.sections.I },
    },
  ];
};

/** Advice that came as words, as a document to enclose. What came as a document is kept already. */
const adviceInWords = async (ledger: Ledger, caseRef: string, letter: Letter): Promise<EnclosureContent[]> => {
  const wanted = letter.enclosures.filter((e) => e.kind === 'advice');
  if (wanted.length === 0) return [];
  const events = asAssessmentEvents(await ledger.read(assessmentId(caseRef)));
  const { advice } = foldEvents(caseRef, events);
  return events.flatMap((e): EnclosureContent[] => {
    if (e.type !== 'advice.submitted' || e.data.findings === null) return [];
    const { adviceId, version, author, findings } = e.data;
    const asked = advice.find((a) => a.id === adviceId);
    if (asked?.held !== 'findings' || !wanted.some((w) => w.id === adviceId && w.version === version)) return [];
    const { kind: adviceKind, basis } = asked;
    const { childName } = letter.facts;
    const on = e.occurredOn;
    return [
      {
        caseRef,
        kind: 'advice',
        id: adviceId,
        version,
        adviceKind,
        basis,
        author,
        findings,
        on,
        childName: String(childName),
      },
    ];
  });
};

const requireAnchors = (anchors: AnchorKeeper | undefined): AnchorKeeper => {
  if (anchors) return anchors;
  throw ApplicationFailure.nonRetryable('This worker keeps no anchors', 'NoAnchors');
};

/** Letters are tried at once for so long; those not begun by then are left for later. */
const LETTERS_AT_ONCE_MS = 2_000;

/** Who writes to a stream: one run of its process. */
const writer = (): string | undefined => activityInfo().workflowExecution?.runId;

export const createActivities = ({
  ledger,
  letters,
  client,
  signer,
  policy,
  anchors,
  snapshots,
  noted,
}: Dependencies) => {
  const sendLetter = async ({ caseRef, letter, plan }: LetterOrder, guard?: LetterGuard): Promise<SentOrNot> => {
    const documents = [...planDocument(caseRef, letter, plan), ...(await adviceInWords(ledger, caseRef, letter))];
    const result = await letters.sendLetter({ caseRef, letter, documents, guard }).catch(leftAlone);
    if (result.state === 'uncertain')
      return { state: 'refused', reason: `It may or may not have gone: ${result.reason}` };
    if (result.state === 'refused') return { state: 'refused', reason: result.reason };
    const { channel, documentHash, version } = result;
    return { state: 'sent', channel, documentHash, version };
  };

  /** All that can go at once; a way out that is away or slow leaves its letter for later. */
  const sendLetters = async (orders: LetterOrder[]): Promise<(SentOrNot | { state: 'later' })[]> => {
    const until = Date.now() + LETTERS_AT_ONCE_MS;
    const outcomes: (SentOrNot | { state: 'later' })[] = [];
    // Read once for all of them: the case waits for this, so nothing of it changes meanwhile.
    const guard = orders[0] && (await letters.readCase(orders[0].caseRef, orders[0].letter.id));
    const later = (error?: unknown): { state: 'later' } => {
      if (error !== undefined) noted?.(error);
      return { state: 'later' };
    };
    for (const order of orders)
      outcomes.push(Date.now() < until ? await sendLetter(order, guard).catch(later) : later());
    return outcomes;
  };

  const readLiving = livingIn(ledger);

  return {
    ...createNeighbours({ ledger, client, signer, policy }),

    /** Does nothing: once it is asked for, history holds what led to it. */
    enterHistory: async (): Promise<void> => undefined,

    /** Answers with what a cut-off attempt of the same run wrote in their place; nothing, where all is as asked. */
    appendEvents: async (stream: string, events: AnyEvent[]): Promise<AnyEvent[]> => {
      for (const event of events) checkShape(stream, event);
      return (await ledger.append(stream, events, writer())).instead;
    },

    /** The facts of a case in flight, written as its first, once they have proved to be a case. */
    takeOver: async (caseRef: string, events: AnyEvent[], today: string): Promise<AnyEvent[]> => {
      const stream = assessmentId(caseRef);
      for (const event of events) checkShape(stream, event);
      const contradiction = contradictionIn(caseRef, asAssessmentEvents(events), today);
      if (contradiction) throw ApplicationFailure.nonRetryable(`${stream}: ${contradiction}`, 'LedgerMalformed');
      return (await ledger.append(stream, events, writer())).instead;
    },

    /** The case as the ledger has it: what a new run or a restore starts from. */
    recall: async (caseRef: string): Promise<AssessmentState> => {
      const events = await ledger.read(assessmentId(caseRef));
      if (events.length === 0)
        throw ApplicationFailure.nonRetryable(`The ledger knows no case ${caseRef}`, 'NoSuchCase');
      if (events.some((event) => event.erasedOn))
        throw ApplicationFailure.nonRetryable(`The record of ${caseRef} was erased`, 'CaseErased');
      return foldEvents(caseRef, asAssessmentEvents(events));
    },

    /** Null where there is none yet. */
    recallPlan: async (caseRef: string): Promise<PlanState | null> => {
      const events = await readLiving(planId(caseRef));
      return events.length === 0 ? null : foldPlan(caseRef, events as unknown as PlanEvent[]);
    },

    recallReview: async (caseRef: string, n: number): Promise<ReviewState | null> => {
      const events = await readLiving(annualReviewId(caseRef, n));
      return events.length === 0 ? null : foldReview(caseRef, events as unknown as ReviewEvent[]);
    },

    /** The plan that an assessment ended in, as it begins its life; null where it ended in none. */
    planMade: async (caseRef: string): Promise<Holding | null> => {
      const events = await readLiving(assessmentId(caseRef));
      const rules = { lawVersion: LAW_VERSION, policyVersion: policy.version, policy: policy.policy };
      return holdingOf(foldEvents(caseRef, asAssessmentEvents(events)), rules);
    },

    recallCampaign: async (on: string): Promise<CampaignState | null> => {
      const events = await ledger.read(campaignId(on));
      return events.length === 0 ? null : foldCampaign(events as unknown as NewCampaignEvent[]);
    },

    recallPanel: async (panel: string): Promise<PanelState | null> => {
      const events = await ledger.read(panelId(panel));
      return events.length === 0 ? null : foldPanel(events as unknown as NewPanelEvent[]);
    },

    /** Who the child is stands in the ledger by now, and need not stand in a history. */
    claimChild: (caseRef: string): Promise<Claim> => ledger.claimChild(caseRef),

    /** The law and the policy that a case which starts now is pinned to. */
    currentRules: async (): Promise<{ lawVersion: string; policyVersion: string; policy: Policy }> => ({
      lawVersion: LAW_VERSION,
      policyVersion: policy.version,
      policy: policy.policy,
    }),

    policyByVersion: async (version: string): Promise<Policy | null> => (await ledger.policy(version)) ?? null,

    /** Undefined where the day had its anchor already. */
    anchorLedger: (moment: Moment): Promise<TakenAnchor | undefined> =>
      requireAnchors(anchors).take(moment, { once: true }),

    /** Once a day at most: asked again, it says that the day was kept. */
    takeClinicSnapshot: (moment: Moment): Promise<SnapshotTaken> => {
      if (!snapshots)
        throw ApplicationFailure.nonRetryable('This worker keeps no snapshots of the clinic', 'NoSnapshots');
      return snapshots.take(moment);
    },

    /** With how many were sent: none where no web address is set. */
    postAnchors: (): Promise<number> => requireAnchors(anchors).post(),

    sendLetter: (order: LetterOrder): Promise<SentOrNot> => sendLetter(order),
    sendLetters,
  };
};

export type Activities = ReturnType<typeof createActivities>;
