/** What a status page is made from: all that the ledger has under one case reference, folded. */
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import type { AnyEvent } from '../domain/events.js';
import { assessmentId, planId } from '../domain/ids.js';
import type { CaseRef } from '../domain/ids.js';
import { foldPlan } from '../domain/plan/evolve.js';
import type { PlanEvent } from '../domain/plan/state.js';
import { foldReview } from '../domain/review/evolve.js';
import type { ReviewEvent } from '../domain/review/evolve.js';
import type { Matters } from '../domain/status/matters.js';
import type { Ledger } from './ledger.js';

const isErased = (events: readonly AnyEvent[]): boolean => events.some((event) => event.erasedOn !== undefined);

/** Undefined where there is nothing, or it was erased. */
export const readMatters = async (
  ledger: Pick<Ledger, 'read' | 'streams'>,
  caseRef: string,
): Promise<Matters | undefined> => {
  const [assessed, held, reviewed] = await Promise.all([
    ledger.read(assessmentId(caseRef as CaseRef)),
    ledger.read(planId(caseRef as CaseRef)),
    ledger
      .streams({ prefix: 'annualReview/', caseRef: caseRef as CaseRef })
      .then((streams) => Promise.all(streams.map((stream) => ledger.read(stream)))),
  ]);
  if (assessed.length + held.length === 0 || isErased([...assessed, ...held])) return undefined;
  const reviews = reviewed.filter((events) => events.length > 0 && !isErased(events));
  return {
    assessment: assessed.length === 0 ? null : foldEvents(caseRef, asAssessmentEvents(assessed)),
    plan: held.length === 0 ? null : foldPlan(caseRef, held as unknown as PlanEvent[]),
    reviews: reviews.map((events) => foldReview(caseRef, events as unknown as ReviewEvent[])).sort((a, b) => a.n - b.n),
  };
};
