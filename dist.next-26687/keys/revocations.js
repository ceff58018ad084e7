import { IN_TIME_MS, SOON_MS, soonOr } from './patience.js';
export const NO_REVOCATIONS = { current: async () => [] };
/** Read again after this long, where it is needed. */
const FRESH_MS = 2_000;
/** Where the database is away, this old will do. */
const OLDEST_MS = 60_000;
/** Longer than any worker goes without reading. */
export const EFFECT_SECONDS = 90;
const READ = `
select role, id, (extract(epoch from issued_until) * 1000)::float8 as "issuedUntil",
  (extract(epoch from effective_from) * 1000)::float8 as "from"
from identity_revocations`;
export const openRevocations = (pool) => {
    let list = [];
    let readAt = -Infinity;
    let reading;
    const read = async () => {
        const at = performance.now();
        list = (await pool.query(READ)).rows;
        readAt = at;
    };
    return {
        current: async () => {
            if (performance.now() - readAt < FRESH_MS)
                return list;
            reading ??= read().finally(() => {
                reading = undefined;
            });
            const isTooOld = () => performance.now() - readAt > OLDEST_MS;
            const orAsItWas = (why) => {
                if (isTooOld())
                    throw why;
            };
            await soonOr(reading, orAsItWas, isTooOld() ? IN_TIME_MS : SOON_MS);
            return list;
        },
    };
};
//# sourceMappingURL=revocations.js.map