import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../workers/platform/ports.js';
import { isAlive } from '../workers/platform/processes.js';
import { temporaryFolder } from '../workers/platform/places.js';
import { childrenOf, ehcna, startUp, type Up } from './command.js';

const LONG_MS = 180_000;
const running: Up[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const up of running.splice(0)) await up.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}, LONG_MS);

const start = async (args: string[], settings: Record<string, string> = {}): Promise<Up> => {
  const up = await startUp(['--no-sample', ...args], settings);
  running.push(up);
  return up;
};

const ownFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};

const until = async (holds: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> => {
  for (const end = Date.now() + limitMs; Date.now() < end; await pause(200)) if (await holds()) return;
  throw new Error(`did not come about in ${limitMs / 1000} s`);
};

describe('ehcna up --ephemeral', () => {
  test(
    'runs everything, and leaves nothing behind',
    async () => {
      const up = await start(['--ephemeral']);
      const { installation } = up;
      expect(up.stdout().split('\n')).toHaveLength(2);
      expect(up.stderr()).toContain(`Ready. The Temporal UI is at ${installation.ui}`);
      expect((await fetch(installation.ui ?? '')).status).toBe(200);
      // Where the page has payloads opened, with the token that it has no login to get.
      const page = (await (await fetch(new URL('/api/v1/settings', installation.ui ?? ''))).json()) as {
        Codec?: { Endpoint?: string };
      };
      const token = readFileSync(join(installation.dataDir, 'codec-token'), 'utf8').trim();
      expect(page.Codec?.Endpoint).toBe(`${installation.codec}/${token}`);
      const decoded = await fetch(`${page.Codec?.Endpoint}/decode`, {
        method: 'POST',
        headers: { origin: new URL(installation.ui ?? '').origin, 'x-namespace': installation.namespace },
        body: '{"payloads":[]}',
      });
      expect(await decoded.text()).toBe('{"payloads":[]}');
      expect(await query(installation.database, 'select count(*) > 0 as migrated from migrations')).toEqual([
        { migrated: true },
      ]);

      const settings = {
        TEMPORAL_ADDRESS: installation.temporal,
        DATABASE_URL: installation.database,
      };
      expect(await ehcna(['worker', '--check'], settings)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await ehcna(['namespace'], settings)).toMatchObject({ code: 0 });
      expect(await ehcna(['migrate'], settings)).toMatchObject({ code: 0, stderr: 'The database is up to date.\n' });

      const without = await ehcna(['up', '--ephemeral', '--no-sample'], settings);
      expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining('EHCNA_KEYS must be set') as string });
      const keys = readFileSync(join(installation.dataDir, 'keys'), 'utf8');
      const beside = await start(['--ephemeral'], { ...settings, EHCNA_KEYS: keys });
      expect(beside.installation).toMatchObject({
        temporal: installation.temporal,
        temporalSource: 'TEMPORAL_ADDRESS',
        database: installation.database,
        databaseSource: 'DATABASE_URL',
        ui: null,
      });
      // Itself, its guard, a worker, a codec server and an ingress.
      expect(beside.pids).toHaveLength(5);
      expect(await beside.stop()).toBe(0);

      expect(up.pids.length).toBeGreaterThan(5);
      expect(await up.stop('SIGINT')).toBe(0);
      expect(up.pids.filter(isAlive)).toEqual([]);
      expect(existsSync(installation.dataDir)).toBe(false);
    },
    LONG_MS,
  );

  test(
    'takes everything along when it is killed itself',
    async () => {
      const up = await start(['--ephemeral']);
      await up.stop('SIGKILL');
      await until(() => !up.pids.some(isAlive) && !existsSync(up.installation.dataDir));
    },
    LONG_MS,
  );
});

