import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import { createWorklist } from '../../activities/worklist.js';
import { migrate } from '../../db/migrate.js';
import { areOneChild, childIdentity } from '../../domain/assessment/identity.js';
import { packageRoot } from '../../workers/platform/places.js';
import { type Child, child, event, type Fixture, openFixture, project, refOf, streamOf } from './ledger-fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** Pupil numbers, two lasting and one of a school's own. */
const NUMBER = 'A999900126001';
const OTHER_NUMBER = 'B999900126002';
const TEMPORARY = 'C99990012600A';

const received = (of: Child) => event(1, 'received', { child: of });
const claim = (n: number, of: Child) => fixture.ledger.claimChild(refOf(n), childIdentity(of));
const openCaseFor = async (n: number, of: Child) => (await claim(n, of)).openCase;

describe('reserving a case for a child', () => {
  it('takes one of two requests up that were both written before either was checked', async () => {
    const both = [90, 91];
    await Promise.all(both.map((n) => fixture.ledger.append(streamOf(n), [received(child('asked twice'))])));
    const claims = await Promise.all(both.map((n) => fixture.ledger.claimChild(refOf(n))));
    expect(claims.filter((found) => found.openCase === undefined)).toHaveLength(1);
  });

  it('waits for the ledger to say who the child is', async () => {
    await expect(fixture.ledger.claimChild(refOf(94))).rejects.toThrow('does not say which child');
  });

  it('keeps a reservation through a rebuild, before the case is checked in', async () => {
    await fixture.ledger.append(streamOf(92), [received(child('rebuilt'))]);
    await claim(92, child('rebuilt'));
    await fixture.ledger.rebuild();
    expect(await openCaseFor(93, child('rebuilt'))).toBe(refOf(92));
  });

  it('answers the same case the same way however often it asks', async () => {
    for (let i = 0; i < 3; i += 1)
      expect(await claim(1, child('again'))).toEqual({ planHeld: false, lastAssessedOn: null });
  });

  it('lets another case open once the first has ended, and tells what the first came to', async () => {
    const assessed = child('assessed before');
    await claim(10, assessed);
    await fixture.ledger.append(streamOf(10), [received(assessed), event(2, 'finished', { outcome: 'no-plan' })]);
    expect(await claim(11, assessed)).toEqual({ planHeld: false, lastAssessedOn: '2025-04-03' });
    await fixture.ledger.append(streamOf(11), [received(assessed), event(2, 'finished', { outcome: 'final-plan' })]);
    expect(await claim(12, assessed)).toEqual({ planHeld: true, lastAssessedOn: '2025-04-03' });
  });

  it('does not count a request that was refused without an assessment', async () => {
    await fixture.ledger.append(streamOf(20), [
      received(child('refused')),
      event(2, 'finished', { outcome: 'refused-to-assess' }),
    ]);
    expect(await claim(21, child('refused'))).toEqual({ planHeld: false, lastAssessedOn: null });
  });

  it('ends with the case even where its events do not say who the child is', async () => {
    await claim(30, child('unnamed'));
    await fixture.ledger.append(streamOf(30), [event(1, 'received'), event(2, 'finished', { outcome: 'withdrawn' })]);
    expect(await openCaseFor(31, child('unnamed'))).toBeUndefined();
  });

  it('can be taken back while the case has not begun, and not afterwards', async () => {
    const never = child('never began');
    await claim(40, never);
    await fixture.ledger.releaseChild(refOf(40));
    expect(await openCaseFor(41, never)).toBeUndefined();
    await fixture.ledger.append(streamOf(41), [received(never)]);
    await fixture.ledger.releaseChild(refOf(41));
    expect(await openCaseFor(42, never)).toBe(refOf(41));
  });

  it('is made again with what is known by then, while the case has not begun', async () => {
    await claim(43, child('first word'));
    await claim(43, child('second word'));
    expect(await openCaseFor(44, child('first word'))).toBeUndefined();
    expect(await openCaseFor(45, child('second word'))).toBe(refOf(43));
  });

  it('keeps no name, date or number: the register holds hashes that another key does not make', async () => {
    await claim(50, child('Ada Lovelace', 'D999900126003'));
    const { rows } = await fixture.pool.query<{ row: string }>('select r::text as row from child_register r');
    expect(rows.map((r) => r.row).join()).not.toMatch(/ada|lovelace|2016-03-04|d999900126003/i);
    const other = createLedger(fixture.pool, project, { childKeySecret: 'another' });
    const identity = childIdentity(child('Ada Lovelace', 'D999900126003'));
    const [ours, theirs] = [fixture.ledger.childKeys(identity), other.childKeys(identity)];
    expect([theirs.nameKey, theirs.numberKey]).not.toContain(ours.nameKey);
    expect([theirs.nameKey, theirs.numberKey]).not.toContain(ours.numberKey);
  });

  it('refuses to guess without a secret', async () => {
    const bare = createLedger(fixture.pool, project);
    const asked = bare.claimChild(refOf(60), childIdentity(child('anyone', NUMBER)));
    await expect(asked).rejects.toThrow('No secret for child keys is set');
    await expect(asked).rejects.not.toThrow(/anyone|A9999/);
  });
});

