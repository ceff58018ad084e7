/**
 * The golden case's counts on another engine, DBOS on PostgreSQL, for orientation. It is fetched when it is wanted and not
 * kept; without a registry its row is left out.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { packageRoot } from '../../workers/platform/places.js';
import { run } from '../../workers/platform/processes.js';
import { countsOf } from '../counts.js';
import { median, rowOf } from '../row.js';
const PACKAGE = '@dbos-inc/dbos-sdk@5.3.0';
const INSTALL_LIMIT_MS = 120_000;
const install = async (ground) => {
    const folder = join(ground.folder, 'dbos');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', PACKAGE];
    const { code, stderr } = await run('npm', args, { cwd: folder, timeoutMs: INSTALL_LIMIT_MS });
    if (code !== 0) {
        ground.progress.line(`${PACKAGE} cannot be fetched, so its row is left out: ${stderr.trim().split('\n')[0] ?? ''}`);
        return undefined;
    }
    await copyFile(join(packageRoot, 'bench', 'dbos', 'case.mjs'), join(folder, 'case.mjs'));
    return folder;
};
const ownDatabase = async (ground) => {
    const client = new pg.Client({ connectionString: ground.place.databaseUrl });
    await client.connect();
    await client.query('drop database if exists dbos_bench with (force)');
    await client.query('create database dbos_bench');
    await client.end();
    const url = new URL(ground.place.databaseUrl);
    url.pathname = '/dbos_bench';
    return url.href;
};
export const engineRows = async (ground, sizes) => {
    const folder = await install(ground);
    if (folder === undefined)
        return [];
    const counts = countsOf(ground.golden.events);
    const asked = {
        messages: counts.updates + counts.signals,
        waits: counts.timersFired,
        steps: counts.activities + counts.localActivities,
    };
    const args = [await ownDatabase(ground), String(sizes.casesABlock * 2), JSON.stringify(asked)];
    const child = fork(join(folder, 'case.mjs'), args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const staff = await ground.staff();
    await once(child, 'message');
    let own = 0;
    const database = await ground.cpuOf([], async () => {
        child.send('go');
        const [{ ms }] = (await once(child, 'message'));
        own = ms;
    });
    child.send('end');
    const dbos = own + database / (sizes.casesABlock * 2);
    const cost = async (kind) => {
        const times = [];
        for (let n = 0; n < Math.min(3, sizes.blocks + 1); n += 1)
            times.push((await ground.cpuOf([staff.caller, staff[kind]], () => staff.caller.ask('playWhole', kind, sizes.casesABlock))) / sizes.casesABlock);
        return median(times.length > 1 ? times.slice(1) : times);
    };
    const rows = [
        rowOf(`engines: our whole assessment (reference: its counts on ${PACKAGE})`, await cost('ours'), 'ms', dbos),
        rowOf(`engines: its skeleton on Temporal (reference: its counts on ${PACKAGE})`, await cost('skeleton'), 'ms', dbos),
    ];
    return rows;
};
//# sourceMappingURL=engines.js.map