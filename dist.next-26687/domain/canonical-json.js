/** JSON with one spelling a value, so that the same content has the same hash wherever it is written. */
const property = ([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`;
const byKey = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);
/**
 * Keys sorted by UTF-16 code unit, no spaces, `undefined` left out as JSON leaves it out. Refuses what JSON would silently
 * turn into something else (NaN, Infinity).
 */
export const canonicalJson = (value) => {
    if (typeof value === 'number' && !Number.isFinite(value))
        throw new TypeError('JSON has no NaN and no Infinity.');
    if (value === null || typeof value !== 'object')
        return JSON.stringify(value) ?? 'null';
    if (Array.isArray(value))
        return `[${value.map(canonicalJson).join(',')}]`;
    const present = Object.entries(value).filter(([, v]) => v !== undefined);
    return `{${present.sort(byKey).map(property).join(',')}}`;
};
//# sourceMappingURL=canonical-json.js.map