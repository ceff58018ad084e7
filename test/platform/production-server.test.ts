import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { composeService, versionOfImage } from '../../workers/platform/compose-file.js';
import {
  serverEnvironment,
  startTemporalServer,
  temporalPorts,
  writeTimeSkipping,
} from '../../workers/platform/production-server.js';
import { quiet } from '../../workers/platform/progress.js';
import { findTemporalPrograms } from '../../workers/platform/temporal-build.js';
import { TIME_SKIPPING } from '../../workers/platform/temporal-server.js';

const values = {
  TEMPORAL_DB_PASSWORD: 'of-temporal',
  EHCNA_DB_PASSWORD: 'of-ehcna',
  EHCNA_CHILD_KEY: 'k'.repeat(32),
  EHCNA_KEYS: 'k:x',
  EHCNA_ISSUERS: 'x',
};

describe('the settings of the compose file', () => {
  test('reach the Temporal server, but for where things are', async () => {
    const { environment } = composeService('temporal', values);
    const access = { host: '127.0.0.1', port: 5499, user: 'temporal', password: environment['POSTGRES_PWD'] ?? '' };
    const given = serverEnvironment(environment, access, await temporalPorts());
    expect(given).toMatchObject({ DB: 'postgres12', POSTGRES_USER: 'temporal', POSTGRES_PWD: 'of-temporal' });
    const differs = Object.keys(environment).filter((name) => given[name] !== environment[name]);
    expect(differs.sort()).toEqual(['BIND_ON_IP', 'DB_PORT', 'DYNAMIC_CONFIG_FILE_PATH', 'POSTGRES_SEEDS']);
    const added = Object.keys(given).filter((name) => !(name in environment));
    expect(added.filter((name) => !name.endsWith('_PORT'))).toEqual([]);
    expect(new Set(added.map((name) => given[name])).size).toBe(added.length);
  });

  test('name a file of settings, in which time cannot be skipped', async () => {
    const access = { host: '127.0.0.1', port: 5499, user: 'temporal', password: '' };
    const { DYNAMIC_CONFIG_FILE_PATH: path } = serverEnvironment({}, access, await temporalPorts());
    expect(parse(readFileSync(path ?? '', 'utf8'))).toEqual({
      'frontend.WorkflowTimeSkippingEnabled': [{ value: false }],
      'history.maxInFlightUpdatePayloads': [{ value: 1_572_864 }],
    });
  });

  test('are joined by others for tests that move time, as the development server has them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ehcna-settings-'));
    const file = join(folder, 'dynamicconfig.yaml');
    await writeTimeSkipping(file);
    const settings = parse(readFileSync(file, 'utf8')) as Record<string, [{ value: unknown }]>;
    rmSync(folder, { recursive: true });
    expect(Object.entries(settings).map(([name, [{ value }]]) => `${name}=${JSON.stringify(value)}`)).toEqual(
      expect.arrayContaining([...TIME_SKIPPING]),
    );
    const access = { host: '127.0.0.1', port: 5499, user: 'temporal', password: '' };
    expect(serverEnvironment({}, access, await temporalPorts(), file)['DYNAMIC_CONFIG_FILE_PATH']).toBe(file);
  });

  test('leave the ports free to choose, none so high that PostgreSQL cannot keep it in two bytes', async () => {
    const ports = Object.values(await temporalPorts());
    expect(ports).toHaveLength(9);
    expect(new Set(ports).size).toBe(9);
    expect(Math.max(...ports)).toBeLessThan(2 ** 15);
  });

  test('reach the worker, with what .env says in them', () => {
    expect(composeService('worker', { ...values, LOG_LEVEL: 'warn' }).environment).toMatchObject({
      TEMPORAL_NAMESPACE: 'ehcna',
      DATABASE_URL: 'postgresql://ehcna:of-ehcna@postgresql:5432/ehcna',
      EHCNA_CHILD_KEY: values.EHCNA_CHILD_KEY,
      LOG_LEVEL: 'warn',
      SMTP_URL: '',
    });
  });

  test('are refused where .env lacks what they demand', () => {
    expect(() => composeService('worker', {})).toThrow('docker-compose.yml demands EHCNA_DB_PASSWORD: set it in .env.');
  });

  test('have one version of the server and of the tool that makes its tables', () => {
    const [server, tool] = ['temporal', 'temporal-schema'].map((name) =>
      versionOfImage(composeService(name, values).image),
    );
    expect(tool).toBe(server);
  });
});

test('a Temporal server that dies at its start is told of with the end of its log, and of no earlier one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ehcna-dies-'));
  const program = join(folder, 'temporal-server');
  const entry = JSON.stringify({ level: 'fatal', msg: 'unable to start', error: 'no membership', stacktrace: 'x' });
  writeFileSync(program, `#!/bin/sh\necho 'history stops'\necho '${entry}'\nexit 1\n`, { mode: 0o755 });
  const logFile = join(folder, 'temporal.log');
  writeFileSync(logFile, 'of an earlier start — übrigens\n');
  const access = { host: '127.0.0.1', port: 5499, user: 'temporal', password: '' };
  const environment = serverEnvironment({}, access, await temporalPorts());
  try {
    await expect(startTemporalServer({ program, environment, logFile, progress: quiet })).rejects.toThrow(
      `The Temporal server did not start: history stops; unable to start: no membership. Its log is ${logFile}.`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the Temporal server that is built', () => {
  let cacheDir = '';
  beforeEach(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'ehcna-build-'));
  });
  afterEach(() => rmSync(cacheDir, { recursive: true, force: true }));

  const find = () => findTemporalPrograms({ version: '1.32.0', searchPath: '/nowhere', cacheDir, progress: quiet });
  const keep = (said: string) => {
    const folder = join(cacheDir, 'temporal-server', '1.32.0');
    mkdirSync(folder, { recursive: true });
    const program = join(folder, 'temporal-server');
    writeFileSync(program, `#!/bin/sh\necho 'temporal version ${said}'\n`);
    chmodSync(program, 0o755);
    return program;
  };

  test('is found again', async () => {
    const program = keep('1.32.0');
    expect(await find()).toMatchObject({ source: 'cache', server: program });
  });

  test.each(['nothing is kept', 'what is kept is of another version'])(
    'cannot be built without Go, which is told in words where %s',
    async (what) => {
      if (what.includes('another')) keep('1.31.0');
      await expect(find()).rejects.toThrow(
        /^Cannot build the Temporal server 1\.32\.0 from its module: Go is not installed\. Install Go/,
      );
    },
  );
});
