import { Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase, temporalAddress, temporalNamespace } from '../environment.js';

test('the run has a Temporal server that keeps closed cases for ninety days and can skip time', async () => {
  const connection = await Connection.connect({ address: temporalAddress() });
  const { config } = await connection.workflowService.describeNamespace({ namespace: temporalNamespace() });
  await connection.close();
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 86_400);
});

test('two databases made at once are separate and go away', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  await client.query('create table mark (n int)');
  await client.end();
  const second = new pg.Client({ connectionString: other.url });
  await second.connect();
  const { rows } = await second.query(`select to_regclass('mark') as found`);
  await second.end();
  expect(rows).toEqual([{ found: null }]);
  await Promise.all([one.drop(), other.drop()]);
  await expect(new pg.Client({ connectionString: one.url }).connect()).rejects.toThrow(/does not exist/);
});
