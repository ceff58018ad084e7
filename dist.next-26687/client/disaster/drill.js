/**
 * Loses everything but a backup, and says how long it takes to have it back: a caseload is made and backed up, server and
 * database go, and every open case is started again from the file on an empty database and an empty Temporal server. Whether
 * each is where it was is asked of the cases themselves, before and after.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { readBackup } from '../../activities/backup/format.js';
import { loadBackup } from '../../activities/backup/load.js';
import { takeBackup } from '../../activities/backup/write.js';
import { londonDate } from '../../domain/civil-date.js';
import { assessmentId } from '../../domain/ids.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { Ehcna } from '../ehcna.js';
import { each, restore } from '../restore.js';
import { sampleCases, sampleRefs } from '../sample/caseload.js';
import { startBare } from './reference.js';
const AT_ONCE = 20;
/** A question to a case that is not in the worker's memory makes it live through its history again. */
const ASKED_AT_ONCE = 5;
const SEED = 'disaster';
const POLL_MS = 250;
/** Nothing more is written for so long: panels have listed what was referred to them, and the cases know. */
const QUIET_MS = 3_000;
const PATIENCE_MS = 1_800_000;
class Stopwatch {
    tell;
    steps = [];
    constructor(tell) {
        this.tell = tell;
    }
    async time(step, work) {
        const from = performance.now();
        const result = await work();
        this.add(step, performance.now() - from);
        return result;
    }
    add(step, ms) {
        this.steps.push({ step, ms: Math.round(ms) });
        this.tell(`${step}: ${(ms / 1_000).toFixed(1)} s`);
    }
}
const patiently = async (holds) => {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(POLL_MS))
        if (await holds())
            return;
    throw new Error(`It did not come about in ${PATIENCE_MS / 60_000} minutes.`);
};
const eventsIn = async (pool) => (await pool.query('select count(*)::int as n from ledger')).rows[0]?.n ?? 0;
const untilQuiet = async (pool, cases) => {
    const shown = 'select count(*)::int as n from cases';
    await patiently(async () => ((await pool.query(shown)).rows[0]?.n ?? 0) >= cases);
    let before = -1;
    for (let now = await eventsIn(pool); now !== before; now = await eventsIn(pool)) {
        before = now;
        await pause(QUIET_MS);
    }
};
/** A worker with much to do answers late; asking again is safe. */
const untilAnswered = async (ask, attempts = 20) => {
    try {
        return await ask();
    }
    catch (error) {
        if (attempts <= 1)
            throw error;
        return untilAnswered(ask, attempts - 1);
    }
};
/** What each case says of itself: its stage, its place in the ledger, and every clock with its date. */
const askAll = async (ehcna, refs) => {
    const said = new Map();
    await each(refs, ASKED_AT_ONCE, async (ref) => {
        const { stage, seq, deadlines } = await untilAnswered(() => ehcna.state(ref));
        const clocks = Object.values(deadlines).map(({ key, due, state }) => ({ key, due, state }));
        const handle = ehcna.client.workflow.getHandle(assessmentId(ref));
        const wake = await untilAnswered(() => handle.query('nextWake'));
        said.set(ref, JSON.stringify({ stage, seq, clocks, wake }));
    });
    return said;
};
/** A case shows its stage once it has read the ledger and knows where it is. */
const untilAllKnow = (ehcna, cases) => patiently(async () => {
    const known = `WorkflowType = 'assessment' and ExecutionStatus = 'Running' and Stage is not null`;
    return (await untilAnswered(() => ehcna.client.workflow.count(known))).count >= cases;
});
const makeAndLose = async (options, watch) => {
    const { cases, rules, folder, site } = options;
    const pool = poolOf(site);
    const ehcna = Ehcna.over(site.client, pool, {
        keys: openCaseKeys(pool, site.keyring),
        childKey: site.childKey,
        signer: site.signer,
    });
    const worker = await site.startWorker();
    const refs = sampleRefs({ size: cases, seed: SEED });
    try {
        await watch.time('making the caseload (not part of a recovery)', async () => {
            const made = sampleCases({ today: londonDate(Date.now()), rules, size: cases, seed: SEED });
            await each(refs, AT_ONCE, async () => {
                const { value } = made.next();
                if (value)
                    await ehcna.takeOver(value.caseRef, value.events);
            });
            await untilQuiet(pool, cases);
        });
        const said = await askAll(ehcna, refs);
        const { file, bytes } = await watch.time('backup', () => takeBackup(pool, join(folder, 'drill.backup.gz')));
        return { file, bytes, said, events: await eventsIn(pool) };
    }
    finally {
        await worker.stop();
        await pool.end();
    }
};
const poolOf = ({ databaseUrl }) => {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 });
    pool.on('error', () => undefined);
    return pool;
};
export const drill = async (options) => {
    const { cases, tell = () => undefined } = options;
    const watch = new Stopwatch(tell);
    const { file, said, events, bytes } = await makeAndLose(options, watch);
    const site = await options.begin();
    const pool = poolOf(site);
    const ehcna = Ehcna.over(site.client, pool, {
        keys: openCaseKeys(pool, site.keyring),
        childKey: site.childKey,
        signer: site.signer,
    });
    const refs = [...said.keys()];
    await watch.time('checking the backup', () => readBackup(file));
    await watch.time('loading it, chains verified, tables made', () => loadBackup(pool, ehcna.ledger, file));
    await watch.time('ledger verify, once more by itself', () => ehcna.ledger.verify());
    await watch.time('ledger rebuild, once more by itself', () => ehcna.ledger.rebuild());
    const worker = await site.startWorker();
    try {
        const { started } = await watch.time('restore: every process started, messages retold', () => restore(ehcna));
        await watch.time('… and until each case knows itself', () => untilAllKnow(ehcna, cases));
        await untilQuiet(pool, cases);
        const now = await askAll(ehcna, refs);
        const differing = refs.filter((ref) => now.get(ref) !== said.get(ref));
        watch.add('reference: as many bare processes, to their end', await startBare(site.client, site.address, cases, AT_ONCE));
        if ((await eventsIn(pool)) !== events)
            throw new Error('The restored cases wrote to the ledger.');
        return { cases, events, backupBytes: bytes, steps: watch.steps, started, differing };
    }
    finally {
        await worker.stop();
        await pool.end();
    }
};
//# sourceMappingURL=drill.js.map