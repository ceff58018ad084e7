/**
 * The table of duties, and which version of a duty governs. The table only grows: a change of law is a new row under the
 * same id, from the day it commences, in a new edition; the row before it is closed the day before. A case is pinned to
 * the edition it started under and sees nothing that came in later.
 */
import type { CivilDate } from '../civil-date.js';
import { addDays } from '../civil-date.js';
import type { Rule, Stage } from './rule.js';
import { ADVICE } from './table/advice.js';
import { ASSESSMENT } from './table/assessment.js';
import { CONSULTATION } from './table/consultation.js';
import { PLAN } from './table/plan.js';

export type { Rule, Stage } from './rule.js';

/** Editions of the table, oldest first; each is named by the day it was checked. */
export const LAW_VERSIONS: readonly string[] = ['2026-11-22'];

/** The newest edition: what a case that starts now is pinned to. */
export const LAW_VERSION = '2026-11-22';

const TABLE: readonly Rule[] = [...ASSESSMENT, ...ADVICE, ...PLAN, ...CONSULTATION];

/** Every row of every version. */
export const allRules = (): readonly Rule[] => TABLE;

/** Every row of a stage, in the order of the statute. */
export const rulesOf = (stage: Stage): readonly Rule[] => TABLE.filter((row) => row.stage === stage);

/** Rows an edition holds. A row closed by a later edition is still open in this one. */
const seenIn = (table: readonly Rule[], lawVersion: string): Rule[] =>
  table
    .filter((row) => row.edition <= lawVersion)
    .map((row, _, seen) => {
      if (row.effectiveTo === null) return row;
      const next = table.find((other) => other.id === row.id && other.effectiveFrom > (row.effectiveTo ?? ''));
      return next && !seen.includes(next) ? { ...row, effectiveTo: null } : row;
    });

const mustKnow = (lawVersion: string, versions: readonly string[]): void => {
  if (!versions.includes(lawVersion)) {
    throw new RangeError(`Unknown version of the law table: ${lawVersion}. Known: ${versions.join(', ')}.`);
  }
};

/** As `rule`, over any table. */
export const ruleIn = (
  table: readonly Rule[],
  versions: readonly string[],
  {
    id,
    on,
    lawVersion,
  }: {
    id: string;
    on?: CivilDate | undefined;
    lawVersion?: string | undefined;
  },
): Rule => {
  const edition = lawVersion ?? (versions.at(-1) as string);
  mustKnow(edition, versions);
  const ofId = seenIn(table, edition).filter((row) => row.id === id);
  if (ofId.length === 0) throw new RangeError(`Unknown rule: ${id}.`);
  if (on === undefined) return ofId.reduce((a, b) => (b.effectiveFrom > a.effectiveFrom ? b : a));
  const found = ofId.find((row) => row.effectiveFrom <= on && (row.effectiveTo === null || on <= row.effectiveTo));
  if (!found) throw new RangeError(`No version of ${id} was in force on ${on}.`);
  return found;
};

/**
 * The version of a duty in force on a day, or the newest where no day is given; of the edition a case is pinned to, or the
 * newest edition. Throws RangeError naming an unknown id or edition, or a day on which the duty was not in force.
 */
export const rule = (id: string, on?: CivilDate, lawVersion?: string): Rule =>
  ruleIn(TABLE, LAW_VERSIONS, { id, on, lawVersion });

export const isRuleId = (id: string): boolean => TABLE.some((row) => row.id === id);

/**
 * Faults of a table's coverage across time: a gap or an overlap between versions of a duty, or a version that ends before
 * it begins. Finding none does not prove that the dates are those of the law.
 */
export const coverageFaults = (table: readonly Rule[]): string[] => {
  const faults: string[] = [];
  for (const id of new Set(table.map((row) => row.id))) {
    const versions = table.filter((row) => row.id === id).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
    for (const [i, row] of versions.entries()) {
      const next = versions[i + 1];
      if (row.effectiveTo !== null && row.effectiveTo < row.effectiveFrom) faults.push(`${id}: ends before it begins`);
      if (!next) continue;
      const expected = row.effectiveTo === null ? null : addDays(row.effectiveTo, 1);
      if (expected === null || expected > next.effectiveFrom) faults.push(`${id}: overlap at ${next.effectiveFrom}`);
      else if (expected < next.effectiveFrom) faults.push(`${id}: gap from ${expected} to ${next.effectiveFrom}`);
    }
  }
  return faults;
};
