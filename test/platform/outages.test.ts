/** What an operator reads of something that is away, however often it is tried. */
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Logger } from '@temporalio/worker';
import { beforeEach, expect, it } from 'vitest';
import { NotSent } from '../../activities/channels/channel.js';
import { StoreUnreachable } from '../../activities/objects/object-store.js';
import { DatabaseSilent } from '../../keys/patience.js';
import { createOutages, type Outages } from '../../workers/outages.js';

const MINUTE = 60_000;

let lines: string[];
let now: number;
let outages: Outages;
const log = {
  log: (_level: unknown, message: string) => lines.push(message),
  warn: (message: string) => lines.push(message),
  error: (message: string) => lines.push(message),
  debug: () => undefined,
} as unknown as Logger;

beforeEach(() => {
  lines = [];
  now = 0;
  outages = createOutages(log, () => now);
});

/** One attempt at an activity, and what came of it. */
const attempt = async (activityType: string, outcome: () => unknown): Promise<void> => {
  const options = { interceptors: [outages.around], logger: outages.logger };
  const environment = new MockActivityEnvironment({ activityType }, options);
  await environment.run(async () => outcome()).catch(() => undefined);
};
const refused = (): never => {
  throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
};
const busy = (): never => {
  throw new NotSent('notify', 'GOV.UK Notify did not take the letter (429).');
};

it('is told once, again after ten minutes, and when it is over', async () => {
  for (let n = 0; n < 200; n += 1) await attempt('appendEvents', refused);
  expect(lines).toEqual([
    'PostgreSQL does not answer (ECONNREFUSED). What needs it waits, and is tried again by itself.',
  ]);
  now = 10 * MINUTE;
  await attempt('appendEvents', refused);
  expect(lines[1]).toContain('So it has been for 10 minutes, 201 attempts.');
  now = 11 * MINUTE;
  await attempt('appendEvents', () => undefined);
  await attempt('appendEvents', () => undefined);
  expect(lines.slice(2)).toEqual(['PostgreSQL: works again, after 11 minutes and 201 attempts in vain.']);
});

it('a store of documents that is away is told once, and never said to work again by what did not need it', async () => {
  const away = (): never => {
    throw new StoreUnreachable('The object store answers 503 SlowDown (S3 bucket b at s3.example)');
  };
  for (let n = 0; n < 5; n += 1) {
    await attempt('sendLetter', away);
    await attempt('sendLetter', () => ({ state: 'sent', channel: 'outbox' }));
  }
  expect(lines).toEqual([
    'The object store answers 503 SlowDown (S3 bucket b at s3.example). What needs it waits, and is tried again by itself.',
  ]);
  now = 60 * MINUTE;
  await attempt('sendLetter', away);
  expect(lines[1]).toBe(lines[0]);
});

it('a letter that went another way does not end the trouble with Notify', async () => {
  await attempt('sendLetter', busy);
  await attempt('sendLetter', () => ({ state: 'sent', channel: 'outbox' }));
  await attempt('sendLetter', busy);
  expect(lines).toHaveLength(1);
  await attempt('sendLetter', () => ({ state: 'sent', channel: 'notify' }));
  expect(lines).toHaveLength(2);
});

it('of a dozen pollers that find no server one line is left', async () => {
  for (let n = 0; n < 12; n += 1)
    outages.logger.warn('gRPC call poll_workflow_task_queue retried 6 times', { error: 'Unavailable' });
  expect(lines).toEqual(['The Temporal server does not answer. What needs it waits, and is tried again by itself.']);
  await attempt('recall', () => undefined);
  expect(lines[1]).toContain('The Temporal server: works again');
});

it('what is no outage is logged as it is', () => {
  outages.logger.warn('Activity failed', { error: new Error('event 7 is there already and is another') });
  outages.logger.warn('Activity failed', { error: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
  expect(lines).toEqual(['Activity failed']);
});

it('a failure that an activity lives with is told as well, and is not over by its end', async () => {
  const letters = async (): Promise<object[]> => {
    outages.note(new NotSent('notify', 'GOV.UK Notify did not take the letter (429).'));
    return [{ state: 'sent', channel: 'outbox' }, { state: 'later' }];
  };
  await attempt('sendLetters', letters);
  await attempt('sendLetters', letters);
  expect(lines).toHaveLength(1);
  await attempt('sendLetters', () => [{ state: 'sent', channel: 'outbox' }]);
  expect(lines).toHaveLength(1);
  await attempt('sendLetters', () => [{ state: 'later' }, { state: 'sent', channel: 'notify' }]);
  expect(lines[1]).toContain('notify: works again');
});

it('a workflow task that had to wait for its key is one of what waits for the database', async () => {
  const meta = { error: new DatabaseSilent(5_000), runId: 'one' };
  for (let n = 0; n < 5; n += 1) {
    outages.logger.error('Failed to process Workflow Activation', meta);
    outages.logger.warn('Failing workflow task', { runId: 'one', failure: 'Encoded failure' });
  }
  expect(lines).toEqual([
    'PostgreSQL does not answer (it is silent). What needs it waits, and is tried again by itself.',
  ]);
  outages.logger.error('Failed to process Workflow Activation', { error: new Error('x is not a function') });
  outages.logger.warn('Failing workflow task', { runId: 'one' });
  expect(lines.slice(1, 3)).toEqual(['Failed to process Workflow Activation', 'Failing workflow task']);
  await attempt('appendEvents', () => undefined);
  expect(lines[3]).toContain('PostgreSQL: works again');
});
