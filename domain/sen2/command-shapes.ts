/** The commands that say what the SEN2 return asks, and the fact that comes of them. Imports zod: workflows take only the types. */
import { z } from 'zod';
import { officers, upn } from '../shared-shapes.js';
import { personFacts, placementFacts, planFacts, requestFacts } from './facts-shapes.js';

const recorded = { upn: upn.optional(), ...personFacts, ...requestFacts, ...planFacts, ...placementFacts };

export const sen2Commands = {
  ofCase: {
    verb: 'sen2',
    description:
      'Say what the SEN2 return asks of the child and the request; what is said replaces what was said before. Of a case that is over a manager says it',
    roles: officers,
    shape: { upn: upn.optional(), ...personFacts, ...requestFacts },
    example: { sex: 'F', ethnicity: 'WBRI', postcode: 'ZZ1 2LS' },
  },
  ofPlan: {
    verb: 'sen2',
    description:
      'Say what the SEN2 return asks of the child, the plan and the placement; what is said replaces what was said before. Of a plan that is over a manager says it',
    roles: officers,
    shape: recorded,
    example: { sex: 'F', primaryNeed: 'SLCN', personalBudget: false },
  },
} as const;

export const sen2EventShapes = {
  'sen2.recorded': z.strictObject({
    ...recorded,
    /** The institution that what is said of a placement is about. */
    placementOf: z.string().optional(),
  }),
} as const;

export type Sen2Recorded = z.infer<(typeof sen2EventShapes)['sen2.recorded']>;
