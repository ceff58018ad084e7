/**
 * Everything that workflows ask of the outside world. Each is idempotent: asked twice for the same thing, it does it once
 * and gives the same answer.
 */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { assessmentEventShapes } from '../domain/assessment/event-shapes.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { contradictionIn } from '../domain/assessment/handed-over.js';
import { campaignEventShapes } from '../domain/campaign/campaign-shapes.js';
import { foldCampaign } from '../domain/campaign/release.js';
import { annualReviewId, assessmentId, campaignId, panelId, planId } from '../domain/ids.js';
import { LAW_VERSION } from '../domain/law/rules.js';
import { foldPanel } from '../domain/panel/panel.js';
import { panelEventShapes } from '../domain/panel/panel-shapes.js';
import { holdingOf } from '../domain/plan/holding.js';
import { planEventShapes } from '../domain/plan/event-shapes.js';
import { foldPlan } from '../domain/plan/evolve.js';
import { reviewEventShapes } from '../domain/review/event-shapes.js';
import { foldReview } from '../domain/review/evolve.js';
import { leftAlone } from './left-alone.js';
import { createNeighbours, livingIn } from './neighbours.js';
const malformed = (stream, event, why) => ApplicationFailure.nonRetryable(`${stream}, event ${event.seq} (${event.type}): ${why}`, 'LedgerMalformed');
/** By what a stream is of. */
const SHAPES = {
    assessment: assessmentEventShapes,
    plan: planEventShapes,
    annualReview: reviewEventShapes,
    panel: panelEventShapes,
    campaign: campaignEventShapes,
};
/** Facts are checked against their shape before they are kept for good. Names the field, never its value. */
const checkShape = (stream, event) => {
    const shapes = SHAPES[stream.split('/')[0] ?? ''] ?? {};
    const shape = Object.hasOwn(shapes, event.type) ? shapes[event.type] : undefined;
    if (!shape)
        throw malformed(stream, event, 'no such kind of fact');
    const parsed = shape.safeParse(event.data);
    if (parsed.success)
        return;
    throw malformed(stream, event, parsed.error.issues.map((issue) => `${issue.path.join('.') || 'data'}: ${issue.code}`).join('; '));
};
/** A plan as the letter's enclosure: a draft's section I is blank by law. */
const planDocument = (caseRef, letter, plan) => {
    const enclosure = letter.enclosures.find((e) => e.kind === 'draft-plan' || e.kind === 'final-plan');
    if (!enclosure || !plan)
        return [];
    const kind = enclosure.kind;
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
const adviceInWords = async (ledger, caseRef, letter) => {
    const wanted = letter.enclosures.filter((e) => e.kind === 'advice');
    if (wanted.length === 0)
        return [];
    const events = asAssessmentEvents(await ledger.read(assessmentId(caseRef)));
    const { advice } = foldEvents(caseRef, events);
    return events.flatMap((e) => {
        if (e.type !== 'advice.submitted' || e.data.findings === null)
            return [];
        const { adviceId, version, author, findings } = e.data;
        const asked = advice.find((a) => a.id === adviceId);
        if (asked?.held !== 'findings' || !wanted.some((w) => w.id === adviceId && w.version === version))
            return [];
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
const requireAnchors = (anchors) => {
    if (anchors)
        return anchors;
    throw ApplicationFailure.nonRetryable('This worker keeps no anchors', 'NoAnchors');
};
/** Letters are tried at once for so long; those not begun by then are left for later. */
const LETTERS_AT_ONCE_MS = 2_000;
/** Who writes to a stream: one run of its process. */
const writer = () => activityInfo().workflowExecution?.runId;
export const createActivities = ({ ledger, letters, client, signer, policy, anchors, noted }) => {
    const sendLetter = async ({ caseRef, letter, plan }, guard) => {
        const documents = [...planDocument(caseRef, letter, plan), ...(await adviceInWords(ledger, caseRef, letter))];
        const result = await letters.sendLetter({ caseRef, letter, documents, guard }).catch(leftAlone);
        if (result.state === 'uncertain')
            return { state: 'refused', reason: `It may or may not have gone: ${result.reason}` };
        if (result.state === 'refused')
            return { state: 'refused', reason: result.reason };
        const { channel, documentHash, version } = result;
        return { state: 'sent', channel, documentHash, version };
    };
    /** All that can go at once; a way out that is away or slow leaves its letter for later. */
    const sendLetters = async (orders) => {
        const until = Date.now() + LETTERS_AT_ONCE_MS;
        const outcomes = [];
        // Read once for all of them: the case waits for this, so nothing of it changes meanwhile.
        const guard = orders[0] && (await letters.readCase(orders[0].caseRef, orders[0].letter.id));
        const later = (error) => {
            if (error !== undefined)
                noted?.(error);
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
        enterHistory: async () => undefined,
        /** Answers with what a cut-off attempt of the same run wrote in their place; nothing, where all is as asked. */
        appendEvents: async (stream, events) => {
            for (const event of events)
                checkShape(stream, event);
            return (await ledger.append(stream, events, writer())).instead;
        },
        /** The facts of a case in flight, written as its first, once they have proved to be a case. */
        takeOver: async (caseRef, events, today) => {
            const stream = assessmentId(caseRef);
            for (const event of events)
                checkShape(stream, event);
            const contradiction = contradictionIn(caseRef, asAssessmentEvents(events), today);
            if (contradiction)
                throw ApplicationFailure.nonRetryable(`${stream}: ${contradiction}`, 'LedgerMalformed');
            return (await ledger.append(stream, events, writer())).instead;
        },
        /** The case as the ledger has it: what a new run or a restore starts from. */
        recall: async (caseRef) => {
            const events = await ledger.read(assessmentId(caseRef));
            if (events.length === 0)
                throw ApplicationFailure.nonRetryable(`The ledger knows no case ${caseRef}`, 'NoSuchCase');
            if (events.some((event) => event.erasedOn))
                throw ApplicationFailure.nonRetryable(`The record of ${caseRef} was erased`, 'CaseErased');
            return foldEvents(caseRef, asAssessmentEvents(events));
        },
        /** Null where there is none yet. */
        recallPlan: async (caseRef) => {
            const events = await readLiving(planId(caseRef));
            return events.length === 0 ? null : foldPlan(caseRef, events);
        },
        recallReview: async (caseRef, n) => {
            const events = await readLiving(annualReviewId(caseRef, n));
            return events.length === 0 ? null : foldReview(caseRef, events);
        },
        /** The plan that an assessment ended in, as it begins its life; null where it ended in none. */
        planMade: async (caseRef) => {
            const events = await readLiving(assessmentId(caseRef));
            const rules = { lawVersion: LAW_VERSION, policyVersion: policy.version, policy: policy.policy };
            return holdingOf(foldEvents(caseRef, asAssessmentEvents(events)), rules);
        },
        recallCampaign: async (on) => {
            const events = await ledger.read(campaignId(on));
            return events.length === 0 ? null : foldCampaign(events);
        },
        recallPanel: async (panel) => {
            const events = await ledger.read(panelId(panel));
            return events.length === 0 ? null : foldPanel(events);
        },
        /** Who the child is stands in the ledger by now, and need not stand in a history. */
        claimChild: (caseRef) => ledger.claimChild(caseRef),
        /** The law and the policy that a case which starts now is pinned to. */
        currentRules: async () => ({
            lawVersion: LAW_VERSION,
            policyVersion: policy.version,
            policy: policy.policy,
        }),
        policyByVersion: async (version) => (await ledger.policy(version)) ?? null,
        /** Undefined where the day had its anchor already. */
        anchorLedger: (moment) => requireAnchors(anchors).take(moment, { once: true }),
        /** With how many were sent: none where no web address is set. */
        postAnchors: () => requireAnchors(anchors).post(),
        sendLetter: (order) => sendLetter(order),
        sendLetters,
    };
};
//# sourceMappingURL=index.js.map