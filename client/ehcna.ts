/**
 * The verbs: what operators, integrators and other programs may ask of a running installation. The command line and HTTP
 * only parse and call these. Every refusal is a {@link Refused} that says what was wrong; an installation that does not
 * answer is {@link Unreachable}.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Client,
  Connection,
  isGrpcServiceError,
  QueryNotRegisteredError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import pg from 'pg';
import { canonicalJson } from '../activities/ledger/chain.js';
import { documentsUnder } from '../activities/letter-documents.js';
import type { Documents } from '../activities/letter-documents.js';
import { NO_PLACE } from '../activities/objects/object-store.js';
import type { DocumentPlace } from '../activities/objects/object-store.js';
import { createLedger } from '../activities/ledger.js';
import type { Ledger } from '../activities/ledger.js';
import { createWorklist } from '../activities/worklist.js';
import type { Worklist } from '../activities/worklist.js';
import { requestShape } from '../domain/assessment/command-shapes.js';
import type { AssessmentRequest, CommandOf, CommandType } from '../domain/assessment/command-shapes.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import type { AssessmentEvent } from '../domain/assessment/evolve.js';
import type { AssessmentState } from '../domain/assessment/state.js';
import { COMMAND_LIFETIME_MS, FACT_LIFETIME_MS, MAY_RESTORE, mustBe } from '../domain/caller.js';
import { SYSTEM } from '../domain/events.js';
import type { Actor, Refusal } from '../domain/events.js';
import { annualReviewId, assessmentId, caseRefFrom, panelId, planId, TASK_QUEUE } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import type { PanelCommandOf, PanelCommandType } from '../domain/panel/panel-shapes.js';
import type { PanelState } from '../domain/panel/panel.js';
import type { PlanCommandOf, PlanCommandType } from '../domain/plan/command-shapes.js';
import { holdingShape } from '../domain/plan/event-shapes.js';
import type { Holding } from '../domain/plan/event-shapes.js';
import { isAmendment, isOfReviewsAlone } from '../domain/review/amendment.js';
import type { ReviewCommandOf, ReviewCommandType } from '../domain/review/command-shapes.js';
import { requestFault } from '../domain/assessment/intake.js';
import { project } from '../domain/projection.js';
import { openCaseKeys } from '../keys/case-keys.js';
import { clientConverter } from '../keys/data-converter.js';
import type { Keyring } from '../keys/keyring.js';
import type { Assertion } from '../keys/assertion.js';
import type { Secrets } from '../keys/secrets.js';
import { CannotSign, type Signer } from '../keys/signer.js';
import type { Intake } from '../workflows/assessment.js';
import type { CommandResult } from '../workflows/casework.js';
import { NOT_YET_READABLE } from '../workflows/not-yet-readable.js';

/** Refused by the law or the state: final, and in words a caseworker can act on. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly refusal: Omit<Refusal, 'refused'>) {
    super(refusal.rule ? `${refusal.reason} (${refusal.rule})` : refusal.reason);
  }
}

/** No server, no database, or no worker answers. Nothing is known to have happened; asking again is safe. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** A start that was refused, somebody's who may not, takes nobody's place. */
type ReusePolicy = 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY';

type Body<C> = Omit<C, 'by' | 'commandId'>;

export interface Installation {
  connection: ConnectionOptions;
  namespace: string;
  databaseUrl: string;
  keyring: Keyring;
  childKey?: string | undefined;
  signer: Signer;
  /** Where documents from outside lie; left out, none can be kept or read. */
  documents?: DocumentPlace;
}

export interface Opened extends Intake {
  caseRef: CaseRef;
}

interface Surroundings {
  closing(): Promise<void>;
  /** The instant of the processes spoken to: the wall's, unless a rehearsal moves their clocks. */
  now(): number | Promise<number>;
  documents: DocumentPlace;
}

/** What is sent to a process: the body, and who sends it. */
type Signed = [object, Assertion];

const seconds = 1_000;
/** Longer than a worker needs when all is well; after it the user is told, and what was accepted goes on. */
const PATIENCE_MS = 30 * seconds;
const ASK_AGAIN_MS = 100;

export class Ehcna {
  private constructor(
    readonly client: Client,
    readonly ledger: Ledger,
    readonly worklist: Worklist,
    readonly documents: Documents,
    readonly pool: pg.Pool,
    readonly signer: Signer,
    private readonly surroundings: Omit<Surroundings, 'documents'>,
  ) {}

