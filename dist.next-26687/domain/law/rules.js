import { addDays } from '../civil-date.js';
import { STAGES } from './rule.js';
import { ADVICE } from './table/advice.js';
import { ASSESSMENT } from './table/assessment.js';
import { CEASING } from './table/ceasing.js';
import { CONSULTATION } from './table/consultation.js';
import { PHASE_TRANSFER } from './table/phase-transfer.js';
import { PLAN_LIFE } from './table/plan-life.js';
import { PLAN } from './table/plan.js';
import { REASSESSMENT } from './table/reassessment.js';
import { REVIEW } from './table/review.js';
import { TRANSFER_IN } from './table/transfer-in.js';
/** Editions of the table, oldest first; each is named by the day it was made. */
export const LAW_VERSIONS = ['2026-11-22', '2026-11-26'];
/** The newest edition: what a case that starts now is pinned to. */
export const LAW_VERSION = '2026-11-26';
const TABLE = {
    assessment: ASSESSMENT,
    advice: ADVICE,
    plan: PLAN,
    consultation: CONSULTATION,
    review: REVIEW,
    'phase-transfer': PHASE_TRANSFER,
    'transfer-in': TRANSFER_IN,
    reassessment: REASSESSMENT,
    ceasing: CEASING,
    'plan-life': PLAN_LIFE,
};
/** Every row of a stage, in the order of the statute. */
export const rulesOf = (stage) => TABLE[stage]();
/** Every row of every version. Makes the whole table: a workflow asks for one rule, or for a stage. */
export const allRules = () => STAGES.flatMap(rulesOf);
/** The rows of an id. It stands in one stage, so the search stops there and no later stage is made. */
const rowsOfId = (id) => {
    for (const stage of STAGES) {
        const found = rulesOf(stage).filter((row) => row.id === id);
        if (found.length > 0)
            return found;
    }
    return [];
};
/** Rows an edition holds. A row closed by a later edition is still open in this one. */
const seenIn = (table, lawVersion) => table
    .filter((row) => row.edition <= lawVersion)
    .map((row, _, seen) => {
    if (row.effectiveTo === null)
        return row;
    const next = table.find((other) => other.id === row.id && other.effectiveFrom > (row.effectiveTo ?? ''));
    return next && !seen.includes(next) ? { ...row, effectiveTo: null } : row;
});
const mustKnow = (lawVersion, versions) => {
    if (!versions.includes(lawVersion)) {
        throw new RangeError(`Unknown version of the law table: ${lawVersion}. Known: ${versions.join(', ')}.`);
    }
};
/** As `rule`, over any table. */
export const ruleIn = (table, versions, { id, on, lawVersion, }) => {
    const edition = lawVersion ?? versions.at(-1);
    mustKnow(edition, versions);
    const ofId = seenIn(table, edition).filter((row) => row.id === id);
    if (ofId.length === 0)
        throw new RangeError(`Unknown rule: ${id}.`);
    if (on === undefined)
        return ofId.reduce((a, b) => (b.effectiveFrom > a.effectiveFrom ? b : a));
    const found = ofId.find((row) => row.effectiveFrom <= on && (row.effectiveTo === null || on <= row.effectiveTo));
    if (!found)
        throw new RangeError(`No version of ${id} was in force on ${on}.`);
    return found;
};
/**
 * The version of a duty in force on a day, or the newest where no day is given; of the edition a case is pinned to, or the
 * newest edition. Throws RangeError naming an unknown id or edition, or a day on which the duty was not in force.
 */
export const rule = (id, on, lawVersion) => ruleIn(rowsOfId(id), LAW_VERSIONS, { id, on, lawVersion });
export const isRuleId = (id) => rowsOfId(id).length > 0;
/**
 * Faults of a table's coverage across time: a gap or an overlap between versions of a duty, or a version that ends before
 * it begins. Finding none does not prove that the dates are those of the law.
 */
export const coverageFaults = (table) => {
    const faults = [];
    for (const id of new Set(table.map((row) => row.id))) {
        const versions = table.filter((row) => row.id === id).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
        for (const [i, row] of versions.entries()) {
            const next = versions[i + 1];
            if (row.effectiveTo !== null && row.effectiveTo < row.effectiveFrom)
                faults.push(`${id}: ends before it begins`);
            if (!next)
                continue;
            const expected = row.effectiveTo === null ? null : addDays(row.effectiveTo, 1);
            if (expected === null || expected > next.effectiveFrom)
                faults.push(`${id}: overlap at ${next.effectiveFrom}`);
            else if (expected < next.effectiveFrom)
                faults.push(`${id}: gap from ${expected} to ${next.effectiveFrom}`);
        }
    }
    return faults;
};
//# sourceMappingURL=rules.js.map