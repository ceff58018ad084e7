/**
 * A backup holds everything that cannot be made again, and a database made from it cannot be told from the one it was taken
 * of. A file that is not whole is refused by what is wrong with it, and nothing is loaded.
 */
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBackup } from '../../activities/backup/format.js';
import { loadBackup } from '../../activities/backup/load.js';
import { KEPT, REMADE } from '../../activities/backup/tables.js';
import { takeBackup } from '../../activities/backup/write.js';
import { createLedger, type Ledger } from '../../activities/ledger.js';
import { migrate } from '../../db/migrate.js';
import { childIdentity } from '../../domain/assessment/identity.js';
import { freshDatabase } from '../environment.js';
import {
  allRows,
  child,
  CHILD_KEY_SECRET,
  event,
  events,
  type Fixture,
  openFixture,
  project,
  refOf,
  streamOf,
  tamper,
} from '../ledger/ledger-fixture.js';
import { terminal } from '../cli/terminal.js';

const CASES = 150;
/** What a text may hold: separators of lines and of fields, quotes, half a surrogate pair as JSON writes it. */
const AWKWARD = 'a\u2028b\u2029c\r\nd"e\\f\tg\u0001 ünïcode 🎓 \ud800';

let folder: string;
let source: Fixture;
let file: string;

const fillUp = async ({ pool, ledger }: Fixture): Promise<void> => {
  for (let n = 1; n <= CASES; n += 1)
    await ledger.append(streamOf(n), [
      event(1, 'received', { child: child(`child ${n}`), note: AWKWARD }),
      ...events(2, 2 + (n % 7)),
    ]);
  await ledger.append('panel/complex-cases', events(1, 3));
  await ledger.recordPolicy('p1', { authority: 'Northmere', note: AWKWARD.replace('\ud800', '') } as never);
  await ledger.claimChild(refOf(900), childIdentity(child('not in the ledger yet')));
  await pool.query(
    `insert into documents (hash, case_ref, kind, document_id, media_type, body)
     select md5(n::text), $1, 'draft', n::text, 'text/html', decode(repeat(md5(n::text), 400), 'hex') from generate_series(1, 250) n`,
    [refOf(1)],
  );
  await pool.query(
    `insert into dispatches (letter_key, case_ref, letter_id, recipient_role, channel, state, attempts, first_attempt_at)
     values ('k1', $1, 'L1', 'parent', 'smtp', 'sending', 1, '2026-03-29 01:30:00.123456+00'), ('k2', $1, 'L2', 'parent', 'outbox', 'sent', 1, now())`,
    [refOf(1)],
  );
  await pool.query(`insert into imports (source_key, case_ref, fingerprints) values ('row 1', $1, '{"name": "abc"}')`, [
    refOf(1),
  ]);
  await pool.query(
    `insert into providers (urn, name, opened_on, attributes) values ('999901', 'Hillside "Old" \\ School', '1999-09-01', '{"a": null}')`,
  );
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehcna-backup-'));
  source = await openFixture();
  await fillUp(source);
  ({ file } = await takeBackup(source.pool, join(folder, 'whole.gz')));
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every row of every table that is ours, as PostgreSQL writes it. */
const everything = async (pool: pg.Pool): Promise<Record<string, string[]>> => ({
  ...(await allRows(pool)),
  ...Object.fromEntries(
    await Promise.all(
      KEPT.map(async (table) => {
        const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
        return [table, rows.map((r) => r.row)] as const;
      }),
    ),
  ),
});

interface Target {
  url: string;
  pool: pg.Pool;
  ledger: Ledger;
}

const onEmpty = async (work: (target: Target) => Promise<void>): Promise<void> => {
  const { url, drop } = await freshDatabase();
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  try {
    await work({ url, pool, ledger: createLedger(pool, project, { childKeySecret: CHILD_KEY_SECRET }) });
  } finally {
    await pool.end();
    await drop();
  }
};

const rowsOf = async (pool: pg.Pool): Promise<number> => Object.values(await everything(pool)).flat().length;

describe('the tables of the database', () => {
  it('are each in a backup, or named as what can be made again', async () => {
    const { rows } = await source.pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...KEPT, ...REMADE].sort());
  });
});

