/** Where a client wants to be told: made, listed, changed, and what was sent there. The secret is shown once. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { factsOf, type WebhookEvent } from '../../domain/webhook-events.js';
import { authorityKey } from '../../keys/case-keys.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { openBytes, sealBytes } from '../../keys/seal.js';

export interface Endpoint {
  id: string;
  client: string;
  url: string;
  events: WebhookEvent[];
  state: 'active' | 'paused' | 'gone' | 'removed';
  madeAt: string;
}

export interface Delivery {
  id: number;
  message: string;
  event: string;
  caseRef: string;
  occurredOn: string;
  state: 'due' | 'delivered' | 'failed' | 'withheld' | 'cancelled';
  attempts: { at: string; status: number | null; error: string | null; ms: number }[];
  nextAt: string | null;
  madeAt: string;
}

export interface Secrets {
  pool: pg.Pool;
  keys: CaseKeys;
}

/** A removed endpoint sends nothing and is shown nowhere; what it was sent stays on record. */
const SHOWN = "state <> 'removed'";
const COLUMNS = `id, client, url, events, state, to_char(made_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "madeAt"`;
/** How long the secret before still signs. */
const OVERLAP_HOURS = 24;

const nameOf = (endpoint: string): string => `webhook/${endpoint}`;

/** As Standard Webhooks writes it. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const sealed = async (keys: CaseKeys, endpoint: string, secret: string): Promise<Buffer> =>
  sealBytes(await authorityKey(keys), Buffer.from(secret), nameOf(endpoint));

export const openSecret = async (keys: CaseKeys, endpoint: string, secret: Buffer): Promise<string> =>
  openBytes(await authorityKey(keys), secret, nameOf(endpoint)).toString('utf8');

export const addEndpoint = async (
  { pool, keys }: Secrets,
  { client, url, events }: Pick<Endpoint, 'client' | 'url' | 'events'>,
): Promise<{ endpoint: Endpoint; secret: string }> => {
  const id = `we_${randomBytes(9).toString('base64url')}`;
  const secret = newSecret();
  const { rows } = await pool.query<Endpoint>(
    `insert into webhook_endpoints (id, client, url, events, ledger_types, secret) values ($1, $2, $3, $4, $5, $6)
     returning ${COLUMNS}`,
    [id, client, url, events, factsOf(events), await sealed(keys, id, secret)],
  );
  return { endpoint: rows[0] as Endpoint, secret };
};

/** Of one client, or of all. */
export const listEndpoints = async (pool: pg.Pool, client?: string): Promise<Endpoint[]> =>
  (
    await pool.query<Endpoint>(
      `select ${COLUMNS} from webhook_endpoints where ${SHOWN} and ($1::text is null or client = $1) order by made_at, id`,
      [client ?? null],
    )
  ).rows;

/** Undefined where it is nobody's, or another client's. */
export const findEndpoint = async (pool: pg.Pool, id: string, client?: string): Promise<Endpoint | undefined> =>
  (
    await pool.query<Endpoint>(
      `select ${COLUMNS} from webhook_endpoints where id = $1 and ${SHOWN} and ($2::text is null or client = $2)`,
      [id, client ?? null],
    )
  ).rows[0];

export const changeEndpoint = async (
  pool: pg.Pool,
  id: string,
  { state, events }: { state?: 'active' | 'paused' | undefined; events?: WebhookEvent[] | undefined },
): Promise<Endpoint | undefined> =>
  (
    await pool.query<Endpoint>(
      `update webhook_endpoints set state = coalesce($2, state), events = coalesce($3, events),
              ledger_types = coalesce($4, ledger_types), changed_at = now()
       where id = $1 and ${SHOWN} returning ${COLUMNS}`,
      [id, state ?? null, events ?? null, events ? factsOf(events) : null],
    )
  ).rows[0];

