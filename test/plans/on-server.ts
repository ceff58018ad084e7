/** What tests of plans as processes ask of a real server, on a machine where other files are at work. */
import { expect } from 'vitest';
import { Refused } from '../../client/ehcna.js';

/** What follows in another process takes its time. */
export const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: 20_000 });

/** The code of a refusal, or `accepted`. */
export const codeOf = async (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.refusal.code : String(error)),
  );
