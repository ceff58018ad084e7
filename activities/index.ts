/**
 * Everything that workflows ask of the outside world. Each is idempotent: asked twice for the same thing, it does it once
 * and gives the same answer.
 */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import type { z } from 'zod';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { assessmentEventShapes } from '../domain/assessment/event-shapes.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { contradictionIn } from '../domain/assessment/handed-over.js';
import type { PlanSections } from '../domain/shared-shapes.js';
import { isFinished } from '../domain/assessment/state.js';
import type { AssessmentState } from '../domain/assessment/state.js';
import type { AnyEvent } from '../domain/events.js';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../domain/caller.js';
import { SYSTEM } from '../domain/events.js';
import { campaignEventShapes } from '../domain/campaign/campaign-shapes.js';
import type { Ask, CampaignLimits, NewCampaignEvent } from '../domain/campaign/campaign-shapes.js';
import { foldCampaign } from '../domain/campaign/release.js';
import type { CampaignState } from '../domain/campaign/release.js';
import { annualReviewId, assessmentId, campaignId, panelId, planId, TASK_QUEUE } from '../domain/ids.js';
import type { Letter } from '../domain/letters.js';
import { LAW_VERSION } from '../domain/law/rules.js';
import { foldPanel } from '../domain/panel/panel.js';
import type { PanelState } from '../domain/panel/panel.js';
import { panelEventShapes } from '../domain/panel/panel-shapes.js';
import type { NewPanelEvent, ReferralToPanel } from '../domain/panel/panel-shapes.js';
import { holdingOf } from '../domain/plan/holding.js';
import { planEventShapes } from '../domain/plan/event-shapes.js';
import type { Holding, Reviewed } from '../domain/plan/event-shapes.js';
import { foldPlan } from '../domain/plan/evolve.js';
import { openingOf, standingOf } from '../domain/plan/opening.js';
import type { Reassessed } from '../domain/plan/reassessment-shapes.js';
import { openingOfReassessment } from '../domain/plan/reassessment.js';
import type { PlanEvent, PlanState } from '../domain/plan/state.js';
import { isOwed } from '../domain/matter/state.js';
import type { PanelPolicy, Policy } from '../domain/policy.js';
import { reviewEventShapes } from '../domain/review/event-shapes.js';
import { foldReview } from '../domain/review/evolve.js';
import type { ReviewEvent } from '../domain/review/evolve.js';
import type { ReviewState } from '../domain/review/state.js';
import type { Moment } from './anchors/anchor.js';
import type { AnchorKeeper, TakenAnchor } from './anchors/keep.js';
import type { Assertion } from '../keys/assertion.js';
import type { Signer } from '../keys/signer.js';
import { leftAlone } from './left-alone.js';
import type { EnclosureContent, LetterGuard, Letters } from './letters.js';
import type { Claim, Ledger } from './ledger.js';

