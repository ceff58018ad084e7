/** A worker whose cases may have their time moved. What they tell panels and plans goes where nobody works. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rehearsal } from '../../client/clock/test-clock.js';
import { trustedIssuers } from '../../keys/identity.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import { startWorker } from '../../workers/worker.js';
import { workflowBundlePath } from '../environment.js';
import { openWorld } from '../world.js';
import type { Stage } from './beside.js';

/** The policy that comes with the software with what the model's own differs in, so that rounds and idle cases come to an end. */
const CHANGES: readonly [string, string][] = [
  ['nothingHappenedDays: 45', 'nothingHappenedDays: 30'],
  ['rounds: 3', 'rounds: 2'],
];

const policyIn = async (folder: string): Promise<string> => {
  const own = join(packageRoot, 'policy', 'default.yaml');
  let text = await readFile(own, 'utf8');
  for (const [from, to] of CHANGES) {
    if (!text.includes(from)) throw new Error(`${own} has no ${from}`);
    text = text.replace(from, to);
  }
  const path = join(folder, 'policy.yaml');
  await writeFile(path, text);
  return path;
};

/**
 * A panel keeps its own calendar at its own time, and would speak in between; here its facts are told by the test. So the
 * activities of this worker reach a namespace of the same server in which no worker runs.
 */
export const openStage = async (): Promise<Stage & { close(): Promise<void> }> => {
  const world = await openWorld({ worker: false });
  const elsewhere = await openWorld({ worker: false, ledgerOf: world });
  const policyPath = await policyIn(world.dataDir);
  const { address, namespace, databaseUrl, outboxDir, childKey, keyring, issuer, signer } = world;
  const rehearsal = await Rehearsal.open(world.client, { address, namespace });
  const worker = await startWorker({
    connection: { address },
    namespace,
    databaseUrl,
    outboxDir,
    policyPath,
    bundlePath: workflowBundlePath(),
    childKey,
    keyring,
    issuers: trustedIssuers(issuer.publicKey),
    signer,
    client: elsewhere.client,
  });
  const { version, policy } = await readPolicy(policyPath);
  return {
    world,
    rehearsal,
    rules: { policyVersion: version, policy },
    close: async () => {
      await worker.stop();
      await elsewhere.stop();
      await world.stop();
    },
  };
};
