import { schoolYearOf } from '../school-year.js';
/** The first of September at which the campaign ends. */
export const campaignOf = (on) => on.slice(5) === '09-01' ? on : `${schoolYearOf(on) + 1}-09-01`;
//# sourceMappingURL=transfer-year.js.map