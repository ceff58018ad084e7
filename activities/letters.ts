/**
 * What leaves the building. A letter is composed once and kept by its hash; its dispatch is pinned to that hash and
 * version, is refused unless the case as the ledger knows it agrees, and happens once however often it is asked for.
 */
import type pg from 'pg';
import type { Letter } from '../domain/letters.js';
import type { CaseKeys } from '../keys/case-keys.js';
import {
  type AdviceDocument,
  type Authority,
  LetterFault,
  type PlanDocument,
  renderAdvice,
  renderLetter,
  renderPlan,
  type SealedEnclosure,
} from '../letters/render.js';
import { type Channel, NotSent, type SealedDocument, type SealedLetter } from './channels/channel.js';
import { createOutbox } from './channels/outbox.js';
import {
  alone,
  type DispatchResult,
  readDispatch,
  recordNothingWent,
  recordOutcome,
  recordRefused,
  recordSending,
  recordSent,
  recordUncertain,
  type Unsettled,
} from './dispatch-record.js';
import { checkLetter, type DispatchOrder, keyOf, type LetterGuard } from './letter-checks.js';
import { documentsUnder, hashOf, nameOf } from './letter-documents.js';
import type { Documents } from './letter-documents.js';
import type { DocumentPlace } from './objects/object-store.js';

export type { DispatchResult } from './dispatch-record.js';
export type { DispatchOrder, LetterGuard } from './letter-checks.js';

/** A file to enclose. A plan is given as its sections, advice in words as what was found, and rendered here. */
export interface FileContent {
  caseRef: string;
  kind: 'advice' | 'representations' | 'evidence';
  id: string;
  version: number;
  mediaType: string;
  body: string;
  /** How `body` is written; utf8 where it is not said. */
  encoding?: 'utf8' | 'base64';
}
export type EnclosureContent = PlanDocument | AdviceDocument | FileContent;

export interface LetterDependencies {
  pool: pg.Pool;
  /** Under which what is written is kept. */
  keys: CaseKeys;
  /** Where documents from outside lie; left out, none can be enclosed. */
  documents?: DocumentPlace | undefined;
  outboxDir: string;
  /** Where one is not given, and for enclosures that it cannot carry, letters go to the outbox folder. */
  channels: { post?: Channel; email?: Channel };
  authority: Authority;
  /** The case as the ledger has it, or the review of its plan that the letter is of. */
  readCase: (caseRef: string, letterId: string) => Promise<LetterGuard>;
  now?: () => Date;
}

export interface Composed {
  html: string;
  hash: string;
  version: number;
  /** By `kind/id`. */
  enclosureHashes: Record<string, string>;
}

export interface SendLetterInput {
  caseRef: string;
  letter: Letter;
  /** Contents of the enclosures that are not kept for the case yet. */
  documents?: EnclosureContent[];
  /** The case as it was just read, where several letters of it go at once; read afresh where it is left out. */
  guard?: LetterGuard | undefined;
}

export type SendLetterResult = DispatchResult & { letterId: string; enclosureHashes: Record<string, string> };

export interface Letters {
  /** Throws LetterFault where the letter must not be written: a missing fact, an enclosure that is not this case's. */
  compose(caseRef: string, letter: Letter, documents?: EnclosureContent[]): Promise<Composed>;
  /** Throws where another attempt may settle it; the retry is safe. */
  dispatch(order: DispatchOrder, guard?: LetterGuard): Promise<DispatchResult>;
  readCase: LetterDependencies['readCase'];
  /** The activity: composes and dispatches. A letter that cannot be written is refused, with its reason recorded. */
  sendLetter(input: SendLetterInput): Promise<SendLetterResult>;
}

const bodyOf = (content: EnclosureContent, authority: Authority): { mediaType: string; body: Buffer } => {
  if ('sections' in content) return { mediaType: 'text/html', body: Buffer.from(renderPlan(content, authority)) };
  if ('findings' in content) return { mediaType: 'text/html', body: Buffer.from(renderAdvice(content, authority)) };
  return { mediaType: content.mediaType, body: Buffer.from(content.body, content.encoding ?? 'utf8') };
};

/** Notices that a plan goes with which was sent before. */
const AS_IT_STANDS: ReadonlySet<Letter['notice']> = new Set([
  'review-amend',
  'amendment-proposal',
  'amendment-consultation',
  'plan-transfer',
  'he-disclosure',
]);

/** Documents that are about one child by their nature: the same bytes in another case are another child's. */
const ONE_CHILDS = new Set(['draft-plan', 'final-plan', 'advice']);

