/** Who signs for what is sent from here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertionBy } from './assertion.js';
import { identityOf, issue, issuerOf, newIssuer, pemOf } from './identity.js';
import { madeOnce } from './made-once.js';
/** Nobody here may sign as the one who was named: says why, in words. */
export class CannotSign extends Error {
    name = 'CannotSign';
}
/** One identity, from a file of its holder's. Our own processes share one, and say which of them speaks. */
export const identitySigner = (identity, from) => {
    const { role, id } = identity.certificate;
    const check = (as) => {
        if (as.role === role && (as.id === id || role === 'system'))
            return;
        throw new CannotSign(`The identity of ${from} is ${role}:${id}; it cannot act as ${as.role}:${as.id}. Leave --as out, or name another identity with EHCNA_IDENTITY.`);
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
export const readIdentity = (file) => {
    let text;
    try {
        text = readFileSync(file, 'utf8');
    }
    catch {
        throw new CannotSign(`The identity ${file} cannot be read: EHCNA_IDENTITY names it.`);
    }
    try {
        return identityOf(text);
    }
    catch (error) {
        throw new CannotSign(`The identity ${file} cannot be used: ${error.message}.`);
    }
};
const TRAINING_DAYS = 3_660;
/** An installation for training, trials and tests issues its own identities: whoever is named is signed for on the spot. */
export const trainingSigner = (issuer) => {
    const issued = new Map();
    // By the clock of whoever is spoken to, which a rehearsal moves on for decades.
    const identityFor = (actor, now) => {
        const name = `${actor.role}:${actor.id}`;
        const known = issued.get(name);
        if (known && known.certificate.until > now)
            return known;
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
export const noSigner = (why) => {
    const check = () => {
        throw new CannotSign(why);
    };
    return { own: undefined, check, sign: check };
};
const fileIn = (dataDir) => join(dataDir, 'issuing-key');
/** The issuing key kept beside the data of an installation for training; undefined where none was made. */
export const trainingIssuerIn = (dataDir) => {
    let pem;
    try {
        pem = readFileSync(fileIn(dataDir), 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
    return issuerOf(pem);
};
/** Made once, kept beside the data. Two starts make one. */
export const trainingIssuerMadeIn = async (dataDir) => issuerOf(await madeOnce(fileIn(dataDir), () => pemOf(newIssuer())));
//# sourceMappingURL=signer.js.map