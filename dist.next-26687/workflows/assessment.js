/**
 * A needs assessment from request to final plan (Children and Families Act 2014 ss36-40; SI 2014/1530 regs 3-14). One
 * durable process a case. It starts from its facts: a new request, a case taken over in flight, a new run and a restore
 * differ only in how many there are. Lateness never stops it; only a decision, a withdrawal, a move or a death ends it.
 */
import { ActivityFailure, condition, defineUpdate, setCurrentDetails, setHandler, workflowInfo, } from '@temporalio/workflow';
import { nextWakeOn } from '../domain/assessment/agenda.js';
import { blank, evolve } from '../domain/assessment/evolve.js';
import { faultInHandedOver } from '../domain/assessment/handed-over.js';
import { decide, decideDispatched, decideIntake, decideNotSent, decideOnTime, decideRequest, decideUnexpected, record, } from '../domain/assessment/decide.js';
import { refuseOthersCheck } from '../domain/assessment/draft.js';
import { MAY_OPEN, requestFault } from '../domain/assessment/intake.js';
import { foundByPlan } from '../domain/assessment/reassessment.js';
import { assessedRecently, isFinished } from '../domain/assessment/state.js';
import { currentDetails, inHandsOf, nextDue, rag, waitingOn } from '../domain/assessment/summary.js';
import { mustBe, notIdentified, spokenBy } from '../domain/caller.js';
import { faultsAgainst } from '../domain/command-check.js';
import { startOfLondonDay } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { ASSESSMENT_COMMANDS, REQUEST_SCHEMA } from '../domain/generated/commands.js';
import { assessmentId, isCaseRef } from '../domain/ids.js';
import { toPanels } from '../domain/matter/referrals.js';
import { endOfReassessment } from '../domain/plan/reassessment.js';
import { claimChild, currentRules, policyByVersion, recall, startPlan, takeOver, tellPanel, tellReassessed, } from './activities.js';
import { asFields, beginNewRun, MAY_RESTORE, refusalFailure, shouldContinueAsNew, starterOf, today } from './desk.js';
import { Casework, mayStartAgain, opens, refuseStart } from './casework.js';
import { KEYS } from './search-attributes.js';
export const intakeUpdate = defineUpdate('awaitIntake');
export async function assessment(input, assertion) {
    const casework = new AssessmentWork(ownCaseRef(input));
    const starter = starterOf(assertion);
    // Before anything is awaited: what comes in with the start must find a door.
    casework.listen();
    await casework.open(input, starter);
    await casework.takeUp();
    for (;;) {
        casework.passTime();
        await casework.followThrough();
        casework.show();
        if (casework.isDone())
            break;
        if (shouldContinueAsNew())
            await casework.beginNewRun();
        await casework.sleep();
    }
    await casework.windUp();
    return casework.result();
}
/** A process of another name, or one that was handed anything else than a case, would write into a stream not its own. */
const ownCaseRef = (input) => {
    const { caseRef } = asFields(input);
    if (isCaseRef(caseRef) && workflowInfo().workflowId === assessmentId(caseRef))
        return caseRef;
    throw refusalFailure(refuse('wrong-reference', 'caseRef must be a case reference, and the workflow ID assessment/ and that reference'));
};
/** Events that somebody outside the case is to act on. */
const HEARD_OUTSIDE = new Set([
    'letter.requested',
    'panel.referred',
    'panel.notNeeded',
    'plan.finalised',
]);
const wakeOf = (state) => nextWakeOn(state, today()) ?? '9999';
const PRACTICE = {
    commands: ASSESSMENT_COMMANDS,
    evolve,
    record,
    hasConsequence: (before, after, recorded) => recorded.some(({ type }) => HEARD_OUTSIDE.has(type)) || wakeOf(after) < wakeOf(before),
    decide: (state, command, on) => decide(state, command, on),
    decideOnTime,
    decideDispatched,
    decideNotSent,
    decideUnexpected,
    isFinished,
    nextWakeOn,
};
class AssessmentWork extends Casework {
    isNew = false;
    planStarted = false;
    planTold = false;
    constructor(caseRef) {
        super(assessmentId(caseRef), PRACTICE, blank(caseRef), 'case');
    }
    /** The facts that the case starts from: a request, those handed over, or those that the ledger holds. */
    async open({ caseRef, request, by, events }, starter) {
        if (request !== undefined)
            await this.openRequest(request, spokenBy(starter, by));
        else if (events !== undefined)
            await this.openHandedOver(caseRef, events, starter);
        else
            await this.openAgain(caseRef, starter);
        this.isOpen = true;
    }
    async openAgain(caseRef, starter) {
        mayStartAgain(starter, 'Starting a case again');
        // One that was recalled before may lack what is known by now.
        this.desk.state = { ...blank(caseRef), ...(await this.recalled(caseRef)) };
    }
    async recalled(caseRef) {
        try {
            return await recall(caseRef);
        }
        catch (error) {
            if (!(error instanceof ActivityFailure))
                throw error;
            throw refusalFailure(refuse('unknown-case', error.cause?.message ?? `The ledger knows no case ${caseRef}`));
        }
    }
    /** A request from whoever sent it: refused for good, in words, where it is not one. */
    async openRequest(request, by) {
        const faults = faultsAgainst(REQUEST_SCHEMA, request);
        if (faults.length > 0)
            throw refusalFailure(refuse('malformed', faults.join('; ')));
        if ('refused' in by)
            throw refusalFailure(by);
        refuseStart(requestFault(request, by, today()));
        const rules = await currentRules();
        if (by.role === 'unidentified' && !opens(rules.policy, 'request'))
            refuseStart(notIdentified('A request', MAY_OPEN));
        this.isNew = true;
        this.commit((state) => (state.seq === 0 ? decideRequest(state, { ...request, ...rules }) : []), by);
        await this.desk.writeFirst();
    }
    async openHandedOver(caseRef, events, starter) {
        refuseStart(mustBe(starter, MAY_RESTORE, 'Taking over a case'));
        const fault = faultInHandedOver(events);
        if (fault)
            throw refusalFailure(refuse('malformed', fault));
        await this.desk.writeHandedOver(events, (_stream, batch) => takeOver(caseRef, batch, today()));
        await this.tellPanels(events);
    }
    listenBesides() {
        setHandler(intakeUpdate, () => this.intake(), {
            description: 'Waits until the request was checked against the register',
        });
    }
    get isReady() {
        return this.isOpen && this.state.stage !== 'intake';
    }
    refuseOthers(type, command) {
        return type === 'checkDraft' ? refuseOthersCheck(command) : undefined;
    }
    /** Whether a named policy exists is found out by asking the ledger. */
    isDecidedOutside(type) {
        return type === 'changePolicy';
    }
    /** Checks a new request against the register of children, and starts the clocks or turns it away (s36, reg 4). */
    async takeUp() {
        if (this.state.stage !== 'intake')
            return;
        const found = await this.known();
        this.commit((state) => decideIntake(state, found, today(), !this.isNew), SYSTEM);
    }
    async known() {
        const { reassesses, caseRef } = this.state;
        if (reassesses)
            return foundByPlan(reassesses);
        const { openCase = null, planHeld, lastAssessedOn } = await claimChild(caseRef);
        return { openCase, planHeld, lastAssessedOn };
    }
    async tell(written) {
        await this.tellPanels(written);
    }
    /** The plan begins once everything else is done. */
    async followThrough() {
        await super.followThrough();
        if (this.state.reassesses)
            await this.tellItsPlan(this.state.reassesses.planRef);
        if (this.state.outcome !== 'final-plan' || this.planStarted)
            return;
        await startPlan(this.state.caseRef, this.state.finishedOn ?? today());
        this.planStarted = true;
    }
    /** The plan that was reassessed goes on from it; no second one begins. */
    async tellItsPlan(planRef) {
        const ended = this.planTold ? undefined : endOfReassessment(this.state);
        if (!ended)
            return;
        await tellReassessed(planRef, ended);
        this.planTold = true;
    }
    planFor(letter) {
        const { draft, finalSections, finishedOn } = this.state;
        const encloses = (kind) => letter.enclosures.some((e) => e.kind === kind);
        if (encloses('final-plan') && finalSections)
            return { sections: finalSections, on: finishedOn ?? letter.on };
        return encloses('draft-plan') && draft ? { sections: draft.sections, on: draft.preparedOn } : null;
    }
    async tellPanels(written) {
        for (const message of toPanels(this.state, written))
            await tellPanel(message);
    }
    /** What a manager sees in the Temporal UI. */
    show() {
        const due = nextDue(this.state);
        this.showAttributes([
            { key: KEYS.stage, value: this.state.outcome ?? this.state.stage },
            { key: KEYS.rag, value: isFinished(this.state) ? null : rag(this.state, today()) },
            { key: KEYS.waitingOn, value: inHandsOf(waitingOn(this.state)) },
            { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
            { key: KEYS.locality, value: this.state.child.locality ?? null },
            // What is counted by cohort is first assessments.
            { key: KEYS.cohortMonth, value: this.state.reassesses ? null : this.state.receivedOn.slice(0, 7) },
            { key: KEYS.nextDue, value: due?.early ? new Date(startOfLondonDay(due.early)) : null },
            { key: KEYS.stuck, value: this.state.stuck !== null },
        ]);
        setCurrentDetails(currentDetails(this.state, today()));
    }
    /** A new run starts from the ledger, which holds every fact by now. */
    async beginNewRun() {
        await this.windUp();
        await beginNewRun({ caseRef: this.state.caseRef });
    }
    result() {
        return { caseRef: this.state.caseRef, outcome: this.state.outcome, finishedOn: this.state.finishedOn };
    }
    async deciderOf(type, command) {
        if (type !== 'changePolicy')
            return super.deciderOf(type, command);
        const { version, reason } = command;
        const policy = await policyByVersion(version);
        if (!policy)
            return () => refuse('unknown-policy', `No policy is recorded under version ${version}`);
        return () => [{ type: 'policy.changed', data: { version, policy, reason }, occurredOn: today() }];
    }
    answer(recorded) {
        return { events: recorded.map((e) => e.type), stage: this.state.stage, outcome: this.state.outcome };
    }
    async intake() {
        await condition(() => this.isOpen && this.state.stage !== 'intake');
        await this.desk.allWritten();
        const recently = assessedRecently(this.state);
        return {
            accepted: this.state.turnedAway === null,
            ...this.state.turnedAway,
            ...(recently
                ? { warning: `Assessed on ${recently}, less than six months before: decide within six weeks all the same` }
                : {}),
        };
    }
}
//# sourceMappingURL=assessment.js.map