const createCompose = ({ pool, authority }: LetterDependencies, kept: Documents): Letters['compose'] => {
  const keep = async (caseRef: string, content: EnclosureContent): Promise<SealedDocument> => {
    const { kind, id, version } = content;
    if (content.caseRef !== caseRef) throw new LetterFault(`${nameOf(content)} belongs to another case.`);
    const { mediaType, body } = bodyOf(content, authority);
    const document = { kind, id, version, mediaType, body, hash: hashOf(body) };
    if (ONE_CHILDS.has(kind) && (await kept.belongsToAnotherCase(pool, caseRef, document.hash))) {
      throw new LetterFault(`${nameOf(content)} belongs to another case.`);
    }
    if (!(await kept.keep(pool, caseRef, document))) {
      throw new LetterFault(`${nameOf(content)} is kept with other contents: a change needs a new version.`);
    }
    return document;
  };

  const enclose = async (
    caseRef: string,
    letter: Letter,
    documents: EnclosureContent[],
  ): Promise<SealedEnclosure[]> => {
    const sealed: SealedEnclosure[] = [];
    for (const enclosure of letter.enclosures) {
      // The plan that is to be amended, or transferred, stands as it was sent, whatever of the child was corrected since.
      const standing = AS_IT_STANDS.has(letter.notice) ? await kept.find(pool, caseRef, enclosure) : undefined;
      const given = standing ? undefined : documents.find((d) => nameOf(d) === nameOf(enclosure));
      const document = standing ?? (given ? await keep(caseRef, given) : await kept.find(pool, caseRef, enclosure));
      if (!document) throw new LetterFault(`${nameOf(enclosure)} is not kept for this case and was not given.`);
      sealed.push({ ...enclosure, hash: document.hash });
    }
    return sealed;
  };

  return async (caseRef, letter, documents = []) => {
    if (letter.facts.caseRef !== caseRef) throw new LetterFault('The letter’s case reference is not this case’s.');
    const enclosures = await enclose(caseRef, letter, documents);
    const html = renderLetter(letter, authority, enclosures);
    const hash = hashOf(html);
    const document = { kind: letter.notice, id: letter.id, mediaType: 'text/html', body: Buffer.from(html), hash };
    const version = await kept.keepNextVersion(pool, caseRef, document);
    return {
      html,
      hash,
      version,
      enclosureHashes: Object.fromEntries(enclosures.map((e) => [`${e.kind}/${e.id}`, e.hash])),
    };
  };
};

const createDispatch = (dependencies: LetterDependencies, kept: Documents): Letters['dispatch'] => {
  const { pool, channels, readCase } = dependencies;
  const now = dependencies.now ?? (() => new Date());
  const outbox = createOutbox(dependencies.outboxDir);
  const named = new Map([outbox, channels.post, channels.email].flatMap((c) => (c ? [[c.name, c] as const] : [])));

  const channelFor = (letter: SealedLetter): Channel => {
    const channel = channels[letter.medium] ?? outbox;
    return letter.enclosures.length && !channel.carriesEnclosures ? outbox : channel;
  };

  /** What became of an attempt that never reported back; undefined where it certainly sent nothing. */
  const settleEarlier = async (
    client: pg.PoolClient,
    order: DispatchOrder,
    { channel, since, nothingWent }: Unsettled,
  ): Promise<DispatchResult | undefined> => {
    if (nothingWent) return undefined;
    const key = keyOf(order);
    const used = named.get(channel);
    if (!used) return recordUncertain(client, key, `it was begun by ${channel}, which is no longer set up`);
    const found = await used.wasSent({ key, caseRef: order.caseRef, letterId: order.letterId }, since);
    if (found.state === 'sent') return recordSent(client, key, found.providerReference, now());
    if (found.state === 'unknown') return recordUncertain(client, key, found.reason);
    return undefined;
  };

  const attempt = async (
    client: pg.PoolClient,
    order: DispatchOrder,
    letter: SealedLetter,
  ): Promise<DispatchResult> => {
    const channel = channelFor(letter);
    await recordSending(client, order, channel.name, now());
    try {
      return await recordOutcome(client, order, await channel.send(letter), now());
    } catch (error) {
      if (error instanceof NotSent) await recordNothingWent(client, keyOf(order));
      throw error;
    }
  };

  return async (order, known) => {
    // Read before the lock: it may need a connection of the same pool.
    const guard = known ?? (await readCase(order.caseRef, order.letterId));
    return alone(pool, keyOf(order), async (client) => {
      const earlier = await readDispatch(client, keyOf(order));
      if (earlier && 'result' in earlier) return earlier.result;
      const settled = earlier && (await settleEarlier(client, order, earlier.unsettled));
      if (settled) return settled;
      const checked = await checkLetter(client, kept, guard, order);
      return 'reason' in checked
        ? recordRefused(client, order, checked.reason)
        : attempt(client, order, checked.letter);
    });
  };
};

export const createLetters = (dependencies: LetterDependencies): Letters => {
  const kept = documentsUnder(dependencies.keys, dependencies.documents);
  const compose = createCompose(dependencies, kept);
  const dispatch = createDispatch(dependencies, kept);
  return {
    compose,
    dispatch,
    readCase: dependencies.readCase,
    async sendLetter({ caseRef, letter, documents = [], guard }) {
      const order = { caseRef, letterId: letter.id, to: letter.to };
      const earlier = await readDispatch(dependencies.pool, keyOf(order));
      if (earlier && 'result' in earlier) return { letterId: letter.id, enclosureHashes: {}, ...earlier.result };
      try {
        const { hash, version, enclosureHashes } = await compose(caseRef, letter, documents);
        const result = await dispatch({ ...order, documentHash: hash, version }, guard);
        return { letterId: letter.id, enclosureHashes, ...result };
      } catch (error) {
        if (!(error instanceof LetterFault)) throw error;
        const mayHaveGone = earlier && !earlier.unsettled.nothingWent;
        const result = await (mayHaveGone
          ? recordUncertain(
              dependencies.pool,
              keyOf(order),
              `it was begun, and can no longer be written: ${error.message}`,
            )
          : recordRefused(dependencies.pool, order, error.message));
        return { letterId: letter.id, enclosureHashes: {}, ...result };
      }
    },
  };
};
