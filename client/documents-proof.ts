/**
 * What can be proven of a document, to the version: what it was by its hash, when it came to be kept, which facts of the ledger
 * name it, to whom it was sent and when, and whether what lies in the store is that document now.
 */
import type pg from 'pg';
import type { Ledger } from '../activities/ledger.js';
import { type CheckFault, type Checking, faultOf } from '../activities/objects/check.js';
import { DocumentFaulty, type Keeping } from '../activities/objects/keeping.js';
import { keptFor, type KeptRow } from '../activities/objects/kept-rows.js';
import { type LetterMention, lettersIn, type Mention, mentionsIn } from '../domain/documents/mentions.js';
import type { CaseRef } from '../domain/ids.js';
import { NOTICES } from '../domain/letters.js';

/** How and when a letter went: it is the document, or the document went with it. */
export interface Sending {
  letterId: string;
  notice: string;
  to: { role: string; id: string };
  channel: string;
  /** The day in the ledger, and the instant at which the way out took it. */
  on: string;
  sentAt: string | null;
  providerReference: string | null;
  letterHash: string;
  letterVersion: number;
  /** `itself`, or `enclosed`: then the letter's own text names the hash of what goes with it, or does not. */
  as: 'itself' | 'enclosed';
  namedInLetter: boolean | null;
}

export interface Proof {
  caseRef: CaseRef;
  document: Pick<KeptRow, 'kind' | 'id' | 'version' | 'hash' | 'mediaType' | 'bytes' | 'keptAt'> & {
    lies: 'store' | 'database';
  };
  /** What was read of it a moment ago. */
  now: { state: 'whole' } | { state: 'missing' | 'changed' | 'not-read'; detail: string };
  named: Omit<Mention, 'documentHash' | 'name' | 'kept'>[];
  /** Whether the chain holds of every stream that names it or sent it. */
  chain: { holds: boolean; faults: string[] };
  sent: Sending[];
}

export interface Proving {
  pool: pg.Pool;
  ledger: Ledger;
  objects: Checking['objects'];
  keeping: Keeping | undefined;
}

export interface ProofOf {
  kind: 'letter' | 'evidence' | 'advice' | 'any';
  id?: string;
  version?: number;
}

const NOTICE_KINDS: ReadonlySet<string> = new Set(NOTICES);

const isWanted = (row: KeptRow, { kind, id, version }: ProofOf): boolean =>
  (kind === 'any' || (kind === 'letter' ? NOTICE_KINDS.has(row.kind) : row.kind === kind)) &&
  (id === undefined || row.id === id) &&
  (version === undefined || row.version === version);

interface Told {
  mentions: Mention[];
  letters: LetterMention[];
  /** Streams whose chain does not hold, each with the first fault. */
  broken: string[];
}

const toldBy = async (ledger: Ledger, caseRef: CaseRef): Promise<Told> => {
  const told: Told = { mentions: [], letters: [], broken: [] };
  for (const stream of await ledger.streams({ caseRef })) {
    const events = await ledger.read(stream);
    told.mentions.push(...mentionsIn(stream, events));
    told.letters.push(...lettersIn(stream, events));
    for (const { seq, detail } of (await ledger.verify(stream)).faults.slice(0, 1))
      told.broken.push(`${stream}, event ${seq}: ${detail}`);
  }
  return told;
};

interface Dispatch {
  letterId: string;
  sentAt: string | null;
  providerReference: string | null;
}

const dispatchesOf = async (pool: pg.Pool, caseRef: CaseRef): Promise<Map<string, Dispatch>> => {
  const { rows } = await pool.query<Dispatch>(
    `select letter_id as "letterId", provider_reference as "providerReference",
            to_char(sent_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "sentAt"
     from dispatches where case_ref = $1 and state = 'sent'`,
    [caseRef],
  );
  return new Map(rows.map((row) => [row.letterId, row]));
};

const textOf = async (keeping: Keeping, pool: pg.Pool, caseRef: CaseRef, row: KeptRow): Promise<string | undefined> => {
  const pieces: Buffer[] = [];
  try {
    const opened = await keeping.open(pool, caseRef, row);
    for await (const piece of opened?.content ?? []) pieces.push(piece);
  } catch (error) {
    if (error instanceof DocumentFaulty) return undefined;
    throw error;
  }
  return Buffer.concat(pieces).toString('utf8');
};