export const removeEndpoint = async (pool: pg.Pool, id: string): Promise<void> => {
  await pool.query(
    `with removed as (update webhook_endpoints set state = 'removed', changed_at = now() where id = $1 returning id)
     update webhook_deliveries d set state = 'cancelled', done_at = now() from removed r
     where d.endpoint = r.id and d.state = 'due'`,
    [id],
  );
};

/** The one before still signs for a day, beside the new one. */
export const rotateSecret = async ({ pool, keys }: Secrets, id: string): Promise<string> => {
  const secret = newSecret();
  await pool.query(
    `update webhook_endpoints set old_secret = secret, old_until = now() + make_interval(hours => $3), secret = $2, changed_at = now()
     where id = $1`,
    [id, await sealed(keys, id, secret), OVERLAP_HOURS],
  );
  return secret;
};

/** The client was told, or would have been where somebody had answered: what is withheld leaves neither status nor error. */
const TRIED = `
exists (select from webhook_attempts t where t.delivery = d.id and (t.status is not null or t.error is not null))`;

const LOG = `
select d.id::int as id, d.stream, d.seq, d.type, to_char(d.occurred_on, 'YYYY-MM-DD') as "occurredOn", d.state,
       to_char(d.made_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "madeAt",
       case when d.state = 'due' then to_char(d.next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as "nextAt",
       coalesce((select json_agg(json_build_object('at', to_char(a.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                                   'status', a.status, 'error', a.error, 'ms', a.ms) order by a.id)
                 from webhook_attempts a where a.delivery = d.id), '[]') as attempts
from webhook_deliveries d
where d.endpoint = $1 and ($2::bigint is null or d.id < $2) and ($3::text is null or d.state = $3)
  and ($5::boolean is not true or ${TRIED})
order by d.id desc limit $4`;

export interface LogQuery {
  before?: number | undefined;
  state?: Delivery['state'] | undefined;
  limit: number;
  /** Only what the client was to be told: which other cases there are is not for one that does not see all. */
  triedOnly?: boolean;
}

/** The newest first; those before a delivery, where one is given. */
export const deliveriesOf = async (
  pool: pg.Pool,
  endpoint: string,
  { before, state, limit, triedOnly = false }: LogQuery,
  words: (row: { stream: string; seq: number; type: string }) => Pick<Delivery, 'message' | 'event' | 'caseRef'>,
): Promise<Delivery[]> => {
  type Row = Omit<Delivery, 'message' | 'event' | 'caseRef'> & { stream: string; seq: number; type: string };
  const { rows } = await pool.query<Row>(LOG, [endpoint, before ?? null, state ?? null, limit, triedOnly]);
  return rows.map(({ stream, seq, type, ...row }) => ({ ...row, ...words({ stream, seq, type }) }));
};

/** One delivery again, whatever came of it; false where it is none of this endpoint's. */
export const replayDelivery = async (
  pool: pg.Pool,
  endpoint: string,
  delivery: number,
  triedOnly = false,
): Promise<boolean> =>
  (
    await pool.query(
      `update webhook_deliveries d set state = 'due', attempts = 0, next_at = now(), done_at = null
       where d.endpoint = $1 and d.id = $2 and ($3::boolean is not true or ${TRIED})`,
      [endpoint, delivery, triedOnly],
    )
  ).rowCount === 1;

/**
 * Everything that happened since an instant, again, and what happened before the endpoint was there or while it was gone: read
 * from the ledger. Answers with how many.
 */
export const replaySince = async (pool: pg.Pool, endpoint: string, since: Date): Promise<number> => {
  const { rowCount } = await pool.query(
    `insert into webhook_deliveries (endpoint, stream, seq, type, occurred_on)
     select e.id, l.stream, l.seq, l.type, l.occurred_on
     from webhook_endpoints e join ledger l on l.type = any(e.ledger_types) and l.appended_at >= $2
     where e.id = $1 order by l.position
     on conflict (endpoint, stream, seq) do update set state = 'due', attempts = 0, next_at = now(), done_at = null`,
    [endpoint, since],
  );
  return rowCount ?? 0;
};
