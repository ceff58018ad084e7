/**
 * One way out of the building. A channel sends a sealed letter and, after a crash, says whether it went: only what it
 * knows for certain. Errors it throws hold no address and no words of the letter.
 */
import type { Party } from '../../domain/letters.js';

export interface LetterKey {
  /** `caseRef/letterId`: the same for every attempt. */
  key: string;
  caseRef: string;
  letterId: string;
}

/** A letter ready to go: what was composed, to whom, and how it travels. */
export interface SealedLetter extends LetterKey {
  to: Party;
  medium: 'post' | 'email';
  /** Names no one: it may stand as an e-mail's subject. */
  title: string;
  html: string;
  hash: string;
  version: number;
  enclosures: SealedDocument[];
}

export interface SealedDocument {
  kind: string;
  id: string;
  version: number;
  mediaType: string;
  hash: string;
  body: Buffer;
}

export type Sent = { state: 'sent'; providerReference?: string } | { state: 'refused'; reason: string };
export type Found =
  | { state: 'sent'; providerReference?: string }
  | { state: 'not-sent' }
  | { state: 'unknown'; reason: string };

export interface Channel {
  readonly name: string;
  readonly carriesEnclosures: boolean;
  /** Throws NotSent when it is certain that nothing went, any other error when it may have gone. */
  send(letter: SealedLetter): Promise<Sent>;
  /** Did an earlier attempt, begun then, get through? Throws where asking again later will tell. */
  wasSent(letter: LetterKey, firstAttemptAt: Date): Promise<Found>;
}

/** The way out does not work just now. Its words name no address and nothing of a letter, and an operator may read them. */
export abstract class ChannelFault extends Error {
  constructor(
    /** Of the channel. */
    readonly channel: string,
    message: string,
    /** How long it asked to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Nothing has left: another attempt is safe without asking. */
export class NotSent extends ChannelFault {
  override name = 'NotSent';
}

/** Whether anything has left is not known: the next attempt asks first. */
export class MayHaveGone extends ChannelFault {
  override name = 'MayHaveGone';
}

/** No answer within this is none. Less than an activity may take, so that whoever asks lives to hear it. */
export const ANSWER_LIMIT_MS = 20_000;

export { emailAddressOf } from '../../domain/matter/reaching.js';

/** `draft-plan-1-v2.html`: says what it is, not whose. */
export const fileNameOf = ({ kind, id, version, mediaType }: Omit<SealedDocument, 'body' | 'hash'>): string =>
  `${kind}-${id}-v${version}${EXTENSIONS[mediaType] ?? ''}`.replace(/[^A-Za-z0-9.-]/g, '_');

const EXTENSIONS: Record<string, string> = {
  'text/html': '.html',
  'text/plain': '.txt',
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
};