describe('two requests', () => {
  const PAIRS: [string, Child, Child, boolean][] = [
    ['with the same number under two names', child('one', NUMBER), child('another', NUMBER), true],
    ['of which one has no number', child('one', NUMBER), child('One'), true],
    ['without numbers', child('one'), child('ONE'), true],
    ['with a temporary number and a lasting one', child('one', TEMPORARY), child('one', NUMBER), true],
    ['with a number each', child('one', NUMBER), child('one', OTHER_NUMBER), false],
    ['with a number in one and another name', child('one', NUMBER), child('another'), false],
    ['with two birthdays', child('one'), { ...child('one'), dateOfBirth: '2016-03-05' }, false],
  ];
  let next = 200;

  it.each(PAIRS)('%s are told as domain and register both say, whichever comes first', async (_why, a, b, same) => {
    for (const [first, then] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(areOneChild(childIdentity(first), childIdentity(then))).toBe(same);
      // Children of this pair alone: the others' are open.
      const apart = (of: Child): Child => ({
        ...of,
        name: `${of.name} ${next}`,
        ...(of.upn ? { upn: shifted(of.upn) } : {}),
      });
      const shifted = (upn: string): string => `${upn.slice(0, 4)}${next}${upn.slice(7)}`;
      const [one, other] = [apart(first), apart(then)];
      const ref = refOf(next);
      await claim(next, one);
      expect((await fixture.ledger.knownOfChild(refOf(next + 1), childIdentity(other))).openCase).toBe(
        same ? ref : undefined,
      );
      expect(await openCaseFor(next + 1, other)).toBe(same ? ref : undefined);
      next += 2;
    }
  });
});

describe('requests made at the same moment', () => {
  const ROUNDS = 8;

  const atOnce = async (from: number, forms: readonly Child[]): Promise<number[]> => {
    const claims = await Promise.all(forms.map((form, i) => claim(from + i, form)));
    return forms.flatMap((_, i) => (claims[i]?.openCase === undefined ? [i] : []));
  };

  it.each([
    [
      'by name with and without a number',
      1_000,
      (r: number) => [child(`at once ${r}`, numbered(r)), child(`at once ${r}`)],
    ],
    [
      'by one number under two names',
      2_000,
      (r: number) => [child(`numbered ${r}`, numbered(100 + r)), child(`renamed ${r}`, numbered(100 + r))],
    ],
  ])('for one child, known %s: one opens', async (_what, from, formsOf) => {
    for (let r = 0; r < ROUNDS; r += 1) {
      const forms = Array.from({ length: 5 }, () => formsOf(r)).flat();
      expect(await atOnce(from + r * 10, forms)).toHaveLength(1);
    }
  });

  it('for children who share keys crosswise: none waits for ever, and no two that open are one child', async () => {
    for (let r = 0; r < ROUNDS; r += 1) {
      const names = [`cross ${r}`, `wise ${r}`, `other ${r}`];
      const numbers = [numbered(200 + r), numbered(300 + r), undefined];
      const forms = names.flatMap((name) => numbers.map((number) => child(name, number)));
      const winners = await atOnce(3_000 + r * 10, forms);
      expect(winners.length).toBeGreaterThan(0);
      const known = winners.map((i) => childIdentity(forms[i] as Child));
      for (const [i, a] of known.entries()) for (const b of known.slice(i + 1)) expect(areOneChild(a, b)).toBe(false);
    }
  });
});

