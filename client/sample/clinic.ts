/** The address under which the clinic of the sample set-up opens in a browser by itself. */
import type pg from 'pg';
import type { CaseKeys } from '../../keys/case-keys.js';
import type { Installation } from '../../workers/platform/running.js';
import { passFor } from '../http/clinic-session.js';

/** Good on this machine alone, while the key is: the ingress takes it from the loopback address, in training. */
export const signInAddress = async (
  { clinic }: Pick<Installation, 'clinic'>,
  secrets: { pool: pg.Pool; keys: CaseKeys },
  apiKey: string,
): Promise<string> => {
  const known = await passFor(secrets, 'sign-in-link', apiKey, Date.now());
  return known === undefined ? clinic : `${clinic}?sign-in=${known.pass}`;
};
