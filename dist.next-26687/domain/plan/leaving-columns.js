/** What a plan to consider ceasing is found by, in its row: no more about the child than codes and school years. */
import { addMonths } from '../civil-date.js';
import { schoolYearOf } from '../school-year.js';
/** The first year after compulsory schooling that an institution may be the last to teach. */
const AFTER_16 = 12;
/** The year in which a young person who is placed by age turns 18. */
const YEAR_OF_18 = 13;
export const leavingColumns = (s) => {
    const turns18In = schoolYearOf(addMonths(s.child.dateOfBirth, 18 * 12));
    const lastTaught = s.lastYear !== null && s.lastYear >= AFTER_16 ? turns18In + s.lastYear - YEAR_OF_18 - s.yearsAhead : null;
    const courseEndsOn = s.outlook?.courseEndsOn;
    return {
        consideringSince: s.stage === 'held' ? (s.ceasing?.consideredOn ?? null) : null,
        destination: s.outlook?.destination ?? null,
        outcomesAchieved: s.outlook?.outcomesAchieved ?? null,
        courseEndsIn: courseEndsOn ? schoolYearOf(courseEndsOn) : lastTaught,
        turns18In,
    };
};
//# sourceMappingURL=leaving-columns.js.map