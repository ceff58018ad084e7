/** An API client for trying the ingress, in the sample set-up alone: its key is kept beside the data. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SYSTEM } from '../../domain/events.js';
import { issue } from '../../keys/identity.js';
import { madeOnce } from '../../keys/made-once.js';
import { trainingIssuerMadeIn } from '../../keys/signer.js';
import { addClient } from '../api-clients.js';
import { SCOPE_NAMES } from '../http/scopes.js';
const SAMPLE = { id: 'sample', role: 'integrator', school: null, scopes: SCOPE_NAMES };
const DAYS = 3_660;
/** The key; made at the first start. Its client is put into a database that does not know it. */
export const sampleApiKey = async (dataDir, secrets) => {
    const key = await madeOnce(join(dataDir, 'api-key'), () => `ehcna_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('base64url')}`);
    const issuer = await trainingIssuerMadeIn(dataDir);
    const identity = issue(issuer, { role: SAMPLE.role, id: SAMPLE.id }, { now: Date.now(), days: DAYS });
    await addClient(secrets, { ...SAMPLE, scopes: [...SAMPLE.scopes] }, identity, SYSTEM, key.trim());
    return key.trim();
};
//# sourceMappingURL=api-key.js.map