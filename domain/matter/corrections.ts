/** Facts of a matter that were wrong or have changed, put right in the open: of the family, and of the child. */
import { isCivilDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Letter, Notice, Party } from '../letters.js';
import type { ChildFact, CorrectionEventData, CorrectionEventType } from './corrections-shapes.js';
import { settleIfAllSent } from './correspondence.js';
import type { Corresponding } from './correspondence.js';
import { must } from './deciding.js';
import type { LetterOrder } from './deciding.js';
import { isByEmail } from './reaching.js';
import { isOwed, owedNoMore } from './state.js';
import type { LetterState, MatterState } from './state.js';

/** What this room needs of a decision, whichever matter it is on. */
interface Correcting {
  readonly state: MatterState;
  readonly today: CivilDate;
  emit(type: CorrectionEventType, data: CorrectionEventData<CorrectionEventType>): void;
}

type Consent = Party['electronicConsent'];

interface Contact {
  name?: string | undefined;
  address?: string | undefined;
  email?: string | undefined;
  electronicConsent?: Consent | undefined;
}

export const partyOf = (d: Pick<Correcting, 'state'>, partyId: string): Party => {
  const party = d.state.family.find((p) => p.id === partyId);
  must(
    party !== undefined,
    'unknown-party',
    `partyId ${partyId} is not of the family on this case; it has ${d.state.family.map((p) => p.id).join(', ')}`,
  );
  return party;
};

/** Only what is given. */
export const contactGiven = ({ name, address, email, electronicConsent }: Contact) => ({
  ...(name === undefined ? {} : { name }),
  ...(address === undefined ? {} : { address }),
  ...(email === undefined ? {} : { email }),
  ...(electronicConsent === undefined ? {} : { electronicConsent }),
});

const sameParty = (a: Party, b: Party): boolean =>
  a.name === b.name &&
  a.address === b.address &&
  a.email === b.email &&
  JSON.stringify(a.electronicConsent) === JSON.stringify(b.electronicConsent);

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Written consent says what kind of message, from whom and to which address (Education Act 1996 s572, by s83(7)). */
const mustBeConsent = ({ today }: Pick<Correcting, 'today'>, consent: Consent | undefined): void => {
  if (!consent) return;
  must(
    consent.recordedOn <= today,
    'in-the-future',
    `electronicConsent.recordedOn ${consent.recordedOn} is after today, ${today}: it is the day the written consent came`,
    'EA 1996 s572',
  );
  must(
    !isByEmail(consent.kind) || EMAIL.test(consent.address),
    'no-address',
    'electronicConsent.address is no e-mail address, and kind says that it is to one',
    'EA 1996 s572',
  );
};

export const correctContact = (
  d: Correcting,
  c: Contact & { partyId: string; consentWithdrawn?: boolean | undefined; evidence: string },
): void => {
  const from = partyOf(d, c.partyId);
  must(
    c.electronicConsent === undefined || c.consentWithdrawn !== true,
    'consent-unclear',
    'Give electronicConsent or consentWithdrawn, not both',
  );
  mustBeConsent(d, c.electronicConsent);
  const { electronicConsent: before, ...rest } = from;
  const consent = c.consentWithdrawn ? undefined : (c.electronicConsent ?? before);
  const to: Party = { ...rest, ...contactGiven({ ...c, electronicConsent: consent }) };
  must(!sameParty(from, to), 'no-change', `${c.partyId} is known like that already; say what is to change`);
  d.emit('contact.corrected', { from, to, evidence: c.evidence });
};

/** The most who may be told: those of a request (assessment/command-shapes.ts). */
const MOST_PARENTS = 6;

/** Answers with the parent who is told from now on. */
export const addParent = (d: Correcting, c: Contact & { name: string; evidence: string }): Party => {
  must(
    d.state.family[0]?.role !== 'young-person',
    'young-person',
    'A young person acts for themselves (s83(2)): no parent is added to the case',
    's83(2)',
  );
  mustBeConsent(d, c.electronicConsent);
  must(d.state.family.length < MOST_PARENTS, 'too-many', `A case has at most ${MOST_PARENTS} parents`);
  const taken = new Set([...d.state.family.map((p) => p.id), ...d.state.letters.map((l) => l.recipientId)]);
  let n = d.state.family.length + 1;
  while (taken.has(`parent-${n}`)) n += 1;
  const party: Party = { id: `parent-${n}`, role: 'parent', name: c.name, ...contactGiven(c) };
  d.emit('parent.added', { party, evidence: c.evidence });
  return party;
};

export const removeParent = (d: Correcting, c: { partyId: string; evidence: string }, rule: string): void => {
  partyOf(d, c.partyId);
  must(
    d.state.family.length > 1,
    'last-of-the-family',
    `${c.partyId} is the only one whom the case can tell; add the right person first`,
    rule,
  );
  d.emit('parent.removed', { partyId: c.partyId, evidence: c.evidence });
};

