/** Reads an authority's policy file, and names every fault in it at once. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { canonicalJson } from '../activities/ledger/chain.js';
import { policyShape } from '../domain/policy.js';
import { PlatformFault } from './platform/fault.js';
export const readPolicy = async (path) => {
    const text = await readFile(path, 'utf8').catch(() => {
        throw new PlatformFault(`The policy file ${path} cannot be read. Name another with EHCNA_POLICY.`, 1);
    });
    let given;
    try {
        given = parse(text);
    }
    catch (error) {
        throw new PlatformFault(`The policy file ${path} is not YAML: ${error instanceof Error ? error.message : String(error)}`, 1);
    }
    const parsed = policyShape.safeParse(given);
    if (!parsed.success)
        throw new PlatformFault(`The policy file ${path} has faults:\n${z.prettifyError(parsed.error)}`, 1);
    const version = createHash('sha256').update(canonicalJson(parsed.data)).digest('hex').slice(0, 12);
    return { version, policy: parsed.data };
};
//# sourceMappingURL=policy-file.js.map