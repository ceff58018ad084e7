/**
 * Sends what is due, signed as Standard Webhooks says, until it is taken: at least once, and told apart by `webhook-id`. Any number
 * of processes may send; each row is one's at a time.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { webhookEventOf } from '../../domain/webhook-events.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { openSecret } from './endpoints.js';
import { type Answered, type Guard, post } from './post.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** After each attempt that failed; after the last it is given up, and may be replayed. Nearly three days in all. */
const WAITS_MS = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
/** A wait varies by so much, so that what failed together does not come back together. */
const JITTER = 0.1;
const ANSWER_LIMIT_MS = 15 * second;
/** Longer than an attempt: a process that died with a row in hand leaves it to another after this. */
const LEASE_SECONDS = 60;
const AT_ONCE = 20;
/** Of the endpoint: 410 says that nobody is there any more. */
const GONE = 410;

/** Of the ledger. */
export interface Fact {
  stream: string;
  seq: number;
  type: string;
}

/** How much of a case a client may be told of: of the whole, of what it was asked itself, or not. */
export type Told = 'whole' | 'part' | 'nothing';

interface Due extends Fact {
  id: string;
  endpoint: string;
  client: string;
  url: string;
  secret: Buffer;
  oldSecret: Buffer | null;
  occurredOn: string;
  attempts: number;
  externalRef: string | null;
}

const CLAIM = `
with due as (
  select d.id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint
  where d.state = 'due' and d.next_at <= now() and e.state = 'active'
  order by d.next_at limit $1 for update of d skip locked
)
update webhook_deliveries d set attempts = d.attempts + 1, next_at = now() + make_interval(secs => $2)
from due, webhook_endpoints e
where d.id = due.id and e.id = d.endpoint
returning d.id, d.endpoint, e.client, e.url, e.secret,
          case when e.old_until > now() then e.old_secret end as "oldSecret",
          d.stream, d.seq, d.type, to_char(d.occurred_on, 'YYYY-MM-DD') as "occurredOn", d.attempts,
          (select c.external_ref from cases c where c.case_ref = split_part(d.stream, '/', 2)
           order by c.external_ref nulls last limit 1) as "externalRef"`;

const SETTLE = `
with tried as (insert into webhook_attempts (delivery, status, error, ms) values ($1, $2, $3, $4))
update webhook_deliveries
set state = $5, next_at = now() + make_interval(secs => $6), done_at = case when $5 = 'due' then null else now() end
where id = $1`;

/** The same for every endpoint and every attempt: a receiver takes a thing in once. */
export const messageId = ({ stream, seq }: { stream: string; seq: number }): string =>
  `msg_${stream.replaceAll('/', '.')}.${seq}`;

const caseOf = (stream: string): string => stream.split('/')[1] ?? '';

/** What is sent. Thin: whoever may know more reads the case. */
export const messageBody = ({ stream, seq, type, occurredOn, externalRef }: Omit<Due, 'secret'>, at: Date): string =>
  JSON.stringify({
    type: webhookEventOf(type),
    timestamp: at.toISOString(),
    data: { case: caseOf(stream), externalRef, process: stream.split('/')[0], occurredOn, sequence: seq },
  });

export interface SenderOptions {
  pool: pg.Pool;
  keys: CaseKeys;
  guard: Guard;
  /** How much a client may know of a fact at this moment. */
  toldOf(client: string, fact: Fact): Promise<Told>;
  /** How often to look where nothing was due. */
  everyMs?: number;
  /** A fault of ours, by its name. */
  onFault(name: string): void;
}

export interface Sender {
  /** Settles when what was begun is done. */
  stop(): Promise<void>;
}

const waitFor = (attempts: number): number | undefined => {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? undefined : wait * (1 - JITTER + 2 * JITTER * Math.random());
};

class Sending {
  constructor(private readonly options: SenderOptions) {}

  /** How many were due. */
  async round(): Promise<number> {
    const { rows } = await this.options.pool.query<Due>(CLAIM, [AT_ONCE, LEASE_SECONDS]);
    await Promise.all(rows.map((due) => this.one(due)));
    return rows.length;
  }

  private async one(due: Due): Promise<void> {
    const { toldOf, guard } = this.options;
    const told = await toldOf(due.client, due);
    if (told === 'nothing') return this.settle(due, { ms: 0 }, 'withheld');
    // The reference that another sender gave the case is for those who see the case.
    const answered = await post(await this.signed(told === 'whole' ? due : { ...due, externalRef: null }), guard);
    const taken = answered.status !== undefined && answered.status >= 200 && answered.status < 300;
    if (taken) return this.settle(due, answered, 'delivered');
    if (answered.status === GONE) {
      await this.options.pool.query(
        `update webhook_endpoints set state = 'gone', changed_at = now() where id = $1 and state = 'active'`,
        [due.endpoint],
      );
    }
    const wait = waitFor(due.attempts);
    await this.settle(due, answered, wait === undefined ? 'failed' : 'due', wait);
  }

  private async signed(due: Due) {
    const { keys } = this.options;
    const at = new Date();
    const id = messageId(due);
    const body = messageBody(due, at);
    const secrets = [due.secret, due.oldSecret].filter((secret) => secret !== null);
    const signatures = await Promise.all(
      secrets.map(async (secret) => new Webhook(await openSecret(keys, due.endpoint, secret)).sign(id, at, body)),
    );
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / second)),
      'webhook-signature': signatures.join(' '),
      'user-agent': 'ehcna',
    };
    return { url: due.url, headers, body, timeoutMs: ANSWER_LIMIT_MS };
  }

  private async settle(due: Due, { status, error, ms }: Answered, state: string, waitMs = 0): Promise<void> {
    await this.options.pool.query(SETTLE, [due.id, status ?? null, error ?? null, ms, state, waitMs / second]);
  }
}

/** Until it is stopped. A database that is away is waited for. */
export const startSender = (options: SenderOptions): Sender => {
  const { everyMs = second, onFault } = options;
  const sending = new Sending(options);
  const stopped = new AbortController();
  const rest = () => pause(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const found = await sending.round().catch((error: unknown) => {
        onFault(error instanceof Error ? error.name : 'fault');
        return 0;
      });
      if (found < AT_ONCE) await rest();
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};
