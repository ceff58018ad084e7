/**
 * The way from a submission that is stored to the case that it is for. What comes in is passed on at once; what that did not
 * work for, and what a process left behind that died, is taken up again by whichever process of the ingress is there. Twice is
 * the same as once (errand.ts), so a process that is slow and one that is dead need not be told apart.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { CaseKeys } from '../../keys/case-keys.js';
import type { Actor } from '../../domain/events.js';
import { endingOf } from '../cli/outcome.js';
import type { Ehcna } from '../ehcna.js';
import { Problem, problemOf } from '../http/problem.js';
import { type Errand, runErrand } from './errand.js';
import { type Incoming, LEASE_SECONDS, type Submission, type Submissions, submissionsIn } from './submissions.js';

export interface OutboxOptions {
  ehcna: Ehcna;
  pool: pg.Pool;
  keys: CaseKeys;
  /** Signs for a client from then on; undefined where it counts no more. */
  vouch(client: string): Promise<{ actor: Actor } | undefined>;
}

export interface Outbox {
  submissions: Submissions;
  start(): void;
  /** Takes nothing more up, and settles when what it was passing on has come to an end or was put off. */
  stop(): Promise<void>;
  /** Stores it for certain, and begins to pass it on. Undefined where that key of the client was used before. */
  take(incoming: Incoming, id?: string): Promise<Submission | undefined>;
  /** The submission once it is delivered or refused, or could not be passed on now, or the patience is over. */
  settled(submission: Submission, patienceMs: number): Promise<Submission>;
}

const EACH_MS = 1_000;
const LOOK_AGAIN_MS = 100;
const AT_ONCE = 8;
const LONGEST_PAUSE_SECONDS = 60;

const pauseAfter = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_SECONDS, 2 ** Math.min(attempts, 10)) * (0.5 + Math.random() / 2);

/** Refusals that say nothing for good: our clock is ahead of the case's, or its key was not at hand. */
const PASSING: ReadonlySet<string> = new Set(['in-the-future', 'assertion-expired', 'assertion-early']);

const REVOKED = new Problem(
  403,
  'client-revoked',
  'The client was revoked after this was accepted and before it could be passed on; the authority must be asked.',
);

/** Final for good or to be tried again. */
const isFinal = ({ status, code }: Problem): boolean => status >= 400 && status < 500 && !PASSING.has(code);

const nameOfFault = (error: unknown): string => {
  const { json } = endingOf(error);
  const code = (json as { error?: { code?: string }; code?: string } | null)?.error?.code ?? 'fault';
  return code === 'fault' && error instanceof Error ? error.name : code;
};

interface Held {
  done: Promise<void>;
}

class Dispatcher implements Outbox {
  readonly submissions: Submissions;
  /** Of this process, for the length of its life. */
  private readonly name = randomUUID();
  private readonly held = new Map<string, Held>();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;

  constructor(private readonly options: OutboxOptions) {
    this.submissions = submissionsIn(options);
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    while (this.held.size > 0) await Promise.all([...this.held.values()].map(({ done }) => done));
  }

  async take(incoming: Incoming, id: string = randomUUID()): Promise<Submission | undefined> {
    const stored = await this.submissions.store(incoming, this.name, id);
    if (stored?.leaseBy === this.name) this.hold(stored, incoming.errand(id));
    return stored;
  }

  async settled(submission: Submission, patienceMs: number): Promise<Submission> {
    const until = Date.now() + patienceMs;
    let seen = submission;
    while (seen.state === 'pending' && Date.now() < until) {
      const mine = this.held.get(seen.id);
      await Promise.race([mine?.done ?? pause(LOOK_AGAIN_MS), pause(until - Date.now())]);
      seen = (await this.submissions.byId(seen.id)) ?? seen;
      // Tried, and put off: there is nothing to wait for.
      if (seen.lastError !== null && !this.held.has(seen.id)) break;
    }
    return seen;
  }

  private hold(submission: Submission, errand: Errand | Promise<Errand>): void {
    const done = this.passOn(submission, errand)
      .catch(() => undefined)
      .finally(() => {
        this.held.delete(submission.id);
        this.wake();
      });
    this.held.set(submission.id, { done });
  }

  private async passOn(submission: Submission, errand: Errand | Promise<Errand>): Promise<void> {
    const { id, client, caseRef, attempts } = submission;
    try {
      const principal = await this.options.vouch(client);
      if (!principal) throw REVOKED;
      const sent = { id, caseRef: caseRef ?? '', by: principal.actor, again: attempts > 1 };
      await this.submissions.deliver(id, await runErrand(this.options.ehcna, await errand, sent));
    } catch (error) {
      const problem = problemOf(error);
      if (problem && isFinal(problem)) await this.submissions.refuse(id, problem.details(`/v1/submissions/${id}`));
      else await this.submissions.putOff(id, this.name, pauseAfter(attempts), problem?.code ?? nameOfFault(error));
    }
  }

  private async run(): Promise<void> {
    let held = Date.now();
    while (!this.stopping) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      // A database that is away has nothing to say; it is asked again.
      await this.claim().catch(() => undefined);
      if (Date.now() - held > (LEASE_SECONDS * 1_000) / 3) {
        held = Date.now();
        await this.submissions.keepHold(this.name, [...this.held.keys()]).catch(() => undefined);
      }
      const timer = new AbortController();
      await Promise.race([woken, pause(EACH_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
    }
  }

  private async claim(): Promise<void> {
    const room = AT_ONCE - this.held.size;
    if (room <= 0) return;
    for (const claimed of await this.submissions.claim(this.name, room))
      this.hold(claimed, this.submissions.errandOf(claimed));
  }
}

export const openOutbox = (options: OutboxOptions): Outbox => new Dispatcher(options);
