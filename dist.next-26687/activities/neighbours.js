/**
 * What processes say to each other: each starts the next, and tells those that wait for it. Every word is signed, and is
 * understood when it comes twice.
 */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import { isFinished } from '../domain/assessment/state.js';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../domain/caller.js';
import { SYSTEM } from '../domain/events.js';
import { annualReviewId, assessmentId, campaignId, panelId, planId, TASK_QUEUE } from '../domain/ids.js';
import { LAW_VERSION } from '../domain/law/rules.js';
import { isOwed } from '../domain/matter/state.js';
import { foldPlan } from '../domain/plan/evolve.js';
import { openingOf, standingOf } from '../domain/plan/opening.js';
import { openingOfReassessment } from '../domain/plan/reassessment.js';
/** What was erased is gone for good: nothing goes on from it. */
export const livingIn = (ledger) => async (stream) => {
    const events = await ledger.read(stream);
    if (events.some((event) => event.erasedOn))
        throw ApplicationFailure.nonRetryable(`The record of ${stream} was erased`, 'CaseErased');
    return events;
};
/** By the server's clock, which is that of the process spoken to as well; the clock of this machine may be wrong. */
const instantOfProcess = () => activityInfo().currentAttemptScheduledTimestampMs;
/** A start that had to wait for a worker, or seems to have, is good for longer than one that somebody waits for. */
const lifetimeOf = (kind, now) => kind === 'start' && Math.abs(Date.now() - now) < COMMAND_LIFETIME_MS / 2 ? COMMAND_LIFETIME_MS : FACT_LIFETIME_MS;
const speaking = ({ client, signer }) => {
    /** What is said and the assertion beside it. */
    const signed = (kind, workflowId, name, body) => {
        const { namespace } = client.options;
        const now = instantOfProcess();
        const sending = { namespace, workflowId, call: `${kind}:${name}`, body, now, lifetimeMs: lifetimeOf(kind, now) };
        return [body, signer.sign(signer.own ?? SYSTEM, sending)];
    };
    const starting = (type, workflowId, input, staticSummary) => ({
        workflowId,
        taskQueue: TASK_QUEUE,
        args: signed('start', workflowId, type, input),
        staticSummary,
    });
    return {
        /** One that runs already goes on. */
        start: async (type, workflowId, input, summary, reuse = {}) => {
            try {
                await client.workflow.start(type, { ...starting(type, workflowId, input, summary), ...reuse });
            }
            catch (error) {
                if (!(error instanceof WorkflowExecutionAlreadyStartedError))
                    throw error;
            }
        },
        /** One that is over by now no longer listens, and need not. */
        tell: async (workflowId, signal, said) => {
            try {
                const args = signed('signal', workflowId, signal, said);
                await client.workflow.getHandle(workflowId).signal(signal, ...args);
            }
            catch (error) {
                if (!(error instanceof WorkflowNotFoundError))
                    throw error;
            }
        },
        /** Starts it where it does not run yet; it keeps what it was told before. */
        startAndTell: (type, workflowId, input, summary) => async (signal, said) => {
            const start = starting(type, workflowId, input, summary);
            await client.workflow.signalWithStart(type, {
                ...start,
                signal,
                signalArgs: signed('signal', workflowId, signal, said),
            });
        },
    };
};
export const createNeighbours = ({ ledger, client, signer, policy, }) => {
    const { start, tell, startAndTell } = speaking({ client, signer });
    const living = livingIn(ledger);
    const tellFact = (workflowId, fact) => tell(workflowId, 'reportFact', fact);
    const planOf = async (caseRef) => foldPlan(caseRef, (await living(planId(caseRef))));
    return {
        startPlan: (caseRef, madeOn) => 
        // A start that was refused, somebody's who may not, takes nobody's place.
        start('plan', planId(caseRef), { caseRef, madeOn }, `Plan of ${caseRef}`, {
            workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
        }),
        /** Starts the process of a review, or an amendment, that its plan has begun. */
        startReview: async (caseRef, n, today) => {
            const rules = { lawVersion: LAW_VERSION, policyVersion: policy.version, policy: policy.policy };
            const opening = openingOf(await planOf(caseRef), n, rules, today);
            if (!opening)
                return;
            const called = opening.kind === 'amendment' ? 'Amendment' : 'Review';
            const summary = `${called} ${n} of the plan of ${caseRef}`;
            await start('annualReview', annualReviewId(caseRef, n), { caseRef, n, opening }, summary);
        },
        stopReview: (caseRef, n, reason) => tellFact(annualReviewId(caseRef, n), { id: `plan-${reason}`, type: 'stopReview', reason }),
        /** How its plan stands by now, told to what is open of it. */
        followPlan: async (caseRef, n) => {
            const state = await planOf(caseRef);
            await tellFact(annualReviewId(caseRef, n), {
                id: `plan-${state.seq}`,
                type: 'followPlan',
                ...standingOf(state, n),
            });
        },
        /** The text that stands from now on, before all that follows from it is done. */
        tellPlanOfAmendment: (caseRef, n, { version, sections, on, moves }) => {
            const fact = { id: `review-${n}-amended`, type: 'recordAmended', n, version, sections, madeOn: on };
            return tellFact(planId(caseRef), moves ? { ...fact, moves } : fact);
        },
        tellPlan: (caseRef, reviewed) => tell(planId(caseRef), 'reviewEnded', reviewed),
        /** Starts the case of a reassessment that its plan has begun; one that is over tells its plan again. */
        startReassessment: async (planRef) => {
            const state = await planOf(planRef);
            const request = openingOfReassessment(state);
            const caseRef = state.reassessment?.caseRef;
            if (!request || !caseRef)
                return;
            const known = await ledger.read(assessmentId(caseRef));
            if (known.some((event) => event.erasedOn))
                return;
            const input = known.length > 0 ? { caseRef } : { caseRef, request };
            await start('assessment', assessmentId(caseRef), input, `Reassessment ${caseRef} of the plan of ${planRef}`);
        },
        /** One that is over need not hear it, but where it owes letters to a family that is bereaved. */
        stopReassessment: async (caseRef, reason) => {
            const state = foldEvents(caseRef, asAssessmentEvents(await ledger.read(assessmentId(caseRef))));
            if (isFinished(state) && !(reason === 'died' && state.letters.some(isOwed)))
                return;
            await tellFact(assessmentId(caseRef), { id: `plan-${reason}`, type: 'stopReassessment', reason });
        },
        tellReassessed: (planRef, reassessed) => tell(planId(planRef), 'reassessmentEnded', reassessed),
        tellCampaign: async ({ on, limits, ask, drop }) => {
            const say = startAndTell('campaign', campaignId(on), { on, limits }, `Transfers of ${on}`);
            for (const asked of ask)
                await say('ask', asked);
            for (const asked of drop)
                await say('drop', asked);
        },
        tellPanel: async ({ panel, refer, remove }) => {
            const say = startAndTell('panel', panelId(panel.id), { panel }, panel.name);
            if (refer)
                await say('refer', refer);
            if (remove)
                await say('remove', remove);
        },
        /** The assessment of a case hears it, or the process that asked. */
        tellCase: (caseRef, fact, replyTo) => tellFact(replyTo ?? assessmentId(caseRef), fact),
    };
};
//# sourceMappingURL=neighbours.js.map