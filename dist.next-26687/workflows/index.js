/** The processes this worker runs. The name of each function is its workflow type. */
export { anchor } from './anchor.js';
export { annualReview } from './annual-review.js';
export { assessment } from './assessment.js';
export { campaign } from './campaign.js';
export { panel } from './panel.js';
export { plan } from './plan.js';
export { unknown as default } from './unknown.js';
//# sourceMappingURL=index.js.map