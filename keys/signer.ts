/** Who signs for what is sent from here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '../domain/events.js';
import { assertionBy, type Assertion, type Sending } from './assertion.js';
import { type Identity, identityOf, issue, issuerOf, type Issuer, newIssuer, pemOf } from './identity.js';
import { madeOnce } from './made-once.js';

/** Nobody here may sign as the one who was named: says why, in words. */
export class CannotSign extends Error {
  override readonly name = 'CannotSign';
}

export interface Signer {
  /** Who signs where nobody is named; undefined where anybody may be. */
  readonly own: Actor | undefined;
  /** Throws {@link CannotSign} where somebody cannot act from here. */
  check(as: Actor): void;
  sign(as: Actor, sending: Sending): Assertion;
}

/** One identity, from a file of its holder's. Our own processes share one, and say which of them speaks. */
export const identitySigner = (identity: Identity, from: string): Signer => {
  const { role, id } = identity.certificate;
  const check = (as: Actor): void => {
    if (as.role === role && (as.id === id || role === 'system')) return;
    throw new CannotSign(
      `The identity of ${from} is ${role}:${id}; it cannot act as ${as.role}:${as.id}. Leave --as out, or name another identity with EHCNA_IDENTITY.`,
    );
  };
  return {
    own: { role, id },
    check,
    sign: (as, sending) => {
      check(as);
      return assertionBy(identity, sending);
    },
  };
};

export const readIdentity = (file: string): Identity => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CannotSign(`The identity ${file} cannot be read: EHCNA_IDENTITY names it.`);
  }
  try {
    return identityOf(text);
  } catch (error) {
    throw new CannotSign(`The identity ${file} cannot be used: ${(error as Error).message}.`);
  }
};

const TRAINING_DAYS = 3_660;

/** An installation for training, trials and tests issues its own identities: whoever is named is signed for on the spot. */
export const trainingSigner = (issuer: Issuer): Signer => {
  const issued = new Map<string, Identity>();
  // By the clock of whoever is spoken to, which a rehearsal moves on for decades.
  const identityFor = (actor: Actor, now: number): Identity => {
    const name = `${actor.role}:${actor.id}`;
    const known = issued.get(name);
    if (known && known.certificate.until > now) return known;
    const identity = issue(issuer, actor, { now: Math.max(now, Date.now()), days: TRAINING_DAYS });
    issued.set(name, identity);
    return identity;
  };
  return {
    own: undefined,
    check: () => undefined,
    sign: (as, sending) => assertionBy(identityFor(as, sending.now), sending),
  };
};

export const noSigner = (why: string): Signer => {
  const check = (): never => {
    throw new CannotSign(why);
  };
  return { own: undefined, check, sign: check };
};

const fileIn = (dataDir: string): string => join(dataDir, 'issuing-key');

/** The issuing key kept beside the data of an installation for training; undefined where none was made. */
export const trainingIssuerIn = (dataDir: string): Issuer | undefined => {
  let pem: string;
  try {
    pem = readFileSync(fileIn(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return issuerOf(pem);
};

/** Made once, kept beside the data. Two starts make one. */
export const trainingIssuerMadeIn = async (dataDir: string): Promise<Issuer> =>
  issuerOf(await madeOnce(fileIn(dataDir), () => pemOf(newIssuer())));
