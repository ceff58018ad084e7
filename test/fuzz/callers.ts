/** What a foreign client may send beside a message, as the one who sends it: rightly signed, wrongly, or not at all. */
import type { Draw } from '../../client/sample/draw.js';
import { CALLER_ENCODING, COMMAND_LIFETIME_MS, FACT_LIFETIME_MS } from '../../domain/caller.js';
import { type Actor, ROLES } from '../../domain/events.js';
import { assertionBy, type Assertion, type Sending } from '../../keys/assertion.js';
import { contentOf, type Identity, issue, type Issuer, newIssuer, signed } from '../../keys/identity.js';
import { distorted } from './distort.js';
import { asJson, type Payload, payload } from './payloads.js';

/** What is sent, and to which process. */
export type Message = Pick<Sending, 'workflowId' | 'call' | 'body'>;

const AN_HOUR = 3_600_000;

const DAY = 24 * AN_HOUR;

const partsOf = ({ assertion }: Assertion): [string, string, string, string] =>
  assertion.split('.') as [string, string, string, string];

const oneCharacterElse = (text: string, draw: Draw): string => {
  const at = draw.whole(0, text.length - 1);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
};

const NO_ASSERTIONS: readonly [Payload, ...Payload[]] = [
  asJson(null),
  asJson('let me in'),
  asJson([]),
  asJson({ assertion: 'let me in' }),
  asJson({ assertion: 7 }),
  asJson({ assertion: null }),
  asJson({ assertion: {} }),
  asJson({ assertion: 'a.b.c.d' }),
  asJson({ assertion: '....' }),
  asJson({ assertion: 'x'.repeat(9_000) }),
  asJson({ assertion: 'x'.repeat(100_000) }),
  payload('json/plain', '{"assertion":'),
  payload('json/plain', '{"assertion":"a","assertion":{}}'),
  payload('json/plain', `{"assertion":${'['.repeat(4_000)}${']'.repeat(4_000)}}`),
  payload('binary/plain', '{"assertion":"a.b.c.d"}'),
  payload(CALLER_ENCODING, '{}'),
  payload(CALLER_ENCODING, 'null'),
  payload(CALLER_ENCODING, 'no JSON'),
  payload('binary/encrypted', 'x'.repeat(100), { 'encryption-key-id': 'authority' }),
  payload('binary/encrypted', 'x'.repeat(100), { 'encryption-key-id': 'EHC-00000000' }),
];

export class Callers {
  private readonly identities = new Map<string, Identity>();
  private readonly stranger = newIssuer();

  constructor(
    private readonly issuer: Issuer,
    private readonly namespace: string,
    private readonly draw: Draw,
  ) {}

  /** None, or what comes second. */
  beside(by: Actor, message: Message): Payload[] {
    return this.draw.weighted<() => Payload[]>([
      [() => [asJson(this.sign(by, message))], 14],
      [() => [], 2],
      [() => [this.wrong(by, message)], 4],
    ])();
  }

  private identityOf(actor: Actor, issuer = this.issuer): Identity {
    const name = `${issuer.id} ${actor.role} ${actor.id}`;
    const known = this.identities.get(name) ?? issue(issuer, actor, { now: Date.now() - DAY, days: 30 });
    this.identities.set(name, known);
    return known;
  }

  private sign(by: Actor, message: Message, { issuer, ...changes }: Partial<Sending> & { issuer?: Issuer } = {}) {
    const lifetimeMs = message.call.startsWith('signal:') ? FACT_LIFETIME_MS : COMMAND_LIFETIME_MS;
    const { namespace } = this;
    return assertionBy(this.identityOf(by, issuer), { ...message, namespace, now: Date.now(), lifetimeMs, ...changes });
  }

  private wrong(by: Actor, message: Message): Payload {
    const { draw } = this;
    const now = Date.now();
    return draw.of<readonly [() => Payload, ...(() => Payload)[]]>([
      () => draw.of(NO_ASSERTIONS),
      () => draw.of(NO_ASSERTIONS),
      () => asJson(this.sign({ role: draw.of(ROLES), id: 'somebody' }, message)),
      () => asJson(this.sign(by, message, { body: { ...(message.body as object), more: 1 } })),
      () => asJson(this.sign(by, message, { call: draw.of(['update:withdraw', 'signal:refer', 'start:plan', '']) })),
      () => asJson(this.sign(by, message, { workflowId: 'assessment/EHC-00000000' })),
      () => asJson(this.sign(by, message, { namespace: 'elsewhere' })),
      () => asJson(this.sign(by, message, { now: now + draw.of([-9 * DAY, -AN_HOUR, AN_HOUR]) })),
      () => asJson(this.sign(by, message, { lifetimeMs: draw.of([-DAY, 30 * DAY]) })),
      () => asJson(this.sign(by, message, { issuer: this.stranger })),
      () => asJson({ assertion: oneCharacterElse(this.sign(by, message).assertion, draw) }),
      () => this.ownClaims(by, message),
      () => this.spliced(by, message),
      () => payload(CALLER_ENCODING, JSON.stringify({ vouched: contentOf(partsOf(this.sign(by, message))[2]) })),
    ])();
  }

  /** Somebody with an identity signs claims that no program of ours would make. */
  private ownClaims(by: Actor, message: Message): Payload {
    const [certificate, signature, claims] = partsOf(this.sign(by, message));
    const own = distorted({ ...contentOf(claims), expiresAt: Number.MAX_SAFE_INTEGER }, this.draw);
    const { privateKey } = this.identityOf(by);
    return asJson({ assertion: `${certificate}.${signature}.${signed('assertion', own as object, privateKey)}` });
  }

  private spliced(by: Actor, message: Message): Payload {
    const theirs = partsOf(this.sign({ role: 'manager', id: 'm-1' }, message)).slice(0, 2);
    return asJson({ assertion: [...theirs, ...partsOf(this.sign(by, message)).slice(2)].join('.') });
  }
}
