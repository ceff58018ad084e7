/** What may be said of any matter at any time. */
import type { Letter, Party } from '../letters.js';
import type { Policy } from '../policy.js';
import type { LetterOrder } from './deciding.js';
import { must } from './deciding.js';
import { settleIfAllSent } from './correspondence.js';
import type { Corresponding } from './correspondence.js';
import type { MatterState } from './state.js';

interface Assigning {
  caseworker: string;
  name: string;
  telephone?: string | undefined;
  email?: string | undefined;
}

/** Extra staff take the transfer campaign and nothing else. A policy recorded before there was a campaign has none. */
const isRingFenced = ({ policy }: MatterState, caseworker: string): boolean =>
  ((policy.campaign as Policy['campaign'] | undefined)?.officers ?? []).some((o) => o.id === caseworker);

/** `ofCampaign`: a review that is to be over before a child changes phase. */
export const assignCaseworker = (d: Corresponding, c: Assigning, ofCampaign = false): void => {
  must(
    ofCampaign || !isRingFenced(d.state, c.caseworker),
    'ring-fenced',
    `${c.caseworker} is an officer of the transfer campaign, who takes its reviews and no other work: give this to somebody else, or take the officer out of campaign.officers`,
  );
  d.emit('caseworker.assigned', {
    caseworker: c.caseworker,
    name: c.name,
    telephone: c.telephone ?? null,
    email: c.email ?? null,
  });
};

export const recordContact = (
  d: Corresponding,
  c: { channel: string; direction: string; note?: string | undefined },
): void => d.emit('contact.made', { channel: c.channel, direction: c.direction, note: c.note ?? null });

export const resolveUnexpected = (d: Corresponding, c: { factId: string; outcome: string }): void => {
  const open = d.state.unexpected.filter((u) => !u.resolved).map((u) => u.factId);
  must(
    open.includes(c.factId),
    'unknown-fact',
    `factId ${c.factId} is not open; open are ${open.join(', ') || 'none'}`,
  );
  d.emit('unexpected.resolved', { factId: c.factId, outcome: c.outcome });
};

interface Resolving {
  letterId: string;
  outcome: 'send-again' | 'sent-by-other-means' | 'not-needed';
  note: string;
}

/** A letter that came back; answers with the letter where it is to be sent again. */
export const resolveRefused = (d: Corresponding, c: Resolving): { letter: Letter; settles: string[] } | undefined => {
  const found = d.state.letters.find((l) => l.id === c.letterId);
  must(
    found?.state === 'refused',
    'nothing-to-resolve',
    `letterId ${c.letterId} is not a letter that was refused; open are ${
      d.state.letters
        .filter((l) => l.state === 'refused')
        .map((l) => l.id)
        .join(', ') || 'none'
    }`,
  );
  must(
    c.outcome !== 'send-again' || found.letter !== null,
    'letter-not-held',
    `What ${c.letterId} said is no longer held by its process: send the copy that is kept, and resolve it as sent-by-other-means`,
  );
  d.emit('letter.resolved', { letterId: c.letterId, outcome: c.outcome, note: c.note });
  if (c.outcome === 'send-again' && found.letter) return { letter: found.letter, settles: found.settles };
  settleIfAllSent(d, c.letterId);
  return undefined;
};

/** The same party with the address that is held now; who is not of the matter any more is sent nothing. */
export const sendAgain = (
  d: { letter(notice: Letter['notice'], to: Party, order: LetterOrder): void },
  parties: readonly Party[],
  { letter, settles }: { letter: Letter; settles: string[] },
): void => {
  const now = parties.find((p) => p.id === letter.to.id && p.organisation === letter.to.organisation);
  must(
    now !== undefined,
    'not-a-party',
    `${letter.id} was to ${letter.to.role} ${letter.to.id}, who is not, or no longer, written to: resolve it as not-needed`,
  );
  d.letter(letter.notice, now, { facts: letter.facts, enclosures: letter.enclosures, settles });
};
