/** A story of a plan: it begins with a plan that is held already, and lasts through its reviews. */
import { addDays, addMonths } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { annualReviewId, planId } from '../../domain/ids.js';
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
import { SECTIONS } from './steps.js';
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
    const { reviews } = await this.plan();
    return [planId(this.caseRef), ...Array.from({ length: reviews }, (_, i) => annualReviewId(this.caseRef, i + 1))];
  }

  async carryOut(step: Step, on: CivilDate): Promise<void> {
    const actor: Actor = { role: step.who, id: `rehearsal-${step.who}` };
    // The number of a review or an amendment, where several are open.
    const { which, ...fields } = step.with;
    const n = which === undefined ? undefined : Number(which);
    const body = this.resolve(fields, on) as never;
    if (isPlanCommand(step.do) && !isReviewCommand(step.do))
      await this.ehcna.planCommand(this.caseRef, step.do, body, actor);
    else if (isReviewCommand(step.do)) await this.ehcna.reviewCommand(this.caseRef, step.do, body, actor, undefined, n);
    else throw new Error(`"${step.do}" is not said to a plan or to a review of it`);
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

  async meetingOn(): Promise<CivilDate | undefined> {
    return undefined;
  }

  async told(): Promise<Told> {
    const plan = await this.plan();
    const reviews = await Promise.all(Array.from({ length: plan.reviews }, (_, i) => this.review(i + 1)));
    return {
      outcome: plan.stage,
      finishedOn: plan.endedOn,
      processes: await this.streams(),
      lettersSent: reviews.flatMap((r) => r.letters).filter((l) => l.state === 'dispatched').length,
      deadlines: Object.fromEntries(
        reviews.flatMap((r) => Object.entries(r.deadlines).map(([key, d]) => [`${r.n} ${key}`, d])),
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

  private async review(n: number): Promise<ReviewState> {
    const events = await this.ehcna.ledger.read(annualReviewId(this.caseRef, n));
    return foldReview(this.caseRef, events as unknown as ReviewEvent[]);
  }
}
