/**
 * A plan, from the day it is made until it ceases: one lasting process each, which begins every review in time and sleeps
 * until the next, continuing as new. What its reviews decide it hears from them.
 */
import { condition, defineQuery, defineSignal, patched, setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo, } from '@temporalio/workflow';
import { mustBe } from '../domain/caller.js';
import { faultsAgainst } from '../domain/command-check.js';
import { formatLong, isCivilDate, startOfLondonDay } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { HOLDING_SCHEMA, PLAN_COMMANDS, REASSESSED_SCHEMA, REVIEWED_SCHEMA } from '../domain/generated/commands.js';
import { isCaseRef, planId, reassessmentRef } from '../domain/ids.js';
import { toPanels } from '../domain/matter/referrals.js';
import { nextPlanWakeOn } from '../domain/plan/agenda.js';
import { CORRECTIONS } from '../domain/plan/corrections.js';
import { decideOnPlan, decidePlanLetterNotSent, decidePlanLetterSent, decideOnTimeOfPlan, decideUnexpectedOfPlan, endReview, hearReassessed, holdPlan, } from '../domain/plan/decide.js';
import { MAY_RECEIVE, transferFault } from '../domain/plan/moves-in.js';
import { evolvePlan, recordPlan } from '../domain/plan/evolve.js';
import { blankPlan, isPlanOver } from '../domain/plan/state.js';
import { nextPlanDue, planDetails } from '../domain/plan/summary.js';
import { currentRules, followPlan, planMade, recallPlan, startReassessment, startReview, stopReassessment, stopReview, tellPanel, } from './activities.js';
import { Casework, refuseStart } from './casework.js';
import { asFields, beginNewRun, isNewRun, MAY_RESTORE, onNudge, refusalFailure, isFromUs, shouldContinueAsNew, starterOf, today, } from './desk.js';
import { KEYS } from './search-attributes.js';
export const reviewEndedSignal = defineSignal('reviewEnded');
const reassessmentEndedSignal = defineSignal('reassessmentEnded');
export async function plan(input, assertion) {
    const caseRef = ownPlan(input);
    const starter = starterOf(assertion);
    // A run that was begun before plans had a life holds its plan until it moves to a new run.
    if (!patched('plan-life'))
        return holdOnly(input);
    if (!isNewRun())
        refuseStart(mustBe(starter, input.holding?.transfer ? MAY_RECEIVE : MAY_RESTORE, 'Starting a plan'));
    const work = new PlanWork(caseRef);
    work.listen();
    await work.open(input);
    for (;;) {
        work.passTime();
        await work.followThrough();
        work.show();
        if (work.isDone())
            break;
        if (shouldContinueAsNew())
            await work.beginNewRun();
        await work.sleep();
    }
    await work.windUp();
}
/** Refuses a start that names no plan: a process of another name would stand for a child's plan and hold none. */
const ownPlan = (input) => {
    const { caseRef, madeOn, holding } = asFields(input);
    const names = isCaseRef(caseRef) && workflowInfo().workflowId === planId(caseRef);
    if (names && (madeOn === undefined || isCivilDate(madeOn)) && (holding === undefined || madeOn === undefined))
        return caseRef;
    throw refusalFailure(refuse('malformed', 'caseRef is needed, and the workflow ID plan/ and that case reference; madeOn or holding, not both'));
};
const holdOnly = async ({ caseRef, madeOn }) => {
    setHandler(defineQuery('nextWake'), () => ({ at: null }));
    setHandler(defineQuery('state'), () => ({ caseRef, ...(madeOn ? { madeOn } : {}) }));
    upsertSearchAttributes([{ key: KEYS.stage, value: 'plan-held' }]);
    setCurrentDetails(`**${caseRef}** · plan made ${formatLong(madeOn ?? '')}. Its content is in the ledger of assessment/${caseRef}.`);
    onNudge(() => undefined);
    await condition(shouldContinueAsNew);
    await beginNewRun({ caseRef, madeOn });
};
const HEARD_OUTSIDE = new Set([
    'letter.requested',
    'panel.referred',
    'panel.notNeeded',
    'review.started',
    'reassessment.asked',
    'amendment.started',
    'plan.amended',
    'cease.confirmed',
    'plan.ended',
    'plan.lapsed',
    'plan.transferred',
]);
/** Another school has the child meanwhile, or no longer. What was open did not always hear of it. */
const movesElsewhere = (events) => events.some(({ type }) => type === 'interim.decided') && patched('interim-told');
/** The plan is over, and with it a review that is open. */
const OVER = new Set(['plan.lapsed', 'cease.confirmed', 'plan.transferred']);
const PRACTICE = {
    commands: PLAN_COMMANDS,
    evolve: evolvePlan,
    record: recordPlan,
    hasConsequence: (before, after, recorded) => recorded.some(({ type }) => HEARD_OUTSIDE.has(type) || CORRECTIONS.has(type)) ||
        movesElsewhere(recorded) ||
        (nextPlanWakeOn(after, today()) ?? '9999') < (nextPlanWakeOn(before, today()) ?? '9999'),
    decide: (state, command, on) => decideOnPlan(state, command, on),
    decideOnTime: decideOnTimeOfPlan,
    decideDispatched: decidePlanLetterSent,
    decideNotSent: decidePlanLetterNotSent,
    decideUnexpected: decideUnexpectedOfPlan,
    isFinished: isPlanOver,
    nextWakeOn: nextPlanWakeOn,
};
/** Its review and its amendment, where they are open. */
const openNumbers = ({ review, amendment }) => [review, amendment].flatMap((open) => open?.n ?? []);
class PlanWork extends Casework {
    caseRef;
    constructor(caseRef) {
        super(planId(caseRef), PRACTICE, blankPlan(caseRef), 'plan');
        this.caseRef = caseRef;
    }
    async open({ holding }) {
        const known = await recallPlan(this.caseRef);
        if (known) {
            // One that was recalled before may lack what is known by now.
            this.desk.state = { ...blankPlan(this.caseRef), ...known };
            this.isOpen = true;
            // One that is open may have to be started again, after a loss of the server; else it runs already.
            for (const n of openNumbers(known))
                await startReview(this.caseRef, n, today());
            if (known.reassessment)
                await startReassessment(this.caseRef);
            return;
        }
        const fault = holding && faultsAgainst(HOLDING_SCHEMA, holding)[0];
        const wrong = fault ?? (holding && transferFault(holding, today()));
        if (wrong)
            refuseStart(refuse('malformed', wrong));
        const held = holding ?? (await planMade(this.caseRef));
        if (held === null)
            throw refusalFailure(refuse('no-plan', `The ledger knows no plan of ${this.caseRef}`));
        // Whoever takes over a plan that is handed over does not choose the rules that it goes by.
        const rules = holding?.transfer ? await currentRules() : {};
        this.commit((state) => (state.seq === 0 ? holdPlan(state, { ...held, ...rules }, today()) : []), SYSTEM);
        await this.desk.writeFirst();
        this.isOpen = true;
    }
    listenBesides() {
        setHandler(reviewEndedSignal, (reviewed, assertion) => this.hear(reviewed, assertion), {
            description: 'A review of this plan says how it ended',
        });
        setHandler(reassessmentEndedSignal, (reassessed, assertion) => this.hearReassessed(reassessed, assertion), {
            description: 'The reassessment of this plan says how it ended',
        });
    }
    /** Only our own processes say so, in a form that is checked. */
    async isOurs(signal, schema, said, assertion) {
        const isOurs = isFromUs(signal, assertion);
        await condition(() => this.isOpen);
        if (isOurs && faultsAgainst(schema, said).length === 0)
            return true;
        const fact = {
            factId: `review-${workflowInfo().historyLength}`,
            what: signal,
            why: 'It is not from a review or a reassessment of this plan',
        };
        this.commit((state) => decideUnexpectedOfPlan(state, fact, today()), SYSTEM);
        return false;
    }
    async hearReassessed(reassessed, assertion) {
        if (!(await this.isOurs('reassessmentEnded', REASSESSED_SCHEMA, reassessed, assertion)))
            return;
        const known = reassessed;
        const commandId = `reassessment-${known.caseRef}-ended`;
        this.commit((state) => hearReassessed(state, known, today()), SYSTEM, { commandId });
    }
    async hear(reviewed, assertion) {
        if (!(await this.isOurs('reviewEnded', REVIEWED_SCHEMA, reviewed, assertion)))
            return;
        const known = reviewed;
        this.commit((state) => endReview(state, known, today()), SYSTEM, { commandId: `review-${known.n}-ended` });
    }
    show() {
        const next = nextPlanDue(this.state);
        this.showAttributes([
            { key: KEYS.stage, value: `plan-${this.state.stage}` },
            { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
            { key: KEYS.locality, value: this.state.child.locality ?? null },
            { key: KEYS.nextDue, value: next ? new Date(startOfLondonDay(next)) : null },
        ]);
        setCurrentDetails(planDetails(this.state, today()));
    }
    /** A new run starts from the ledger, which holds every fact by now. */
    async beginNewRun() {
        await this.windUp();
        await beginNewRun({ caseRef: this.caseRef });
    }
    answer(recorded) {
        return { events: recorded.map((e) => e.type), stage: this.state.stage, outcome: null };
    }
    planFor(letter) {
        if (!letter.enclosures.some((e) => e.kind === 'final-plan'))
            return null;
        const { sections, textOn, madeOn } = this.state;
        return sections && { sections, on: textOn ?? madeOn };
    }
    /** What is open of a plan ends with it. */
    async stopOpenReview(reason) {
        for (const n of openNumbers(this.state))
            await stopReview(this.caseRef, n, reason);
        const { reassessment, reassessments } = this.state;
        // One that its plan heard the end of may still owe its letters.
        const over = reason === 'died' && reassessments > 0 ? reassessmentRef(this.caseRef, reassessments) : undefined;
        const caseRef = reassessment?.caseRef ?? over;
        if (caseRef)
            await stopReassessment(caseRef, reason);
    }
    /** The plan has changed: what is open of it goes on from there. Who made the change knows of it. */
    async tellOpen(maker) {
        for (const n of openNumbers(this.state))
            if (n !== maker)
                await followPlan(this.caseRef, n);
    }
    async tell(written) {
        if (written.some(({ type }) => CORRECTIONS.has(type)) || movesElsewhere(written))
            await this.tellOpen();
        for (const event of written)
            if (event.type === 'review.started') {
                if (event.data.instead !== null)
                    await stopReview(this.caseRef, event.data.instead, 'gives-way');
                await startReview(this.caseRef, event.data.n, today());
            }
            else if (event.type === 'amendment.started')
                await startReview(this.caseRef, event.data.n, today());
            else if (event.type === 'plan.amended')
                await this.tellOpen(event.data.n);
            else if (event.type === 'reassessment.ended' && event.data.final)
                await this.tellOpen();
            else if (event.type === 'reassessment.asked')
                await startReassessment(this.caseRef);
            else if (event.type === 'plan.ended')
                await this.stopOpenReview('died');
            else if (OVER.has(event.type))
                await this.stopOpenReview('plan-ended');
        for (const message of toPanels(this.state, written, planId(this.caseRef)))
            await tellPanel(message);
    }
}
//# sourceMappingURL=plan.js.map