import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import { type ConnectLedger, ledgerCommand } from '../../client/cli/ledger.js';
import { endingOf } from '../../client/cli/outcome.js';
import { events, type Fixture, openFixture, project, streamOf, tamper } from './ledger-fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
  await fixture.ledger.append(streamOf(1), events(1, 3));
  await fixture.ledger.append(streamOf(2), events(1, 2));
});
afterAll(() => fixture.close());
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

const to =
  (url: string): ConnectLedger =>
  () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    return Promise.resolve({ ledger: createLedger(pool, project), pool, close: () => pool.end() });
  };

/** Runs `ehcna ledger …` and says what a person would see. */
const run = async (args: string[], url = fixture.url): Promise<{ out: string; err: string; exit: number }> => {
  const seen = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((seen.out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((seen.err += String(text)), true));
  process.exitCode = undefined;
  const failed = await ledgerCommand(to(url))
    .parseAsync(args, { from: 'user' })
    .then(() => undefined, endingOf);
  if (failed) seen.err += `${failed.line}\n`;
  const exit = failed?.exit ?? Number(process.exitCode ?? 0);
  vi.restoreAllMocks();
  return { ...seen, exit };
};

describe('ehcna ledger', () => {
  it('says that a whole ledger is whole, and exits 0', async () => {
    expect(await run(['verify'])).toEqual({ out: '5 events in 2 streams: no fault.\n', err: '', exit: 0 });
    const { out } = await run(['verify', streamOf(2), '--json']);
    expect(JSON.parse(out)).toEqual({ streams: 1, events: 2, faults: [] });
  });

  it('shows a stream without what it holds of the child, and with it on request', async () => {
    const { out } = await run(['show', streamOf(1)]);
    expect(out.split('\n')[0]).toBe(
      '   1  2025-04-02  noted                     caseworker officer-1  recorded 2025-05-01T09:00:00.001Z',
    );
    expect(out).not.toContain('note 1');
    expect(JSON.parse((await run(['show', streamOf(1), '--json'])).out)).toEqual(events(1, 3));
  });

  it('refuses a stream that is not there', async () => {
    expect(await run(['verify', 'assessment/none'])).toMatchObject({ out: '', exit: 1 });
    expect(await run(['show', 'assessment/none'])).toEqual({
      out: '',
      err: 'The ledger has no stream assessment/none.\n',
      exit: 1,
    });
  });

  it('puts a doctored row right and says which it was', async () => {
    await fixture.pool.query(`update cases set stuck = true where stream = '${streamOf(2)}'`);
    const { out, exit } = await run(['rebuild']);
    expect(out).toContain(`changed  cases  ${streamOf(2)}\n`);
    expect(out).toContain('5 events in 2 streams: 1 row put right.');
    expect(exit).toBe(0);
    expect(JSON.parse((await run(['rebuild', '--json'])).out)).toMatchObject({ streams: 2, events: 5, differing: 0 });
  });

  it('names a changed event, and exits 1', async () => {
    await tamper(
      fixture.pool,
      `update ledger set body = replace(body, 'note 2', 'note 9') where stream = '${streamOf(1)}'`,
    );
    const { out, exit } = await run(['verify']);
    expect(out).toBe(
      `changed    ${streamOf(1)}  event 2  the row is not what was hashed\n5 events in 2 streams: 1 fault.\n`,
    );
    expect(exit).toBe(1);
  });

  it('says in one line that the database cannot be reached, and exits 3', async () => {
    const { out, err, exit } = await run(['verify'], 'postgres://nobody@127.0.0.1:1/none');
    expect(out).toBe('');
    expect(err).toMatch(/^Cannot reach the database: .*ECONNREFUSED.*\n$/);
    expect(exit).toBe(3);
    const missing = new URL(fixture.url);
    missing.pathname = '/no_such_database';
    expect(await run(['rebuild'], missing.href)).toMatchObject({
      exit: 3,
      err: expect.stringContaining('no_such_database') as string,
    });
  });
});