const wentAs = (row: KeptRow, { letterId, enclosures, sent }: LetterMention): Sending['as'] | undefined => {
  if (sent === null) return undefined;
  if (NOTICE_KINDS.has(row.kind) && row.id === letterId)
    return sent.documentHash === row.hash && sent.version === row.version ? 'itself' : undefined;
  const isEnclosed = enclosures.some((e) => e.kind === row.kind && e.id === row.id && e.version === row.version);
  return isEnclosed ? 'enclosed' : undefined;
};

class Prover {
  constructor(
    private readonly proving: Proving,
    private readonly caseRef: CaseRef,
    private readonly rows: readonly KeptRow[],
    private readonly told: Told,
    private readonly dispatches: ReadonlyMap<string, Dispatch>,
  ) {}

  async prove(row: KeptRow): Promise<Proof> {
    const { kind, id, version, hash, mediaType, bytes, keptAt, objectKey } = row;
    const sent: Sending[] = [];
    for (const letter of this.told.letters) {
      const as = wentAs(row, letter);
      if (as) sent.push(await this.sending(row, letter, as));
    }
    const named = this.told.mentions.filter((m) => m.documentHash === hash);
    return {
      caseRef: this.caseRef,
      document: { kind, id, version, hash, mediaType, bytes, keptAt, lies: objectKey === null ? 'database' : 'store' },
      now: await this.now(row),
      named: named.map(({ documentHash: _, name: __, kept: ___, ...rest }) => rest),
      chain: { holds: this.told.broken.length === 0, faults: this.told.broken },
      sent,
    };
  }

  private async now(row: KeptRow): Promise<Proof['now']> {
    if (!this.proving.keeping) return { state: 'not-read', detail: 'no key is given to open it with' };
    const fault = await faultOf(this.proving, row);
    return fault
      ? {
          state: fault.fault as Exclude<CheckFault['fault'], 'not-kept' | 'not-what-the-ledger-says'>,
          detail: fault.detail,
        }
      : { state: 'whole' };
  }

  private async sending(row: KeptRow, letter: LetterMention, as: Sending['as']): Promise<Sending> {
    const { letterId, notice, to } = letter;
    const { on, channel, documentHash, version } = letter.sent as NonNullable<LetterMention['sent']>;
    const dispatch = this.dispatches.get(letterId);
    return {
      letterId,
      notice,
      to,
      channel,
      on,
      sentAt: dispatch?.sentAt ?? null,
      providerReference: dispatch?.providerReference ?? null,
      letterHash: documentHash,
      letterVersion: version,
      as,
      namedInLetter: as === 'itself' ? null : await this.isNamedIn(row, letterId, documentHash),
    };
  }

  /** The letter's own words list the hash of everything that goes with it, and its hash is in the ledger. */
  private async isNamedIn(row: KeptRow, letterId: string, letterHash: string): Promise<boolean | null> {
    const { keeping, pool } = this.proving;
    const letter = this.rows.find((r) => r.id === letterId && r.hash === letterHash);
    if (!keeping || !letter) return null;
    const text = await textOf(keeping, pool, this.caseRef, letter);
    return text === undefined ? null : text.includes(row.hash);
  }
}

/** Of every document of the case that is meant, in the order in which they came to be kept. */
export const proofsOf = async (proving: Proving, caseRef: CaseRef, wanted: ProofOf): Promise<Proof[]> => {
  const rows = await keptFor(proving.pool, caseRef);
  const meant = rows.filter((row) => isWanted(row, wanted));
  if (meant.length === 0) return [];
  const [told, dispatches] = await Promise.all([toldBy(proving.ledger, caseRef), dispatchesOf(proving.pool, caseRef)]);
  const prover = new Prover(proving, caseRef, rows, told, dispatches);
  const proofs: Proof[] = [];
  for (const row of meant) proofs.push(await prover.prove(row));
  return proofs;
};
