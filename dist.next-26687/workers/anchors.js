/** The anchors of an installation: where they are kept, which key signs them, and the process that takes one each day. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { publicKeysIn, signingKey } from '../activities/anchors/anchor.js';
import { ANCHOR_ID, TASK_QUEUE } from '../domain/ids.js';
import { madeOnce } from '../keys/made-once.js';
import { PlatformFault } from './platform/fault.js';
const keyFileIn = (dataDir) => join(dataDir, 'anchor-key');
/** The key of an installation that sets none: made once, kept beside its data. */
const anchorKeyIn = async (dataDir) => signingKey(await madeOnce(keyFileIn(dataDir), () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
export const anchorPlaceOf = async ({ anchors, dataDir }) => ({
    file: anchors.file,
    key: anchors.key === undefined ? await anchorKeyIn(dataDir) : signingKey(anchors.key),
    webhook: anchors.webhook,
});
/** What signatures are checked with: keys that are named, else the installation's own. Makes none. */
export const anchorPublicKeys = async ({ anchors, dataDir }, keyFile) => {
    const file = keyFile ?? keyFileIn(dataDir);
    const text = keyFile === undefined && anchors.key !== undefined ? anchors.key : await readFile(file, 'utf8').catch(() => '');
    const keys = text.includes('-----BEGIN') || text === '' ? publicKeysIn(text) : [createPublicKey(signingKey(text))];
    if (keys.length > 0)
        return keys;
    throw new PlatformFault(`There is no key in ${file} to check anchors with. Name the public key of the installation: --key FILE (\`ehcna ledger anchor --public-key\` prints it).`, 1);
};
/** Starts the process that anchors each day, where it does not run yet. */
export const startDailyAnchors = async (client) => {
    try {
        await client.workflow.start('anchor', {
            workflowId: ANCHOR_ID,
            taskQueue: TASK_QUEUE,
            args: [],
            staticSummary: 'Signs how far the ledger has come, once a day',
        });
    }
    catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError))
            throw error;
    }
};
//# sourceMappingURL=anchors.js.map