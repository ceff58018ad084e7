/** The ingress over connections that somebody else holds: the process's (workers/ingress-main.ts), a test's. */
import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { accessBook, ACCESS_REFUSED, CASES_READ } from '../../activities/access-book.js';
import type { DocumentPlace } from '../../activities/objects/object-store.js';
import { createLedger } from '../../activities/ledger.js';
import { londonDate } from '../../domain/civil-date.js';
import type { Policy } from '../../domain/policy.js';
import { project } from '../../domain/projection.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { Ehcna } from '../ehcna.js';
import { authentication, type HttpDesk, vouching } from './desk.js';
import { oidcProof } from './oidc.js';
import type { OidcSettings } from './oidc-settings.js';
import { startIngress, type Ingress, type IngressOptions } from './server.js';
import { clientSigners } from './signers.js';
import { SURFACES } from './surfaces.js';

export interface OpenOptions
  extends Pick<HttpDesk, 'publicUrl' | 'uiUrl' | 'training' | 'webhookNetworks'>,
    Omit<IngressOptions, 'desk' | 'surfaces'> {
  /** With the installation's data converter. */
  client: Client;
  pool: pg.Pool;
  keys: CaseKeys;
  childKey: string | undefined;
  policy: Policy;
  /** Where documents that are sent lie; left out, none is taken. */
  documents?: DocumentPlace;
  surfaces?: IngressOptions['surfaces'];
  oidc?: OidcSettings | undefined;
}

export const openIngress = async (options: OpenOptions): Promise<Ingress> => {
  const { client, pool, keys, childKey, policy, publicUrl, uiUrl, training, webhookNetworks, oidc, documents } =
    options;
  const proofs = oidc ? [oidcProof(oidc, { pool, keys })] : [];
  const signers = clientSigners();
  const ledger = createLedger(pool, project, { keys });
  const access = accessBook(ledger, CASES_READ);
  const refused = accessBook(ledger, ACCESS_REFUSED);
  const desk: HttpDesk = {
    ehcna: Ehcna.over(client, pool, { keys, childKey, signer: signers }, documents ? { documents } : {}),
    pool,
    keys,
    access,
    // Not waited for: how long a refusal takes must not tell whether there is such a case.
    refused: { note: (by, caseRef) => void refused.note(by, [caseRef]).catch(() => undefined) },
    publicUrl,
    uiUrl,
    authority: policy.authority,
    training,
    webhookNetworks,
    today: () => londonDate(Date.now()),
    authenticate: authentication({ pool, keys }, signers, proofs),
    vouch: vouching({ pool, keys }, signers),
  };
  const ingress = await startIngress({ ...options, desk, surfaces: options.surfaces ?? SURFACES });
  return {
    ...ingress,
    close: async () => {
      await ingress.close();
      await Promise.all([access.close(), refused.close()]);
    },
  };
};
