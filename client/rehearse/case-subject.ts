/** A story of an assessment: it begins with the request. */
import type { CivilDate } from '../../domain/civil-date.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { assessmentId, panelId, planId } from '../../domain/ids.js';
import type { Ehcna } from '../ehcna.js';
import type { CaseScenario, Step } from './scenario.js';
import { carryOut } from './steps.js';
import type { Subject, Told } from './subject.js';

export class CaseSubject implements Subject {
  private caseRef = '';

  constructor(
    private readonly scenario: CaseScenario,
    private readonly ehcna: Ehcna,
  ) {}

  async open(today: CivilDate): Promise<string> {
    const request = { ...this.scenario.request, receivedOn: today };
    const opened = await this.ehcna.open(request, { role: 'caseworker', id: 'rehearsal' });
    this.caseRef = opened.caseRef;
    return this.caseRef;
  }

  async streams(): Promise<string[]> {
    return [assessmentId(this.caseRef)];
  }

  async carryOut(step: Step, on: CivilDate): Promise<void> {
    await carryOut(this.ehcna, this.caseRef, step, await this.state(), on);
  }

  async meetingOn(question: string): Promise<CivilDate | undefined> {
    const { referrals } = await this.state();
    return referrals.find((r) => r.question === question && r.closedOn === null)?.meetingOn ?? undefined;
  }

  async told(): Promise<Told> {
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

  faults({ outcome }: Told): string[] {
    const wanted = this.scenario.expect.outcome;
    return outcome === wanted ? [] : [`The outcome is ${outcome ?? 'open'}, not ${wanted}`];
  }

  private async state(): Promise<AssessmentState> {
    return foldEvents(this.caseRef, asAssessmentEvents(await this.ehcna.ledger.read(assessmentId(this.caseRef))));
  }
}
