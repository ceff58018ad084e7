/** deploy/database-roles.sql: people read the database with logins of their own, and write nothing past the workers. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../workers/platform/places.js';
import { familyRequest } from '../cli/requests.js';
import { terminal } from '../cli/terminal.js';
import { openWorld, type World } from '../world.js';

let world: World;
const logins: string[] = [];

/** A login in one of the roles, as a connection string. */
const loginAs = async (role: string): Promise<string> => {
  const name = `test_${role}_${randomBytes(4).toString('hex')}`;
  await world.pool.query(`create role ${name} login password 'x' in role ${role}`);
  logins.push(name);
  const url = new URL(world.databaseUrl);
  url.username = name;
  url.password = 'x';
  return url.href;
};

beforeAll(async () => {
  world = await openWorld();
  const grants = readFileSync(join(packageRoot, 'deploy', 'database-roles.sql'), 'utf8');
  for (const _ of ['once', 'and again']) await world.pool.query(grants);
});

afterAll(async () => {
  await world?.pool.query('drop owned by ehcna_auditor, ehcna_operator');
  for (const name of logins) await world.pool.query(`drop role ${name}`);
  await world?.pool.query('drop role ehcna_auditor, ehcna_operator');
  await world?.stop();
});

/** What a login gets for a statement of its own, past the command line: the rows it touched, or why not. */
const byHand = async (url: string, statement: string): Promise<number | string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rowCount ?? 0;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end();
  }
};

const refusedBy = async (url: string, statement: string): Promise<void> =>
  expect(await byHand(url, statement), statement).toMatch(/permission denied/);

const TABLES = "select tablename as name from pg_tables where schemaname = 'public' order by 1";
const COLUMNS = `select column_name as name from information_schema.columns
  where table_schema = 'public' and table_name = $1 and has_column_privilege($2, 'public.' || $1, column_name, $3) order by 1`;

