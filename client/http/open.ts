/** The ingress over connections that somebody else holds: the process's (workers/ingress-main.ts), a test's. */
import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { accessBook, CASES_READ } from '../../activities/access-book.js';
import { createLedger } from '../../activities/ledger.js';
import { londonDate } from '../../domain/civil-date.js';
import type { Policy } from '../../domain/policy.js';
import { project } from '../../domain/projection.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { Ehcna } from '../ehcna.js';
import { authentication, type HttpDesk, vouching } from './desk.js';
import { startIngress, type Ingress, type IngressOptions } from './server.js';
import { clientSigners } from './signers.js';
import { SURFACES } from './surfaces.js';

export interface OpenOptions
  extends Pick<HttpDesk, 'publicUrl' | 'uiUrl' | 'training'>,
    Omit<IngressOptions, 'desk' | 'surfaces'> {
  /** With the installation's data converter. */
  client: Client;
  pool: pg.Pool;
  keys: CaseKeys;
  childKey: string | undefined;
  policy: Policy;
  surfaces?: IngressOptions['surfaces'];
}

export const openIngress = async (options: OpenOptions): Promise<Ingress> => {
  const { client, pool, keys, childKey, policy, publicUrl, uiUrl, training } = options;
  const signers = clientSigners();
  const access = accessBook(createLedger(pool, project, { keys }), CASES_READ);
  const desk: HttpDesk = {
    ehcna: Ehcna.over(client, pool, { keys, childKey, signer: signers }),
    pool,
    keys,
    access,
    publicUrl,
    uiUrl,
    authority: policy.authority,
    training,
    today: () => londonDate(Date.now()),
    authenticate: authentication({ pool, keys }, signers, []),
    vouch: vouching({ pool, keys }, signers),
  };
  const ingress = await startIngress({ ...options, desk, surfaces: options.surfaces ?? SURFACES });
  return {
    ...ingress,
    close: async () => {
      await ingress.close();
      await access.close();
    },
  };
};
