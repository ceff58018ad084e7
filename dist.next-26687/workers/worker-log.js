import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { DefaultLogger } from '@temporalio/worker';
const STDERR = 2;
const ON_ONE_LINE = { breakLength: Infinity, compact: true };
const lineOf = ({ level, message, meta, timestampNanos }) => {
    const at = new Date(Number(timestampNanos / 1000000n)).toISOString();
    return `${at} [${level}] ${message}${meta === undefined ? '' : ` ${inspect(meta, ON_ONE_LINE)}`}\n`;
};
/**
 * Writes to stderr, and where that cannot be written (a log on a full disk) leaves the line out: a worker that ended for
 * want of its log would be missing when there is room again. A stream would stay broken after its first failure.
 */
const writeOrLeaveOut = (entry) => {
    try {
        writeSync(STDERR, lineOf(entry));
    }
    catch {
        // There is nowhere to say it.
    }
};
export const workerLogger = (level) => new DefaultLogger(level, writeOrLeaveOut);
//# sourceMappingURL=worker-log.js.map