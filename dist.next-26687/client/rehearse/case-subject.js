import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { assessmentId, panelId, planId } from '../../domain/ids.js';
import { carryOut } from './steps.js';
export class CaseSubject {
    scenario;
    ehcna;
    caseRef = '';
    constructor(scenario, ehcna) {
        this.scenario = scenario;
        this.ehcna = ehcna;
    }
    async open(today) {
        const request = { ...this.scenario.request, receivedOn: today };
        const opened = await this.ehcna.open(request, { role: 'caseworker', id: 'rehearsal' });
        this.caseRef = opened.caseRef;
        return this.caseRef;
    }
    async streams() {
        return [assessmentId(this.caseRef)];
    }
    async carryOut(step, on) {
        await carryOut(this.ehcna, this.caseRef, step, await this.state(), on);
    }
    async meetingOn(question) {
        const { referrals } = await this.state();
        return referrals.find((r) => r.question === question && r.closedOn === null)?.meetingOn ?? undefined;
    }
    async told() {
        const { outcome, finishedOn, letters, deadlines, referrals } = await this.state();
        return {
            outcome,
            finishedOn,
            lettersSent: letters.filter((l) => l.state === 'dispatched').length,
            deadlines,
            processes: [
                assessmentId(this.caseRef),
                ...new Set(referrals.map((r) => panelId(r.panel))),
                ...(outcome === 'final-plan' ? [planId(this.caseRef)] : []),
            ],
        };
    }
    faults({ outcome }) {
        const wanted = this.scenario.expect.outcome;
        return outcome === wanted ? [] : [`The outcome is ${outcome ?? 'open'}, not ${wanted}`];
    }
    async state() {
        return foldEvents(this.caseRef, asAssessmentEvents(await this.ehcna.ledger.read(assessmentId(this.caseRef))));
    }
}
//# sourceMappingURL=case-subject.js.map