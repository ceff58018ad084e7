import type { CaseKeys } from './case-keys.js';
import type { Signer } from './signer.js';

/** What opens an installation's records and signs for what is done, held by whoever reads and writes them. */
export interface Secrets {
  keys: CaseKeys;
  /** Under which children's identities are hashed; without it no child is recognised. */
  childKey?: string | undefined;
  /** Who does it. */
  signer: Signer;
}
