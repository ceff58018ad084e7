/** A school's own closures replace the authority's; without a URN, or with one not listed, the authority's hold. */
export const closuresFor = (closures, urn) => closures.schools.find((school) => school.urn === urn)?.closures ?? closures.authority;
//# sourceMappingURL=closures.js.map