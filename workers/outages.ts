/**
 * Something that the worker needs is away. Every case that needs it waits and tries again by itself, which may be
 * thousands of attempts; an operator is told once, again now and then, and when it is over.
 */
import { Context } from '@temporalio/activity';
import { isGrpcServiceError } from '@temporalio/client';
import type { ActivityInterceptorsFactory, Logger } from '@temporalio/worker';
import { ChannelFault } from '../activities/channels/channel.js';
import { DocumentFaulty } from '../activities/objects/keeping.js';
import { StoreUnreachable } from '../activities/objects/object-store.js';
import { isDriverCutOff } from '../db/away.js';
import { DatabaseSilent } from '../keys/patience.js';
import { hasCode } from './platform/fault.js';

export interface Outages {
  /** Notes what fails and what works again. */
  around: ActivityInterceptorsFactory;
  /** For an activity that lives with a failure: it has not failed then, and nothing works again. */
  note(error: unknown): void;
  /** Passes on what the engine logs, without the failures that are told here. */
  logger: Logger;
}

interface Absent {
  /** The same for everything that fails for the same reason. */
  key: string;
  /** A whole sentence. */
  says: string;
  /** What works meanwhile may not have needed it, so nothing tells that it is over. */
  unheard?: true;
}

interface Outage extends Absent {
  since: number;
  toldAt: number;
  lastAt: number;
  attempts: number;
  /** Names of the activities that failed for it. */
  activities: Set<string>;
}

const TELL_AGAIN_MS = 10 * 60_000;

const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];
/** Connection exceptions, shutting down, starting up, too many connections. */
const DATABASE_AWAY = /^(08|57P0|53300)/;

const codeOf = (error: object): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const PostgreSQL = (why: string): Absent => ({ key: 'PostgreSQL', says: `PostgreSQL does not answer (${why}).` });

/** CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE. */
const isTemporalAway = (error: unknown): boolean =>
  isGrpcServiceError(error) && [1, 4, 14].includes(Number(error.code));

const TEMPORAL: Absent = { key: 'The Temporal server', says: 'The Temporal server does not answer.' };
/** What the engine's core says, once for each of its dozen pollers, its heartbeat and each attempt. */
const CALLS_AGAIN = /^(gRPC call \w+ retried \d+ times|Network error while sending worker heartbeat)/;
const POLLING = 'polling';

const FULL = ['ENOSPC', 'EDQUOT', '53100'];

/** What is away, where that is what an activity failed for. */
const absentIn = (error: unknown): Absent | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof ChannelFault) return { key: error.channel, says: error.message };
  if (error.cause instanceof ChannelFault) return absentIn(error.cause);
  if (error instanceof StoreUnreachable || error instanceof DocumentFaulty)
    return { key: error.message, says: `${error.message}.`, unheard: true };
  if (FULL.includes(codeOf(error))) return { key: 'The disk', says: 'The disk is full.' };
  if (isTemporalAway(error) || isTemporalAway(error.cause)) return TEMPORAL;
  if (error instanceof AggregateError) return absentIn(error.errors[0]);
  if (error instanceof DatabaseSilent) return PostgreSQL('it is silent');
  if (DATABASE_AWAY.test(codeOf(error)) || hasCode(error, ...UNREACHABLE)) return PostgreSQL(codeOf(error));
  return isDriverCutOff(error) ? PostgreSQL(error.message) : undefined;
};