describe('ehcna up', () => {
  test(
    'finds its data again, and refuses to run twice on them',
    async () => {
      const settings = { EHCNA_DATA_DIR: ownFolder() };
      const ports = ['--port', String(await freePort()), '--ui-port', String(await freePort())];
      const first = await start(ports, settings);
      await query(first.installation.database, 'create table mark as select 1 as n');

      const second = await ehcna(['up', ...ports], settings);
      expect(second).toMatchObject({ code: 3, stdout: '' });
      expect(second.stderr).toMatch(
        /^Already running on .* Stop that one with Ctrl-C, or start another with --ephemeral\.\n$/,
      );

      expect(await first.stop('SIGTERM')).toBe(0);
      const again = await start(ports, settings);
      expect(again.installation.database).toBe(first.installation.database);
      expect(await query(again.installation.database, 'select n from mark')).toEqual([{ n: 1 }]);

      expect(await again.stop()).toBe(0);
      const fresh = await start([...ports, '--fresh'], settings);
      expect(await query(fresh.installation.database, `select to_regclass('mark') as mark`)).toEqual([{ mark: null }]);
    },
    LONG_MS,
  );

  test(
    'starts again whatever of it is killed',
    async () => {
      const up = await start(['--ephemeral']);
      const { installation, process: supervisor, pids } = up;
      const [, ...servers] = pids;
      // Of its children the guard is the one that must live; killing it would leave nobody to tidy up.
      const { run } = await import('../workers/platform/processes.js');
      const names = await Promise.all(servers.map((pid) => run('ps', ['-o', 'command=', '-p', String(pid)])));
      const victims = servers.filter((_pid, i) => !names[i]?.stdout.includes('ehcna-guard'));
      expect(victims).toHaveLength(5);
      for (const pid of victims) process.kill(pid, 'SIGKILL');
      await until(async () => {
        const children = await childrenOf(supervisor.pid ?? 0);
        return up.stderr().match(/is running again/g)?.length === 5 && children.length === servers.length;
      });
      expect(await query(installation.database, 'select 1 as n')).toEqual([{ n: 1 }]);
      await until(
        async () => (await ehcna(['worker', '--check'], { TEMPORAL_ADDRESS: installation.temporal })).code === 0,
      );
      await until(async () => (await fetch(`${installation.ingress}/readyz`).catch(() => undefined))?.ok === true);
    },
    LONG_MS,
  );
});

describe('what stands in the way is told in one line', () => {
  const oneLine = /^[^\n]+\n$/;

  test('a port in use', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    const { code, stderr } = await ehcna(['up', '--port', String(port)], { EHCNA_DATA_DIR: ownFolder() });
    holder.close();
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `Port ${port} on 127.0.0.1, wanted for the Temporal server, is in use. Stop the program that holds it, or choose another with --port.\n`,
    });
  });

  test('a data folder that cannot be made', async () => {
    const { code, stderr } = await ehcna(['up'], { EHCNA_DATA_DIR: '/dev/null/data' });
    expect(code).toBe(3);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toContain('/dev/null/data');
    expect(stderr).toContain('EHCNA_DATA_DIR');
  });

  test(
    'a Temporal server, a program or a database that the user names and that is not there',
    async () => {
      const missing = [
        ['DATABASE_URL', 'postgresql://u:p@127.0.0.1:1/none'],
        ['TEMPORAL_CLI_PATH', '/nowhere/temporal'],
        ['TEMPORAL_ADDRESS', '127.0.0.1:1'],
      ] as const;
      for (const [name, value] of missing) {
        const { code, stdout, stderr } = await ehcna(['up', '--ephemeral', '--json'], { [name]: value });
        expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
        expect(stderr.trim().split('\n').at(-1)).toContain(`${name} names`);
      }
    },
    LONG_MS,
  );

  test('configuration with faults', async () => {
    const { code, stderr } = await ehcna(['up'], { DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(stderr).toMatch(oneLine);
    expect(stderr).toMatch(/2 faults: DATABASE_URL: .*; LOG_LEVEL: /);
  });
});
