/**
 * Where documents lie that come from outside: a folder, or a store that speaks S3. What lies there is sealed under the key of
 * its case before it leaves the process, and is never rewritten.
 */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type CaseRef, isCaseRef } from '../../domain/ids.js';

export interface ObjectHead {
  key: string;
  bytes: number;
  /** Milliseconds since 1970, by the clock of the store. */
  storedAt: number;
}

/** Something sealed, in a file that is to be stored. */
export interface SealedFile {
  path: string;
  bytes: number;
  /** Of what is in the file, so that it can be checked without any key. */
  sha256: string;
}

export interface ObjectStore {
  /** Where it is, in words and without a secret. */
  readonly name: string;
  /** A folder for what is sealed and not stored yet. */
  spool(): Promise<string>;
  /** Done once it is stored for certain. Nothing is ever replaced: throws where another object has that key. */
  put(key: string, file: SealedFile): Promise<void>;
  /** Undefined where there is none. */
  get(key: string): Promise<Readable | undefined>;
  head(key: string): Promise<ObjectHead | undefined>;
  /** The same where there is none. */
  delete(key: string): Promise<void>;
  /** Of one case, or of all; what is not one of ours is left out. */
  list(caseRef?: CaseRef): AsyncIterable<ObjectHead>;
}

/** The store does not answer, or refuses what is asked: nothing is known to have happened. Never holds a key of access. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
}

const KEY = /^(EHC-[0-9A-HJKMNP-TV-Z]{8})\/[0-9a-f]{32}$/;

/** A case reference, which says nothing of the child, and what nobody can guess. */
export const newObjectKey = (caseRef: CaseRef): string => {
  if (!isCaseRef(caseRef)) throw new Error('An object is kept for a case.');
  return `${caseRef}/${randomBytes(16).toString('hex')}`;
};

export const isObjectKey = (key: string): boolean => KEY.test(key);

/** No other name reaches a file system or an address. */
export const requireKey = (key: string): string => {
  if (isObjectKey(key)) return key;
  throw new Error('That is no key of an object.');
};

/** For rehearsals and benchmarks, to which no document comes from outside. */
export const noObjects: ObjectStore = {
  name: 'none',
  spool: () => Promise.reject(new StoreUnreachable('No object store is set up here.')),
  put: () => Promise.reject(new StoreUnreachable('No object store is set up here.')),
  get: () => Promise.reject(new StoreUnreachable('No object store is set up here.')),
  head: () => Promise.reject(new StoreUnreachable('No object store is set up here.')),
  delete: () => Promise.resolve(),
  list: async function* () {},
};

/** The store, and how large a document may be. */
export interface DocumentPlace {
  objects: ObjectStore;
  largestBytes: number;
}

export const MIB = 1024 * 1024;

export const NO_PLACE: DocumentPlace = { objects: noObjects, largestBytes: 20 * MIB };
