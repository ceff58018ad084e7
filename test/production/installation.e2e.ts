/**
 * The installation that `npm run production` has started, from outside: its own worker, its ledger under a role that may
 * do nothing else, and the command line as processes. Its Temporal server is killed in the middle of a case.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { addDays, londonDate } from '../../domain/civil-date.js';
import type { ProductionInstallation } from '../../workers/production.js';
import { isAlive } from '../../workers/platform/processes.js';
import { type Answer, ehcna } from '../command.js';

const NAMES = [
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'DATABASE_URL',
  'EHCNA_DATA_DIR',
  'EHCNA_CHILD_KEY',
  'EHCNA_KEYS',
] as const;
const settings = Object.fromEntries(NAMES.map((name) => [name, process.env[name] ?? '']));
const installation = (): ProductionInstallation =>
  JSON.parse(readFileSync(join(settings['EHCNA_DATA_DIR'] ?? '', 'up.json'), 'utf8')) as ProductionInstallation;

const done = async (...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await ehcna(words, settings);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

const today = londonDate(Date.now());
const ago = (days: number): string => addDays(today, -days);
const child = [
  '--child-name',
  'Rowan Sample',
  '--date-of-birth',
  '2017-03-09',
  '--address',
  '4 Larkfield Row, Northmere',
];
const family = ['--parent', 'name=Alex Sample,address=4 Larkfield Row, Northmere'];
const school = ['--setting', 'kind=school,name=Millbrook School,urn=999902'];
const officer = ['--caseworker', 'id=cw-014,name=A. Caseworker', '--locality', 'north'];

let caseRef = '';

describe('the server', () => {
  it('is the one that the compose file names, on PostgreSQL', async () => {
    const connection = await Connection.connect({ address: settings['TEMPORAL_ADDRESS'] ?? '' });
    const { serverVersion, persistenceStore, visibilityStore } = await connection.workflowService.getClusterInfo({});
    await connection.close();
    expect({ serverVersion, persistenceStore, visibilityStore }).toEqual({
      serverVersion: '1.32.0',
      persistenceStore: 'postgres12',
      visibilityStore: 'postgres12',
    });
  });

  it('has a worker that polls', async () => {
    await done('worker', '--check');
  });

  it('keeps the ledger under a role that is no superuser, apart from its own', async () => {
    const pool = new pg.Pool({ connectionString: settings['DATABASE_URL'] });
    const { rows } = await pool.query(
      'select current_database() as database, rolsuper from pg_roles where rolname = current_user',
    );
    await pool.end();
    if (installation().databaseSource !== 'DATABASE_URL')
      expect(rows).toEqual([{ database: 'ledger', rolsuper: false }]);
  });
});

describe('a case on it', () => {
  it('is opened beside the sample caseload', async () => {
    const words = [...child, ...family, ...school, ...officer, '--received-on', ago(60), '--json'];
    caseRef = (JSON.parse(await done('case', 'open', ...words)) as { caseRef: string }).caseRef;
    const { cases } = JSON.parse(await done('case', 'list', '--limit', '1000', '--json')) as {
      cases: { caseRef: string }[];
    };
    expect(cases.length).toBeGreaterThan(100);
    expect(cases.map((one) => one.caseRef)).toContain(caseRef);
  });

  it('goes on when the Temporal server is killed, on the same address and with nothing lost', async () => {
    const call = [
      'assessment',
      'family-call',
      caseRef,
      '--outcome',
      'held',
      '--consent-to-share',
      '--section-a',
      'Maps.',
    ];
    await done(...call, '--on', ago(55));
    const victim = installation().pids['temporal'] ?? 0;
    process.kill(victim, 'SIGKILL');
    // Asked again and again, with one command id, as a person would who is told that the server does not answer.
    const decision = ['--outcome', 'assess', '--may-have-sen', '--may-need-plan', '--reasons', 'Little progress.'];
    const notice = ['--all-advice-requested', '--on', ago(30), '--notice-already-sent-on', ago(29)];
    const decide = () =>
      ehcna(['assessment', 'decide', caseRef, ...decision, ...notice, '--command-id', 'decision-1'], settings);
    let answer: Answer = await decide();
    for (const until = Date.now() + 120_000; answer.code === 3 && Date.now() < until; ) answer = await decide();
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    await expect.poll(() => installation().pids['temporal'], { timeout: 60_000 }).not.toBe(victim);
    expect(isAlive(victim)).toBe(false);
    expect(installation().temporal).toBe(settings['TEMPORAL_ADDRESS']);
    const { stage } = JSON.parse(await done('case', 'show', caseRef, '--json')) as { stage: string };
    expect(stage).toBe('gathering-advice');
    const { events } = JSON.parse(await done('case', 'timeline', caseRef, '--json')) as { events: { type: string }[] };
    expect(events.filter(({ type }) => type === 'assessment.decided')).toHaveLength(1);
  });

  it('is shown on a screen, and the whole ledger has no fault', async () => {
    expect(await done('case', 'show', caseRef)).toContain(caseRef);
    expect(await done('ledger', 'verify')).toMatch(/^\d+ events in \d+ streams: no fault\.\n$/);
  });
});
