/** What became of letters: their dispatch is what meets a duty to notify, on the day they went. */
import { maxDate } from '../civil-date.js';
import type { Letter } from '../letters.js';
import type { CommandOf } from './command-shapes.js';
import type { Party } from '../letters.js';
import { must } from './deciding.js';
import { partiesOf } from './letter-facts.js';
import type { Deciding } from './deciding.js';
import { asTheyStand } from './documents.js';
import { servedAgain, servedOn } from './draft.js';

/** A clock met by notice is met when the last of the letters that give that notice has gone. */
const settleIfAllSent = (d: Deciding, letterId: string): void => {
  const letter = d.state.letters.find((l) => l.id === letterId);
  for (const key of letter?.settles ?? []) {
    const notices = d.state.letters.filter((l) => l.settles.includes(key));
    if (notices.some((l) => l.state === 'requested' || l.state === 'refused')) continue;
    const [first, ...rest] = notices.flatMap((l) => l.dispatchedOn ?? []);
    if (first) d.settle(key, maxDate(first, ...rest));
  }
};

export interface Dispatched {
  letterId: string;
  channel: string;
  documentHash: string;
  version: number;
}

export const letterDispatched = (d: Deciding, sent: Dispatched): void => {
  const letter = d.state.letters.find((l) => l.id === sent.letterId);
  if (letter?.state !== 'requested') return;
  d.emit('letter.dispatched', sent);
  settleIfAllSent(d, sent.letterId);
};

export const letterRefused = (d: Deciding, letterId: string, reason: string): void => {
  const letter = d.state.letters.find((l) => l.id === letterId);
  if (letter?.state === 'requested') d.emit('letter.refused', { letterId, reason });
};

/**
 * The same party with the address that the case holds now: a wrong one may be why the letter did not go. A head is the same
 * only for the same school; who is not of the case any more is sent nothing.
 */
const asItStands = (d: Deciding, letter: Letter): Party => {
  const { to } = letter;
  const now = partiesOf(d.state).find((p) => p.id === to.id && p.organisation === to.organisation);
  must(
    now !== undefined,
    'not-a-party',
    `${letter.id} was to ${to.role} ${to.id}, who is not, or no longer, of this case: resolve it as not-needed`,
  );
  return now;
};

/** With the draft that stands now; where it is the draft's own letter, with the full period from today. */
const sendAgain = (d: Deciding, letter: Letter, settles: string[]): void => {
  // In a case that is over nobody's period runs any more.
  const periodRuns = letter.notice === 'draft' && d.state.stage !== 'finished';
  const respondBy = periodRuns ? servedAgain(d, servedOn(d, d.today)) : null;
  d.letter(letter.notice, asItStands(d, letter), {
    facts: { ...letter.facts, ...(respondBy ? { respondBy } : {}) },
    enclosures: asTheyStand(d.state, letter.enclosures),
    settles,
  });
};

export const resolveLetter = (d: Deciding, c: CommandOf<'resolveLetter'>): void => {
  const letter = d.state.letters.find((l) => l.id === c.letterId);
  must(
    letter?.state === 'refused',
    'nothing-to-resolve',
    `letterId ${c.letterId} is not a letter that was refused; open are ${
      d.state.letters
        .filter((l) => l.state === 'refused')
        .map((l) => l.id)
        .join(', ') || 'none'
    }`,
  );
  must(
    c.outcome !== 'send-again' || letter.notice !== 'draft' || d.state.draft?.mustServe !== true,
    'superseded',
    `A later version of the draft waits to be served: resolve ${c.letterId} as not-needed and serve that`,
    'reg 14(1)',
  );
  d.emit('letter.resolved', { letterId: c.letterId, outcome: c.outcome, note: c.note });
  if (c.outcome === 'send-again' && letter.letter) sendAgain(d, letter.letter, letter.settles);
  else settleIfAllSent(d, c.letterId);
  if (c.outcome === 'sent-by-other-means' && letter.notice === 'draft' && d.state.stage !== 'finished')
    servedAgain(d, d.on);
};