const numbered = (n: number): string => `E9999${String(n).padStart(8, '0')}`;

describe('a name that is put right', () => {
  const tasksOf = async (n: number) =>
    (await fixture.worklist.tasks({ caseRef: refOf(n) })).filter((task) => task.key.startsWith('same-child:'));

  it('frees the old one and holds the new one', async () => {
    await claim(400, child('misspelt'));
    await fixture.ledger.append(streamOf(400), [received(child('misspelt')), event(2, 'checked')]);
    await fixture.ledger.append(streamOf(400), [event(3, 'corrected', { child: child('spelt right') })]);
    expect(await openCaseFor(401, child('spelt right'))).toBe(refOf(400));
    expect(await openCaseFor(402, child('misspelt'))).toBeUndefined();
  });

  it('and makes the child that of another open case, is a task in both until one ends', async () => {
    await fixture.ledger.append(streamOf(410), [received(child('known', numbered(410))), event(2, 'checked')]);
    await fixture.ledger.append(streamOf(411), [received(child('unknown')), event(2, 'checked')]);
    expect([...(await tasksOf(410)), ...(await tasksOf(411))]).toEqual([]);
    await fixture.ledger.append(streamOf(411), [event(3, 'corrected', { child: child('known') })]);
    for (const [mine, other] of [
      [410, 411],
      [411, 410],
    ] as const) {
      expect(await tasksOf(mine)).toMatchObject([
        {
          key: `same-child:${refOf(other)}`,
          title: expect.stringContaining(`another open case, ${refOf(other)}`),
          role: 'caseworker',
          // The day it was learned, and five more.
          openedOn: '2025-04-04',
          dueOn: '2025-04-09',
          stream: streamOf(mine),
        },
      ]);
      expect((await fixture.worklist.caseSummary(refOf(mine)))?.tasks.map((t) => t.key)).toContain(
        `same-child:${refOf(other)}`,
      );
    }
    expect((await fixture.ledger.rebuild()).differing).toBe(0);
    await fixture.ledger.append(streamOf(410), [event(3, 'finished', { outcome: 'withdrawn' })]);
    expect([...(await tasksOf(410)), ...(await tasksOf(411))]).toEqual([]);
  });

  it('and makes the child one who has a plan, is a task in the open case alone', async () => {
    await fixture.ledger.append(streamOf(420), [
      received(child('planned')),
      event(2, 'finished', { outcome: 'final-plan' }),
    ]);
    await fixture.ledger.append(streamOf(421), [received(child('unplanned')), event(2, 'checked')]);
    await fixture.ledger.append(streamOf(421), [event(3, 'corrected', { child: child('planned') })]);
    expect(await tasksOf(421)).toMatchObject([{ title: expect.stringContaining(`has a plan, from ${refOf(420)}`) }]);
    expect(await tasksOf(420)).toEqual([]);
    // It was no such child.
    await fixture.ledger.append(streamOf(421), [event(4, 'corrected', { child: child('unplanned') })]);
    expect(await tasksOf(421)).toEqual([]);
  });

  it('at the moment of a request for the same child: it is turned away, or both have the task', async () => {
    for (let n = 430; n < 450; n += 2) {
      await fixture.ledger.append(streamOf(n), [received(child(`before ${n}`)), event(2, 'checked')]);
      await fixture.ledger.append(streamOf(n + 1), [received(child(`after ${n}`, numbered(n)))]);
      const [{ openCase }] = await Promise.all([
        fixture.ledger.claimChild(refOf(n + 1)),
        fixture.ledger.append(streamOf(n), [event(3, 'corrected', { child: child(`after ${n}`) })]),
      ]);
      if (openCase === undefined) await fixture.ledger.append(streamOf(n + 1), [event(2, 'checked')]);
      const tasks = [...(await tasksOf(n)), ...(await tasksOf(n + 1))];
      expect(tasks).toHaveLength(openCase === undefined ? 2 : 0);
    }
  });
});

