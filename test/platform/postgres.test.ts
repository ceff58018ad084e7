import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../workers/platform/places.js';
import { type PostgresServer, startPostgres } from '../../workers/platform/postgres.js';
import { quiet } from '../../workers/platform/progress.js';
import { isAlive } from '../../workers/platform/processes.js';

let folder: string;
let started: PostgresServer[];

beforeEach(() => {
  folder = temporaryFolder();
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = async (): Promise<PostgresServer> => {
  const server = await startPostgres({ home: join(folder, 'postgres'), progress: quiet });
  started.push(server);
  return server;
};

const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};

describe('a PostgreSQL server of our own', () => {
  test('keeps what was committed when it is killed, and starts again at the same address', async () => {
    const server = await start();
    await query(server.url, 'create table fact (n int)');
    await query(server.url, 'insert into fact select generate_series(1, 1000)');
    process.kill(server.pid ?? 0, 'SIGKILL');
    const again = await start();
    expect(again.url).toBe(server.url);
    expect(await query(again.url, 'select count(*)::int as n from fact')).toEqual([{ n: 1000 }]);
  });

  test('is taken over when its parent died and it did not', async () => {
    const server = await start();
    await query(server.url, 'create table fact (n int)');
    const again = await start();
    expect(again).toMatchObject({ source: 'embedded, found running', pid: server.pid, url: server.url });
    await again.stop();
    expect(isAlive(server.pid ?? 0)).toBe(false);
  });

  test('stops although somebody is connected', async () => {
    const server = await start();
    const client = new pg.Client({ connectionString: server.url });
    const lost = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await server.stop();
    await lost;
    expect(isAlive(server.pid ?? 0)).toBe(false);
  });

  test('listens on the loopback address only, and wants its password', async () => {
    const { url } = await start();
    expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const without = new URL(url);
    without.password = 'guessed';
    await expect(query(without.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    const file = join(folder, 'postgres', 'password');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(new URL(url).password).toBe((await readFile(file, 'utf8')).trim());
  });
});

test('a DATABASE_URL that does not answer is refused with what to do', async () => {
  const options = { databaseUrl: 'postgresql://u:p@127.0.0.1:1/none', home: folder, progress: quiet };
  await expect(startPostgres(options)).rejects.toThrow(/DATABASE_URL.*ECONNREFUSED.*unset it/);
});

/** An ordinary account, tried with a Node process that runs as it. Only root can become somebody else. */
test.runIf(process.getuid?.() === 0)('an ordinary user can run one too', async () => {
  const { accountForPostgres } = await import('../../workers/platform/postgres-binaries.js');
  const account = await accountForPostgres();
  chmodSync(folder, 0o777);
  const script = `
    import { startPostgres } from ${JSON.stringify(join(process.cwd(), 'dist/workers/platform/postgres.js'))};
    const progress = { line() {}, during: (_label, work) => work() };
    const server = await startPostgres({ home: ${JSON.stringify(join(folder, 'theirs'))}, progress });
    console.log(process.getuid(), new URL(server.url).pathname);
    await server.stop();
  `;
  const { uid, gid } = account ?? { uid: 0, gid: 0 };
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    uid,
    gid,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, output }).toEqual({ code: 0, output: `${uid} /ehcna\n` });
});
