/** What is larger than anything of ours: turned away by the server, or answered in words, and the case goes on. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { assessmentId } from '../../domain/ids.js';
import { packageRoot } from '../../workers/platform/places.js';
import { LIMITS } from '../../workers/platform/temporal-server.js';
import { familyRequest } from '../cli/requests.js';
import { openWorld } from '../world.js';
import type { World } from '../world.js';
import { expectNoTaskFailed } from './untouched.js';

const OFFICER = { role: 'caseworker', id: 'cw-1' } as const;
const MEGABYTE = 1_048_576;
const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;

let world: World;
/** Of a program that does not ask again by itself. */
let connection: Connection;
let workflowId: string;

beforeAll(async () => {
  world = await openWorld();
  connection = await Connection.connect({ address: world.address, interceptors: [] });
  workflowId = assessmentId((await world.ehcna.open(familyRequest(), OFFICER)).caseRef);
});

afterAll(async () => {
  await connection?.close();
  await world?.stop();
});

const caseRef = (): string => workflowId.slice('assessment/'.length);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const textOf = (size: number) => ({
  payloads: [{ metadata: { encoding: bytes('json/plain') }, data: bytes(`"${'x'.repeat(size - 2)}"`) }],
});

const answerTo = async (size: number): Promise<string | number | undefined> => {
  const request = { meta: { updateId: randomUUID() }, input: { name: 'recordContact', args: textOf(size) } };
  try {
    const { outcome } = await connection.workflowService.updateWorkflowExecution({
      namespace: world.namespace,
      workflowExecution: { workflowId },
      waitPolicy: { lifecycleStage: 3 },
      request,
    });
    return outcome?.failure?.applicationFailureInfo?.type ?? undefined;
  } catch (error) {
    return isGrpcServiceError(error) ? error.code : String(error);
  }
};

const goesOn = async (): Promise<void> => {
  await expectNoTaskFailed(world.client, workflowId);
  const body = { channel: 'telephone', direction: 'to-family', note: 'Called' } as const;
  expect(await world.ehcna.command(caseRef(), 'recordContact', body, OFFICER)).toMatchObject({
    events: ['contact.made'],
  });
};

const signalOf = (size: number) =>
  connection.workflowService.signalWorkflowExecution({
    namespace: world.namespace,
    workflowExecution: { workflowId },
    signalName: 'reportFact',
    input: textOf(size),
  });

describe('an update', () => {
  const FITS = 1.4 * MEGABYTE;
  /** The first is as large as the answer may be, with what is said beside it. */
  const TOO_LARGE = [2 * MEGABYTE - 300, 2 * MEGABYTE, 3.9 * MEGABYTE];

  it('that is larger than anything of ours is answered in words', async () => {
    expect(await answerTo(Math.floor(FITS))).toBe('Refused:malformed');
    await goesOn();
  });

  it.each(TOO_LARGE.map(Math.floor))('of %i bytes never reaches a process, which could not answer it', async (size) => {
    expect(await answerTo(size)).toBe(RESOURCE_EXHAUSTED);
    await goesOn();
  });
});

describe('a signal', () => {
  it('of nearly two megabytes is kept as a task, eight at once as eight', async () => {
    const before = (await world.ehcna.state(caseRef())).unexpected.length;
    await Promise.all(Array.from({ length: 8 }, () => signalOf(2 * MEGABYTE - 2_000)));
    const known = async () => (await world.ehcna.state(caseRef())).unexpected.length;
    await expect.poll(known, { timeout: 30_000 }).toBe(before + 8);
    await goesOn();
  });

  it('of more is turned away by the server', async () => {
    const refused = await signalOf(2 * MEGABYTE).catch((error: unknown) => error);
    expect(isGrpcServiceError(refused) && refused.code).toBe(INVALID_ARGUMENT);
  });
});

it('a server of the compose file, or built without Docker, has the limits of the one that npm start runs', () => {
  const file = readFileSync(join(packageRoot, 'deploy', 'temporal-dynamicconfig.yaml'), 'utf8');
  const settings = Object.entries(parse(file) as Record<string, [{ value: unknown }]>);
  expect(settings.map(([key, [{ value }]]) => `${key}=${JSON.stringify(value)}`)).toEqual(
    expect.arrayContaining([...LIMITS]),
  );
});