  static async connect(installation: Installation): Promise<Ehcna> {
    const pool = new pg.Pool({ connectionString: installation.databaseUrl, max: 5 });
    pool.on('error', () => undefined);
    try {
      const connection = await Connection.connect({ connectTimeout: 5 * seconds, ...installation.connection });
      const keys = openCaseKeys(pool, installation.keyring);
      const { namespace, childKey, signer, documents = NO_PLACE } = installation;
      const client = new Client({ connection, namespace, dataConverter: clientConverter(keys) });
      return Ehcna.over(
        client,
        pool,
        { keys, childKey, signer },
        {
          documents,
          closing: async () => {
            await connection.close();
            await pool.end();
          },
        },
      );
    } catch (error) {
      await pool.end();
      throw new Unreachable(
        `No Temporal server answers at ${installation.connection.address ?? 'localhost:7233'}. Is it running? \`npm start\` starts one.`,
        { cause: error },
      );
    }
  }

  /** Over connections that somebody else holds; the client has the installation's data converter. */
  static over(
    client: Client,
    pool: pg.Pool,
    secrets: Secrets,
    { closing = async () => undefined, now = Date.now, documents = NO_PLACE }: Partial<Surroundings> = {},
  ): Ehcna {
    return new Ehcna(
      client,
      createLedger(pool, project, { childKeySecret: secrets.childKey, keys: secrets.keys }),
      createWorklist(pool),
      documentsUnder(secrets.keys, documents),
      pool,
      secrets.signer,
      { closing, now },
    );
  }

  close(): Promise<void> {
    return this.surroundings.closing();
  }

  /**
   * Records a request for an assessment and waits until it was checked against the register. With the same `requestId` it
   * is the same request however often it is sent. A duplicate, a plan already held, another area: accepted is false.
   */
  async open(request: AssessmentRequest, by: Actor, requestId: string = randomUUID()): Promise<Opened> {
    const parsed = requestShape.safeParse(request);
    if (!parsed.success)
      throw new Refused({
        code: 'malformed',
        reason: parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      });
    const caseRef = caseRefOfRequest(requestId);
    // Whether it is in the future the case itself knows, whose clock a rehearsal moves.
    const fault = requestFault(request, by, request.receivedOn);
    if (fault) throw new Refused(fault);
    const isNew = await this.start(caseRef, { caseRef, request }, by);
    if (!isNew) await this.refuseAnother(caseRef, request, requestId);
    const { workflow } = this.client;
    try {
      const intake = await this.answered<Intake>(() =>
        workflow.getHandle(assessmentId(caseRef)).executeUpdate('awaitIntake'),
      );
      return { caseRef, ...intake };
    } catch (error) {
      if (!isNotRunning(error)) throw error;
    }
    // Over before it was asked: turned away at once, an old request sent again, or no request at all (that throws).
    await this.answered(() => workflow.getHandle(assessmentId(caseRef)).result());
    return { caseRef, ...(await this.intakeOf(caseRef)) };
  }

  /** What the ledger says became of a request. */
  private async intakeOf(caseRef: CaseRef): Promise<Intake> {
    const { turnedAway } = foldEvents(caseRef, asAssessmentEvents(await this.ledger.read(assessmentId(caseRef))));
    return { accepted: turnedAway === null, ...turnedAway };
  }

  /** The same id with another request is a mistake that must not lose the second. */
  private async refuseAnother(caseRef: CaseRef, request: AssessmentRequest, requestId: string): Promise<void> {
    const [first] = await this.ledger.read(assessmentId(caseRef));
    if (!first) return;
    const { child, receivedOn, source } = first.data as unknown as AssessmentRequest;
    if (
      canonicalJson({ child, receivedOn, source }) ===
      canonicalJson({ child: request.child, receivedOn: request.receivedOn, source: request.source })
    )
      return;
    throw new Refused({
      code: 'request-id-used',
      reason: `The request id ${requestId} was used for another request, which is ${caseRef}; send this one with an id of its own`,
    });
  }

  /** Starts a case that is in flight from its facts so far. Twice is the same as once. */
  async takeOver(caseRef: CaseRef, events: AssessmentEvent[], by: Actor = SYSTEM): Promise<{ started: boolean }> {
    return { started: await this.start(caseRef, { caseRef, events }, by) };
  }

