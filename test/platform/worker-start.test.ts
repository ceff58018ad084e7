/** A worker that cannot begin ends, in words, so that whoever supervises it can start it again. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../workers/platform/ports.js';
import { temporaryFolder } from '../../workers/platform/places.js';
import { ehcna } from '../command.js';
import { openWorld, type World } from '../world.js';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await openWorld({ worker: false });
  folder = temporaryFolder();
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const nowhere = async (): Promise<string> => `127.0.0.1:${await freePort()}`;

const worker = (settings: Record<string, string>) => ehcna(['worker'], { ...world.environment, ...settings });

describe('ehcna worker ends, and says why', () => {
  it('where the database does not answer', async () => {
    const { code, stderr } = await worker({ DATABASE_URL: `postgres://ehcna@${await nowhere()}/ehcna` });
    expect(code).toBe(3);
    expect(stderr).toContain('Cannot reach the database: connect ECONNREFUSED');
  });

  it('where the Temporal server does not answer, with the database open already', async () => {
    const address = await nowhere();
    const { code, stderr } = await worker({ TEMPORAL_ADDRESS: address });
    expect(code).toBe(3);
    expect(stderr).toContain(`Cannot reach the Temporal server at ${address}.`);
  });
});