/** Nothing more goes to whoever is not of the family any more, not what was written and had not gone either. */
export const lettersFor = (
  { letters, family }: Pick<MatterState, 'letters' | 'family'>,
  now: readonly Party[],
): MatterState['letters'] => {
  const gone = new Set(family.map((p) => p.id).filter((id) => !now.some((p) => p.id === id)));
  return owedNoMore(letters, (l) => gone.has(l.recipientId));
};

/** What was owed to somebody who is not of the family any more is owed to nobody: clocks that waited for it wait no more. */
export const settleForGone = (d: Corresponding, owedBefore: readonly LetterState[]): void => {
  for (const { id } of owedBefore)
    if (d.state.letters.some((l) => l.id === id && l.state === 'resolved')) settleIfAllSent(d, id);
};

export const owedIn = ({ letters }: Pick<MatterState, 'letters'>): LetterState[] => letters.filter(isOwed);

const isToFamily = ({ recipientRole }: LetterState): boolean =>
  recipientRole === 'parent' || recipientRole === 'young-person';

interface Again {
  letter: Letter;
  settles: string[];
}

interface Issuing {
  readonly state: Pick<MatterState, 'letters' | 'family'>;
  letters(notice: Notice, to: readonly Party[], order: LetterOrder): void;
}

/**
 * A notice is owed to the family, whoever that is: where the last copy of one was for somebody who is gone, it goes to those
 * who are there now, and meets what it was to meet. `isNotice` says of which letters that is so.
 */
export const issueAnew = (
  d: Issuing,
  owedBefore: readonly LetterState[],
  isNotice: (letter: LetterState) => boolean,
  afresh: (again: Again) => Again = (again) => again,
): void => {
  const isGone = ({ id }: LetterState) => d.state.letters.some((l) => l.id === id && l.state === 'resolved');
  const isLast = ({ notice }: LetterState) =>
    !d.state.letters.some((l) => l.notice === notice && isToFamily(l) && isNotice(l) && l.state !== 'resolved');
  for (const owed of owedBefore) {
    if (owed.letter === null || !isToFamily(owed) || !isGone(owed) || !isNotice(owed) || !isLast(owed)) continue;
    const { letter, settles } = afresh({ letter: owed.letter, settles: owed.settles });
    d.letters(letter.notice, d.state.family, { facts: letter.facts, enclosures: letter.enclosures, settles });
  }
};

interface Child {
  name: string;
  dateOfBirth: CivilDate;
  address: string;
  sensoryNeed: 'none' | 'hearing' | 'vision' | 'multi-sensory';
  serviceFamily: boolean;
  socialWorker: boolean;
  locality?: string | undefined;
}

const BOOLEAN: ReadonlySet<string> = new Set(['serviceFamily', 'socialWorker']);
const SENSORY_NEEDS = ['none', 'hearing', 'vision', 'multi-sensory'];

export const mustBeFactOfChild = (fact: string, value: string, today: CivilDate): void => {
  must(
    fact !== 'dateOfBirth' || (isCivilDate(value) && value <= today),
    'bad-date',
    `${fact} must be a date YYYY-MM-DD, not after today`,
  );
  must(!BOOLEAN.has(fact) || value === 'true' || value === 'false', 'bad-value', `${fact} must be true or false`);
  must(
    fact !== 'locality' || /^[a-z][a-z0-9-]{0,39}$/.test(value),
    'bad-value',
    'locality must be a place in lower case, with hyphens for spaces',
  );
  must(
    fact !== 'sensoryNeed' || SENSORY_NEEDS.includes(value),
    'bad-value',
    `sensoryNeed must be one of ${SENSORY_NEEDS.join(', ')}`,
  );
};

export const factOfChild = (child: Child, fact: ChildFact): string => {
  const values: Record<ChildFact, string> = {
    dateOfBirth: child.dateOfBirth,
    sensoryNeed: child.sensoryNeed,
    serviceFamily: String(child.serviceFamily),
    socialWorker: String(child.socialWorker),
    locality: child.locality ?? '',
    childName: child.name,
    address: child.address,
  };
  return values[fact];
};

/** The child as known after a fact was put right; a fact of another kind changes nothing of it. */
export const childWith = <C extends Child>(child: C, fact: string, to: string): C => {
  switch (fact) {
    case 'dateOfBirth':
      return { ...child, dateOfBirth: to };
    case 'sensoryNeed':
      return { ...child, sensoryNeed: to as Child['sensoryNeed'] };
    case 'serviceFamily':
      return { ...child, serviceFamily: to === 'true' };
    case 'socialWorker':
      return { ...child, socialWorker: to === 'true' };
    case 'locality':
      return { ...child, locality: to };
    case 'childName':
      return { ...child, name: to };
    case 'address':
      return { ...child, address: to };
    default:
      return child;
  }
};
