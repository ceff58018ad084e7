import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { DefaultLogger, type LogEntry, type LogLevel } from '@temporalio/worker';

const STDERR = 2;
const ON_ONE_LINE = { breakLength: Infinity, compact: true } as const;

const lineOf = ({ level, message, meta, timestampNanos }: LogEntry): string => {
  const at = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  return `${at} [${level}] ${message}${meta === undefined ? '' : ` ${inspect(meta, ON_ONE_LINE)}`}\n`;
};

/**
 * Writes to stderr, and where that cannot be written (a log on a full disk) leaves the line out: a worker that ended for
 * want of its log would be missing when there is room again. A stream would stay broken after its first failure.
 */
const writeOrLeaveOut = (entry: LogEntry): void => {
  try {
    writeSync(STDERR, lineOf(entry));
  } catch {
    // There is nowhere to say it.
  }
};

export const workerLogger = (level: LogLevel): DefaultLogger => new DefaultLogger(level, writeOrLeaveOut);
