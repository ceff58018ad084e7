/** The children of a cohort: drawn from its seed, each with a plan that is held on the day the story begins. Nobody exists. */
import { addDays, addMonths } from '../../domain/civil-date.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { schoolYearOf } from '../../domain/school-year.js';
import { newCaseRef } from '../ehcna.js';
import { Draw } from '../sample/draw.js';
import { childBorn } from '../sample/people.js';
import { SECTIONS } from './steps.js';
/** How many of each kind: by weight, and at least one. */
export const allotted = (kinds, count) => {
    if (count < kinds.length)
        throw new Error(`A cohort of ${count} cannot hold a child of each of its ${kinds.length} kinds`);
    const weight = kinds.reduce((sum, { share }) => sum + share, 0);
    const exact = kinds.map(({ share }) => (count * share) / weight);
    const given = exact.map((n) => Math.max(1, Math.floor(n)));
    for (let left = count - given.reduce((a, b) => a + b, 0); left !== 0; left -= Math.sign(left)) {
        // Nobody's only one is taken away.
        const open = given.flatMap((n, i) => (left > 0 || n > 1 ? [i] : []));
        const due = (i) => Math.sign(left) * ((exact[i] ?? 0) - (given[i] ?? 0));
        const i = open.reduce((best, one) => (due(one) > due(best) ? one : best));
        given[i] = (given[i] ?? 0) + Math.sign(left);
    }
    return given;
};
/** URNs from 999001 are given to no school; those of the sample caseload come first. */
const FIRST_URN = 999_501;
const schoolsOf = ({ schools }) => {
    let urn = FIRST_URN;
    return Object.fromEntries(Object.entries(schools).map(([group, { kind, regulation20, lastYear, names }]) => [
        group,
        names.map((name) => {
            const host = name.toLowerCase().replace(/[^a-z]+/g, '-');
            return {
                institution: { kind, name, urn: String(urn++), email: `office@${host}.example` },
                regulation20,
                lastYear: lastYear ?? null,
            };
        }),
    ]));
};
/** The places of a cohort in an order of chance, each name another one. */
class Lots {
    seed;
    count;
    cast = new Map();
    constructor(seed, count) {
        this.seed = seed;
        this.count = count;
    }
    of(index, lots) {
        let places = this.cast.get(lots);
        if (!places) {
            const order = new Draw(`${this.seed} lots ${lots}`).shuffled(Array.from({ length: this.count }, (_, i) => i));
            places = [];
            for (const [place, i] of order.entries())
                places[i] = place;
            this.cast.set(lots, places);
        }
        return (places[index] ?? 0) / this.count;
    }
}
export const castOf = ({ cohort }, count, today, rules) => {
    const { seed, of } = cohort;
    const schools = schoolsOf(cohort);
    const lots = new Lots(seed, count);
    const kinds = allotted(of, count).flatMap((n, i) => Array.from({ length: n }, () => of[i]));
    return kinds.map((kind, index) => {
        const draw = new Draw(`${seed} ${index}`);
        const drawn = (group) => group === undefined ? null : draw.of(schools[group]);
        const [at, next] = [drawn(kind.at), drawn(kind.next)];
        return {
            index,
            caseRef: newCaseRef(),
            kind,
            next,
            holding: { ...holdingOf({ kind, at, index, seed, draw }, today), ...rules },
            lot: (name) => lots.of(index, name),
        };
    });
};
const holdingOf = ({ kind, at, index, seed, draw }, today) => {
    const { yearGroup, yearsAhead, youngPerson, caredFor, madeMonthsAgo, reviewedMonthsAgo } = kind;
    const ago = (range) => addMonths(today, -draw.whole(...range));
    const institution = at?.institution ?? null;
    const birthday = addDays(`${schoolYearOf(today) - 5 - yearGroup}-09-01`, draw.whole(0, 364));
    const { child, family } = childBorn(birthday, { index, seed, today, youngPerson });
    return {
        source: 'import',
        child: { ...child, socialWorker: draw.chance(caredFor), ...(institution ? { setting: institution } : {}) },
        family,
        institution,
        regulation20: at?.regulation20 ?? false,
        lastYear: at?.lastYear ?? null,
        yearsAhead,
        madeOn: ago(madeMonthsAgo),
        version: 1,
        sections: { ...SECTIONS, I: institution?.name ?? 'Education otherwise than at school' },
        lastReviewOn: reviewedMonthsAgo ? ago(reviewedMonthsAgo) : null,
        reassessedOn: null,
        externalRef: null,
        caseworker: null,
        lawVersion: LAW_VERSION,
    };
};
//# sourceMappingURL=cast.js.map