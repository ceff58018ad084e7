/** The worker: runs the processes and does what they ask for. Any number may run at once. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { createAnchorKeeper } from '../activities/anchors/keep.js';
import { createActivities } from '../activities/index.js';
import { createLedger } from '../activities/ledger.js';
import { createReadCase } from '../activities/letter-guard.js';
import { createLetters } from '../activities/letters.js';
import { TASK_QUEUE } from '../domain/ids.js';
import { project } from '../domain/projection.js';
import { deploymentOptions, takeUpRelease } from './deployment.js';
import { assertionCodec } from '../keys/assertion-codec.js';
import { AUTHORITY, openCaseKeys } from '../keys/case-keys.js';
import { clientConverter, workerConverter } from '../keys/data-converter.js';
import { madeOnce } from '../keys/made-once.js';
import { openRevocations } from '../keys/revocations.js';
import { requireAllKeys } from '../keys/rewrapping.js';
import { createOutages } from './outages.js';
import { PlatformFault } from './platform/fault.js';
import { readPolicy } from './policy-file.js';
import { workerLogger } from './worker-log.js';
/** The secret for child keys of an installation that sets none: made once, kept beside its data. */
export const childKeyIn = async (dataDir) => (await madeOnce(join(dataDir, 'child-key'), () => randomBytes(32).toString('hex'))).trim();
/** One a process: the engine's runtime takes its log once. */
let outages;
const takeOverLog = (level) => {
    if (outages)
        return outages;
    outages = createOutages(workerLogger(level));
    // Forwarded, so that what the engine's core and client say takes the same way.
    const logging = { filter: { core: level === 'DEBUG' ? 'INFO' : 'WARN', other: 'ERROR' }, forward: {} };
    Runtime.install({ logger: outages.logger, telemetryOptions: { logging } });
    return outages;
};
/** A database that accepts and then says nothing is away too: known before the activity that asks, and rolls back, is given up. */
const DATABASE_LIMITS = { connectionTimeoutMillis: 10_000, query_timeout: 12_000, keepAlive: true };
const poolOf = (connectionString) => {
    const pool = new pg.Pool({ connectionString, max: 10, ...DATABASE_LIMITS });
    // A database that goes away is met by the query that needs it; unheard, this would end the process.
    pool.on('error', () => undefined);
    return pool;
};
export const startWorker = async (options) => {
    const outages = takeOverLog(options.logLevel ?? 'WARN');
    const opened = [];
    const close = async () => {
        for (const one of opened.splice(0).reverse())
            await one();
    };
    try {
        return await startWith(options, outages, opened, close);
    }
    catch (error) {
        await close();
        throw error;
    }
};
/** After a start that failed: the engine's runtime, begun for the log, would keep the process. */
export const endRuntime = () => Runtime.instance().shutdown();
const startWith = async (options, outages, opened, close) => {
    const openPool = () => {
        const pool = poolOf(options.databaseUrl);
        opened.push(() => pool.end());
        return pool;
    };
    const pool = openPool();
    // A letter holds its connection for as long as it is on its way: those whose post is silent hold up no fact.
    const lettersPool = openPool();
    const policy = await readPolicy(options.policyPath);
    await requireAllKeys(pool, options.keyring);
    const keys = openCaseKeys(pool, options.keyring);
    const { namespace, issuers, signer } = options;
    const callers = assertionCodec({ namespace, issuers, revocations: openRevocations(pool) });
    const ledger = createLedger(pool, project, { childKeySecret: options.childKey, keys });
    await ledger.recordPolicy(policy.version, policy.policy);
    // What a worker says of a task that failed is under it: one that could not say it would end.
    await keys.keyFor(AUTHORITY);
    const own = options.client ? undefined : await reach(options.connection);
    opened.push(async () => own?.close());
    const client = options.client ?? new Client({ connection: own, namespace, dataConverter: clientConverter(keys) });
    const native = await NativeConnection.connect(options.connection);
    opened.push(() => native.close());
    const letters = createLetters({
        pool: lettersPool,
        keys,
        outboxDir: options.outboxDir,
        channels: options.channels ?? {},
        authority: policy.policy.authority,
        readCase: createReadCase(ledger),
    });
    // The SDK takes down where each promise of a workflow was made. Four calls say where; ten cost a tenth of a case.
    setFlagsFromString('--stack-trace-limit=4');
    const worker = await Worker.create({
        connection: native,
        namespace,
        taskQueue: TASK_QUEUE,
        workflowBundle: { codePath: options.bundlePath },
        activities: createActivities({
            ledger,
            letters,
            client,
            policy,
            signer,
            noted: outages.note,
            anchors: options.anchors && createAnchorKeeper(pool, options.anchors),
        }),
        dataConverter: workerConverter(keys, callers),
        interceptors: { activity: [outages.around, ...(options.aroundActivities ? [options.aroundActivities] : [])] },
        // After a crash the server waits this long for the old process before it gives its cases to another.
        stickyQueueScheduleToStartTimeout: '1s',
        shutdownGraceTime: '10s',
        ...(options.release
            ? { workerDeploymentOptions: deploymentOptions(options.release.versioning, options.release.buildId) }
            : {}),
        ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
    });
    const { release } = options;
    const ended = runToEnd(worker, close);
    const stop = async () => {
        if (worker.getState() === 'RUNNING')
            worker.shutdown();
        await ended;
    };
    if (release) {
        const taken = Promise.race([takeUpRelease(client, release.versioning, release.buildId), ended]);
        await taken.catch(async (error) => {
            await stop().catch(() => undefined);
            throw error;
        });
    }
    return { ended, stop };
};
const reach = async (connection) => {
    try {
        return await Connection.connect(connection);
    }
    catch (cause) {
        throw new PlatformFault(`Cannot reach the Temporal server at ${connection.address}.`, undefined, { cause });
    }
};
const runToEnd = async (worker, close) => {
    try {
        await worker.run();
    }
    finally {
        await close();
    }
};
//# sourceMappingURL=worker.js.map