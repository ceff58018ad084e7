/** Those that an officer of the campaign has already stay; a school whose children one has goes to that one. */
export const allocate = (reviews, officers) => {
    const load = new Map(officers.map((o) => [o, 0]));
    const owner = new Map();
    const waiting = new Map();
    const take = (officer, n) => void load.set(officer, (load.get(officer) ?? 0) + n);
    for (const review of reviews) {
        // Children whom no school has are nobody's group: each goes by itself.
        const group = review.institution ?? `case ${review.caseRef}`;
        if (review.caseworker !== null && load.has(review.caseworker)) {
            take(review.caseworker, 1);
            owner.set(group, owner.get(group) ?? review.caseworker);
        }
        else
            waiting.set(group, [...(waiting.get(group) ?? []), review]);
    }
    const largestFirst = [...waiting].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
    return largestFirst.flatMap(([group, those]) => {
        const [least] = [...load].sort(([, a], [, b]) => a - b);
        const officer = owner.get(group) ?? least?.[0];
        if (officer === undefined)
            return [];
        take(officer, those.length);
        return those.map(({ caseRef }) => ({ caseRef, officer }));
    });
};
//# sourceMappingURL=allocate.js.map