/** What every route of the writing side does: who asks, under which key, for which case; stored first, then answered. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { casesByExternalRef } from '../../../activities/case-reading.js';
import { assessmentCommands, type CommandType } from '../../../domain/assessment/command-shapes.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { Role } from '../../../domain/events.js';
import type { CaseRef } from '../../../domain/ids.js';
import { type ReviewCommandType, reviewCommands } from '../../../domain/review/command-shapes.js';
import { endingOf } from '../../cli/outcome.js';
import type { Errand } from '../../submissions/errand.js';
import type { Outbox } from '../../submissions/outbox.js';
import { type Kind, submissionShape } from '../../submissions/shapes.js';
import type { Incoming, Submission } from '../../submissions/submissions.js';
import type { HttpDesk, Principal } from '../desk.js';
import { boundsOf, mayReach, noSuchCase, type Part, reachesPart, reachOf } from '../own-cases.js';
import { Problem, PROBLEM_TYPE, problems } from '../problem.js';
import { EXTERNAL } from '../reading/asking.js';
import type { Scope } from '../scopes.js';

/** So long whoever sends waits for what comes of it; then it is told where to look. */
const PATIENCE_MS = 10_000;
/** A database that is silent is away. */
const STORED_WITHIN_MS = 10_000;

export const IDEMPOTENCY = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{8,100}$/)
    .describe('8 to 100 visible characters of your choosing: the same key is the same submission for ever')
    .meta({ example: 'b3c1f8d2-0001' }),
});

export const WRITTEN = {
  201: submissionShape.describe('The case has it; `outcome` says what came of it'),
  202: submissionShape.describe('Stored for certain, and passed on later: ask at `Location`'),
};

export const written = (tag: string, summary: string, description?: string) => ({
  tags: [tag],
  security: [{ apiKey: [] }],
  summary,
  ...(description === undefined ? {} : { description }),
});

/** Parts of a command that its sender does not say: they follow from the key it was sent with. */
export const OURS = { by: true, commandId: true } as const;

export const REFUSALS = problems(404, 409, 410, 413, 415, 422);

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the request is authenticated, which the routes that write do before they read a body. */
    principal: Principal | null;
  }
}

/** Before the body is read: whoever may not, sends nothing. */
export const allowed = (desk: HttpDesk, scope: Scope | readonly Scope[]) => async (request: FastifyRequest) => {
  request.principal = await desk.authenticate(request, scope);
};

export const principalOf = ({ principal }: FastifyRequest): Principal => {
  if (principal) return principal;
  throw new Error('A route that writes has not asked who asks.');
};

export const keyOf = ({ headers }: { headers: { 'idempotency-key': string } }): string => headers['idempotency-key'];

const SPECS: Record<'case' | 'review', Record<string, { roles: readonly Role[] }>> = {
  case: assessmentCommands,
  review: reviewCommands,
};

/** What the case would say too, said before anything is stored. */
export const requireRole = (
  { actor }: Principal,
  of: 'case' | 'review',
  type: CommandType | ReviewCommandType,
): void => {
  const roles = SPECS[of][type]?.roles ?? [];
  if (roles.includes(actor.role)) return;
  throw new Problem(403, 'wrong-role', `${type} is done by ${roles.join(', ')}; it was sent as ${actor.role}`);
};

/** Who may say that something came on an earlier day than that on which it came here. */
const MAY_DATE_BACK: ReadonlySet<Role> = new Set(['integrator', 'caseworker', 'assessment-lead', 'manager']);

/** The day of receipt: that on which it is accepted, unless whoever may says an earlier one. */
export const dayOfReceipt = (desk: HttpDesk, principal: Principal, said: CivilDate | undefined): CivilDate => {
  const today = desk.today();
  if (said === undefined || said === today) return today;
  if (said > today) throw new Problem(422, 'in-the-future', `The day given, ${said}, is after today, ${today}`);
  if (boundsOf(principal).to === 'all' && MAY_DATE_BACK.has(principal.actor.role)) return said;
  throw new Problem(
    422,
    'day-of-receipt',
    `What is sent here is received on the day it comes, ${today}; an earlier day is said by a system of the authority's`,
  );
};

/** Sends a problem that was kept, as it was. */
const sendProblem = (reply: FastifyReply, problem: Submission['problem']): FastifyReply =>
  reply
    .code(problem?.status ?? 422)
    .type(PROBLEM_TYPE)
    .serializer(JSON.stringify)
    .send(problem);

export type SubmissionView = z.infer<typeof submissionShape>;

/** Found under the key that was meant for something else. */
export const keyUsed = ({ id }: Submission): Problem =>
  new Problem(
    409,
    'key-used',
    `This Idempotency-Key was used for another submission, ${id}; send this one under a key of its own`,
  );

export class Writing {
  constructor(
    readonly desk: HttpDesk,
    readonly outbox: Outbox,
  ) {}

  /** The case meant. Its sender's own reference is known from the moment on which the request was accepted. */
  async caseMeant(principal: Principal, named: string): Promise<CaseRef> {
    if (!named.startsWith(EXTERNAL)) return named;
    const reference = named.slice(EXTERNAL.length);
    const own = await this.outbox.submissions.casesNamed(principal.id, reference);
    const { pool } = this.desk;
    const found =
      own.length > 0 ? own : await casesByExternalRef(pool, boundsOf(principal), reference, this.desk.today());
    const [caseRef, another] = found;
    if (another !== undefined)
      throw new Problem(409, 'several-cases', 'Several cases have that reference: name the one meant by its own.');
    if (caseRef === undefined) throw noSuchCase();
    return caseRef;
  }

