/** When schools are shut: the authority's dates, or a school's own where it has given them. Reg 5(4)(a), reg 10(4)(a). */
import type { CivilDate } from '../../civil-date.js';

/** Closed from the first day to the day before it re-opens. Real dates, with INSET days, not term dates. */
export interface Closure {
  from: CivilDate;
  reopens: CivilDate;
}

export interface Closures {
  authority: readonly Closure[];
  schools: readonly { urn: string; closures: readonly Closure[] }[];
}

/** A school's own closures replace the authority's; without a URN, or with one not listed, the authority's hold. */
export const closuresFor = (closures: Closures, urn: string | null | undefined): readonly Closure[] =>
  closures.schools.find((school) => school.urn === urn)?.closures ?? closures.authority;
