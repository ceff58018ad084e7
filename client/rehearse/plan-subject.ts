/** A story of a plan: it begins with a plan that is held already, and lasts through its reviews. */
import { addDays, addMonths } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { asAssessmentEvents, foldEvents } from '../../domain/assessment/evolve.js';
import { assessmentCommands } from '../../domain/assessment/command-shapes.js';
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

const cameFrom = (
  { from, movedDaysAgo, awareDaysAgo, transferredDaysAgo }: NonNullable<PlanScenario['plan']['transfer']>,
  today: CivilDate,
): NonNullable<Holding['transfer']> => ({
  from,
  movedOn: addDays(today, -movedDaysAgo),
  awareOn: awareDaysAgo === undefined ? null : addDays(today, -awareDaysAgo),
  transferredOn: addDays(today, -transferredDaysAgo),
});

/** Days as a story tells them, so many after today or before it, as the commands take them. */
const DAYS: Readonly<Record<string, readonly [field: string, sign: 1 | -1]>> = {
  movedInDays: ['movedOn', 1],
  startsInDays: ['startsOn', 1],
  awareDaysAgo: ['awareOn', -1],
  fromInDays: ['from', 1],
  untilInDays: ['until', 1],
  knownDaysAgo: ['knownOn', -1],
};

const daysIn = (given: Record<string, unknown>, on: CivilDate): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const [field, sign] = DAYS[name] ?? [];
      return field === undefined || sign === undefined ? [name, value] : [field, addDays(on, sign * Number(value))];
    }),
  );

/** Says a command to the plan, or to its review where it is one of a review; `which` says to which of several. */
export const sayOfPlan = async (
  ehcna: Ehcna,
  caseRef: string,
  step: Pick<Step, 'do' | 'who'>,
  { which, ...fields }: Record<string, unknown>,
): Promise<void> => {
  const actor: Actor = { role: step.who, id: `rehearsal-${step.who}` };
  const body = fields as never;
  // The number of a review or an amendment, where several are open.
  const n = which === undefined ? undefined : Number(which);
  if (isPlanCommand(step.do) && !isReviewCommand(step.do)) await ehcna.planCommand(caseRef, step.do, body, actor);
  else if (isReviewCommand(step.do)) await ehcna.reviewCommand(caseRef, step.do, body, actor, undefined, n);
  else throw new Error(`"${step.do}" is not said to a plan or to a review of it`);
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
      transfer,
      textHeld,
    } = this.scenario.plan;
    const ago = (months: number): CivilDate => addMonths(today, -months);
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

  async streams(): Promise<string[]> {
    const plan = await this.plan();
    return [
      planId(this.caseRef),
      ...Array.from({ length: plan.reviews }, (_, i) => annualReviewId(this.caseRef, i + 1)),
      ...this.reassessmentsOf(plan).map(assessmentId),
    ];
  }

  async carryOut(step: Step, on: CivilDate): Promise<void> {
    if (step.do === 'panelRecommends' && (await this.isBeforePanel(step.with.question)))
      await this.panelRecommends(step);
    else if (isPlanCommand(step.do) || (isReviewCommand(step.do) && !(await this.isOfReassessment(step))))
      await sayOfPlan(this.ehcna, this.caseRef, step, this.resolve(step.with, on));
    else await this.toReassessment(step, on);
  }

  /** What a review and an assessment both hear is said to the reassessment where one is open and no review is. */
  private async isOfReassessment(step: Step): Promise<boolean> {
    const { reassessment, review, amendment } = await this.plan();
    return reassessment !== null && review === null && amendment === null && Object.hasOwn(assessmentCommands, step.do);
  }

  private async isBeforePanel(question: unknown): Promise<boolean> {
    return (await this.plan()).referrals.some((r) => r.question === question && r.closedOn === null);
  }

  /** The clerk of the panel records what it said of a question of this plan. */
  private async panelRecommends({ who, with: fields }: Step): Promise<void> {
    const { question, recommendation, reasons } = fields;
    const referral = (await this.plan()).referrals.find((r) => r.question === question && r.closedOn === null);
    if (!referral) throw new Error(`The question ${String(question)} of ${this.caseRef} is before no panel`);
    const body = { caseRef: this.caseRef, referralId: referral.id, recommendation, reasons, actions: [] };
    await this.ehcna.panelCommand(referral.panel, 'recommend', body as never, { role: who, id: `rehearsal-${who}` });
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

  /**
   * `meetingInDays` stands for a day so many days on; `sections: amended` for the plan's sections with another
   * provision; others in `daysIn` for days of a move, of funding, of what was known.
   */
  private resolve(
    { meetingInDays, sections, ...rest }: Record<string, unknown>,
    on: CivilDate,
  ): Record<string, unknown> {
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

  async meetingOn(question: string): Promise<CivilDate | undefined> {
    const plan = await this.plan();
    const last = this.reassessmentsOf(plan).at(-1);
    const reassessed = last === undefined ? [] : (await this.reassessment(last)).referrals;
    const referrals = [...plan.referrals, ...reassessed];
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
        ...new Set([plan, ...reassessments].flatMap((r) => r.referrals.map(({ panel }) => panelId(panel)))),
      ],
      lettersSent: [plan, ...reviews, ...reassessments]
        .flatMap((r) => r.letters)
        .filter((l) => l.state === 'dispatched').length,
      deadlines: Object.fromEntries(
        [
          ['plan', plan.deadlines] as const,
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
