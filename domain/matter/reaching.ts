/**
 * How a letter reaches whom it is for: an organisation at its own e-mail address, a family by e-mail only at the address that
 * it consented to in writing (Education Act 1996 s572, by s83(7)), and by post otherwise. An address from which mail came
 * back is not used again.
 */
import { daysBetween } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { addWorkingDays } from '../law/counting.js';
import type { Party } from '../letters.js';
import type { LetterState, MatterState } from './state.js';

const isOfFamily = (role: Party['role']): boolean => role === 'parent' || role === 'young-person';

export const isByEmail = (kind: string): boolean => /^e-?mail$/i.test(kind.trim());

/** Undefined: it must go by post. */
export const emailAddressOf = ({ role, email, electronicConsent }: Party): string | undefined => {
  if (!isOfFamily(role)) return email;
  return electronicConsent && isByEmail(electronicConsent.kind) ? electronicConsent.address : undefined;
};

type Reaching = Pick<MatterState, 'undeliverable'>;

/**
 * Mail to this address came back. A family's is used again once it has given its consent anew; an organisation's is tried
 * again a week later: a desk that all its letters go to is out of order for a while, not gone.
 */
export const isUnreachable = ({ undeliverable = [] }: Reaching, party: Party, today: CivilDate): boolean => {
  const address = emailAddressOf(party);
  const { electronicConsent } = party;
  return undeliverable.some((u) => {
    if (u.partyId !== party.id || u.address !== address) return false;
    return isOfFamily(party.role) ? (electronicConsent?.recordedOn ?? '') <= u.on : daysBetween(u.on, today) < 7;
  });
};

export const reachedByEmail = (state: Reaching, party: Party, today: CivilDate): boolean =>
  emailAddressOf(party) !== undefined && !isUnreachable(state, party, today);

/** Post is served the next working day; a family that is reached by e-mail, all of it, the same day. */
export const servedOn = (
  { state, today }: { state: Pick<MatterState, 'family' | 'undeliverable'>; today: CivilDate },
  sentOn: CivilDate,
): CivilDate =>
  state.family.every((party) => reachedByEmail(state, party, today))
    ? sentOn
    : addWorkingDays(sentOn, 1, ENGLAND_AND_WALES);

/** GOV.UK Notify says within three days whether a letter arrived, a mail server within five; some more for a weekend. */
const MAY_COME_BACK_DAYS = 10;

/** What a letter says is kept until it is sent; of one that may come back, until that can no longer be. */
export const heldUntilArrived = (letters: readonly LetterState[], on: CivilDate): LetterState[] =>
  letters.map((l) =>
    l.state === 'dispatched' && l.letter !== null && daysBetween(l.dispatchedOn ?? on, on) > MAY_COME_BACK_DAYS
      ? { ...l, letter: null }
      : l,
  );

/** The outbox is a folder that a person posts from, so nothing comes back from it by itself. */
export const mayComeBack = ({ letter }: LetterState, channel: string): boolean =>
  letter !== null && (channel !== 'outbox' || (letter.by !== 'post' && emailAddressOf(letter.to) !== undefined));
