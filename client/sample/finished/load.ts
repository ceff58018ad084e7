/**
 * Puts assessments that are over into the ledger as they happened. No process runs for them; the plans that they ended in are
 * started with the others.
 */
import type { CaseRef, StreamId } from '../../../domain/ids.js';
import type { Ehcna } from '../../ehcna.js';
import { DoesNotFit } from '../past.js';
import { finishedSamples } from './caseload.js';
import type { FinishedOptions } from './caseload.js';

const AT_ONCE = 5;

/** The plan comes before its reviews: it can be started from whatever a load that is cut short leaves. */
const ORDER = ['assessment', 'plan', 'annualReview'];
const placeOf = (stream: StreamId): number => ORDER.indexOf(stream.split('/')[0] ?? '');

/** Answers with how many were written: fewer where the authority's policy cannot bring such cases to their end. */
export const loadFinished = async (
  ehcna: Ehcna,
  missing: ReadonlySet<CaseRef>,
  options: FinishedOptions & { progress(line: string): void },
): Promise<number> => {
  if (missing.size === 0) return 0;
  const cases = finishedSamples(options);
  let written = 0;
  const takeTurns = async (): Promise<void> => {
    for (const { caseRef, streams } of cases) {
      if (!missing.has(caseRef)) continue;
      const inOrder = streams.toSorted((a, b) => placeOf(a.stream) - placeOf(b.stream));
      for (const { stream, events } of inOrder) await ehcna.ledger.append(stream, events);
      written += 1;
    }
  };
  const unlessUnfit = (error: unknown): void => {
    if (!(error instanceof DoesNotFit)) throw error;
    options.progress(`Sample caseload: some finished assessments are left out (${error.message}).`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => takeTurns().catch(unlessUnfit)));
  return written;
};