const inWords = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} minutes`;

const valueIn = (meta: object | undefined, name: string): unknown =>
  meta === undefined ? undefined : (meta as Record<string, unknown>)[name];

const CHANNELS = ['notify', 'smtp', 'outbox'];

/** Whether a letter went that way, of one or of several. */
const wentBy = (channel: string, result: unknown): boolean =>
  Array.isArray(result)
    ? result.some((one) => wentBy(channel, one))
    : typeof result === 'object' && result !== null && 'channel' in result && result.channel === channel;

/** A task that could not read its keys; what follows from it is written when it can. The engine's core says it again. */
const TASK_FAILED = 'Failed to process Workflow Activation';
const TASK_FAILED_AGAIN = 'Failing workflow task';
const WRITING = 'appendEvents';

export const createOutages = (log: Logger, now: () => number = Date.now): Outages => {
  const outages = new Map<string, Outage>();

  const failed = (absent: Absent, activity: string): void => {
    const at = now();
    const known = outages.get(absent.key);
    const isOver = known?.unheard && at - known.lastAt > 2 * TELL_AGAIN_MS;
    const outage = (isOver ? undefined : known) ?? {
      since: at,
      lastAt: at,
      toldAt: -Infinity,
      attempts: 0,
      activities: new Set(),
      ...absent,
    };
    outages.set(absent.key, outage);
    outage.attempts += 1;
    outage.lastAt = at;
    outage.activities.add(activity);
    if (at - outage.toldAt < TELL_AGAIN_MS) return;
    outage.toldAt = at;
    const soFar =
      outage.attempts === 1 ? '' : ` So it has been for ${inWords(at - outage.since)}, ${outage.attempts} attempts.`;
    log.warn(`${absent.says}${soFar} What needs it waits, and is tried again by itself.`);
  };

  const worked = (activity: string, result: unknown): void => {
    for (const [key, { activities, since, attempts, unheard }] of outages) {
      if (unheard) continue;
      // A letter that went another way says nothing of this one.
      if (!activities.has(activity) || (CHANNELS.includes(key) && !wentBy(key, result))) continue;
      outages.delete(key);
      log.warn(`${key}: works again, after ${inWords(now() - since)} and ${attempts} attempts in vain.`);
    }
  };

  const isNoted = (error: unknown, activity?: string): boolean => {
    const absent = absentIn(error);
    if (absent && activity !== undefined) failed(absent, activity);
    return absent !== undefined;
  };

  /** Runs whose task failed for it, until the core has said so too. */
  const told = new Set<unknown>();

  const isTaskTold = (meta: object | undefined): boolean => {
    const isAway = isNoted(valueIn(meta, 'error'), WRITING);
    if (isAway) told.add(valueIn(meta, 'runId'));
    return isAway;
  };

  const toldHere = (message: string, meta: object | undefined): boolean => {
    if (message === 'Activity failed') return isNoted(valueIn(meta, 'error'));
    if (message === TASK_FAILED) return isTaskTold(meta);
    if (message === TASK_FAILED_AGAIN) return told.delete(valueIn(meta, 'runId'));
    const isAway = CALLS_AGAIN.test(message);
    if (isAway) failed(TEMPORAL, POLLING);
    return isAway;
  };

  /** Activities under way that live with a failure. */
  const troubled = new WeakSet<Context>();

  const note = (error: unknown): void => {
    const context = Context.current();
    if (isNoted(error, context.info.activityType)) troubled.add(context);
  };

  return {
    around: () => ({
      inbound: {
        async execute(input, next) {
          const { activityType } = Context.current().info;
          // Something to do has come from it.
          if (outages.size > 0) worked(POLLING, undefined);
          try {
            const result = await next(input);
            if (outages.size > 0 && !troubled.has(Context.current())) worked(activityType, result);
            return result;
          } catch (error) {
            isNoted(error, activityType);
            throw error;
          }
        },
      },
    }),
    note,
    logger: {
      log: (level, message, meta) => toldHere(message, meta) || log.log(level, message, meta),
      trace: (message, meta) => log.trace(message, meta),
      debug: (message, meta) => log.debug(message, meta),
      info: (message, meta) => log.info(message, meta),
      warn: (message, meta) => toldHere(message, meta) || log.warn(message, meta),
      error: (message, meta) => toldHere(message, meta) || log.error(message, meta),
    },
  };
};
