/**
 * What processes say to one another by signal, as the Temporal UI describes it to whoever looks for what can be sent. Made into
 * text by scripts/generate.mjs, which refuses an example that does not fit. Imports zod: workflows never load this file.
 */
import { z } from 'zod';
import { askShape } from './campaign/campaign-shapes.js';
import { referralShape } from './panel/panel-shapes.js';
import { reviewedShape } from './plan/event-shapes.js';
import { reassessedShape } from './plan/reassessment-shapes.js';
import { caseRef, id } from './shared-shapes.js';

interface SignalSpec<S extends z.ZodObject = z.ZodObject> {
  description: string;
  shape: S;
  example: z.input<S>;
}

const signal = <S extends z.ZodObject>(spec: SignalSpec<S>): SignalSpec<S> => spec;

const CASE = 'EHC-7K2M9QXA';
const WAITING = { caseRef: CASE, n: 2, consultationId: 'C1', school: '999902' };

export const signalShapes = {
  refer: signal({
    description: 'A case asks this panel to be heard',
    shape: referralShape,
    example: {
      caseRef: CASE,
      referralId: 'P1',
      question: 'stuck',
      reason: 'Nothing has happened for 30 days',
      referredOn: '2026-11-02',
    },
  }),
  remove: signal({
    description: 'A case need not be heard by this panel any more',
    shape: z.strictObject({ caseRef, referralId: id, reason: z.string().max(500) }),
    example: { caseRef: CASE, referralId: 'P1', reason: 'The advice came' },
  }),
  ask: signal({
    description: 'A review has a consultation to send when its turn comes',
    shape: askShape,
    example: WAITING,
  }),
  drop: signal({
    description: 'A review need not send a consultation any more',
    shape: askShape,
    example: WAITING,
  }),
  reviewEnded: signal({
    description: 'A review of this plan says how it ended',
    shape: reviewedShape,
    example: {
      n: 2,
      outcome: 'maintain',
      heldOn: '2026-10-12',
      notifiedOn: '2026-11-02',
      amended: null,
      phase: null,
    },
  }),
  reassessmentEnded: signal({
    description: 'The reassessment of this plan says how it ended',
    shape: reassessedShape,
    example: { caseRef: CASE, outcome: 'plan-unchanged', endedOn: '2026-11-02', final: null },
  }),
} as const;
