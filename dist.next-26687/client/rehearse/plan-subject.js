/** A story of a plan: it begins with a plan that is held already, and lasts through its reviews. */
import { addDays, addMonths } from '../../domain/civil-date.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
import { annualReviewId, assessmentId, panelId, planId, reassessmentRef } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import { foldReview } from '../../domain/review/evolve.js';
import { schoolYearOf } from '../../domain/school-year.js';
import { newCaseRef } from '../ehcna.js';
import { carryOut, SECTIONS } from './steps.js';
const nameOf = (moves) => moves?.institution?.name;
const isReviewCommand = (type) => Object.hasOwn(reviewCommands, type);
const isPlanCommand = (type) => Object.hasOwn(planCommands, type);
/** The first day of September begins a year of births, as it begins a school year. */
const bornOn = (yearGroup, birthday, today) => {
    const year = schoolYearOf(today) - 5 - yearGroup;
    return `${birthday < '09-01' ? year + 1 : year}-${birthday}`;
};
const cameFrom = ({ from, movedDaysAgo, awareDaysAgo, transferredDaysAgo }, today) => ({
    from,
    movedOn: addDays(today, -movedDaysAgo),
    awareOn: awareDaysAgo === undefined ? null : addDays(today, -awareDaysAgo),
    transferredOn: addDays(today, -transferredDaysAgo),
});
/** Days as a story tells them, so many after today or before it, as the commands take them. */
const DAYS = {
    movedInDays: ['movedOn', 1],
    startsInDays: ['startsOn', 1],
    awareDaysAgo: ['awareOn', -1],
    fromInDays: ['from', 1],
    untilInDays: ['until', 1],
    knownDaysAgo: ['knownOn', -1],
};
const daysIn = (given, on) => Object.fromEntries(Object.entries(given).map(([name, value]) => {
    const [field, sign] = DAYS[name] ?? [];
    return field === undefined || sign === undefined ? [name, value] : [field, addDays(on, sign * Number(value))];
}));
/** Says a command to the plan, or to its review where it is one of a review; `which` says to which of several. */
export const sayOfPlan = async (ehcna, caseRef, step, { which, ...fields }) => {
    const actor = { role: step.who, id: `rehearsal-${step.who}` };
    const body = fields;
    // The number of a review or an amendment, where several are open.
    const n = which === undefined ? undefined : Number(which);
    if (isPlanCommand(step.do) && !isReviewCommand(step.do))
        await ehcna.planCommand(caseRef, step.do, body, actor);
    else if (isReviewCommand(step.do))
        await ehcna.reviewCommand(caseRef, step.do, body, actor, undefined, n);
    else
        throw new Error(`"${step.do}" is not said to a plan or to a review of it`);
};
export class PlanSubject {
    scenario;
    ehcna;
    rules;
    caseRef = newCaseRef();
    constructor(scenario, ehcna, rules) {
        this.scenario = scenario;
        this.ehcna = ehcna;
        this.rules = rules;
    }
    async open(today) {
        await this.ehcna.holdPlan(this.caseRef, this.holding(today));
        return this.caseRef;
    }
    holding(today) {
        const { child, yearGroup, birthday, family, institution, regulation20, lastYear, yearsAhead, madeMonthsAgo, reviewedMonthsAgo, transfer, textHeld, } = this.scenario.plan;
        const ago = (months) => addMonths(today, -months);
        return {
            source: transfer ? 'transfer' : 'import',
            ...(transfer ? { transfer: cameFrom(transfer, today) } : {}),
            child: { ...child, dateOfBirth: bornOn(yearGroup, birthday, today) },
            family,
            institution: institution ?? null,
            regulation20,
            lastYear: lastYear ?? null,
            yearsAhead,
            madeOn: ago(madeMonthsAgo),
            version: 1,
            sections: textHeld ? { ...SECTIONS, I: institution?.name ?? 'Education otherwise than at school' } : null,
            lastReviewOn: reviewedMonthsAgo === undefined ? null : ago(reviewedMonthsAgo),
            reassessedOn: null,
            externalRef: null,
            caseworker: null,
            lawVersion: LAW_VERSION,
            ...this.rules,
        };
    }
    async streams() {
        const plan = await this.plan();
        return [
            planId(this.caseRef),
            ...Array.from({ length: plan.reviews }, (_, i) => annualReviewId(this.caseRef, i + 1)),
            ...this.reassessmentsOf(plan).map(assessmentId),
        ];
    }
    async carryOut(step, on) {
        if (step.do === 'panelRecommends' && (await this.isBeforePanel(step.with.question)))
            await this.panelRecommends(step);
        else if (isPlanCommand(step.do) || (isReviewCommand(step.do) && !(await this.isOfReassessment(step))))
            await sayOfPlan(this.ehcna, this.caseRef, step, this.resolve(step.with, on));
        else
            await this.toReassessment(step, on);
    }
    /** What a review and an assessment both hear is said to the reassessment where one is open and no review is. */
    async isOfReassessment(step) {
        const { reassessment, review, amendment } = await this.plan();
        return reassessment !== null && review === null && amendment === null && Object.hasOwn(assessmentCommands, step.do);
    }
    async isBeforePanel(question) {
        return (await this.plan()).referrals.some((r) => r.question === question && r.closedOn === null);
    }
    /** The clerk of the panel records what it said of a question of this plan. */
    async panelRecommends({ who, with: fields }) {
        const { question, recommendation, reasons } = fields;
        const referral = (await this.plan()).referrals.find((r) => r.question === question && r.closedOn === null);
        if (!referral)
            throw new Error(`The question ${String(question)} of ${this.caseRef} is before no panel`);
        const body = { caseRef: this.caseRef, referralId: referral.id, recommendation, reasons, actions: [] };
        await this.ehcna.panelCommand(referral.panel, 'recommend', body, { role: who, id: `rehearsal-${who}` });
    }
    /** Whatever else is said is said to the last reassessment of the plan. */
    async toReassessment(step, on) {
        const last = this.reassessmentsOf(await this.plan()).at(-1);
        if (last === undefined)
            throw new Error(`"${step.do}" is said to a reassessment, and none of this plan has begun`);
        await carryOut(this.ehcna, last, step, await this.reassessment(last), on);
    }
    reassessmentsOf({ reassessments }) {
        return Array.from({ length: reassessments }, (_, i) => reassessmentRef(this.caseRef, i + 1));
    }
    /**
     * `meetingInDays` stands for a day so many days on; `sections: amended` for the plan's sections with another
     * provision; others in `daysIn` for days of a move, of funding, of what was known.
     */
    resolve({ meetingInDays, sections, ...rest }, on) {
        return {
            ...daysIn(rest, on),
            ...(meetingInDays === undefined ? {} : { meetingOn: addDays(on, Number(meetingInDays)) }),
            ...(sections === 'amended'
                ? {
                    sections: {
                        ...SECTIONS,
                        F: 'Twelve hours a week of support by a trained assistant.',
                        I: nameOf(rest.moves) ?? this.scenario.plan.institution?.name ?? 'Education otherwise than at school',
                    },
                }
                : {}),
        };
    }
    async meetingOn(question) {
        const plan = await this.plan();
        const last = this.reassessmentsOf(plan).at(-1);
        const reassessed = last === undefined ? [] : (await this.reassessment(last)).referrals;
        const referrals = [...plan.referrals, ...reassessed];
        return referrals.find((r) => r.question === question && r.closedOn === null)?.meetingOn ?? undefined;
    }
    async told() {
        const plan = await this.plan();
        const reviews = await Promise.all(Array.from({ length: plan.reviews }, (_, i) => this.review(i + 1)));
        const reassessments = await Promise.all(this.reassessmentsOf(plan).map((ref) => this.reassessment(ref)));
        return {
            outcome: plan.stage,
            finishedOn: plan.endedOn,
            processes: [
                ...(await this.streams()),
                ...new Set([plan, ...reassessments].flatMap((r) => r.referrals.map(({ panel }) => panelId(panel)))),
            ],
            lettersSent: [plan, ...reviews, ...reassessments]
                .flatMap((r) => r.letters)
                .filter((l) => l.state === 'dispatched').length,
            deadlines: Object.fromEntries([
                ['plan', plan.deadlines],
                ...reviews.map((r) => [String(r.n), r.deadlines]),
                ...reassessments.map((r, i) => [i === 0 ? 'reassess' : `reassess ${i + 1}`, r.deadlines]),
            ].flatMap(([of, deadlines]) => Object.entries(deadlines).map(([key, d]) => [`${of} ${key}`, d]))),
        };
    }
    faults({ outcome }) {
        const wanted = this.scenario.expect.stage;
        return outcome === wanted ? [] : [`The plan is ${outcome ?? 'unknown'}, not ${wanted}`];
    }
    async plan() {
        return foldPlan(this.caseRef, (await this.ehcna.ledger.read(planId(this.caseRef))));
    }
    async reassessment(caseRef) {
        return foldEvents(caseRef, asAssessmentEvents(await this.ehcna.ledger.read(assessmentId(caseRef))));
    }
    async review(n) {
        const events = await this.ehcna.ledger.read(annualReviewId(this.caseRef, n));
        return foldReview(this.caseRef, events);
    }
}
//# sourceMappingURL=plan-subject.js.map