  /** May it write to that part of the case? One that it asked for itself and that is not begun yet counts too. */
  async requireReach(principal: Principal, caseRef: CaseRef, part: Part): Promise<void> {
    const reach = await reachOf(this.desk, principal, caseRef);
    if (reach && reachesPart(reach, part)) return;
    if (!reach && part === 'assessment' && (await this.outbox.submissions.asked(principal.id, caseRef))) return;
    // Says no in the one way, and notes it.
    await mayReach(this.desk, principal, caseRef);
    this.desk.refused.note(principal.actor, caseRef);
    throw noSuchCase();
  }

  /** What was sent under that key before; refused where that was something else. */
  async before(
    principal: Principal,
    key: string,
    { kind, caseRef, said }: { kind: Kind; caseRef: CaseRef | null; said: unknown },
  ): Promise<Submission | undefined> {
    const { submissions } = this.outbox;
    const found = await submissions.underKey(principal.id, key);
    if (!found || found.bodyHash === (await submissions.hashOf(kind, caseRef, said))) return found;
    throw keyUsed(found);
  }

  /** Stored for certain, and answered with what comes of it. `prepare` is asked only where it was not sent before. */
  async take(
    request: FastifyRequest,
    reply: FastifyReply,
    what: { key: string; kind: Kind; caseRef: CaseRef | null; said: unknown },
    prepare: () => Promise<
      Pick<Incoming, 'errand' | 'receivedOn' | 'externalRef'> & { id?: string; caseRef?: CaseRef }
    >,
  ): Promise<SubmissionView | FastifyReply> {
    const [submission, replayed] = await this.accept(principalOf(request), what, prepare);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return this.answer(reply, await this.outbox.settled(submission, PATIENCE_MS), principalOf(request));
  }

  async accept(
    principal: Principal,
    what: { key: string; kind: Kind; caseRef: CaseRef | null; said: unknown },
    prepare: () => Promise<
      Pick<Incoming, 'errand' | 'receivedOn' | 'externalRef'> & { id?: string; caseRef?: CaseRef }
    >,
  ): Promise<[Submission, boolean]> {
    return stored(async () => {
      const before = await this.before(principal, what.key, what);
      if (before) return [before, true];
      const { id, ...prepared } = await prepare();
      const fresh = await this.outbox.take({ ...what, ...prepared, client: principal.id }, id);
      if (fresh) return [fresh, false];
      const meanwhile = await this.before(principal, what.key, what);
      if (meanwhile) return [meanwhile, true];
      throw new Error('A key is used and not used.');
    });
  }

  /** 201 with what came of it, 202 where that is to come, or the refusal. */
  async answer(
    reply: FastifyReply,
    submission: Submission,
    principal: Principal,
  ): Promise<SubmissionView | FastifyReply> {
    void reply.header('location', `${this.desk.publicUrl}/v1/submissions/${submission.id}`);
    if (submission.state === 'refused') return sendProblem(reply, submission.problem);
    void reply.code(submission.state === 'delivered' ? 201 : 202);
    return this.view(submission, principal);
  }

  /** A school is not told of another's case, and whoever reaches only what it was asked not how far the case is. */
  private async outcomeFor({ outcome, caseRef }: Submission, principal: Principal): Promise<Submission['outcome']> {
    if (!outcome || boundsOf(principal).to === 'all') return outcome;
    if (outcome.otherCase != null && !(await reachOf(this.desk, principal, outcome.otherCase)))
      return { ...outcome, otherCase: null, explanation: 'An assessment of this child is open already.' };
    if (outcome.stage === undefined || caseRef === null) return outcome;
    const reach = await reachOf(this.desk, principal, caseRef);
    if (reach && (reachesPart(reach, 'assessment') || reachesPart(reach, 'plan'))) return outcome;
    const { stage: _stage, outcome: _outcome, ...own } = outcome;
    return own;
  }

  async view(s: Submission, principal: Principal): Promise<SubmissionView> {
    const outcome = await this.outcomeFor(s, principal);
    return {
      id: s.id,
      kind: s.kind,
      state: s.state,
      caseRef: s.caseRef,
      receivedOn: s.receivedOn,
      receivedAt: s.receivedAt.toISOString(),
      finishedAt: s.finishedAt?.toISOString() ?? null,
      attempts: s.attempts,
      lastError: s.lastError,
      outcome,
      problem: s.problem,
    };
  }
}

const AWAY = () =>
  new Problem(
    503,
    'unavailable',
    'It cannot be stored at the moment, so it does not count as taken in. Send it again with the same Idempotency-Key, which is safe whatever became of this one.',
    { headers: { 'retry-after': '5' } },
  );

/** The database is away, or does not answer in time: 503, and never a 2xx. */
export const stored = async <T>(work: () => Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(AWAY()), STORED_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    if (error instanceof Problem || endingOf(error).exit !== 3) throw error;
    throw AWAY();
  } finally {
    clearTimeout(timer);
  }
};

/** Whether the document that a body names is kept under the name that the case looks for it by. */
export const keptAs = async (
  { pool }: HttpDesk,
  caseRef: CaseRef,
  { kind, id }: { kind: string; id?: string },
  hash: string | undefined,
): Promise<boolean> => {
  if (hash === undefined) return false;
  const { rowCount } = await pool.query(
    `select from documents where case_ref = $1 and kind = $2 and hash = $3 and ($4::text is null or document_id = $4) limit 1`,
    [caseRef, kind, hash, id ?? null],
  );
  return (rowCount ?? 0) > 0;
};

export const commandErrand = (type: CommandType, body: Record<string, unknown>) => (): Errand => ({
  do: 'command',
  type,
  body,
});

export const reviewErrand = (type: ReviewCommandType, review: number, body: Record<string, unknown>) => (): Errand => ({
  do: 'review',
  type,
  review,
  body,
});
