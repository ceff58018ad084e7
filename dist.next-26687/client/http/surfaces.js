import { caseRoutes } from './reading/cases.js';
import { schoolRoutes } from './reading/schools.js';
export const SURFACES = [caseRoutes, schoolRoutes];
//# sourceMappingURL=surfaces.js.map