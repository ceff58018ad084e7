/**
 * A letter that went and did not arrive. Sent by e-mail, it goes again by post at once; sent by post, a person finds out where
 * it is to go. The duty that its sending met stays met on that day; days that the family has run from when it is served.
 */
import type { Letter } from '../letters.js';
import type { Corresponding } from './correspondence.js';
import { must } from './deciding.js';
import { emailAddressOf } from './reaching.js';

export interface Undelivered {
  letterId: string;
  reason: string;
}

/** What this room needs of a decision: it can be taken back to where it stood. */
interface Returning extends Corresponding {
  tentatively(step: () => void): boolean;
}

const wentByEmailTo = (letter: Letter | null): string | undefined =>
  letter === null || letter.by === 'post' ? undefined : emailAddressOf(letter.to);

/** `sendAgain` is how this matter sends a letter again that came back. */
export const letterUndelivered = (d: Returning, c: Undelivered, sendAgain: (letterId: string) => void): void => {
  const found = d.state.letters.find((l) => l.id === c.letterId);
  must(
    found?.state === 'dispatched',
    'not-sent',
    `letterId ${c.letterId} is no letter that was sent, or it is known that it did not arrive; it is ${found?.state ?? 'not one of this matter'}`,
  );
  const address = wentByEmailTo(found.letter) ?? null;
  d.emit('letter.undelivered', { letterId: c.letterId, reason: c.reason, partyId: found.recipientId, address });
  // Where it cannot go again as it is (its recipient is gone, another draft stands) a person sees to it.
  if (address !== null) d.tentatively(() => sendAgain(c.letterId));
};

/** What a person would say who sends a letter again that came back. */
export const againByPost = <C extends Undelivered>(c: C, letterId: string) => ({
  ...c,
  letterId,
  outcome: 'send-again' as const,
  note: `Did not arrive by e-mail (${c.reason}): again by post`,
});
