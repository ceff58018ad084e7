/**
 * What a case and its panel had still to tell each other when the server was lost. Each writes its facts to the ledger
 * before it tells the other, so a message can be missing but never a fact; every message here is one that its receiver
 * passes over when it has it already.
 */
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { SYSTEM } from '../domain/events.js';
import { assessmentId, panelId, planId, TASK_QUEUE } from '../domain/ids.js';
import { isErased } from '../domain/panel/panel.js';
import { foldPlan } from '../domain/plan/evolve.js';
const keyOf = (panel, caseRef, referralId) => `${panel} ${caseRef} ${referralId}`;
export const decidedByPanels = async (ehcna, streams) => {
    const decided = new Map();
    for (const stream of streams) {
        const events = (await ehcna.ledger.read(stream));
        for (const event of events) {
            if (isErased(event) || event.type === 'panel.convened' || event.type === 'meeting.cancelled')
                continue;
            decided.set(keyOf(stream.slice('panel/'.length), event.data.caseRef, event.data.referralId), event);
        }
    }
    return decided;
};
/** Tells what was not told, and answers with how many messages that took. */
export const retell = async (ehcna, caseRef, decided) => {
    const { policy, referrals } = foldEvents(caseRef, asAssessmentEvents(await ehcna.ledger.read(assessmentId(caseRef))));
    return retellOf(ehcna, { caseRef, policy, referrals }, decided);
};
/** The same of what a plan asked, whom the panel answers instead of the assessment. */
export const retellPlan = async (ehcna, caseRef, decided) => {
    const replyTo = planId(caseRef);
    const { policy, referrals } = foldPlan(caseRef, (await ehcna.ledger.read(replyTo)));
    return retellOf(ehcna, { caseRef, policy, referrals, replyTo }, decided);
};
const retellOf = async (ehcna, state, decided) => {
    const { caseRef } = state;
    let told = 0;
    for (const referral of state.referrals) {
        const last = decided.get(keyOf(referral.panel, caseRef, referral.id));
        if (await (referral.closedOn === null ? awaited : closed)(ehcna, state, referral, last))
            told += 1;
    }
    return told;
};
const awaited = async (ehcna, state, referral, last) => {
    if (!last)
        return refer(ehcna, state, referral);
    const fact = factOf(referral, last);
    if (!fact)
        return false;
    const by = { role: 'system', id: `panel-${referral.panel}` };
    // The panel's own number for it, so that a message which did arrive is known again.
    await ehcna.report(state.caseRef, { ...fact, id: `${referral.panel}-${last.seq}`, by }, state.replyTo);
    return true;
};
const factOf = (referral, last) => {
    if (last.type === 'item.listed' || last.type === 'item.moved') {
        const { meetingOn } = last.data;
        if (meetingOn === referral.meetingOn)
            return undefined;
        return { type: 'recordListing', referralId: referral.id, meetingOn };
    }
    if (last.type !== 'item.recommended')
        return undefined;
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
    };
};
const refer = async (ehcna, state, referral) => {
    const panel = state.policy.panels.find((p) => p.id === referral.panel);
    if (!panel)
        return false;
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
const strike = async (ehcna, panel, item) => {
    const workflowId = panelId(panel);
    const said = await ehcna.tell(workflowId, 'remove', item, SYSTEM);
    await ehcna.client.workflow.getHandle(workflowId).signal('remove', ...said);
};
const OVER = 'select case_ref as ref from cases where not open and case_ref = any($1::text[])';
/** A case that is over may not run any more: what a panel still has of it comes off the agenda. */
export const strikeFinished = async (ehcna, decided) => {
    const listed = [...decided].flatMap(([key, last]) => 
    // What another process asked outlives the assessment.
    (last.type === 'item.listed' || last.type === 'item.moved') && last.data.replyTo === undefined
        ? [{ panel: key.split(' ')[0] ?? '', ...last.data }]
        : []);
    const { rows } = await ehcna.pool.query(OVER, [listed.map((item) => item.caseRef)]);
    const over = new Set(rows.map((row) => row.ref));
    const needless = listed.filter((item) => over.has(item.caseRef));
    for (const { panel, caseRef, referralId } of needless) {
        const item = { caseRef, referralId, reason: 'The case is over' };
        await strike(ehcna, panel, item);
    }
    return needless.length;
};
/** The case needs no hearing any more, and the panel has it on an agenda still. */
const closed = async (ehcna, { caseRef }, referral, last) => {
    if (last?.type !== 'item.listed' && last?.type !== 'item.moved')
        return false;
    const item = { caseRef, referralId: referral.id, reason: referral.reasons ?? 'not needed' };
    await strike(ehcna, referral.panel, item);
    return true;
};
//# sourceMappingURL=retell.js.map