/** What a transfer campaign is told, and the facts its ledger stream holds. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { policyShape } from '../policy.js';
import { caseRef, civilDate, id, line } from '../shared-shapes.js';
const limits = policyShape.shape.campaign.unwrap().shape.consultations;
/** A review asks that a consultation of it be sent when its turn comes. `school`: its URN, or its name where it has none. */
export const askShape = z.strictObject({
    caseRef,
    n: z.int().min(1),
    consultationId: id,
    school: line,
});
export const campaignEventShapes = {
    'campaign.opened': z.strictObject({ on: civilDate, limits }),
    'consultation.asked': askShape,
    'consultation.released': askShape,
    /** The review is over, or its school was consulted at once. */
    'consultation.dropped': askShape,
};
//# sourceMappingURL=campaign-shapes.js.map