/** The sample caseload, loaded by `ehcna up` once everything runs. Light to import: what it needs is loaded when it runs. */
import type { Installation } from '../../workers/platform/running.js';
import type { Progress } from '../../workers/platform/progress.js';
import type { AfterReady } from '../../workers/up.js';
import type { Loaded } from './load.js';

const load = async (installation: Installation, progress: Progress): Promise<Loaded> => {
  const [
    { Ehcna },
    { loadSampleCaseload },
    { readPolicy },
    { readConfig },
    { keyringOf, keysMadeIn },
    { callersSigner },
    { LAW_VERSION },
    { londonDate },
    { openCaseKeys },
    { sampleApiKey },
    { signInAddress },
  ] = await Promise.all([
    import('../ehcna.js'),
    import('./load.js'),
    import('../../workers/policy-file.js'),
    import('../../workers/config.js'),
    import('../../keys/keyring.js'),
    import('../../keys/trust.js'),
    import('../../domain/law/rules.js'),
    import('../../domain/civil-date.js'),
    import('../../keys/case-keys.js'),
    import('./api-key.js'),
    import('./clinic.js'),
  ]);
  const config = readConfig();
  const { external, connection } = config.temporal;
  const keyring = keyringOf(config.keys ?? (await keysMadeIn(installation.dataDir)));
  const ehcna = await Ehcna.connect({
    connection: external ? connection : { address: installation.temporal },
    namespace: installation.namespace,
    databaseUrl: installation.database,
    signer: callersSigner(config.naming, [installation.dataDir]),
    keyring,
  });
  try {
    // Where an authority names its issuers nobody is signed for on the spot.
    if (config.naming.issuers === undefined) {
      const secrets = { pool: ehcna.pool, keys: openCaseKeys(ehcna.pool, keyring) };
      installation.apiKey = await sampleApiKey(installation.dataDir, secrets);
      installation.clinic = await signInAddress(installation, secrets, installation.apiKey);
    }
    const { version, policy } = await readPolicy(installation.policy);
    return await loadSampleCaseload(ehcna, {
      rules: { lawVersion: LAW_VERSION, policyVersion: version, policy },
      today: londonDate(Date.now()),
      progress: (line) => progress.line(line),
    });
  } finally {
    await ehcna.close();
  }
};

const inWords = ({ started, finished, plans, already, leftOut }: Loaded): string => {
  if (leftOut) return 'Sample caseload: left out, since the ledger holds other cases.';
  if (started + finished + plans === 0) return `Sample caseload: its ${already} cases are there already.`;
  const before = already > 0 ? `; ${already} cases were there already` : '';
  return `Sample caseload: ${started} open assessments, ${finished} finished ones and ${plans} plans started${before}. No child in it exists.`;
};

export const sampleHook: AfterReady = {
  label: 'the sample caseload',
  sample: true,
  run: async (installation, progress) => {
    try {
      const loaded = await progress.during('Loading the sample caseload', () => load(installation, progress));
      progress.line(inWords(loaded));
    } catch (error) {
      // A policy of one's own may have no room for these stories; everything else runs all the same.
      if (!(error instanceof Error) || error.name !== 'DoesNotFit') throw error;
      progress.line(`Sample caseload: stopped, since it does not fit this policy (${error.message}).`);
    }
  },
};