export interface Dependencies {
  ledger: Ledger;
  letters: Letters;
  /** For telling other processes, in the same namespace. */
  client: Client;
  /** Left out in rehearsals and tests: an installation has one. */
  anchors?: AnchorKeeper | undefined;
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

/** To the campaign of a transfer: consultations that a review has to send, and such as it need not send any more. */
export interface TellCampaign {
  on: string;
  limits: CampaignLimits;
  ask: Ask[];
  drop: Ask[];
}

export interface TellPanel {
  panel: PanelPolicy;
  refer?: ReferralToPanel;
  remove?: { caseRef: string; referralId: string; reason: string };
}

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

/** By the server's clock, which is that of the process spoken to as well; the clock of this machine may be wrong. */
const instantOfProcess = (): number => activityInfo().currentAttemptScheduledTimestampMs;

/** A start that had to wait for a worker, or seems to have, is good for longer than one that somebody waits for. */
const lifetimeOf = (kind: 'start' | 'signal', now: number): number =>
  kind === 'start' && Math.abs(Date.now() - now) < COMMAND_LIFETIME_MS / 2 ? COMMAND_LIFETIME_MS : FACT_LIFETIME_MS;

/** What one process of ours says to another, signed. */
type Said<B extends object> = [B, Assertion];

const saying = (client: Client, signer: Signer) => {
  const say =
    (kind: 'start' | 'signal') =>
    <B extends object>(workflowId: string, name: string, body: B): Said<B> => {
      const { namespace } = client.options;
      const now = instantOfProcess();
      const sending = { namespace, workflowId, call: `${kind}:${name}`, body, now, lifetimeMs: lifetimeOf(kind, now) };
      return [body, signer.sign(signer.own ?? SYSTEM, sending)];
    };
  return { starting: say('start'), telling: say('signal') };
};

/** Letters are tried at once for so long; those not begun by then are left for later. */
const LETTERS_AT_ONCE_MS = 2_000;

/** Who writes to a stream: one run of its process. */
const writer = (): string | undefined => activityInfo().workflowExecution?.runId;

export const createActivities = ({ ledger, letters, client, signer, policy, anchors, noted }: Dependencies) => {
  const sendLetter = async ({ caseRef, letter, plan }: LetterOrder, guard?: LetterGuard): Promise<SentOrNot> => {
    const documents = [...planDocument(caseRef, letter, plan), ...(await adviceInWords(ledger, caseRef, letter))];
    const result = await letters.sendLetter({ caseRef, letter, documents, guard }).catch(leftAlone);
    if (result.state === 'uncertain')
      return { state: 'refused', reason: `It may or may not have gone: ${result.reason}` };
    if (result.state === 'refused') return { state: 'refused', reason: result.reason };
    const { channel, documentHash, version } = result;
    return { state: 'sent', channel, documentHash, version };
  };

  /** What was erased is gone for good: nothing goes on from it. */
  const readLiving = async (stream: string): Promise<AnyEvent[]> => {
    const events = await ledger.read(stream);
    if (events.some((event) => event.erasedOn))
      throw ApplicationFailure.nonRetryable(`The record of ${stream} was erased`, 'CaseErased');
    return events;
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

  return {
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

    /** Starts the process of a review that its plan has begun; one that runs already goes on. */
    startReview: async (caseRef: string, n: number, today: string): Promise<void> => {
      const state = foldPlan(caseRef, (await readLiving(planId(caseRef))) as unknown as PlanEvent[]);
      const rules = { lawVersion: LAW_VERSION, policyVersion: policy.version, policy: policy.policy };
      const opening = openingOf(state, n, rules, today);
      if (!opening) return;
      const workflowId = annualReviewId(caseRef, n);
      try {
        await client.workflow.start('annualReview', {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: saying(client, signer).starting(workflowId, 'annualReview', { caseRef, n, opening }),
          staticSummary: `${opening.kind === 'amendment' ? 'Amendment' : 'Review'} ${n} of the plan of ${caseRef}`,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    /** One that is over by now no longer listens, and need not. */
    stopReview: async (caseRef: string, n: number, reason: string): Promise<void> => {
      try {
        const workflowId = annualReviewId(caseRef, n);
        const fact = { id: `plan-${reason}`, type: 'stopReview', reason };
        const said = saying(client, signer).telling(workflowId, 'reportFact', fact);
        await client.workflow.getHandle(workflowId).signal('reportFact', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /**
     * Starts the case of a reassessment that its plan has begun; one that runs already goes on, and one that is over tells its
     * plan again.
     */
    startReassessment: async (planRef: string): Promise<void> => {
      const state = foldPlan(planRef, (await readLiving(planId(planRef))) as unknown as PlanEvent[]);
      const request = openingOfReassessment(state);
      const caseRef = state.reassessment?.caseRef;
      if (!request || !caseRef) return;
      const workflowId = assessmentId(caseRef);
      const known = await ledger.read(workflowId);
      if (known.some((event) => event.erasedOn)) return;
      const input = known.length > 0 ? { caseRef } : { caseRef, request };
      try {
        await client.workflow.start('assessment', {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: saying(client, signer).starting(workflowId, 'assessment', input),
          staticSummary: `Reassessment ${caseRef} of the plan of ${planRef}`,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    /** One that is over by now no longer listens, and need not, but for one that owes letters to a family which is bereaved. */
    stopReassessment: async (caseRef: string, reason: 'died' | 'plan-ended'): Promise<void> => {
      const state = foldEvents(caseRef, asAssessmentEvents(await ledger.read(assessmentId(caseRef))));
      if (isFinished(state) && !(reason === 'died' && state.letters.some(isOwed))) return;
      try {
        const workflowId = assessmentId(caseRef);
        const fact = { id: `plan-${reason}`, type: 'stopReassessment', reason };
        const said = saying(client, signer).telling(workflowId, 'reportFact', fact);
        await client.workflow.getHandle(workflowId).signal('reportFact', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /** How its plan stands by now, told to what is open of it. One that is over by now no longer listens, and need not. */
    followPlan: async (caseRef: string, n: number): Promise<void> => {
      const state = foldPlan(caseRef, (await readLiving(planId(caseRef))) as unknown as PlanEvent[]);
      try {
        const workflowId = annualReviewId(caseRef, n);
        const fact = { id: `plan-${state.seq}`, type: 'followPlan', ...standingOf(state, n) };
        const said = saying(client, signer).telling(workflowId, 'reportFact', fact);
        await client.workflow.getHandle(workflowId).signal('reportFact', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /** A plan that has ended meanwhile no longer listens, and need not. */
    tellReassessed: async (planRef: string, reassessed: Reassessed): Promise<void> => {
      try {
        const workflowId = planId(planRef);
        const said = saying(client, signer).telling(workflowId, 'reassessmentEnded', reassessed);
        await client.workflow.getHandle(workflowId).signal('reassessmentEnded', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /** The text that stands from now on, before all that follows from it is done. */
    tellPlanOfAmendment: async (
      caseRef: string,
      n: number,
      { version, sections, on, moves }: NonNullable<Reviewed['amended']>,
    ): Promise<void> => {
      try {
        const workflowId = planId(caseRef);
        const fact = { id: `review-${n}-amended`, type: 'recordAmended', n, version, sections, madeOn: on };
        const said = saying(client, signer).telling(workflowId, 'reportFact', moves ? { ...fact, moves } : fact);
        await client.workflow.getHandle(workflowId).signal('reportFact', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /** A plan that has ceased no longer listens, and need not. */
    tellPlan: async (caseRef: string, reviewed: Reviewed): Promise<void> => {
      try {
        const workflowId = planId(caseRef);
        const said = saying(client, signer).telling(workflowId, 'reviewEnded', reviewed);
        await client.workflow.getHandle(workflowId).signal('reviewEnded', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    recallCampaign: async (on: string): Promise<CampaignState | null> => {
      const events = await ledger.read(campaignId(on));
      return events.length === 0 ? null : foldCampaign(events as unknown as NewCampaignEvent[]);
    },

    /** Starts the campaign's process where it does not run yet; it keeps what it was told before. */
    tellCampaign: async ({ on, limits, ask, drop }: TellCampaign): Promise<void> => {
      const { starting, telling } = saying(client, signer);
      const workflowId = campaignId(on);
      const start = {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: starting(workflowId, 'campaign', { on, limits }),
        staticSummary: `Transfers of ${on}`,
      };
      const tell = (signal: 'ask' | 'drop', asked: Ask) =>
        client.workflow.signalWithStart('campaign', {
          ...start,
          signal,
          signalArgs: telling(workflowId, signal, asked),
        });
      for (const asked of ask) await tell('ask', asked);
      for (const asked of drop) await tell('drop', asked);
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

    /** Starts the panel's process where it does not run yet; it keeps what it was told before. */
    tellPanel: async ({ panel, refer, remove }: TellPanel): Promise<void> => {
      const { starting, telling } = saying(client, signer);
      const workflowId = panelId(panel.id);
      const start = {
        workflowId,
        taskQueue: TASK_QUEUE,
        args: starting(workflowId, 'panel', { panel }),
        staticSummary: panel.name,
      };
      const tell = (signal: 'refer' | 'remove', item: object) =>
        client.workflow.signalWithStart('panel', { ...start, signal, signalArgs: telling(workflowId, signal, item) });
      if (refer) await tell('refer', refer);
      if (remove) await tell('remove', remove);
    },

    /** A case that is over no longer listens, and need not. Its assessment hears it, or the process that asked. */
    tellCase: async (caseRef: string, fact: object, replyTo?: string): Promise<void> => {
      try {
        const workflowId = replyTo ?? assessmentId(caseRef);
        const said = saying(client, signer).telling(workflowId, 'reportFact', fact);
        await client.workflow.getHandle(workflowId).signal('reportFact', ...said);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    startPlan: async (caseRef: string, madeOn: string): Promise<void> => {
      try {
        await client.workflow.start('plan', {
          workflowId: planId(caseRef),
          taskQueue: TASK_QUEUE,
          args: saying(client, signer).starting(planId(caseRef), 'plan', { caseRef, madeOn }),
          // A start that was refused, somebody's who may not, takes nobody's place.
          workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
          staticSummary: `Plan of ${caseRef}`,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    /** Undefined where the day had its anchor already. */
    anchorLedger: (moment: Moment): Promise<TakenAnchor | undefined> =>
      requireAnchors(anchors).take(moment, { once: true }),

    /** With how many were sent: none where no web address is set. */
    postAnchors: (): Promise<number> => requireAnchors(anchors).post(),

    sendLetter: (order: LetterOrder): Promise<SentOrNot> => sendLetter(order),
    sendLetters,
  };
};

export type Activities = ReturnType<typeof createActivities>;