describe('a backup', () => {
  it('is one file that only its owner can read, with nothing unfinished beside it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['whole.gz']);
  });

  it('says in its last line what it holds', async () => {
    const checked = await readBackup(file);
    expect(checked).toMatchObject({ ehcna: 'backup', format: 1, broken: [], ledger: { streams: CASES + 1 } });
    const counts = Object.fromEntries(checked.parts.map(({ table, rows }) => [table, rows]));
    expect(counts).toMatchObject({
      documents: 250,
      dispatches: 2,
      child_register: CASES + 1,
      providers: 1,
      imports: 1,
      policies: 1,
    });
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ manifest: { parts: checked.parts } });
  });

  it('loaded into an empty database, makes it the same to the last row', async () => {
    await onEmpty(async ({ pool, ledger }) => {
      const loaded = await loadBackup(pool, ledger, file);
      expect(loaded).toMatchObject({ sending: 1, found: { faults: [] }, rebuilt: { streams: CASES + 1 } });
      expect(await everything(pool)).toEqual(await everything(source.pool));
      expect(await ledger.rebuild()).toMatchObject({ differing: 0 });
      // The ledger goes on numbering where it was.
      await ledger.append(streamOf(1), [event(4, 'noted')]);
      expect((await ledger.verify()).faults).toEqual([]);
    });
  });

  it('is of one moment, while events go on arriving', async () => {
    const { file: busy } = await onBusy(async () => takeBackup(source.pool, join(folder, 'busy.gz')));
    const { broken, ledger } = await readBackup(busy);
    expect(broken).toEqual([]);
    expect(ledger.streams).toBeGreaterThan(CASES);
  });

  it('replaces no file, and names itself in a folder', async () => {
    await expect(takeBackup(source.pool, file)).rejects.toThrow('is there already');
    await expect(takeBackup(source.pool, join(folder, 'nowhere', 'x.gz'))).rejects.toThrow('There is no folder');
    const { file: made } = await takeBackup(source.pool, `${folder}/daily/`, new Date('2026-11-10T04:00:00Z'));
    expect(made).toBe(join(folder, 'daily', 'ehcna-2026-11-10T04-00-00Z.backup.gz'));
  });

  it('says which tables it leaves out', async () => {
    await source.pool.query('create table somebody_elses (n int)');
    try {
      const { leftOut } = await takeBackup(source.pool, `${folder}/others/`);
      expect(leftOut).toEqual(['somebody_elses']);
    } finally {
      await source.pool.query('drop table somebody_elses');
    }
  });
});

const onBusy = async <T>(work: () => Promise<T>): Promise<T> => {
  let stop = false;
  const writing = (async () => {
    for (let n = 1; !stop; n += 1) await source.ledger.append(streamOf(950), [event(n)]);
  })();
  try {
    return await work();
  } finally {
    stop = true;
    await writing;
  }
};

const altered = async (name: string, change: (bytes: Buffer) => Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, change(Buffer.from(await readFile(file))));
  return path;
};

const repacked = (name: string, change: (text: string) => string): Promise<string> =>
  altered(name, (bytes) => gzipSync(change(gunzipSync(bytes).toString())));

