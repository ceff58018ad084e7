/** A story of a plan: it begins with a plan that is held already, and lasts through its reviews. */
import { addDays, addMonths } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { annualReviewId, assessmentId, panelId, planId, reassessmentRef } from '../../domain/ids.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { foldPlan } from '../../domain/plan/evolve.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { planCommands } from '../../domain/plan/command-shapes.js';
import type { PlanCommandType } from '../../domain/plan/command-shapes.js';
import type { Holding } from '../../domain/plan/event-shapes.js';
import { reviewCommands } from '../../domain/review/command-shapes.js';
import type { ReviewCommandType } from '../../domain/review/command-shapes.js';
import { foldReview } from '../../domain/review/evolve.js';
import type { ReviewEvent } from '../../domain/review/evolve.js';
import type { ReviewState } from '../../domain/review/state.js';
import { schoolYearOf } from '../../domain/school-year.js';
import type { Ehcna } from '../ehcna.js';
import { newCaseRef } from '../ehcna.js';
import type { PlanScenario, Step } from './scenario.js';
import { carryOut, SECTIONS } from './steps.js';
import type { Subject, Told } from './subject.js';

export type Rules = Pick<Holding, 'policyVersion' | 'policy'>;

const nameOf = (moves: unknown): string | undefined =>
  (moves as { institution?: { name?: string } } | undefined)?.institution?.name;

const isReviewCommand = (type: string): type is ReviewCommandType => Object.hasOwn(reviewCommands, type);
const isPlanCommand = (type: string): type is PlanCommandType => Object.hasOwn(planCommands, type);

/** The first day of September begins a year of births, as it begins a school year. */
const bornOn = (yearGroup: number, birthday: string, today: CivilDate): CivilDate => {
  const year = schoolYearOf(today) - 5 - yearGroup;
  return `${birthday < '09-01' ? year + 1 : year}-${birthday}`;
};

export class PlanSubject implements Subject {
  private readonly caseRef = newCaseRef();

  constructor(
    private readonly scenario: PlanScenario,
    private readonly ehcna: Ehcna,
    private readonly rules: Rules,
  ) {}

  async open(today: CivilDate): Promise<string> {
    await this.ehcna.holdPlan(this.caseRef, this.holding(today));
    return this.caseRef;
  }

  private holding(today: CivilDate): Holding {
    const {
      child,
      yearGroup,
      birthday,
      family,
      institution,
      regulation20,
      lastYear,
      yearsAhead,
      madeMonthsAgo,
      reviewedMonthsAgo,
      textHeld,
    } = this.scenario.plan;
    const ago = (months: number): CivilDate => addMonths(today, -months);
    return {
      source: 'import',
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

  async streams(): Promise<string[]> {
    const plan = await this.plan();
    return [
      planId(this.caseRef),
      ...Array.from({ length: plan.reviews }, (_, i) => annualReviewId(this.caseRef, i + 1)),
      ...this.reassessmentsOf(plan).map(assessmentId),
    ];
  }

  async carryOut(step: Step, on: CivilDate): Promise<void> {
    const actor: Actor = { role: step.who, id: `rehearsal-${step.who}` };
    const body = this.resolve(step.with, on) as never;
    if (isPlanCommand(step.do) && !isReviewCommand(step.do))
      await this.ehcna.planCommand(this.caseRef, step.do, body, actor);
    else if (isReviewCommand(step.do)) await this.ehcna.reviewCommand(this.caseRef, step.do, body, actor);
    else await this.toReassessment(step, on);
  }

  /** Whatever else is said is said to the last reassessment of the plan. */
  private async toReassessment(step: Step, on: CivilDate): Promise<void> {
    const last = this.reassessmentsOf(await this.plan()).at(-1);
    if (last === undefined) throw new Error(`"${step.do}" is said to a reassessment, and none of this plan has begun`);
    await carryOut(this.ehcna, last, step, await this.reassessment(last), on);
  }

  private reassessmentsOf({ reassessments }: PlanState): string[] {
    return Array.from({ length: reassessments }, (_, i) => reassessmentRef(this.caseRef, i + 1));
  }

  /** `meetingInDays` stands for a day so many days on; `sections: amended` for the plan's sections with another provision. */
  private resolve({ meetingInDays, sections, ...rest }: Record<string, unknown>, on: CivilDate): object {
    return {
      ...rest,
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

  async meetingOn(question: string): Promise<CivilDate | undefined> {
    const last = this.reassessmentsOf(await this.plan()).at(-1);
    const { referrals } = last === undefined ? { referrals: [] } : await this.reassessment(last);
    return referrals.find((r) => r.question === question && r.closedOn === null)?.meetingOn ?? undefined;
  }

  async told(): Promise<Told> {
    const plan = await this.plan();
    const reviews = await Promise.all(Array.from({ length: plan.reviews }, (_, i) => this.review(i + 1)));
    const reassessments = await Promise.all(this.reassessmentsOf(plan).map((ref) => this.reassessment(ref)));
    return {
      outcome: plan.stage,
      finishedOn: plan.endedOn,
      processes: [
        ...(await this.streams()),
        ...new Set(reassessments.flatMap((r) => r.referrals.map(({ panel }) => panelId(panel)))),
      ],
      lettersSent: [...reviews, ...reassessments].flatMap((r) => r.letters).filter((l) => l.state === 'dispatched')
        .length,
      deadlines: Object.fromEntries(
        [
          ...reviews.map((r) => [String(r.n), r.deadlines] as const),
          ...reassessments.map((r, i) => [i === 0 ? 'reassess' : `reassess ${i + 1}`, r.deadlines] as const),
        ].flatMap(([of, deadlines]) => Object.entries(deadlines).map(([key, d]) => [`${of} ${key}`, d])),
      ),
    };
  }

  faults({ outcome }: Told): string[] {
    const wanted = this.scenario.expect.stage;
    return outcome === wanted ? [] : [`The plan is ${outcome ?? 'unknown'}, not ${wanted}`];
  }

  private async plan(): Promise<PlanState> {
    return foldPlan(this.caseRef, (await this.ehcna.ledger.read(planId(this.caseRef))) as unknown as PlanEvent[]);
  }

  private async reassessment(caseRef: string): Promise<AssessmentState> {
    return foldEvents(caseRef, asAssessmentEvents(await this.ehcna.ledger.read(assessmentId(caseRef))));
  }

  private async review(n: number): Promise<ReviewState> {
    const events = await this.ehcna.ledger.read(annualReviewId(this.caseRef, n));
    return foldReview(this.caseRef, events as unknown as ReviewEvent[]);
  }
}
