/** Letters that no accent can be taken off, as those write them whose keyboard lacks them. */
const PLAIN = {
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    ħ: 'h',
    ı: 'i',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    þ: 'th',
};
/**
 * A name by its letters and digits alone: case, width, accents, spaces, hyphens and apostrophes make no other child, for
 * two children whose names differ in nothing else are hardly ever born on one day.
 */
const spelling = (name) => {
    const plain = name
        .normalize('NFKD')
        .toLowerCase()
        .replace(/\p{Script=Inherited}/gu, '')
        .replace(/[łøđðħıßæœþ]/gu, (letter) => PLAIN[letter] ?? letter);
    // Apostrophes that Unicode counts among the letters go as well.
    return plain.replace(/[^\p{L}\p{M}\p{N}]|[\u02b9-\u02bf]/gu, '') || plain.trim();
};
export const childIdentity = ({ name, dateOfBirth, upn, }) => ({
    number: upn ?? null,
    isLasting: upn !== undefined && /\d$/.test(upn),
    nameAndBirth: `${spelling(name)}|${dateOfBirth}`,
});
/**
 * The numbers are equal, or name and date of birth are and the numbers do not say otherwise: two children of one name born
 * on one day each have a lasting number of their own. The register of children asks the same of hashes
 * (cases_of_child in db/migrations/0006_child_keys.sql).
 */
export const areOneChild = (a, b) => (a.number !== null && a.number === b.number) ||
    (a.nameAndBirth === b.nameAndBirth && !(a.isLasting && b.isLasting && a.number !== b.number));
//# sourceMappingURL=identity.js.map