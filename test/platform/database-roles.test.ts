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

const refusedBy = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow(/permission denied/);
  } finally {
    await client.end();
  }
};

const WRITES = [
  `insert into ledger_heads values ('assessment/X', 1, '')`,
  'update cases set open = false',
  'delete from letters',
  `insert into identity_revocations values ('manager', 'm', now(), now() + interval '1 day', '', '')`,
];

it('an operator opens a case and gives commands, and writes nothing else', async () => {
  const DATABASE_URL = await loginAs('ehcna_operator');
  const operator = terminal({ ...world.environment, DATABASE_URL });
  const request = join(world.dataDir, 'request.json');
  writeFileSync(request, JSON.stringify(familyRequest()));
  const opened = await operator('case', 'open', '--body', request, '--json');
  expect(opened.err).toBe('');
  const { caseRef } = opened.json<{ caseRef: string }>();
  expect((await operator('assessment', 'family-call', caseRef, '--outcome', 'no-answer')).exit).toBe(0);
  for (const statement of WRITES) await refusedBy(DATABASE_URL, statement);
});

it('an auditor reads and checks the chain, without a key, and writes nothing', async () => {
  const DATABASE_URL = await loginAs('ehcna_auditor');
  const { EHCNA_KEYS: _, ...environment } = world.environment;
  const auditor = terminal({ ...environment, DATABASE_URL });
  expect(await auditor('ledger', 'verify')).toMatchObject({ exit: 0, out: expect.stringContaining('no fault') });
  expect((await auditor('case', 'list')).exit).toBe(0);
  for (const statement of [...WRITES, `insert into case_keys (owner) values ('x')`])
    await refusedBy(DATABASE_URL, statement);
});