  /** Starts a case again from what the ledger holds, where its process does not run. */
  async resume(caseRef: CaseRef, by: Actor = SYSTEM): Promise<{ started: boolean }> {
    return { started: await this.start(caseRef, { caseRef }, by, 'ALLOW_DUPLICATE') };
  }

  /** Carries out one command on a case: accepted and in the ledger, or {@link Refused}. */
  async command<T extends CommandType>(
    caseRef: CaseRef,
    type: T,
    body: Body<CommandOf<T>>,
    by: Actor,
    commandId: string = randomUUID(),
  ): Promise<CommandResult> {
    const workflowId = assessmentId(caseRef);
    try {
      return await this.update(workflowId, type, { ...body, commandId }, by, `case ${caseRef}`);
    } catch (error) {
      const earlier = isNotRunning(error) ? await this.carriedOut(caseRef, commandId) : undefined;
      if (earlier) return earlier;
      if (isNotRunning(error) && type === 'recordSen2Facts')
        return this.wake('assessment', workflowId, { caseRef }, { type, body: { ...body, commandId }, by });
      throw error;
    }
  }

  /**
   * Says something to a process that is over: it is started again from the ledger, hears it, and ends. Who may start one again
   * may do that.
   */
  private async wake(
    workflow: 'assessment' | 'plan',
    workflowId: string,
    input: { caseRef: CaseRef },
    { type, body, by }: { type: string; body: { commandId: string }; by: Actor },
  ): Promise<CommandResult> {
    const { caseRef } = input;
    const refusal = mustBe({ actor: by }, MAY_RESTORE, `To say something of ${caseRef}, which is over,`);
    if (refusal) throw new Refused(refusal);
    if ((await this.ledger.read(workflowId)).length === 0)
      throw new Refused({ code: 'not-found', reason: `The ledger has no ${workflowId}` });
    const args = await this.sign(`update:${type}`, workflowId, body, by, COMMAND_LIFETIME_MS);
    const startWorkflowOperation = new WithStartWorkflowOperation(workflow, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: await this.starting(workflowId, workflow, input, by),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    const updateId = body.commandId;
    return this.answered(
      () =>
        this.client.workflow.executeUpdateWithStart(type, {
          args,
          updateId,
          startWorkflowOperation,
        }) as Promise<CommandResult>,
      `case ${caseRef}`,
    );
  }

  /** What a command came to whose answer never arrived, where the case has ended since: the ledger remembers it. */
  private async carriedOut(caseRef: CaseRef, commandId: string): Promise<CommandResult | undefined> {
    const events = asAssessmentEvents(await this.ledger.read(assessmentId(caseRef)));
    const own = events.filter((event) => event.commandId === commandId && event.type !== 'fact.unexpected');
    if (own.length === 0) return undefined;
    const { stage, outcome } = foldEvents(caseRef, events);
    return { events: own.map((event) => event.type), stage, outcome };
  }

  /** Takes over a plan as it stands: its reviews begin in time from then on. Twice is the same as once. */
  async holdPlan(caseRef: CaseRef, holding: Holding, by: Actor = SYSTEM): Promise<{ started: boolean }> {
    const parsed = holdingShape.safeParse(holding);
    if (!parsed.success)
      throw new Refused({
        code: 'malformed',
        reason: parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      });
    return { started: await this.startPlan(caseRef, { caseRef, holding }, by, 'ALLOW_DUPLICATE_FAILED_ONLY') };
  }

  /** Starts a plan again from what the ledger holds, where its process does not run; it starts its open review. */
  async resumePlan(caseRef: CaseRef, by: Actor = SYSTEM): Promise<{ started: boolean }> {
    return { started: await this.startPlan(caseRef, { caseRef }, by, 'ALLOW_DUPLICATE') };
  }

  private startPlan(caseRef: CaseRef, input: object, by: Actor, reuse: ReusePolicy): Promise<boolean> {
    return this.startProcess('plan', planId(caseRef), { input, by, reuse, summary: `Plan of ${caseRef}` });
  }

  planCommand<T extends PlanCommandType>(
    caseRef: CaseRef,
    type: T,
    body: Body<PlanCommandOf<T>>,
    by: Actor,
    commandId: string = randomUUID(),
  ): Promise<CommandResult> {
    const said = { ...body, commandId };
    const sent = this.update<CommandResult>(planId(caseRef), type, said, by, `plan of ${caseRef}`);
    if (type !== 'recordSen2Facts') return sent;
    return sent.catch((error: unknown) => {
      if (!isNotRunning(error)) throw error;
      return this.wake('plan', planId(caseRef), { caseRef }, { type, body: said, by });
    });
  }

  /**
   * Carries out a command on the review or the amendment of the plan that is open, or the last one; on that of the number given,
   * which is needed where one of each is open.
   */
  async reviewCommand<T extends ReviewCommandType>(
    caseRef: CaseRef,
    type: T,
    body: Body<ReviewCommandOf<T>>,
    by: Actor,
    commandId: string = randomUUID(),
    number?: number,
  ): Promise<CommandResult> {
    const n = number ?? (await this.reviewMeant(caseRef, type));
    return this.update(annualReviewId(caseRef, n), type, { ...body, commandId }, by, `review ${n} of ${caseRef}`);
  }

  /** The review or amendment that a command without a number is for; asks the database alone. */
  async reviewMeant(caseRef: CaseRef, type: ReviewCommandType): Promise<number> {
    const all = await this.worklist.reviews({ caseRef, open: true, limit: 10 });
    const open = all.length > 1 && isOfReviewsAlone(type) ? all.filter((r) => !isAmendment(r)) : all;
    if (open.length > 1)
      throw new Refused({
        code: 'several-open',
        reason: `Several are open of ${caseRef}: ${open.map((r) => `${r.n} (${r.kind})`).join(', ')}. Say which is meant by its number`,
      });
    const n = open[0]?.n ?? (await this.lastReviewOf(caseRef));
    if (n === undefined)
      throw new Refused({ code: 'no-review', reason: `No review of a plan of ${caseRef} has begun yet` });
    return n;
  }

  /** The number of the last review that has begun. */
  async lastReviewOf(caseRef: CaseRef): Promise<number | undefined> {
    const streams = await this.ledger.streams({ prefix: 'annualReview/', caseRef });
    return streams.length === 0 ? undefined : Math.max(...streams.map((s) => Number(s.split('/')[2])));
  }

  panelCommand<T extends PanelCommandType>(
    panel: string,
    type: T,
    body: Body<PanelCommandOf<T>>,
    by: Actor,
    commandId: string = randomUUID(),
  ): Promise<{ events: string[] }> {
    return this.update(panelId(panel), type, { ...body, commandId }, by, `panel ${panel}`);
  }

  /** Hands a fact to a case, or to another process of it, without waiting for an answer; one that does not fit becomes a task there. */
  async report(
    caseRef: CaseRef,
    fact: { id: string; type: CommandType; by: Actor } & Record<string, unknown>,
    workflowId: string = assessmentId(caseRef),
  ): Promise<void> {
    const said = await this.tell(workflowId, 'reportFact', fact, fact.by);
    await this.answered(() => this.client.workflow.getHandle(workflowId).signal('reportFact', ...said));
  }

  /** The arguments of a start: whoever may, and refuses where nobody here can sign as that. */
  starting(workflowId: string, type: string, input: object, by: Actor): Promise<Signed> {
    return this.sign(`start:${type}`, workflowId, input, by, COMMAND_LIFETIME_MS);
  }

  /** The arguments of a signal. */
  tell(workflowId: string, signal: string, body: object, by: Actor): Promise<Signed> {
    return this.sign(`signal:${signal}`, workflowId, body, by, FACT_LIFETIME_MS);
  }

  private async sign(call: string, workflowId: string, body: object, by: Actor, lifetimeMs: number): Promise<Signed> {
    const { namespace } = this.client.options;
    const now = await this.surroundings.now();
    try {
      return [body, this.signer.sign(by, { namespace, workflowId, call, body, now, lifetimeMs })];
    } catch (error) {
      if (error instanceof CannotSign) throw new Refused({ code: 'wrong-identity', reason: error.message });
      throw error;
    }
  }

  /** All that a running case knows of itself. */
  state(caseRef: CaseRef): Promise<AssessmentState> {
    return this.stateOf(assessmentId(caseRef), `case ${caseRef}`);
  }

  panelState(panel: string): Promise<PanelState> {
    return this.stateOf(panelId(panel), `panel ${panel}`);
  }

  /** Waits for a process that is still reading the ledger, as one does that has just begun. */
  private stateOf<State>(workflowId: string, what: string): Promise<State> {
    const until = Date.now() + PATIENCE_MS;
    const ask = async (): Promise<State> => {
      try {
        return await this.client.workflow.getHandle(workflowId).query<State>('state');
      } catch (error) {
        if (!isNotYetReadable(error) || Date.now() + ASK_AGAIN_MS > until) throw error;
      }
      await pause(ASK_AGAIN_MS);
      return ask();
    };
    return this.answered(ask, what);
  }

  private start(
    caseRef: CaseRef,
    input: object,
    by: Actor,
    reuse: ReusePolicy = 'ALLOW_DUPLICATE_FAILED_ONLY',
  ): Promise<boolean> {
    const summary = `Needs assessment ${caseRef}`;
    return this.startProcess('assessment', assessmentId(caseRef), { input, by, reuse, summary });
  }

  /** False where it runs already, or did and may not again. */
  private async startProcess(
    type: string,
    workflowId: string,
    { input, by, reuse, summary }: { input: object; by: Actor; reuse: ReusePolicy; summary: string },
  ): Promise<boolean> {
    const args = await this.starting(workflowId, type, input, by);
    try {
      await this.answered(() =>
        this.client.workflow.start(type, {
          workflowId,
          taskQueue: TASK_QUEUE,
          args,
          workflowIdReusePolicy: reuse,
          staticSummary: summary,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  private async update<R>(
    workflowId: string,
    type: string,
    body: { commandId: string },
    by: Actor,
    what: string,
  ): Promise<R> {
    const args = await this.sign(`update:${type}`, workflowId, body, by, COMMAND_LIFETIME_MS);
    const updateId = body.commandId;
    return this.answered(
      () => this.client.workflow.getHandle(workflowId).executeUpdate<R, Signed>(type, { args, updateId }),
      what,
    );
  }

  /** Turns what Temporal says into the two things a caller can act on. */
  private async answered<R>(ask: () => Promise<R>, what = 'the case'): Promise<R> {
    try {
      return await this.client.connection.withDeadline(Date.now() + PATIENCE_MS, ask);
    } catch (error) {
      throw meaningOf(error, what);
    }
  }
}

const refusalIn = (error: unknown): Refusal | undefined => {
  if (!(error instanceof WorkflowUpdateFailedError) && !(error instanceof WorkflowFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || !cause.type?.startsWith('Refused:')) return undefined;
  return (
    (cause.details?.[0] as Refusal | undefined) ?? { refused: true, code: cause.type.slice(8), reason: cause.message }
  );
};

const isNotRunning = (error: unknown): boolean => error instanceof Refused && error.refusal.code === 'not-running';

const isNotYetReadable = (error: unknown): boolean =>
  error instanceof QueryNotRegisteredError && error.message.includes(NOT_YET_READABLE);

/** The process took the update in and ended before it answered. */
const endedMeanwhile = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'AcceptedUpdateCompletedWorkflow';

const meaningOf = (error: unknown, what: string): unknown => {
  const refusal = refusalIn(error);
  if (refusal) return new Refused(refusal);
  if (error instanceof WorkflowNotFoundError || endedMeanwhile(error))
    return new Refused({ code: 'not-running', reason: `There is no running ${what}: it is unknown, or finished` });
  if (error instanceof WorkflowExecutionAlreadyStartedError) return error;
  if (isNotYetReadable(error))
    return new Unreachable(`The ${what} is still reading the ledger. Does its database answer? Asking again is safe.`, {
      cause: error,
    });
  if (isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause))) {
    const detail = isGrpcServiceError(error)
      ? error.details
      : (error as Error & { cause: { details: string } }).cause.details;
    return new Unreachable(
      `The Temporal server or its worker does not answer (${detail}). What was sent may still be carried out; sending it again is safe.`,
      { cause: error },
    );
  }
  return error;
};

/** The case that a request becomes: it follows from the request's id, so whoever sends it again gets the same. */
export const caseRefOfRequest = (requestId: string): CaseRef =>
  caseRefFrom(createHash('sha256').update(`request ${requestId}`).digest());

/** A new case reference that nobody has had. */
export const newCaseRef = (): CaseRef => caseRefFrom(randomBytes(8));
