import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import {
  allRows,
  child,
  event,
  events,
  type Fixture,
  openFixture,
  PROJECTED,
  project,
  refOf,
  streamOf,
} from './ledger-fixture.js';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
  for (let n = 1; n <= 120; n += 1) {
    await fixture.ledger.append(streamOf(n), [
      event(1, 'received', { child: child(`child ${n}`) }),
      ...events(2, 2 + (n % 5)),
    ]);
  }
  await fixture.ledger.append(streamOf(7), [event(5, 'finished', { outcome: 'no-plan' })]);
  await fixture.ledger.append('panel/complex-cases', events(1, 3));
});
afterEach(() => fixture.close());

describe('rebuilding what people read', () => {
  it('finds nothing to change in rows that nobody touched', async () => {
    const before = await allRows(fixture.pool);
    const rebuilt = await fixture.ledger.rebuild();
    expect(rebuilt).toMatchObject({
      streams: 121,
      differing: 0,
      differences: [],
      rows: { cases: 120, deadlines: 120 },
    });
    expect(await allRows(fixture.pool)).toEqual(before);
  });

  it('makes every row again, equal to what was there, when all of them are gone', async () => {
    const before = await allRows(fixture.pool);
    await fixture.pool.query(`truncate ${PROJECTED.join(', ')}`);
    const rebuilt = await fixture.ledger.rebuild();
    expect(await allRows(fixture.pool)).toEqual(before);
    expect(rebuilt.differing).toBe(Object.values(before).flat().length);
    expect(new Set(rebuilt.differences.map((d) => d.difference))).toEqual(new Set(['missing']));
  });

  it('puts right rows that were doctored, and names each', async () => {
    const before = await allRows(fixture.pool);
    await fixture.pool.query(`update cases set stage = 'finished', open = false where case_ref = '${refOf(3)}'`);
    await fixture.pool.query(`delete from tasks where stream = '${streamOf(4)}' and key = 'task-1'`);
    await fixture.pool.query(`insert into tasks select stream, case_ref, 'task-99', role, title, due_on, closed_by, opened_on, closed_on
                              from tasks where stream = '${streamOf(5)}' and key = 'task-1'`);
    await fixture.pool.query(`update child_register set name_key = 'other' where case_ref = '${refOf(6)}'`);
    await fixture.pool.query(`insert into deadlines select 'assessment/nowhere', case_ref, key, rule_id, triggered_on, due_on, early_on,
                              plan_by, state, done_on, contested, cause, exception_ground from deadlines limit 1`);
    const { differences, differing } = await fixture.ledger.rebuild();
    expect(differing).toBe(5);
    expect(new Set(differences)).toEqual(
      new Set([
        { table: 'cases', stream: streamOf(3), key: null, difference: 'changed' },
        { table: 'tasks', stream: streamOf(4), key: 'task-1', difference: 'missing' },
        { table: 'tasks', stream: streamOf(5), key: 'task-99', difference: 'extra' },
        { table: 'child_register', stream: streamOf(6), key: refOf(6), difference: 'changed' },
        { table: 'deadlines', stream: 'assessment/nowhere', key: 'decide-6w', difference: 'extra' },
      ]),
    );
    expect(await allRows(fixture.pool)).toEqual(before);
    expect((await fixture.ledger.rebuild()).differing).toBe(0);
  });

  it('follows a projection that has learned something new', async () => {
    const renamed = createLedger(fixture.pool, (stream, all) => {
      const made = project(stream, all);
      return made?.case ? { ...made, case: { ...made.case, waitingOn: 'the psychologist' } } : made;
    });
    expect((await renamed.rebuild()).differing).toBe(120);
    expect((await fixture.worklist.cases({ limit: 500 })).every((c) => c.waitingOn === 'the psychologist')).toBe(true);
  });

  it('loses no event that arrives while it runs', async () => {
    const arriving = Promise.all(
      Array.from({ length: 10 }, (_, i) => fixture.ledger.append(streamOf(500 + i), events(1, 5))),
    );
    await fixture.ledger.rebuild();
    await arriving;
    expect((await fixture.ledger.rebuild()).differing).toBe(0);
    expect((await fixture.worklist.cases({ limit: 500 })).length).toBe(130);
  });
});
