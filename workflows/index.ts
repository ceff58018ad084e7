/** The processes this worker runs. The name of each function is its workflow type. */
// The SDK takes down where each promise was made. Four calls say where; ten, its default, cost a tenth of a case.
Error.stackTraceLimit = 4;

export { anchor } from './anchor.js';
export { assessment } from './assessment.js';
export { panel } from './panel.js';
export { plan } from './plan.js';
