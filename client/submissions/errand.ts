/** What is to be done with a submission, and doing it: through the verbs, with ids that follow from it, so that twice is once. */
import type { AssessmentRequest, CommandType } from '../../domain/assessment/command-shapes.js';
import type { Actor } from '../../domain/events.js';
import type { CaseRef } from '../../domain/ids.js';
import type { ReviewCommandType } from '../../domain/review/command-shapes.js';
import { type Ehcna, Refused } from '../ehcna.js';
import type { Outcome } from './shapes.js';

type Body = Record<string, unknown>;

export type Errand =
  | { do: 'open'; request: AssessmentRequest }
  | { do: 'command'; type: CommandType; body: Body }
  | { do: 'review'; type: ReviewCommandType; body: Body; review: number };

export interface Sent {
  id: string;
  caseRef: CaseRef;
  by: Actor;
  /** True where it was tried before: then it may have been done, and the answer lost. */
  again: boolean;
}

const commandIdOf = (id: string): string => `submission:${id}`;

/** What a command came to whose answer never arrived, where its process has ended since. */
const doneBefore = async (ehcna: Ehcna, { caseRef, id }: Sent): Promise<Outcome | undefined> => {
  const commandId = commandIdOf(id);
  for (const stream of await ehcna.ledger.streams({ caseRef })) {
    const own = (await ehcna.ledger.read(stream)).filter(
      (event) => event.commandId === commandId && event.type !== 'fact.unexpected',
    );
    if (own.length > 0) return { events: own.map(({ type }) => type) };
  }
  return undefined;
};

const carryOut = async (ehcna: Ehcna, errand: Errand, { id, caseRef, by }: Sent): Promise<Outcome> => {
  const commandId = commandIdOf(id);
  switch (errand.do) {
    case 'open': {
      const { accepted, reason, explanation, otherCase, warning } = await ehcna.open(errand.request, by, id);
      return {
        accepted,
        ...(reason === undefined ? {} : { reason }),
        ...(explanation === undefined ? {} : { explanation }),
        ...(otherCase == null ? {} : { otherCase }),
        ...(warning === undefined ? {} : { warning }),
      };
    }
    case 'command':
      return ehcna.command(caseRef, errand.type, errand.body as never, by, commandId);
    case 'review':
      return ehcna.reviewCommand(caseRef, errand.type, errand.body as never, by, commandId, errand.review);
  }
};

/** Throws {@link Refused} where it is refused for good. */
export const runErrand = async (ehcna: Ehcna, errand: Errand, sent: Sent): Promise<Outcome> => {
  try {
    return await carryOut(ehcna, errand, sent);
  } catch (error) {
    const lost = sent.again && error instanceof Refused && error.refusal.code === 'not-running';
    const before = lost ? await doneBefore(ehcna, sent) : undefined;
    if (before) return before;
    throw error;
  }
};
