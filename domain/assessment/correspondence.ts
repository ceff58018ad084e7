/** What became of letters: their dispatch is what meets a duty to notify, on the day they went. */
import type { CommandOf } from './command-shapes.js';
import type { Party } from '../letters.js';
import { must } from './deciding.js';
import { partiesOf } from './letter-facts.js';
import type { Deciding } from './deciding.js';

/** A clock met by notice is met when the last of the letters that give that notice has gone. */
const settleIfAllSent = (d: Deciding, letterId: string): void => {
  const letter = d.state.letters.find((l) => l.id === letterId);
  for (const key of letter?.settles ?? []) {
    const waiting = d.state.letters.some(
      (l) => l.settles.includes(key) && (l.state === 'requested' || l.state === 'refused'),
    );
    if (!waiting) d.settle(key);
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

/** The same party with the address that the case holds now: a wrong one may be why the letter did not go. */
const asItStands = (d: Deciding, to: Party): Party => partiesOf(d.state).find((p) => p.id === to.id) ?? to;

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
  d.emit('letter.resolved', { letterId: c.letterId, outcome: c.outcome, note: c.note });
  if (c.outcome === 'send-again' && letter.letter) {
    d.letter(letter.notice, asItStands(d, letter.letter.to), {
      facts: letter.letter.facts,
      enclosures: letter.letter.enclosures,
      settles: letter.settles,
    });
  }
  if (c.outcome === 'sent-by-other-means') settleIfAllSent(d, c.letterId);
};
