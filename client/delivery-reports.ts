/**
 * What a carrier says became of a letter after it took it: GOV.UK Notify's delivery receipts, and its word that post came back. It is
 * recorded first; where a letter did not arrive its case is told, until it has taken that in.
 */
import type pg from 'pg';
import type { Actor } from '../domain/events.js';
import { annualReviewId, assessmentId, planId } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import type { Ehcna } from './ehcna.js';

export interface DeliveryReport {
  /** The carrier's own for the letter. */
  reference: string;
  status: string;
  at: Date;
  /** The API client that says so. */
  client: string;
}

/** What means that a letter did not arrive. A letter's own failure to be printed is said in the same words. */
const NOT_ARRIVED: ReadonlySet<string> = new Set([
  'permanent-failure',
  'temporary-failure',
  'technical-failure',
  'validation-failed',
  'returned',
]);

/** The same report twice is one. */
export const recordReport = async (pool: pg.Pool, { reference, status, at, client }: DeliveryReport): Promise<void> => {
  await pool.query(
    `insert into delivery_reports (reference, status, at, client, letter_key, told_at)
     values ($1, $2, $3, $4, (select letter_key from dispatches where provider_reference = $1 limit 1), $5)
     on conflict (reference, status) do nothing`,
    [reference, status, at, client, NOT_ARRIVED.has(status) ? null : new Date()],
  );
};

interface Untold {
  id: string;
  client: string;
  status: string;
  caseRef: string;
  letterId: string;
}

/** A receipt can come before the row says which letter the carrier's reference is of; of a letter that is not ours it never does. */
const UNTOLD = `
update delivery_reports r set letter_key = d.letter_key
from dispatches d
where r.told_at is null and d.provider_reference = r.reference and r.received_at > now() - interval '30 days'
returning r.id, r.client, r.status, d.case_ref as "caseRef", d.letter_id as "letterId"`;

/** Letters of a plan are `P-L5`, those of its second review `R2-L5`. */
const processOf = ({ caseRef, letterId }: Untold): string => {
  const ref = caseRef as CaseRef;
  const [, n] = /^R(\d+)-/.exec(letterId) ?? [];
  if (n !== undefined) return annualReviewId(ref, Number(n));
  return letterId.startsWith('P-') ? planId(ref) : assessmentId(ref);
};

type Vouch = (client: string) => Promise<{ actor: Actor } | undefined>;

const tell = async (ehcna: Ehcna, vouch: Vouch, untold: Untold): Promise<void> => {
  const by = (await vouch(untold.client))?.actor;
  // Revoked since: what it said stands in the report, and its word tells nobody any more.
  if (!by) return;
  const fact = {
    id: `delivery-${untold.id}`,
    type: 'letterUndelivered' as const,
    letterId: untold.letterId,
    reason: untold.status,
    by,
  };
  const over = await ehcna.report(untold.caseRef as CaseRef, fact, processOf(untold)).then(
    () => false,
    (error: unknown) => {
      if ((error as { refusal?: { code?: string } }).refusal?.code === 'not-running') return true;
      throw error;
    },
  );
  await ehcna.pool.query(
    `update delivery_reports set told_at = now(), status = case when $2 then status || ' (case over)' else status end where id = $1`,
    [untold.id, over],
  );
};

/**
 * Tells every case that has not been told. A case that is over cannot be: what came of its letters stands in the reports. One that
 * cannot be told now holds up no other; the first fault is thrown when all were tried.
 */
export const tellCases = async (ehcna: Ehcna, vouch: Vouch): Promise<number> => {
  const { rows } = await ehcna.pool.query<Untold>(UNTOLD);
  const faults: unknown[] = [];
  for (const untold of rows) await tell(ehcna, vouch, untold).catch((error: unknown) => void faults.push(error));
  if (faults.length > 0) throw faults[0];
  return rows.length;
};
