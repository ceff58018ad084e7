/**
 * What a case needs is away for a while: PostgreSQL, the Temporal server. The case waits and goes on, the worker tries less
 * and less often and costs next to nothing, and its log says once what is away.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { look } from '../../client/clock/execution.js';
import { assessmentId } from '../../domain/ids.js';
import type { CaseRef } from '../../domain/ids.js';
import { packageRoot } from '../../workers/platform/places.js';
import { ehcna } from '../command.js';
import { familyRequest } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { gather, settled } from './auditor.js';
import { caseloadOf } from './caseload.js';
import { expectNoTaskFailed } from './untouched.js';
import { byTheClockOf, letPass, listen, processorSeconds } from './waiting.js';
import { through, type Wire, wireTo } from './wire.js';

const officer = { role: 'caseworker', id: 'cw-1' } as const;
const contact = { channel: 'telephone', direction: 'to-family', note: 'Spoke with the family.' } as const;

let world: World;
let toDatabase: Wire;
let toServer: Wire;
let caseRef: CaseRef;
let log: ReturnType<typeof listen>;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  const { hostname, port } = new URL(world.databaseUrl);
  toDatabase = await wireTo(hostname, Number(port));
  const [host = '', serverPort = ''] = world.address.split(':');
  toServer = await wireTo(host, Number(serverPort));
  await world.startWorker({
    databaseUrl: through(world.databaseUrl, toDatabase),
    connection: { address: `127.0.0.1:${toServer.port}` },
  });
});
afterAll(async () => {
  await world?.stop();
  await toDatabase?.close();
  await toServer?.close();
});
beforeEach(async () => {
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
  await settled(() => gather(world.ehcna, world.client, world.outboxDir));
  log = listen();
});
afterEach(() => {
  log.close();
  toDatabase.become('whole');
  toServer.become('whole');
});

const told = (words: string): string[] => log.lines().filter((line) => line.includes(words));
const contacts = async (): Promise<number> =>
  (await world.ehcna.ledger.read(assessmentId(caseRef))).filter((event) => event.type === 'contact.made').length;

describe('PostgreSQL is away for ten minutes', () => {
  it.each([
    ['is cut off', 'cut'],
    ['falls silent', 'silent'],
  ] as const)('and %s: the case waits and goes on', { timeout: 120_000 }, async (_, state) => {
    const wait = { client: world.client, workflowId: assessmentId(caseRef) };
    toDatabase.become(state);
    const answer = world.ehcna.command(caseRef, 'recordContact', contact, officer, `away-${state}`);
    answer.catch(() => undefined);
    await expect
      .poll(() => look(world.client, wait.workflowId).then((l) => l.retryAt), { timeout: 60_000 })
      .not.toBeNull();
    if (state === 'cut') await letPass(10 * 60_000, wait);
    if (state === 'cut') expect(toDatabase.tried).toBeGreaterThan(5);
    // One, two, four … sixty seconds: sixteen attempts in ten minutes.
    expect(toDatabase.tried).toBeLessThanOrEqual(25);
    expect(await contacts()).toBe(0);
    expect(told('PostgreSQL does not answer')).toHaveLength(1);
    expect(log.lines().length, log.lines().join('\n')).toBeLessThan(5);
    toDatabase.become('whole');
    await letPass(2 * 60_000, wait);
    await expect.poll(contacts, { timeout: 30_000 }).toBe(1);
    const moved = byTheClockOf(world, wait.workflowId);
    await moved.command(caseRef, 'recordContact', contact, officer, `away-${state}`);
    expect(await contacts()).toBe(1);
    expect(told('PostgreSQL: works again, after')).toHaveLength(1);
    await expectNoTaskFailed(world.client, wait.workflowId);
  });

  it('a case that begins meanwhile waits as well, and the worker lives', { timeout: 90_000 }, async () => {
    toDatabase.become('cut');
    const [begun] = await caseloadOf(join(packageRoot, 'policy', 'default.yaml'), 1, 'away');
    if (!begun) throw new Error('no case');
    await world.ehcna.takeOver(begun.caseRef, begun.events);
    const attempts = () => look(world.client, assessmentId(begun.caseRef)).then((l) => l.taskAttempt);
    await expect.poll(attempts, { timeout: 30_000 }).toBeGreaterThan(2);
    await expect.poll(() => told('PostgreSQL does not answer')).toHaveLength(1);
    expect(log.lines().length, log.lines().join('\n')).toBeLessThan(5);
    toDatabase.become('whole');
    const length = async () => (await world.ehcna.ledger.read(assessmentId(begun.caseRef))).length;
    await expect.poll(length, { timeout: 60_000 }).toBeGreaterThan(0);
  });

  it('costs the worker next to nothing', { timeout: 60_000 }, async () => {
    toDatabase.become('cut');
    world.ehcna.command(caseRef, 'recordContact', contact, officer, 'idle').catch(() => undefined);
    await expect
      .poll(() => look(world.client, assessmentId(caseRef)).then((l) => l.retryAt), { timeout: 20_000 })
      .not.toBeNull();
    expect(await processorSeconds(4)).toBeLessThan(1);
    toDatabase.become('whole');
    await expect.poll(contacts, { timeout: 30_000 }).toBe(1);
  });
});

it('the command line says in one line that the database is away', { timeout: 60_000 }, async () => {
  const environment = { ...world.environment, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' };
  const { code, stderr } = await ehcna(['case', 'list'], environment);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('database');
  expect(code).toBe(3);
});

describe('the Temporal server is away', () => {
  it('and the worker waits for it, says so in few words, and goes on', { timeout: 120_000 }, async () => {
    toServer.become('cut');
    await pause(2_000);
    toServer.tried = 0;
    expect(await processorSeconds(10)).toBeLessThan(2);
    expect(toServer.tried).toBeLessThan(60);
    expect(told('The Temporal server does not answer')).toHaveLength(1);
    expect(log.lines().length, log.lines().join('\n')).toBeLessThan(4);
    toServer.become('whole');
    await world.ehcna.command(caseRef, 'recordContact', contact, officer, 'after');
    expect(await contacts()).toBe(1);
    expect(told('The Temporal server: works again, after')).toHaveLength(1);
  });

  it('and the command line says so in one line, and shows what the ledger knows', { timeout: 60_000 }, async () => {
    const environment = { ...world.environment, TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const shown = await ehcna(['case', 'show', caseRef], environment);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(caseRef) });
    const refused = await ehcna(
      ['case', 'withdraw', caseRef, '--reason', 'Asked for.', '--as', 'caseworker:cw-1'],
      environment,
    );
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(refused.stderr).toContain('No Temporal server answers at 127.0.0.1:1');
    expect(refused.code).toBe(3);
  });
});
