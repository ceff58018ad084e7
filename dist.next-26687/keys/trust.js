/**
 * Whose identities count in an installation, and who signs for what is done from here. An authority names its issuers
 * (EHCNA_ISSUERS) and gives each person and program an identity (EHCNA_IDENTITY). An installation that names none is for
 * training, and its own issuer: the key is in its data folder.
 */
import { trustedIssuers } from './identity.js';
import { CannotSign, identitySigner, noSigner, readIdentity, trainingIssuerIn, trainingSigner, } from './signer.js';
const firstIssuerIn = (folders) => {
    for (const folder of folders) {
        const issuer = trainingIssuerIn(folder);
        if (issuer)
            return issuer;
    }
    return undefined;
};
/** Of a worker. Throws {@link CannotSign} where it is not told enough. */
export const workersTrust = ({ issuers, identity }, dataDir) => {
    const own = issuers === undefined ? trainingIssuerIn(dataDir) : undefined;
    const known = issuers ?? own?.publicKey;
    if (known === undefined)
        throw new CannotSign('The worker needs EHCNA_ISSUERS, the public keys of those who issue identities: `ehcna identity issuer --out FILE` makes one.');
    if (identity !== undefined)
        return { issuers: trustedIssuers(known), signer: workersSigner(identity) };
    if (own)
        return { issuers: trustedIssuers(known), signer: trainingSigner(own) };
    throw new CannotSign('The worker needs EHCNA_IDENTITY, an identity of its own, since EHCNA_ISSUERS is set: `ehcna identity issue --role system --id worker --out FILE`.');
};
/** Whose identities count where no worker is asked; none where neither EHCNA_ISSUERS nor a folder names any. */
export const issuersKnownTo = ({ issuers }, folders) => trustedIssuers(issuers ?? firstIssuerIn(folders)?.publicKey ?? '');
const workersSigner = (file) => {
    const identity = readIdentity(file);
    const { role, id } = identity.certificate;
    if (role === 'system')
        return identitySigner(identity, file);
    throw new CannotSign(`The worker's identity ${file} is ${role}:${id}; processes speak to each other as system.`);
};
/** Of a command line or another program: what it cannot sign is refused when it is asked to. */
export const callersSigner = ({ issuers, identity }, folders) => {
    if (identity !== undefined)
        return identitySigner(readIdentity(identity), identity);
    const own = issuers === undefined ? firstIssuerIn(folders) : undefined;
    if (own)
        return trainingSigner(own);
    return noSigner('Nobody here has an identity: set EHCNA_IDENTITY to the file that `ehcna identity issue` made for you (docs/security.md).');
};
//# sourceMappingURL=trust.js.map