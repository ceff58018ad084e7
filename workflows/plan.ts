/**
 * A plan, from the day it is made until it ceases: one lasting process each, which begins every review in time and sleeps
 * until the next, continuing as new. What its reviews decide it hears from them.
 */
import {
  condition,
  defineQuery,
  defineSignal,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { PlanText } from '../activities/index.js';
import { mustBe } from '../domain/caller.js';
import { faultsAgainst } from '../domain/command-check.js';
import { formatLong, isCivilDate, startOfLondonDay } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import { refuse, SYSTEM } from '../domain/events.js';
import {
  HOLDING_SCHEMA,
  PLAN_COMMANDS,
  REASSESSED_SCHEMA,
  REVIEWED_SCHEMA,
  SIGNAL_DESCRIPTIONS,
} from '../domain/generated/commands.js';
import { isCaseRef, planId, reassessmentRef } from '../domain/ids.js';
import type { Letter } from '../domain/letters.js';
import { caseworkerRole, priorityOf } from '../domain/matter/priority.js';
import { toPanels } from '../domain/matter/referrals.js';
import type { Holding, NewPlanEvent, Reviewed } from '../domain/plan/event-shapes.js';
import { nextPlanWakeOn } from '../domain/plan/agenda.js';
import { CORRECTIONS } from '../domain/plan/corrections.js';
import type { Reassessed } from '../domain/plan/reassessment-shapes.js';
import {
  decideOnPlan,
  decidePlanLetterNotSent,
  decidePlanLetterSent,
  decideOnTimeOfPlan,
  decideUnexpectedOfPlan,
  endReview,
  hearReassessed,
  holdPlan,
} from '../domain/plan/decide.js';
import { MAY_RECEIVE, transferFault } from '../domain/plan/moves-in.js';
import { evolvePlan, recordPlan } from '../domain/plan/evolve.js';
import { blankPlan, isPlanOver } from '../domain/plan/state.js';
import { nextPlanDue, planDetails, planInHandsOf, planRag, planType } from '../domain/plan/summary.js';
import type { PlanCommand } from '../domain/plan/decide.js';
import type { PlanEvent, PlanState } from '../domain/plan/state.js';
import {
  currentRules,
  followPlan,
  planMade,
  recallPlan,
  startReassessment,
  startReview,
  stopReassessment,
  stopReview,
  tellPanel,
} from './activities.js';
import { Casework, refuseStart } from './casework.js';
import type { CommandResult, Practice } from './casework.js';
import {
  asFields,
  beginNewRun,
  isNewRun,
  MAY_RESTORE,
  onNudge,
  refusalFailure,
  isFromUs,
  shouldContinueAsNew,
  starterOf,
  today,
} from './desk.js';
import { KEYS } from './search-attributes.js';

export interface PlanInput {
  caseRef: string;
  /** Of a plan that an assessment ended in: the day it was made. */
  madeOn?: CivilDate;
  /** Of one that is taken over as it stands. With neither, the ledger holds it: a new run, a restore. */
  holding?: Holding;
}

export const reviewEndedSignal = defineSignal<[unknown, unknown]>('reviewEnded');
const reassessmentEndedSignal = defineSignal<[unknown, unknown]>('reassessmentEnded');

export async function plan(input: PlanInput, assertion?: unknown): Promise<void> {
  const caseRef = ownPlan(input);
  const starter = starterOf(assertion);
  // A run that was begun before plans had a life holds its plan until it moves to a new run.
  if (!patched('plan-life')) return holdOnly(input);
  if (!isNewRun()) refuseStart(mustBe(starter, input.holding?.transfer ? MAY_RECEIVE : MAY_RESTORE, 'Starting a plan'));
  const work = new PlanWork(caseRef);
  work.listen();
  await work.open(input);
  for (;;) {
    work.passTime();
    await work.followThrough();
    work.show();
    if (work.isDone()) break;
    if (shouldContinueAsNew()) await work.beginNewRun();
    await work.sleep();
  }
  await work.windUp();
}

/** Refuses a start that names no plan: a process of another name would stand for a child's plan and hold none. */
const ownPlan = (input: unknown): string => {
  const { caseRef, madeOn, holding } = asFields(input);
  const names = isCaseRef(caseRef) && workflowInfo().workflowId === planId(caseRef);
  if (names && (madeOn === undefined || isCivilDate(madeOn)) && (holding === undefined || madeOn === undefined))
    return caseRef;
  throw refusalFailure(
    refuse(
      'malformed',
      'caseRef is needed, and the workflow ID plan/ and that case reference; madeOn or holding, not both',
    ),
  );
};

const holdOnly = async ({ caseRef, madeOn }: PlanInput): Promise<void> => {
  setHandler(defineQuery<{ at: number | null }>('nextWake'), () => ({ at: null }));
  setHandler(defineQuery<PlanInput>('state'), () => ({ caseRef, ...(madeOn ? { madeOn } : {}) }));
  upsertSearchAttributes([{ key: KEYS.stage, value: 'plan-held' }]);
  setCurrentDetails(
    `**${caseRef}** · plan made ${formatLong(madeOn ?? '')}. Its content is in the ledger of assessment/${caseRef}.`,
  );
  onNudge(() => undefined);
  await condition(shouldContinueAsNew);
  await beginNewRun({ caseRef, madeOn });
};

const HEARD_OUTSIDE: ReadonlySet<PlanEvent['type']> = new Set([
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
const movesElsewhere = (events: readonly PlanEvent[]): boolean =>
  events.some(({ type }) => type === 'interim.decided') && patched('interim-told');

/** The plan is over, and with it a review that is open. */
const OVER: ReadonlySet<PlanEvent['type']> = new Set(['plan.lapsed', 'cease.confirmed', 'plan.transferred']);

const PRACTICE: Practice<PlanState, NewPlanEvent, PlanEvent> = {
  commands: PLAN_COMMANDS,
  evolve: evolvePlan,
  record: recordPlan,
  hasConsequence: (before, after, recorded) =>
    recorded.some(({ type }) => HEARD_OUTSIDE.has(type) || CORRECTIONS.has(type)) ||
    movesElsewhere(recorded) ||
    (nextPlanWakeOn(after, today()) ?? '9999') < (nextPlanWakeOn(before, today()) ?? '9999'),
  decide: (state, command, on) => decideOnPlan(state, command as PlanCommand, on),
  decideOnTime: decideOnTimeOfPlan,
  decideDispatched: decidePlanLetterSent,
  decideNotSent: decidePlanLetterNotSent,
  decideUnexpected: decideUnexpectedOfPlan,
  isFinished: isPlanOver,
  nextWakeOn: nextPlanWakeOn,
};

/** Its review and its amendment, where they are open. */
const openNumbers = ({ review, amendment }: PlanState): number[] =>
  [review, amendment].flatMap((open) => open?.n ?? []);

class PlanWork extends Casework<PlanState, NewPlanEvent, PlanEvent> {
  constructor(private readonly caseRef: string) {
    super(planId(caseRef), PRACTICE, blankPlan(caseRef), 'plan');
  }

  async open({ holding }: PlanInput): Promise<void> {
    const known = await recallPlan(this.caseRef);
    if (known) {
      // One that was recalled before may lack what is known by now.
      this.desk.state = { ...blankPlan(this.caseRef), ...known };
      this.isOpen = true;
      // One that is open may have to be started again, after a loss of the server; else it runs already.
      for (const n of openNumbers(known)) await startReview(this.caseRef, n, today());
      if (known.reassessment) await startReassessment(this.caseRef);
      return;
    }
    const fault = holding && faultsAgainst(HOLDING_SCHEMA, holding)[0];
    const wrong = fault ?? (holding && transferFault(holding, today()));
    if (wrong) refuseStart(refuse('malformed', wrong));
    const held = holding ?? (await planMade(this.caseRef));
    if (held === null) throw refusalFailure(refuse('no-plan', `The ledger knows no plan of ${this.caseRef}`));
    // Whoever takes over a plan that is handed over does not choose the rules that it goes by.
    const rules = holding?.transfer ? await currentRules() : {};
    this.commit((state) => (state.seq === 0 ? holdPlan(state, { ...held, ...rules }, today()) : []), SYSTEM);
    await this.desk.writeFirst();
    this.isOpen = true;
  }

  protected override listenBesides(): void {
    setHandler(reviewEndedSignal, (reviewed, assertion) => this.hear(reviewed, assertion), {
      description: SIGNAL_DESCRIPTIONS.reviewEnded,
    });
    setHandler(reassessmentEndedSignal, (reassessed, assertion) => this.hearReassessed(reassessed, assertion), {
      description: SIGNAL_DESCRIPTIONS.reassessmentEnded,
    });
  }

  /** Only our own processes say so, in a form that is checked. */
  private async isOurs(signal: string, schema: string, said: unknown, assertion: unknown): Promise<boolean> {
    const isOurs = isFromUs(signal, assertion);
    await condition(() => this.isOpen);
    if (isOurs && faultsAgainst(schema, said).length === 0) return true;
    const fact = {
      factId: `review-${workflowInfo().historyLength}`,
      what: signal,
      why: 'It is not from a review or a reassessment of this plan',
    };
    this.commit((state) => decideUnexpectedOfPlan(state, fact, today()), SYSTEM);
    return false;
  }

  private async hearReassessed(reassessed: unknown, assertion: unknown): Promise<void> {
    if (!(await this.isOurs('reassessmentEnded', REASSESSED_SCHEMA, reassessed, assertion))) return;
    const known = reassessed as Reassessed;
    const commandId = `reassessment-${known.caseRef}-ended`;
    this.commit((state) => hearReassessed(state, known, today()), SYSTEM, { commandId });
  }

  private async hear(reviewed: unknown, assertion: unknown): Promise<void> {
    if (!(await this.isOurs('reviewEnded', REVIEWED_SCHEMA, reviewed, assertion))) return;
    const known = reviewed as Reviewed;
    this.commit((state) => endReview(state, known, today()), SYSTEM, { commandId: `review-${known.n}-ended` });
  }

  show(): void {
    const next = nextPlanDue(this.state);
    const attributes = [
      { key: KEYS.stage, value: `plan-${this.state.stage}` },
      { key: KEYS.caseworker, value: this.state.caseworker?.id ?? null },
      { key: KEYS.locality, value: this.state.child.locality ?? null },
      { key: KEYS.nextDue, value: next ? new Date(startOfLondonDay(next)) : null },
    ];
    this.lists.showWithLater(attributes, [
      { key: KEYS.rag, value: planRag(this.state, today()) },
      { key: KEYS.waitingOn, value: planInHandsOf(this.state) },
      { key: KEYS.caseworkerRole, value: caseworkerRole(this.state) },
      { key: KEYS.priority, value: priorityOf(this.state).band },
      { key: KEYS.planType, value: planType(this.state) },
    ]);
    setCurrentDetails(planDetails(this.state, today()));
  }

  /** A new run starts from the ledger, which holds every fact by now. */
  async beginNewRun(): Promise<void> {
    await this.windUp();
    await beginNewRun({ caseRef: this.caseRef });
  }

  protected override answer(recorded: readonly PlanEvent[]): CommandResult {
    return { events: recorded.map((e) => e.type), stage: this.state.stage, outcome: null };
  }

  protected override planFor(letter: Letter): PlanText | null {
    if (!letter.enclosures.some((e) => e.kind === 'final-plan')) return null;
    const { sections, textOn, madeOn } = this.state;
    return sections && { sections, on: textOn ?? madeOn };
  }

  /** What is open of a plan ends with it. */
  private async stopOpenReview(reason: 'died' | 'plan-ended'): Promise<void> {
    for (const n of openNumbers(this.state)) await stopReview(this.caseRef, n, reason);
    const { reassessment, reassessments } = this.state;
    // One that its plan heard the end of may still owe its letters.
    const over = reason === 'died' && reassessments > 0 ? reassessmentRef(this.caseRef, reassessments) : undefined;
    const caseRef = reassessment?.caseRef ?? over;
    if (caseRef) await stopReassessment(caseRef, reason);
  }

  /** The plan has changed: what is open of it goes on from there. Who made the change knows of it. */
  private async tellOpen(maker?: number): Promise<void> {
    for (const n of openNumbers(this.state)) if (n !== maker) await followPlan(this.caseRef, n);
  }

  protected override async tell(written: readonly PlanEvent[]): Promise<void> {
    if (written.some(({ type }) => CORRECTIONS.has(type)) || movesElsewhere(written)) await this.tellOpen();
    for (const event of written)
      if (event.type === 'review.started') {
        if (event.data.instead !== null) await stopReview(this.caseRef, event.data.instead, 'gives-way');
        await startReview(this.caseRef, event.data.n, today());
      } else if (event.type === 'amendment.started') await startReview(this.caseRef, event.data.n, today());
      else if (event.type === 'plan.amended') await this.tellOpen(event.data.n);
      else if (event.type === 'reassessment.ended' && event.data.final) await this.tellOpen();
      else if (event.type === 'reassessment.asked') await startReassessment(this.caseRef);
      else if (event.type === 'plan.ended') await this.stopOpenReview('died');
      else if (OVER.has(event.type)) await this.stopOpenReview('plan-ended');
    for (const message of toPanels(this.state, written, planId(this.caseRef))) await tellPanel(message);
  }
}
