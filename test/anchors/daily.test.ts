/** One anchor each London day, by the process that the worker starts, with its time moved. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Anchor } from '../../activities/anchors/anchor.js';
import { Rehearsal, WorldClock } from '../../client/clock/test-clock.js';
import { addDays, londonDate, londonTime } from '../../domain/civil-date.js';
import { ANCHOR_ID } from '../../domain/ids.js';
import { startDailyAnchors } from '../../workers/anchors.js';
import { openWorld, type World } from '../world.js';

let folder: string;
let world: World;
let clock: WorldClock;
let server: Server;
const received: string[] = [];
let attempts = 0;
let refusing = true;

const anchors = async (): Promise<Anchor[]> =>
  (await readFile(join(folder, 'anchors.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Anchor);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehcna-daily-'));
  const { privateKey: key } = generateKeyPairSync('ed25519');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      attempts += 1;
      if (!refusing) received.push(body);
      response.writeHead(refusing ? 503 : 200).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  world = await openWorld({ anchors: { file: join(folder, 'anchors.jsonl'), key, webhook } });
  const rehearsal = await Rehearsal.open(world.client, world);
  clock = new WorldClock(rehearsal);
});
afterAll(async () => {
  clock?.close();
  await world?.stop();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

const untilTaken = async (n: number): Promise<void> => {
  while ((await anchors().catch(() => [])).length < n) await clock.moveToNextDue();
  await clock.settle();
};

it('is taken at three in the morning of each day, and copied when it can be', { timeout: 120_000 }, async () => {
  // Refused copies are told in the worker's log.
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await startDailyAnchors(clock.client);
  await startDailyAnchors(clock.client);
  const first = await clock.next();
  expect(londonTime(first?.at ?? 0)).toMatchObject({ hour: 3, minute: 0 });
  const day = londonDate(first?.at ?? 0);

  // Nobody takes the copies: the next day has its anchor all the same.
  await untilTaken(2);
  const refused = attempts;
  expect(refused).toBeGreaterThanOrEqual(10);
  expect(received).toEqual([]);
  refusing = false;
  await untilTaken(3);
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(3);
  log.mockRestore();

  expect((await anchors()).map((anchor) => anchor.day)).toEqual([day, addDays(day, 1), addDays(day, 2)]);
  expect(received.join('')).toBe(await readFile(join(folder, 'anchors.jsonl'), 'utf8'));
  expect((await world.client.workflow.getHandle(ANCHOR_ID).describe()).status.name).toBe('RUNNING');
});
