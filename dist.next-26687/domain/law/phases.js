/** Which rule governs a transfer from one phase of education to the next (r2(1), r18). */
import { isCivilDate } from '../civil-date.js';
/** Years in which children leave early years, a primary school and a secondary school, whatever else the setting teaches. */
const ENDS_OF_PHASES = [-1, 6, 11];
const LAST_OF_INFANTS = 2;
const LAST_SCHOOL_YEAR = 11;
/** Phases follow the school year: a transfer at another time is a change of school within a phase. */
const betweenSchoolYears = (d) => d.slice(5) >= '07-01' && d.slice(5) <= '09-30';
/**
 * The rule, or null where r18 sets no date: a child who changes school within a phase. After year 11 a transfer is one
 * between post-16 institutions, at whatever time; a school's sixth form is not told apart, and whoever leaves one for a
 * college is leaving a secondary school (31 March).
 */
export const phaseRule = ({ yearGroup, transferOn, lastYearOfSetting }) => {
    if (!isCivilDate(transferOn))
        throw new RangeError(`Not a date: ${JSON.stringify(transferOn)}. Expected YYYY-MM-DD.`);
    if (!Number.isSafeInteger(yearGroup))
        throw new RangeError(`Not a year group: ${yearGroup}.`);
    if (yearGroup > LAST_SCHOOL_YEAR)
        return 'phase-5m';
    const endsPhase = ENDS_OF_PHASES.includes(yearGroup) || yearGroup === (lastYearOfSetting ?? LAST_OF_INFANTS);
    if (!endsPhase || !betweenSchoolYears(transferOn))
        return null;
    return yearGroup === LAST_SCHOOL_YEAR ? 'phase-31mar' : 'phase-15feb';
};
//# sourceMappingURL=phases.js.map