describe('a file that is not a whole backup', () => {
  it.each([
    ['cut in the middle', 'is cut short', (b: Buffer) => b.subarray(0, b.length / 2)],
    ['without its last byte', 'is cut short', (b: Buffer) => b.subarray(0, -1)],
    ['empty', 'is cut short', () => Buffer.alloc(0)],
    ['text', 'is not a backup of ehcna', () => Buffer.from('urn,name\n1,Hillside\n')],
    ['another archive', 'is not a backup of ehcna', () => gzipSync('{"some":"thing"}\n')],
    ['with one line', 'is not a backup of ehcna', () => gzipSync('x'.repeat(1_000))],
    ['with a line for ever', 'is not a backup of ehcna', () => gzipSync('x'.repeat(3_000_000)).subarray(0, -8)],
  ])('%s: %s', async (name, said, change) => {
    await expect(readBackup(await altered(name, change))).rejects.toThrow(said);
  });

  it.each([
    ['an altered event', 'is damaged', (t: string) => t.replace('note 2', 'note 9')],
    ['an altered count', 'is damaged', (t: string) => t.replace('"rows":250', '"rows":251')],
    ['a row less', 'is damaged', (t: string) => t.replace(/^\["999901".*\n/m, '')],
    ['a row more', 'is damaged', (t: string) => t.replace(/^(\["999901".*\n)/m, '$1$1')],
    ['a line that is not JSON', 'is damaged', (t: string) => t.replace('{"table":"providers"', '{"table":providers"')],
    ['no last line', 'is cut short', (t: string) => t.replace(/^\{"manifest".*\n$/m, '')],
    ['something after the last line', 'is damaged', (t: string) => `${t}[]\n`],
    ['a later form', 'of form 2, and this version reads form 1', (t: string) => t.replace('"format":1', '"format":2')],
  ])('packed again with %s: %s', async (name, said, change) => {
    await expect(readBackup(await repacked(name, change))).rejects.toThrow(said);
  });

  it('is told wherever a byte is flipped, but for the note of time and system in the packing', async () => {
    const whole = await readBackup(file);
    const { length } = await readFile(file);
    for (let i = 0; i < 60; i += 1) {
      const at = Math.floor((i * length) / 60) + (i % 7);
      const path = await altered('flipped', (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8));
        return bytes;
      });
      const found = await readBackup(path).catch((error: Error) => error);
      if (at >= 4 && at <= 9) expect(found).toEqual(whole);
      else expect(found, `byte ${at}`).toMatchObject({ name: 'UnusableFile' });
    }
  });

  it('is loaded nowhere', async () => {
    const cut = await altered('cut', (b) => b.subarray(0, -20));
    await onEmpty(async ({ pool, ledger }) => {
      await expect(loadBackup(pool, ledger, cut)).rejects.toThrow('is cut short');
      expect(await rowsOf(pool)).toBe(0);
    });
  });
});

describe('loading', () => {
  it('refuses a database that has rows, and says in which table', async () => {
    await onEmpty(async ({ pool, ledger }) => {
      await ledger.append(streamOf(1), [event(1)]);
      const before = await everything(pool);
      await expect(loadBackup(pool, ledger, file)).rejects.toThrow(/The database is not empty: .*ledger \(1\)/);
      expect(await everything(pool)).toEqual(before);
    });
  });

  it('minds a policy that a worker has kept there: the same goes, another is refused', async () => {
    await onEmpty(async ({ pool, ledger }) => {
      await ledger.recordPolicy('p2', { authority: 'Northmere' } as never);
      await loadBackup(pool, ledger, file);
      expect((await everything(pool))['policies']).toHaveLength(2);
    });
    await onEmpty(async ({ pool, ledger }) => {
      await ledger.recordPolicy('p1', { authority: 'Southmere' } as never);
      await expect(loadBackup(pool, ledger, file)).rejects.toThrow('policy p1 with other contents');
    });
  });

  it('refuses a ledger whose chain does not hold, unless told to take it as it is', async () => {
    await onEmpty(async ({ pool, ledger }) => {
      await loadBackup(pool, ledger, file);
      await tamper(pool, `update ledger set occurred_on = occurred_on + 1 where stream = '${streamOf(5)}' and seq = 2`);
      await tamper(pool, `delete from ledger where stream = '${streamOf(6)}' and seq = 3`);
      const taken = await takeBackup(pool, `${folder}/faulty/`);
      expect(taken.broken).toEqual([streamOf(6)]);
      expect((await readBackup(taken.file)).broken).toEqual([streamOf(6)]);
      await onEmpty(async (other) => {
        await expect(loadBackup(other.pool, other.ledger, taken.file)).rejects.toThrow(/has \d faults, the first in/);
        expect(await rowsOf(other.pool)).toBe(0);
        const { found } = await loadBackup(other.pool, other.ledger, taken.file, { despiteFaults: true });
        expect(new Set(found.faults.map((f) => f.stream))).toEqual(new Set([streamOf(5), streamOf(6)]));
      });
    });
  });

  it('takes a backup of an earlier version, and refuses one of a later', async () => {
    const migrations = join(folder, 'migrations');
    await cp('db/migrations', migrations, { recursive: true });
    const added = "alter table imports add column later text not null default 'none';";
    await writeFile(join(migrations, '9999_later.sql'), added);
    await onEmpty(async (newer) => {
      await migrate(newer.url, migrations);
      await loadBackup(newer.pool, newer.ledger, file);
      expect((await newer.pool.query('select later from imports')).rows).toEqual([{ later: 'none' }]);
      expect(await newer.ledger.read(streamOf(1))).toEqual(await source.ledger.read(streamOf(1)));
      const later = await takeBackup(newer.pool, `${folder}/later/`);
      await onEmpty(async ({ pool, ledger }) => {
        await expect(loadBackup(pool, ledger, later.file)).rejects.toThrow(/it lacks 9999_later/);
      });
    });
  });

  it('refuses a backup whose tables have another form by now', async () => {
    await onEmpty(async ({ pool, ledger }) => {
      await pool.query('alter table imports rename column fingerprints to prints');
      await expect(loadBackup(pool, ledger, file)).rejects.toThrow('another form of table imports (fingerprints)');
      expect((await pool.query('select 1 from ledger')).rowCount).toBe(0);
    });
  });
});

describe('ehcna backup', () => {
  it('writes, checks and loads, and says what to do next', async () => {
    const from = terminal({
      DATABASE_URL: source.url,
      EHCNA_DATA_DIR: folder,
      EHCNA_CHILD_KEY: CHILD_KEY_SECRET.padEnd(32, '.'),
    });
    const path = join(folder, 'typed.gz');
    const taken = await from('backup', path);
    expect(taken).toMatchObject({ exit: 0 });
    expect(taken.out).toContain(`Written: ${path}`);
    expect(taken.err).toContain('names, addresses and letters of children');
    expect((await from('backup', '--verify', path)).out).toContain(`Whole: ${path}.`);
    expect((await from('backup', '--verify', path, '--json')).json()).toMatchObject({ ehcna: 'backup', broken: [] });
    expect(await from('backup')).toMatchObject({ exit: 2 });
    expect(await from('backup', 'load', join(folder, 'none.gz'))).toMatchObject({
      exit: 1,
      err: expect.stringContaining('There is no file'),
    });
    expect(await from('backup', 'load', path)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('The database is not empty'),
    });
  });
});
