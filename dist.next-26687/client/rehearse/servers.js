/** Servers for rehearsals alone: started for one run, on free ports, with time skipping on, and gone afterwards. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../../db/migrate.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { readConfig } from '../../workers/config.js';
import { standGuard } from '../../workers/platform/guard.js';
import { cacheDir, temporaryFolder } from '../../workers/platform/places.js';
import { startPostgres } from '../../workers/platform/postgres.js';
import { progressOn } from '../../workers/platform/progress.js';
import { findTemporal } from '../../workers/platform/temporal-executable.js';
import { startTemporal } from '../../workers/platform/temporal-server.js';
import { workflowBundle } from '../../workers/workflow-bundle.js';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.js';
import { Theatre } from './theatre.js';
const NAMESPACE = 'rehearsal';
export const withTheatre = async (work) => {
    const config = readConfig();
    const progress = progressOn(process.stderr);
    const folder = temporaryFolder();
    const guard = standGuard([folder]);
    const undo = [];
    try {
        const executable = await findTemporal({
            cliPath: config.temporal.cliPath,
            searchPath: config.searchPath,
            cacheDir: cacheDir(),
            progress,
        });
        const temporal = await startTemporal({
            executable,
            namespace: NAMESPACE,
            uiPort: false,
            logFile: join(folder, 'temporal.log'),
            searchAttributes: SEARCH_ATTRIBUTES,
            timeSkipping: true,
            progress,
        });
        undo.push(() => temporal.stop());
        const postgres = await startPostgres({ home: join(folder, 'postgres'), ephemeral: true, progress });
        undo.push(() => postgres.stop());
        guard.watch([temporal.pid, postgres.pid].filter((pid) => pid !== undefined));
        await migrate(postgres.url);
        const theatre = await Theatre.open({
            address: temporal.address,
            namespace: NAMESPACE,
            databaseUrl: postgres.url,
            outboxDir: join(folder, 'outbox'),
            policyPath: config.policyPath,
            bundlePath: await workflowBundle(progress),
            childKey: randomBytes(32).toString('hex'),
            anchors: { file: join(folder, 'anchors.jsonl'), key: generateKeyPairSync('ed25519').privateKey },
            keyring: keyringOf(newKey('rehearsal')),
        });
        undo.push(() => theatre.close());
        await work(theatre);
    }
    finally {
        for (const step of undo.reverse())
            await step();
        guard.release();
        await rm(folder, { recursive: true, force: true });
    }
};
//# sourceMappingURL=servers.js.map