/** Whether the facts that a case taken over starts from are a case at all, as whoever starts it hands them over. */
import type { CivilDate } from '../civil-date.js';
import { isActor } from '../events.js';
import { decideOnTime } from './decide.js';
import type { AssessmentEvent } from './evolve.js';
import { foldEvents } from './evolve.js';
import { currentDetails } from './summary.js';

const faultIn = (event: unknown, place: number): string | undefined => {
  const { seq, type, by } = (event ?? {}) as { seq?: unknown; type?: unknown; by?: unknown };
  if (seq !== place) return `it is not numbered ${place}`;
  if (place === 1 && type !== 'request.received') return 'a case begins with request.received';
  return isActor(by) ? undefined : 'by is nobody known here';
};

/** What is wrong with the list as such; the shape of each fact is the ledger's to check. */
export const faultInHandedOver = (events: unknown): string | undefined => {
  if (!Array.isArray(events) || events.length === 0) return 'events must be a list of facts, the request first';
  for (const [i, event] of events.entries()) {
    const fault = faultIn(event, i + 1);
    if (fault) return `events, fact ${i + 1}: ${fault}`;
  }
  return undefined;
};

/** Facts that fit their shapes can still contradict one another. Found out by taking the first steps with them. */
export const contradictionIn = (caseRef: string, events: AssessmentEvent[], today: CivilDate): string | undefined => {
  try {
    const state = foldEvents(caseRef, events);
    decideOnTime(state, today);
    currentDetails(state, today);
    return undefined;
  } catch {
    return 'the facts do not make up a case';
  }
};
