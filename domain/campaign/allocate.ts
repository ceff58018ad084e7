/** Shares out the reviews of a campaign among its officers: a school's to one officer, as evenly as that allows. */
export interface ToAllocate {
  caseRef: string;
  /** URN of the school that the child is at; null where the plan names none. */
  institution: string | null;
  caseworker: string | null;
}

export interface Allocated {
  caseRef: string;
  officer: string;
}

/** Those that an officer of the campaign has already stay; a school whose children one has goes to that one. */
export const allocate = (reviews: readonly ToAllocate[], officers: readonly string[]): Allocated[] => {
  const load = new Map(officers.map((o) => [o, 0]));
  const owner = new Map<string, string>();
  const waiting = new Map<string, ToAllocate[]>();
  const take = (officer: string, n: number): void => void load.set(officer, (load.get(officer) ?? 0) + n);
  for (const review of reviews) {
    // Children whom no school has are nobody's group: each goes by itself.
    const group = review.institution ?? `case ${review.caseRef}`;
    if (review.caseworker !== null && load.has(review.caseworker)) {
      take(review.caseworker, 1);
      owner.set(group, owner.get(group) ?? review.caseworker);
    } else waiting.set(group, [...(waiting.get(group) ?? []), review]);
  }
  const largestFirst = [...waiting].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return largestFirst.flatMap(([group, those]) => {
    const [least] = [...load].sort(([, a], [, b]) => a - b);
    const officer = owner.get(group) ?? least?.[0];
    if (officer === undefined) return [];
    take(officer, those.length);
    return those.map(({ caseRef }) => ({ caseRef, officer }));
  });
};
