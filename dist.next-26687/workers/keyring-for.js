import { keyringOf, keysIn } from '../keys/keyring.js';
import { PlatformFault } from './platform/fault.js';
/** A process makes no key: two that each made their own could not read each other's cases. */
export const keyringFor = async ({ keys, dataDir }, who) => {
    const text = keys ?? (await keysIn(dataDir));
    if (text === undefined)
        throw new PlatformFault(`The ${who} needs EHCNA_KEYS, the same for every process. \`ehcna keys new\` makes one; docs/security.md tells how to keep it.`, 1);
    return keyringOf(text);
};
//# sourceMappingURL=keyring-for.js.map