describe('a register from before a child had two keys', () => {
  const MIGRATIONS = join(packageRoot, 'db', 'migrations');

  /** The database as the migration finds it, its ledger filled, and its register with one key an entry. */
  const asItWas = async (old: Fixture): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'ehcna-migrations-'));
    try {
      for (const file of (await readdir(MIGRATIONS)).filter((name) => name < '0006'))
        await copyFile(join(MIGRATIONS, file), join(folder, file));
      await old.pool.query('alter schema public rename to later');
      await old.pool.query('create schema public');
      await migrate(old.url, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const columns = 'stream, seq, type, occurred_on, recorded_at, body, prev_hash, hash';
    await old.pool.query(`insert into ledger (${columns}) select ${columns} from later.ledger order by position`);
    await old.pool.query(
      'insert into ledger_heads (stream, seq, hash) select stream, seq, hash from later.ledger_heads',
    );
    await old.pool.query(`insert into child_register (case_ref, child_key, open, plan_held, last_assessed_on)
                          select case_ref, 'one key', open, plan_held, last_assessed_on from later.child_register`);
    await old.pool.query('drop schema later cascade');
  };

  const upgraded = async (work: (old: Fixture) => Promise<void>): Promise<void> => {
    const old = await openFixture(2);
    try {
      await old.ledger.append(streamOf(1), [received(child('numbered', NUMBER)), event(2, 'checked')]);
      await old.ledger.append(streamOf(2), [received(child('over')), event(2, 'finished', { outcome: 'final-plan' })]);
      await old.ledger.append(streamOf(3), [received(child('in the middle'))]);
      await old.ledger.claimChild(refOf(3));
      await old.ledger.append(streamOf(4), [received(child('Númbered')), event(2, 'checked')]);
      await asItWas(old);
      expect(await migrate(old.url)).toContain('0006_child_keys');
      await work(old);
    } finally {
      await old.close();
    }
  };

  it('is filled from the ledger by the first request that asks it', () =>
    upgraded(async (old) => {
      const known = (of: Child) => old.ledger.knownOfChild(refOf(9), childIdentity(of));
      expect(await known(child('NUMBERED', OTHER_NUMBER))).toMatchObject({ openCase: refOf(4) });
      expect(await known(child('renamed', NUMBER))).toMatchObject({ openCase: refOf(1) });
      expect(await known(child('over'))).toMatchObject({ planHeld: true, lastAssessedOn: '2025-04-03' });
      expect(await old.ledger.claimChild(refOf(9), childIdentity(child('in the middle')))).toMatchObject({
        openCase: refOf(3),
      });
    }));

  it('is filled by a rebuild, which shows who has two open cases', () =>
    upgraded(async (old) => {
      const { differences } = await old.ledger.rebuild();
      expect(differences.filter((d) => d.table === 'child_register').map((d) => d.key)).toEqual(
        expect.arrayContaining([1, 2, 3, 4].map(refOf)),
      );
      const { rows } = await old.pool.query('select from child_register where name_key is null');
      expect(rows).toEqual([]);
      const found = await createWorklist(old.pool).tasks({ caseRef: refOf(1) });
      expect(found.map((task) => task.key)).toContain(`same-child:${refOf(4)}`);
      expect((await old.ledger.rebuild()).differing).toBe(0);
    }));
});
