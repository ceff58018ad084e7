/** The commands that the services of a shared installation run (docker-compose.yml). */
import { Command } from 'commander';
import { TASK_QUEUE } from '../../domain/ids.js';
import { PlatformFault } from '../../workers/platform/fault.js';
/** `ehcna worker`: what `up` starts as a process of its own. */
export const workerCommand = () => new Command('worker')
    .description('run a worker against the servers that TEMPORAL_ADDRESS and DATABASE_URL name')
    .option('--check', 'run none; say whether a worker on this machine is polling', false)
    .addHelpText('after', `
Examples:
  TEMPORAL_ADDRESS=temporal:7233 DATABASE_URL_FILE=/run/secrets/database-url ehcna worker
  ehcna worker --check          exit 0 when one is polling, 1 when none is, 3 when there is no server`)
    .action(({ check }) => orOneLine(check ? checkHere : work));
const work = async () => {
    const { runWorker } = await import('../../workers/main.js');
    await runWorker();
};
const checkHere = async () => {
    const { checkWorker } = await import('../../workers/platform/worker-health.js');
    const { connection, namespace } = theirServer(await config());
    await checkWorker({ connection, namespace, taskQueue: TASK_QUEUE });
};
/** `ehcna codec-server`: what the Temporal UI and CLI ask to read payloads. */
export const codecServerCommand = () => new Command('codec-server')
    .description('open payloads for the Temporal UI and CLI: one origin, named tokens, each reading on the ledger')
    .option('--check', 'run none; say whether the one of this machine answers', false)
    .addHelpText('after', `
Examples:
  EHCNA_CODEC_ORIGIN=https://temporal.example EHCNA_CODEC_TOKENS_FILE=/run/secrets/codec-tokens ehcna codec-server
  temporal workflow show -w assessment/EHC-7K2M9QXA --namespace ehcna \\
    --codec-endpoint http://127.0.0.1:8234 --codec-auth "Bearer $(cat .data/codec-token)"
  ehcna ledger show access/2026-11     who read what`)
    .action(({ check }) => orOneLine(check ? checkCodec : openPayloads));
const openPayloads = async () => {
    const { runCodecServer } = await import('../../workers/codec-main.js');
    await runCodecServer();
};
const checkCodec = async () => {
    const { DEFAULT_CODEC_PORT } = await import('../../workers/codec-main.js');
    const url = `http://127.0.0.1:${(await config()).codec.port ?? DEFAULT_CODEC_PORT}/health`;
    const answer = await fetch(url).catch(() => undefined);
    if (!answer?.ok)
        throw new PlatformFault(`No codec server answers at ${url}.`, 3);
};
/** `ehcna ingress`: HTTP for other systems, and the pages. */
export const ingressCommand = () => new Command('ingress')
    .description('serve HTTP for schools, portals and case systems, and the pages that people open')
    .option('--check', 'run none; say whether the one of this machine is ready', false)
    .addHelpText('after', `
Its requests are described at /docs and in /openapi.json; \`ehcna client add\` makes a key (docs/ingress.md).

Examples:
  EHCNA_PUBLIC_URL=https://ehc.example.gov.uk EHCNA_INGRESS_HOST=0.0.0.0 ehcna ingress
  ehcna ingress --check          exit 0 when it is ready, 3 when it is not`)
    .action(({ check }) => orOneLine(check ? checkIngress : serve));
const serve = async () => {
    const { runIngress } = await import('../../workers/ingress-main.js');
    await runIngress();
};
const checkIngress = async () => {
    const { DEFAULT_INGRESS_PORT } = await import('../../workers/ingress-main.js');
    const url = `http://127.0.0.1:${(await config()).ingress.port ?? DEFAULT_INGRESS_PORT}/readyz`;
    const answer = await fetch(url).catch(() => undefined);
    if (!answer?.ok)
        throw new PlatformFault(`No ingress is ready at ${url}.`, 3);
};
/** `ehcna migrate`: the database that DATABASE_URL names, brought up to this version. */
export const migrateCommand = () => new Command('migrate')
    .description('bring the database that DATABASE_URL names up to this version; safe to repeat')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://ehcna:…@localhost/ehcna ehcna migrate')
    .action(() => orOneLine(async () => {
    const { migrate } = await import('../../db/migrate.js');
    const { databaseUrl } = await config();
    if (!databaseUrl)
        throw new PlatformFault('DATABASE_URL is not set: there is no database to migrate.', 1);
    const ran = await migrate(databaseUrl);
    process.stderr.write(ran.length > 0 ? `Applied: ${ran.join(', ')}.\n` : 'The database is up to date.\n');
}));
/** `ehcna namespace`: the Temporal server that TEMPORAL_ADDRESS names, made ready for our cases. */
export const namespaceCommand = () => new Command('namespace')
    .description('make the namespace and search attributes on the server that TEMPORAL_ADDRESS names; safe to repeat')
    .addHelpText('after', '\nExample:\n  TEMPORAL_ADDRESS=temporal:7233 ehcna namespace')
    .action(() => orOneLine(async () => {
    const [{ useTemporal }, { SEARCH_ATTRIBUTES }] = await Promise.all([
        import('../../workers/platform/temporal-server.js'),
        import('../../workflows/search-attributes.js'),
    ]);
    const { connection, namespace } = theirServer(await config());
    await useTemporal({ connection, namespace, searchAttributes: SEARCH_ATTRIBUTES });
    process.stderr.write(`The namespace ${namespace} on ${connection.address} is ready.\n`);
}));
/** Read only when a command runs: checking it costs more than starting to. */
const config = async () => (await import('../../workers/config.js')).readConfig();
const theirServer = ({ temporal }) => {
    const { address } = temporal.connection;
    if (!address)
        throw new PlatformFault('TEMPORAL_ADDRESS is not set: there is no server to ask.', 1);
    return { connection: { ...temporal.connection, address }, namespace: temporal.namespace };
};
const orOneLine = async (action) => {
    try {
        await action();
    }
    catch (error) {
        if (!(error instanceof PlatformFault))
            throw error;
        process.stderr.write(`${error.message}\n`);
        process.exitCode = error.exitCode;
    }
};
//# sourceMappingURL=worker.js.map