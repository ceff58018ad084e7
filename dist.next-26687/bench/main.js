/**
 * `npm run bench`: every figure beside its reference, measured in one run. docs/performance.md tells how to read it.
 * Linux only.
 */
import { parseArgs } from 'node:util';
import { requireLinux } from './cpu.js';
import { Ground } from './ground.js';
import { tableOf } from './row.js';
import { caseRows } from './rows/case.js';
import { bytesRows, memoryRows, replayRows } from './rows/engine.js';
import { engineRows } from './rows/engines.js';
import { latencyRows } from './rows/latency.js';
import { recoveryRows } from './rows/recovery.js';
import { listRows, startRows } from './rows/scale.js';
import { FULL, QUICK, TINY } from './sizes.js';
const MEASURES = {
    case: caseRows,
    engines: engineRows,
    memory: memoryRows,
    latency: latencyRows,
    bytes: bytesRows,
    replay: replayRows,
    recovery: recoveryRows,
    // Last: they leave many open, and rows that no ledger knows.
    starts: startRows,
    lists: listRows,
};
const SIZES = { full: FULL, quick: QUICK, tiny: TINY };
const USAGE = `npm run bench -- [--only ${Object.keys(MEASURES).join(',')}] [--quick | --tiny] [--production] [--json]`;
const readArguments = () => {
    const { values } = parseArgs({
        options: {
            only: { type: 'string' },
            quick: { type: 'boolean', default: false },
            tiny: { type: 'boolean', default: false },
            production: { type: 'boolean', default: false },
            json: { type: 'boolean', default: false },
            help: { type: 'boolean', default: false },
        },
    });
    const names = values.only?.split(',') ?? Object.keys(MEASURES);
    const unknown = names.filter((name) => !Object.hasOwn(MEASURES, name));
    if (unknown.length > 0)
        throw new Error(`There is no row ${unknown.join(', ')}. ${USAGE}`);
    const size = values.tiny ? 'tiny' : values.quick ? 'quick' : 'full';
    return { names, size, production: values.production, json: values.json, help: values.help };
};
const measure = async (names, sizes, production) => {
    const ground = await Ground.open(production);
    const rows = [];
    try {
        for (const name of names) {
            const found = await ground.progress.during(`Measuring: ${name}`, () => MEASURES[name](ground, sizes));
            rows.push(...found);
        }
    }
    finally {
        await ground.close();
    }
    return rows;
};
const main = async () => {
    const { names, size, production, json, help } = readArguments();
    if (help)
        return void process.stdout.write(`${USAGE}\n`);
    requireLinux();
    const rows = await measure(names, SIZES[size], production);
    const command = `npm run bench -- --only ${names.join(',')}${size === 'full' ? '' : ` --${size}`}${production ? ' --production' : ''}`;
    process.stdout.write(json ? `${JSON.stringify(rows)}\n` : `${command}\n${tableOf(rows)}\n`);
};
main().then(() => process.exit(0), (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
});
//# sourceMappingURL=main.js.map