/** What is known of any matter of a child: who it is about, its clocks and letters. JSON-safe, so that it may cross any boundary. */
import type { CivilDate } from '../civil-date.js';
import type { Deadline } from '../deadline.js';
import type { Letter, Party } from '../letters.js';
import type { Policy } from '../policy.js';

export interface LetterState {
  id: string;
  notice: Letter['notice'];
  recipientId: string;
  recipientRole: Party['role'];
  requestedOn: CivilDate;
  settles: string[];
  state: 'requested' | 'dispatched' | 'refused' | 'resolved';
  dispatchedOn: CivilDate | null;
  documentHash: string | null;
  /** Kept only until it is sent, or can no longer come back. */
  letter: Letter | null;
  /** It went, and came back. */
  undelivered?: true;
}

export interface Caseworker {
  id: string;
  name: string;
  telephone: string | null;
  email: string | null;
}

export interface MatterState {
  caseRef: string;
  seq: number;
  family: Party[];
  caseworker: Caseworker | null;
  lawVersion: string;
  policyVersion: string;
  policy: Policy;
  deadlines: Record<string, Deadline>;
  letters: LetterState[];
  /** E-mail addresses from which a letter came back, by whose they are. */
  undeliverable?: { partyId: string; address: string; on: CivilDate }[];
  unexpected: { factId: string; on: CivilDate; resolved: boolean }[];
  /** The last date on which a person or a body moved the matter on: reminders and letters do not count. */
  lastProgressOn: CivilDate;
  lastFamilyContactOn: CivilDate | null;
  lastEventOn: CivilDate;
  /** Commands and facts already dealt with, so that one that comes twice happens once. */
  commandIds: string[];
}

/** Asked for and not gone yet, or come back: it is still owed. */
export const isOwed = ({ state }: Pick<LetterState, 'state'>): boolean => state === 'requested' || state === 'refused';

/** What was written and had not gone, or came back, goes no more. */
export const owedNoMore = (letters: readonly LetterState[], which: (l: LetterState) => boolean): LetterState[] =>
  letters.map((l) => (isOwed(l) && which(l) ? { ...l, state: 'resolved', letter: null } : l));

/** After a death: what is owed is owed no more, and what has gone does not go again should it come back. */
export const nothingMoreSent = (letters: readonly LetterState[]): LetterState[] =>
  owedNoMore(letters, () => true).map((l) => (l.letter === null ? l : { ...l, letter: null }));

export const caseworkerOf = (
  given: { id: string; name: string; telephone?: string | undefined; email?: string | undefined } | undefined,
): Caseworker | null =>
  given ? { id: given.id, name: given.name, telephone: given.telephone ?? null, email: given.email ?? null } : null;

/** What is known before the first fact. */
export const blankMatter = (caseRef: string): MatterState => ({
  caseRef,
  seq: 0,
  family: [],
  caseworker: null,
  lawVersion: '',
  policyVersion: '',
  policy: undefined as never,
  deadlines: {},
  letters: [],
  unexpected: [],
  lastProgressOn: '',
  lastFamilyContactOn: null,
  lastEventOn: '',
  commandIds: [],
});