/** Every column that a role may write, as PostgreSQL itself sees it: `TABLE.COLUMN`, by what may be done. */
const writable = async (role: string): Promise<Record<string, string[]>> => {
  const { pool } = world;
  const names = (await pool.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
  const found: Record<string, string[]> = { insert: [], update: [], delete: [], truncate: [] };
  for (const table of names) {
    for (const verb of ['insert', 'update'])
      for (const { name } of (await pool.query<{ name: string }>(COLUMNS, [table, role, verb])).rows)
        found[verb]?.push(`${table}.${name}`);
    for (const verb of ['delete', 'truncate']) {
      const { rows } = await pool.query<{ may: boolean }>('select has_table_privilege($1, $2, $3) as may', [
        role,
        `public.${table}`,
        verb,
      ]);
      if (rows[0]?.may) found[verb]?.push(table);
    }
  }
  return found;
};

const WRITES = [
  `insert into ledger_heads values ('assessment/X', 1, '')`,
  'update cases set open = false',
  'delete from letters',
  `insert into identity_revocations values ('manager', 'm', now(), now() + interval '1 day', '', '')`,
  `insert into case_keys (owner, erased_at) values ('EHC-00000000', now())`,
  `insert into case_keys (owner, authority_key, wrapped, made_at) values ('EHC-00000000', 'k', '', '2020-01-01')`,
  'update case_keys set wrapped = null, authority_key = null, erased_at = now()',
  'delete from case_keys',
  `update documents set body = ''`,
];

const document = (kind: string, sealed = true): string =>
  `insert into documents
     (hash, case_ref, kind, document_id, version, media_type, size, object_key, object_bytes, object_hash, sealed)
   values ('h', 'EHC-00000000', '${kind}', 'X1', 1, 'text/plain', 1, 'EHC-00000000/' || repeat('a', 32), 39, repeat('a', 64), ${sealed})`;

/** Five minutes and a second go by: triggers forbid it even to the owner. */
const age = async (caseRef: string): Promise<void> => {
  const client = await world.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `update documents set created_at = created_at - interval '5 minutes 1 second' where case_ref = $1`,
      [caseRef],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
};

it('an operator opens a case, gives commands and adds documents, and writes nothing else', async () => {
  const DATABASE_URL = await loginAs('ehcna_operator');
  const operator = terminal({ ...world.environment, DATABASE_URL });
  const request = join(world.dataDir, 'request.json');
  writeFileSync(request, JSON.stringify(familyRequest()));
  const opened = await operator('case', 'open', '--body', request, '--json');
  expect(opened.err).toBe('');
  const { caseRef } = opened.json<{ caseRef: string }>();
  expect((await operator('assessment', 'family-call', caseRef, '--outcome', 'no-answer')).exit).toBe(0);

  const report = join(world.dataDir, 'report.txt');
  writeFileSync(report, 'An invented report.');
  const evidence = (id: string, ...file: string[]) => {
    const words = ['assessment', 'add-evidence', caseRef, '--evidence-id', id, '--kind', 'report', '--from', 'family'];
    return operator(...words, '--title', 'Report', ...file);
  };
  expect(await evidence('E1', '--file', report)).toMatchObject({ exit: 0, err: '' });
  expect(await evidence('E2')).toMatchObject({ exit: 0, err: '' });
  const attached = await operator('case', 'attach', caseRef, '--evidence-id', 'E2', '--file', report);
  expect(attached).toMatchObject({ exit: 0, err: '' });
  const copy = join(world.dataDir, 'copy.txt');
  expect((await operator('case', 'documents', caseRef, 'evidence/E2', '--out', copy)).exit).toBe(0);
  expect(readFileSync(copy, 'utf8')).toBe('An invented report.');

  // A command that is refused leaves nothing behind: the operator's login takes away what it had kept.
  const other = join(world.dataDir, 'other.txt');
  writeFileSync(other, 'Advice that nobody asked for.');
  const unasked = ['advice', 'submit', caseRef, '--advice-id', 'A9', '--author', 'Someone', '--file', other];
  const wrong = await operator(...unasked);
  expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('A9 is not on this case') });
  const kept = 'select kind, document_id as id from documents where case_ref = $1 and kind in ($2, $3) order by 2';
  expect((await world.pool.query(kept, [caseRef, 'evidence', 'advice'])).rows).toEqual([
    { kind: 'evidence', id: 'E1' },
    { kind: 'evidence', id: 'E2' },
  ]);

  for (const statement of WRITES) await refusedBy(DATABASE_URL, statement);
  for (const statement of [document('draft'), document('letter'), document('evidence', false)])
    expect(await byHand(DATABASE_URL, statement), statement).toMatch(/violates row-level security policy/);
  await refusedBy(
    DATABASE_URL,
    document('evidence')
      .replace(/sealed\)/, 'created_at)')
      .replace('true)', 'now())'),
  );
  // A letter that the workers have just written is not an operator's to take away.
  await world.pool.query(document('draft'));
  expect(await byHand(DATABASE_URL, `delete from documents where case_ref = 'EHC-00000000'`)).toBe(0);
  await age(caseRef);
  expect(await byHand(DATABASE_URL, `delete from documents where case_ref = '${caseRef}'`)).toBe(0);
  expect((await world.pool.query(kept, [caseRef, 'evidence', 'advice'])).rowCount).toBe(2);

  const name = ['case_ref', 'document_id', 'hash', 'kind', 'media_type'];
  const columns = [...name, 'object_bytes', 'object_hash', 'object_key', 'sealed', 'size', 'version'];
  expect(await writable('ehcna_operator')).toEqual({
    insert: [
      ...['authority_key', 'owner', 'wrapped'].map((name) => `case_keys.${name}`),
      ...columns.map((name) => `documents.${name}`),
    ],
    update: [],
    delete: ['documents'],
    truncate: [],
  });
});

it('an auditor reads and checks the chain, without a key, and writes nothing', async () => {
  const DATABASE_URL = await loginAs('ehcna_auditor');
  const { EHCNA_KEYS: _, ...environment } = world.environment;
  const auditor = terminal({ ...environment, DATABASE_URL });
  expect(await auditor('ledger', 'verify')).toMatchObject({ exit: 0, out: expect.stringContaining('no fault') });
  expect((await auditor('case', 'list')).exit).toBe(0);
  const more = [`insert into case_keys (owner) values ('x')`, document('evidence'), 'delete from documents'];
  for (const statement of [...WRITES, ...more]) await refusedBy(DATABASE_URL, statement);
  expect(await writable('ehcna_auditor')).toEqual({ insert: [], update: [], delete: [], truncate: [] });
});
