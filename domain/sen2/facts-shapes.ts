/**
 * What the SEN2 return asks of a child, a request or a plan that nothing else here needs. All of it optional: what is not
 * said is missing from the return, and a task. Imports zod: workflows take only the types.
 */
import { z } from 'zod';
import { NEEDS, RESIDENTIAL, SETTINGS, SEXES } from './codes.js';

const line = z.string().trim().min(1).max(500);

/** A code whose list could not be found: it goes into the return as it is said. */
const code = z.string().regex(/^[A-Z0-9]{1,6}$/);

export const personFacts = {
  sex: z.enum(SEXES).optional(),
  surname: line.optional(),
  forename: line.optional(),
  ethnicity: z
    .string()
    .regex(/^[A-Z]{4}$/)
    .optional(),
  /** Unique learner number. */
  uln: z
    .string()
    .regex(/^\d{10}$/)
    .optional(),
  /** Why there is neither a pupil number nor a learner number. */
  upnUnknown: z
    .string()
    .regex(/^UN\d{1,2}$/)
    .optional(),
  postcode: z
    .string()
    .regex(/^[A-Z]{1,2}\d[A-Z0-9]? \d[A-Z]{2}$/)
    .optional(),
};

export const requestFacts = {
  /** Mediation or an appeal about the refusal to assess. */
  requestMediation: z.boolean().optional(),
  requestTribunal: z.boolean().optional(),
  /** About the decision that no plan is needed. */
  assessmentMediation: z.boolean().optional(),
  assessmentTribunal: z.boolean().optional(),
  /** About what a plan says. */
  otherMediation: z.boolean().optional(),
  otherTribunal: z.boolean().optional(),
  /** The child moved away before the assessment was complete. */
  exported: code.optional(),
};

export const planFacts = {
  primaryNeed: z.enum(NEEDS).optional(),
  secondaryNeed: z.enum(NEEDS).optional(),
  residential: z.enum([...RESIDENTIAL, 'none']).optional(),
  workBased: code.optional(),
  personalBudget: z.boolean().optional(),
  organisedArrangements: z.boolean().optional(),
  directPayments: code.optional(),
  /** Of the authority that the plan came from. */
  transferLa: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
  ceaseReason: z.int().min(1).max(9).optional(),
};

/** Of where the child is now: it holds until section I names another. */
export const placementFacts = {
  ukprn: z
    .string()
    .regex(/^\d{8}$/)
    .optional(),
  senSetting: z.enum(SETTINGS).optional(),
  senSettingOther: line.optional(),
  senUnit: z.boolean().optional(),
  resourcedProvision: z.boolean().optional(),
  placementFrom: z.iso
    .date()
    .regex(/^(19|20)/)
    .optional(),
};

/** What is known of a child for the return, beside the rest. */
export const sen2FactsShape = z.strictObject({
  ...personFacts,
  ...requestFacts,
  ...planFacts,
  /** `of`: the institution that it was said of. */
  placement: z.strictObject({ of: z.string(), ...placementFacts }).optional(),
});
export type Sen2Facts = z.infer<typeof sen2FactsShape>;
