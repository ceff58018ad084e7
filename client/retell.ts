/**
 * What a case and its panel had still to tell each other when the server was lost. Each writes its facts to the ledger
 * before it tells the other, so a message can be missing but never a fact; every message here is one that its receiver
 * passes over when it has it already.
 */
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import type { Referral, Referring } from '../domain/matter/referrals.js';
import { SYSTEM } from '../domain/events.js';
import { assessmentId, panelId, planId, TASK_QUEUE } from '../domain/ids.js';
import type { CaseRef, StreamId } from '../domain/ids.js';
import { isErased } from '../domain/panel/panel.js';
import type { PanelEvent } from '../domain/panel/panel.js';
import { foldPlan } from '../domain/plan/evolve.js';
import type { PlanEvent } from '../domain/plan/state.js';
import type { Policy } from '../domain/policy.js';
import type { Ehcna } from './ehcna.js';

/** The last that each panel decided about each referral. */
export type Decided = ReadonlyMap<string, PanelEvent>;

const keyOf = (panel: string, caseRef: CaseRef, referralId: string): string => `${panel} ${caseRef} ${referralId}`;

export const decidedByPanels = async (ehcna: Ehcna, streams: readonly StreamId[]): Promise<Decided> => {
  const decided = new Map<string, PanelEvent>();
  for (const stream of streams) {
    const events = (await ehcna.ledger.read(stream)) as unknown as PanelEvent[];
    for (const event of events) {
      if (isErased(event) || event.type === 'panel.convened' || event.type === 'meeting.cancelled') continue;
      decided.set(keyOf(stream.slice('panel/'.length), event.data.caseRef, event.data.referralId), event);
    }
  }
  return decided;
};

/** Tells what was not told, and answers with how many messages that took. */
export const retell = async (ehcna: Ehcna, caseRef: CaseRef, decided: Decided): Promise<number> => {
  const { policy, referrals } = foldEvents(caseRef, asAssessmentEvents(await ehcna.ledger.read(assessmentId(caseRef))));
  return retellOf(ehcna, { caseRef, policy, referrals }, decided);
};

/** The same of what a plan asked, whom the panel answers instead of the assessment. */
export const retellPlan = async (ehcna: Ehcna, caseRef: CaseRef, decided: Decided): Promise<number> => {
  const replyTo = planId(caseRef);
  const { policy, referrals } = foldPlan(caseRef, (await ehcna.ledger.read(replyTo)) as unknown as PlanEvent[]);
  return retellOf(ehcna, { caseRef, policy, referrals, replyTo }, decided);
};

const retellOf = async (ehcna: Ehcna, state: Asking, decided: Decided): Promise<number> => {
  const { caseRef } = state;
  let told = 0;
  for (const referral of state.referrals) {
    const last = decided.get(keyOf(referral.panel, caseRef, referral.id));
    if (await (referral.closedOn === null ? awaited : closed)(ehcna, state, referral, last)) told += 1;
  }
  return told;
};

interface Asking extends Referring {
  caseRef: CaseRef;
  policy: Policy;
  /** Its assessment where it is left out. */
  replyTo?: string;
}

type Telling = (ehcna: Ehcna, state: Asking, referral: Referral, last: PanelEvent | undefined) => Promise<boolean>;

const awaited: Telling = async (ehcna, state, referral, last) => {
  if (!last) return refer(ehcna, state, referral);
  const fact = factOf(referral, last);
  if (!fact) return false;
  const by = { role: 'system', id: `panel-${referral.panel}` } as const;
  // The panel's own number for it, so that a message which did arrive is known again.
  await ehcna.report(state.caseRef, { ...fact, id: `${referral.panel}-${last.seq}`, by }, state.replyTo);
  return true;
};

const factOf = (referral: Referral, last: PanelEvent) => {
  if (last.type === 'item.listed' || last.type === 'item.moved') {
    const { meetingOn } = last.data;
    if (meetingOn === referral.meetingOn) return undefined;
    return { type: 'recordListing', referralId: referral.id, meetingOn } as const;
  }
  if (last.type !== 'item.recommended') return undefined;
  const { recommendation, reasons } = last.data;
  const actions = last.data.actions.map(({ ownerEmail, ...a }) => ({ ...a, ...(ownerEmail ? { ownerEmail } : {}) }));
  const { occurredOn } = last;
  return {
    type: 'recordRecommendation',
    referralId: referral.id,
    recommendation,
    reasons,
    actions,
    occurredOn,
  } as const;
};

const refer = async (ehcna: Ehcna, state: Asking, referral: Referral): Promise<boolean> => {
  const panel = state.policy.panels.find((p) => p.id === referral.panel);
  if (!panel) return false;
  const { id: referralId, question, reason, referredOn } = referral;
  const workflowId = panelId(panel.id);
  const { caseRef, replyTo } = state;
  const wanted = { caseRef, referralId, question, reason, referredOn, ...(replyTo ? { replyTo } : {}) };
  await ehcna.client.workflow.signalWithStart('panel', {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: await ehcna.starting(workflowId, 'panel', { panel }, SYSTEM),
    staticSummary: panel.name,
    signal: 'refer',
    signalArgs: await ehcna.tell(workflowId, 'refer', wanted, SYSTEM),
  });
  return true;
};

const strike = async (ehcna: Ehcna, panel: string, item: object): Promise<void> => {
  const workflowId = panelId(panel);
  const said = await ehcna.tell(workflowId, 'remove', item, SYSTEM);
  await ehcna.client.workflow.getHandle(workflowId).signal('remove', ...said);
};

const OVER = 'select case_ref as ref from cases where not open and case_ref = any($1::text[])';

/** A case that is over may not run any more: what a panel still has of it comes off the agenda. */
export const strikeFinished = async (ehcna: Ehcna, decided: Decided): Promise<number> => {
  const listed = [...decided].flatMap(([key, last]) =>
    // What another process asked outlives the assessment.
    (last.type === 'item.listed' || last.type === 'item.moved') && last.data.replyTo === undefined
      ? [{ panel: key.split(' ')[0] ?? '', ...last.data }]
      : [],
  );
  const { rows } = await ehcna.pool.query<{ ref: CaseRef }>(OVER, [listed.map((item) => item.caseRef)]);
  const over = new Set(rows.map((row) => row.ref));
  const needless = listed.filter((item) => over.has(item.caseRef));
  for (const { panel, caseRef, referralId } of needless) {
    const item = { caseRef, referralId, reason: 'The case is over' };
    await strike(ehcna, panel, item);
  }
  return needless.length;
};

/** The case needs no hearing any more, and the panel has it on an agenda still. */
const closed: Telling = async (ehcna, { caseRef }, referral, last) => {
  if (last?.type !== 'item.listed' && last?.type !== 'item.moved') return false;
  const item = { caseRef, referralId: referral.id, reason: referral.reasons ?? 'not needed' };
  await strike(ehcna, referral.panel, item);
  return true;
};
