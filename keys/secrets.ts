import type { CaseKeys } from './case-keys.js';

/** What opens an installation's records, held by whoever reads and writes them. */
export interface Secrets {
  keys: CaseKeys;
  /** Under which children's identities are hashed; without it no child is recognised. */
  childKey?: string | undefined;
}
