/** What came through the ingress, as the table `submissions` keeps it: the rows, and every question that is asked of them. */
import { createHmac, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '../../activities/ledger/chain.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { CaseRef } from '../../domain/ids.js';
import { AUTHORITY, isErased, type CaseKeys } from '../../keys/case-keys.js';
import { openBytes, sealBytes } from '../../keys/seal.js';
import type { ProblemDetails } from '../http/problem.js';
import { Refused } from '../ehcna.js';
import type { Errand } from './errand.js';
import type { Kind, Outcome } from './shapes.js';

export interface Submission {
  seq: string;
  id: string;
  client: string;
  kind: Kind;
  caseRef: CaseRef | null;
  bodyHash: string;
  state: 'pending' | 'delivered' | 'refused';
  receivedOn: CivilDate;
  receivedAt: Date;
  finishedAt: Date | null;
  attempts: number;
  lastError: string | null;
  leaseBy: string | null;
  outcome: Outcome | null;
  problem: ProblemDetails | null;
}

/** What is to be stored. */
export interface Incoming {
  client: string;
  /** Of the client's choosing: the same key is the same submission. */
  key: string;
  kind: Kind;
  caseRef: CaseRef | null;
  externalRef?: string | undefined;
  /** What the client sent, as it must be sent again with the same key. */
  said: unknown;
  errand: (id: string) => Errand;
  receivedOn: CivilDate;
}

export type Claimed = Submission & { sealedFor: string; body: Buffer };

const columnsOf = (s: string): string =>
  [
    `${s}.seq, ${s}.id, ${s}.client, ${s}.kind, ${s}.case_ref as "caseRef", ${s}.body_hash as "bodyHash", ${s}.state`,
    `to_char(${s}.received_on, 'YYYY-MM-DD') as "receivedOn", ${s}.received_at as "receivedAt", ${s}.finished_at as "finishedAt"`,
    `${s}.attempts, ${s}.last_error as "lastError", ${s}.lease_by as "leaseBy", ${s}.outcome, ${s}.problem`,
  ].join(', ');

const COLUMNS = columnsOf('submissions');

/** Nobody else takes up what a process passes on; one that has died lets go of it after so long. */
export const LEASE_SECONDS = 15;
/** What has failed so often for a fault of ours holds up nothing that came after it. */
const HOLDS_UP = 20;

/** What came before from the same client, and the request that the case is, goes first. */
const NOTHING_BEFORE = (s: { caseRef: string; client: string; seq: string }): string => `
not exists (select from submissions e where e.state = 'pending' and e.case_ref = ${s.caseRef} and e.seq < ${s.seq}
  and e.attempts < ${HOLDS_UP} and (e.client = ${s.client} or e.kind = 'request'))`;

const INSERT = `
insert into submissions (id, client, key_hash, body_hash, kind, case_ref, external_ref, sealed_for, body, received_on,
                         attempts, lease_by, lease_until)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, f.free::int, case when f.free then $11 end,
       case when f.free then now() + interval '${LEASE_SECONDS} seconds' end
from (select ${NOTHING_BEFORE({ caseRef: '$6::text', client: '$2::text', seq: '9223372036854775807' })} as free) f
on conflict (client, key_hash) do nothing returning ${COLUMNS}`;

const CLAIM = `
with due as (
  select s.seq from submissions s
  where s.state = 'pending' and s.next_at <= now() and (s.lease_until is null or s.lease_until < now())
    and ${NOTHING_BEFORE({ caseRef: 's.case_ref', client: 's.client', seq: 's.seq' })}
  order by s.next_at, s.seq limit $2 for update of s skip locked)
update submissions s set lease_by = $1, lease_until = now() + interval '${LEASE_SECONDS} seconds', attempts = s.attempts + 1
from due where s.seq = due.seq returning ${columnsOf('s')}, s.sealed_for as "sealedFor", s.body`;

const FINISH = `
update submissions set state = $2, outcome = $3, problem = $4, body = null, finished_at = now(), lease_by = null,
       lease_until = null, last_error = null
where id = $1 and state = 'pending'`;

const PUT_OFF = `
update submissions set next_at = now() + make_interval(secs => $3), lease_by = null, lease_until = null, last_error = $4
where id = $1 and lease_by = $2 and state = 'pending'`;

const purposeOf = (id: string): string => `submission/${id}`;

export const submissionsIn = ({ pool, keys }: { pool: pg.Pool; keys: CaseKeys }) => {
  const keyOf = async (owner: string): Promise<Buffer> => {
    const key = await keys.keyFor(owner);
    if (!isErased(key)) return key;
    throw new Refused({
      code: 'erased',
      reason: `${owner} was erased on ${key.erasedOn}; nothing is kept for it any more`,
    });
  };

  const hashed = async (use: string, text: string): Promise<string> =>
    createHmac('sha256', await keyOf(AUTHORITY))
      .update(`submission ${use}\n${text}`)
      .digest('hex');

  const one = async (where: string, values: unknown[]): Promise<Submission | undefined> =>
    (await pool.query<Submission>(`select ${COLUMNS} from submissions where ${where}`, values)).rows[0];

  return {
    hashOf: (kind: Kind, caseRef: string | null, said: unknown): Promise<string> =>
      hashed('body', canonicalJson({ kind, caseRef, said })),

    underKey: async (client: string, key: string): Promise<Submission | undefined> =>
      one('client = $1 and key_hash = $2', [client, await hashed('key', key)]),

    find: (client: string, id: string): Promise<Submission | undefined> => one('client = $1 and id = $2', [client, id]),

    byId: (id: string): Promise<Submission | undefined> => one('id = $1', [id]),

    /** Stored for certain once this settles; undefined where the key was used before. Held by `process` where nothing goes before. */
    store: async (incoming: Incoming, process: string, id: string = randomUUID()): Promise<Submission | undefined> => {
      const { client, key, kind, caseRef, externalRef, said, errand, receivedOn } = incoming;
      const sealedFor = kind === 'request' || caseRef === null ? AUTHORITY : caseRef;
      const body = sealBytes(await keyOf(sealedFor), Buffer.from(JSON.stringify(errand(id))), purposeOf(id));
      const hashes = [
        await hashed('key', key),
        await hashed('body', canonicalJson({ kind, caseRef: kind === 'request' ? null : caseRef, said })),
      ];
      const values = [id, client, ...hashes, kind, caseRef, externalRef ?? null, sealedFor, body, receivedOn, process];
      return (await pool.query<Submission>(INSERT, values)).rows[0];
    },

    /** Already carried out when it is recorded, as a document that was kept. Undefined where the key was used before. */
    record: async (
      { client, key, kind, caseRef, said, receivedOn }: Omit<Incoming, 'errand'>,
      outcome: Outcome,
    ): Promise<Submission | undefined> => {
      const values = [
        randomUUID(),
        client,
        await hashed('key', key),
        await hashed('body', canonicalJson({ kind, caseRef, said })),
        kind,
        caseRef,
        caseRef ?? AUTHORITY,
        receivedOn,
        JSON.stringify(outcome),
      ];
      const { rows } = await pool.query<Submission>(
        `insert into submissions (id, client, key_hash, body_hash, kind, case_ref, sealed_for, received_on, state, outcome,
           finished_at, attempts)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'delivered', $9, now(), 1)
         on conflict (client, key_hash) do nothing returning ${COLUMNS}`,
        values,
      );
      return rows[0];
    },

    claim: async (process: string, most: number): Promise<Claimed[]> =>
      (await pool.query<Claimed>(CLAIM, [process, most])).rows,

    errandOf: async ({ id, sealedFor, body }: Claimed): Promise<Errand> =>
      JSON.parse(openBytes(await keyOf(sealedFor), body, purposeOf(id)).toString('utf8')) as Errand,

    deliver: (id: string, outcome: Outcome) => pool.query(FINISH, [id, 'delivered', JSON.stringify(outcome), null]),

    refuse: (id: string, problem: ProblemDetails) => pool.query(FINISH, [id, 'refused', null, JSON.stringify(problem)]),

    putOff: (id: string, process: string, seconds: number, error: string) =>
      pool.query(PUT_OFF, [id, process, seconds, error]),

    keepHold: (process: string, ids: readonly string[]) =>
      pool.query(
        `update submissions set lease_until = now() + interval '${LEASE_SECONDS} seconds'
         where id = any($2::uuid[]) and lease_by = $1`,
        [process, ids],
      ),

    /** Newest first, of one client. */
    list: async (
      client: string,
      { state, before, limit }: { state?: string | undefined; before?: string | undefined; limit: number },
    ): Promise<Submission[]> =>
      (
        await pool.query<Submission>(
          `select ${COLUMNS} from submissions where client = $1 and ($2::text is null or state = $2)
             and ($3::bigint is null or seq < $3) order by seq desc limit $4`,
          [client, state ?? null, before ?? null, limit],
        )
      ).rows,

    /** The cases that this client asked for under its own reference; none that was turned away, where another was taken up. */
    casesNamed: async (client: string, externalRef: string): Promise<CaseRef[]> =>
      (
        await pool.query<{ caseRef: CaseRef }>(
          `select case_ref as "caseRef" from (
             select case_ref, rank() over (order by away) as place from (
               select distinct case_ref, outcome->'accepted' = 'false' is true as away from submissions
               where client = $1 and external_ref = $2 and state <> 'refused'
             ) named
           ) ranked where place = 1 limit 3`,
          [client, externalRef],
        )
      ).rows.map(({ caseRef }) => caseRef),

    /** Whether this client itself sent the request that this case is. */
    asked: async (client: string, caseRef: CaseRef): Promise<boolean> =>
      (
        await pool.query(
          `select from submissions where client = $1 and case_ref = $2 and kind = 'request' and state <> 'refused' limit 1`,
          [client, caseRef],
        )
      ).rowCount === 1,
  };
};

export type Submissions = ReturnType<typeof submissionsIn>;
