/**
 * One review of a plan (s44; regs 18-22 of SI 2014/1530), from the day the school is asked for it to the notice of what was
 * decided and, where the plan is amended, to the amended plan. One durable process a cycle; its plan begins it and hears how
 * it ended.
 */
import { patched, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { startOfLondonDay } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import { REVIEW_COMMANDS } from '../domain/generated/commands.js';
import { annualReviewId, isCaseRef } from '../domain/ids.js';
import { notYetListed, toPanels } from '../domain/matter/referrals.js';
import { calledIn } from '../domain/review/amendment.js';
import { stillWaiting, toCampaign } from '../domain/review/batches.js';
import { nextReviewWakeOn } from '../domain/review/agenda.js';
import { decideOnReview, decideOnTimeOfReview, decideReviewLetterNotSent, decideReviewLetterSent, decideUnexpectedOfReview, openReview, } from '../domain/review/decide.js';
import { reviewedIn } from '../domain/review/ended.js';
import { evolveReview, recordReview } from '../domain/review/evolve.js';
import { blankReview, isReviewOver } from '../domain/review/state.js';
import { nextReviewDue, reviewDetails, reviewInHandsOf, reviewRag } from '../domain/review/summary.js';
import { recallReview, tellCampaign, tellPanel, tellPlan, tellPlanOfAmendment } from './activities.js';
import { Casework, mayStartAgain, refuseStart } from './casework.js';
import { asFields, beginNewRun, refusalFailure, shouldContinueAsNew, starterOf, today } from './desk.js';
import { KEYS } from './search-attributes.js';
export async function annualReview(input, assertion) {
    const { caseRef, n } = ownReview(input);
    const starter = starterOf(assertion);
    mayStartAgain(starter, 'Starting a review');
    const work = new ReviewWork(caseRef, n);
    // Before anything is awaited: what comes in with the start must find a door.
    work.listen();
    await work.open(input.opening);
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
    const reviewed = await work.tellPlan();
    // Whatever came in meanwhile is written too.
    await work.windUp();
    return reviewed;
}
/** A process of another name would write into a stream not its own. */
const ownReview = (input) => {
    const { caseRef, n } = asFields(input);
    if (isCaseRef(caseRef) &&
        Number.isSafeInteger(n) &&
        workflowInfo().workflowId === annualReviewId(caseRef, n))
        return { caseRef, n: n };
    throw refusalFailure(refuse('wrong-reference', 'caseRef and n are needed, and the workflow ID annualReview/, that reference, / and n'));
};
/** Events that somebody outside the review is to act on. */
const HEARD_OUTSIDE = new Set([
    'letter.requested',
    'review.decided',
    'panel.referred',
    'panel.notNeeded',
    'consultation.queued',
]);
const wakeOf = (state) => nextReviewWakeOn(state, today()) ?? '9999';
const PRACTICE = {
    commands: REVIEW_COMMANDS,
    evolve: evolveReview,
    record: recordReview,
    hasConsequence: (before, after, recorded) => recorded.some(({ type }) => HEARD_OUTSIDE.has(type)) || wakeOf(after) < wakeOf(before),
    decide: (state, command, on) => decideOnReview(state, command, on),
    decideOnTime: decideOnTimeOfReview,
    decideDispatched: decideReviewLetterSent,
    decideNotSent: decideReviewLetterNotSent,
    decideUnexpected: decideUnexpectedOfReview,
    isFinished: isReviewOver,
    nextWakeOn: nextReviewWakeOn,
};
class ReviewWork extends Casework {
    caseRef;
    n;
    constructor(caseRef, n) {
        super(annualReviewId(caseRef, n), PRACTICE, blankReview(caseRef), 'review');
        this.caseRef = caseRef;
        this.n = n;
    }
    async open(opening) {
        const known = await recallReview(this.caseRef, this.n);
        // What an older release recalled lacks what has been added since.
        if (known)
            this.desk.state = { ...blankReview(this.caseRef), ...known };
        else if (opening) {
            this.commit((state) => (state.seq === 0 ? openReview(state, opening, today()) : []), SYSTEM);
            await this.desk.writeFirst();
        }
        else {
            refuseStart(refuse('unknown-review', `The ledger knows no review ${this.n} of ${this.caseRef}`));
        }
        this.isOpen = true;
        await this.tellAgain();
    }
    /** What a panel or the campaign may not have heard, where the server was lost in between. */
    async tellAgain() {
        const id = annualReviewId(this.caseRef, this.n);
        for (const message of notYetListed(this.state, id))
            await tellPanel(message);
        const waiting = stillWaiting(this.state);
        if (waiting)
            await tellCampaign(waiting);
    }
    show() {
        const due = nextReviewDue(this.state);
        const over = isReviewOver(this.state);
        this.showAttributes([
            { key: KEYS.stage, value: `${calledIn(this.state)}-${this.state.stage}` },
            { key: KEYS.rag, value: over ? null : reviewRag(this.state, today()) },
            { key: KEYS.waitingOn, value: reviewInHandsOf(this.state) },
            { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
            { key: KEYS.locality, value: this.state.child.locality ?? null },
            { key: KEYS.nextDue, value: due?.early ? new Date(startOfLondonDay(due.early)) : null },
        ]);
        setCurrentDetails(reviewDetails(this.state, today()));
    }
    /** A new run starts from the ledger, which holds every fact by now. */
    async beginNewRun() {
        await this.windUp();
        await beginNewRun({ caseRef: this.caseRef, n: this.n });
    }
    async tellPlan() {
        const reviewed = reviewedIn(this.state);
        if (reviewed && (this.state.decision !== null || patched('stopped-is-told')))
            await tellPlan(this.caseRef, reviewed);
        return reviewed;
    }
    answer(recorded) {
        return {
            events: recorded.map((e) => e.type),
            stage: this.state.stage,
            outcome: this.state.decision?.outcome ?? null,
        };
    }
    /** The plan as it stands goes with a proposal, the plan as amended with itself. */
    planFor(letter) {
        if (!letter.enclosures.some((e) => e.kind === 'final-plan'))
            return null;
        const { plan, amended } = this.state;
        if (letter.notice === 'amended-final' && amended)
            return { sections: amended.sections, on: amended.on };
        return plan.sections && { sections: plan.sections, on: plan.madeOn };
    }
    /** A panel and the campaign hear of it while it goes on, and its plan of a text that stands from now on. */
    async tell(written) {
        for (const message of toPanels(this.state, written, annualReviewId(this.caseRef, this.n)))
            await tellPanel(message);
        const waiting = toCampaign(this.state, written);
        if (waiting)
            await tellCampaign(waiting);
        if (!written.some(({ type }) => type === 'amendment.made') || !patched('amended-at-once'))
            return;
        const { n, amended } = this.state;
        if (amended)
            await tellPlanOfAmendment(this.caseRef, n, amended);
    }
}
//# sourceMappingURL=annual-review.js.map