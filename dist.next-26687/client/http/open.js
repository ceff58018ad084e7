import { accessBook, ACCESS_REFUSED, CASES_READ } from '../../activities/access-book.js';
import { createLedger } from '../../activities/ledger.js';
import { londonDate } from '../../domain/civil-date.js';
import { project } from '../../domain/projection.js';
import { Ehcna } from '../ehcna.js';
import { authentication } from './desk.js';
import { oidcProof } from './oidc.js';
import { startIngress } from './server.js';
import { clientSigners } from './signers.js';
import { SURFACES } from './surfaces.js';
export const openIngress = async (options) => {
    const { client, pool, keys, childKey, policy, publicUrl, uiUrl, training, oidc } = options;
    const proofs = oidc ? [oidcProof(oidc, { pool, keys })] : [];
    const signers = clientSigners();
    const ledger = createLedger(pool, project, { keys });
    const access = accessBook(ledger, CASES_READ);
    const refused = accessBook(ledger, ACCESS_REFUSED);
    const desk = {
        ehcna: Ehcna.over(client, pool, { keys, childKey, signer: signers }),
        pool,
        keys,
        access,
        // Not waited for: how long a refusal takes must not tell whether there is such a case.
        refused: { note: (by, caseRef) => void refused.note(by, [caseRef]).catch(() => undefined) },
        publicUrl,
        uiUrl,
        authority: policy.authority,
        training,
        today: () => londonDate(Date.now()),
        authenticate: authentication({ pool, keys }, signers, proofs),
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
//# sourceMappingURL=open.js.map