/** A list of the clinic as CSV: whose cases are in it stands on the ledger before any of it is given out. */
import { csvBehind } from '../../activities/clinic/list.js';
import type { FigureId } from '../../domain/clinic/figures.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { HttpDesk, Principal } from './desk.js';
import { Problem } from './problem.js';

/** The first column is the reference of the case. */
const REFERENCE = /^(EHC-[0-9A-Z]{8}),/gm;
/** So many cases an entry of the ledger. */
const CASES_AN_ENTRY = 500;

/** Held whole until it is known to be whole: a hundred thousand rows are some ten megabytes. */
export const csvFile = async (
  { pool, access }: HttpDesk,
  who: Principal,
  figure: FigureId,
  filters: ClinicFilters,
): Promise<string> => {
  const parts: string[] = [];
  const refusal = await csvBehind(pool, figure, filters, (text) => void parts.push(text));
  if (refusal) throw new Problem(404, refusal.code, refusal.reason);
  const file = parts.join('');
  const cases = [...new Set([...file.matchAll(REFERENCE)].map(([, caseRef = '']) => caseRef))];
  for (let i = 0; i < cases.length; i += CASES_AN_ENTRY)
    await access.note(who.actor, cases.slice(i, i + CASES_AN_ENTRY));
  return file;
};
