import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import { event, type Fixture, openFixture, project, refOf, streamOf } from './ledger-fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const received = (identity: string) => event(1, 'received', { identity });

describe('reserving a case for a child', () => {
  it('lets one of ten requests for one child through, made at the same moment', async () => {
    const refs = Array.from({ length: 10 }, (_, i) => refOf(100 + i));
    const claims = await Promise.all(refs.map((ref) => fixture.ledger.claimChild(ref, 'one child')));
    const winners = refs.filter((_, i) => claims[i]?.openCase === undefined);
    expect(winners).toHaveLength(1);
    expect(new Set(claims.flatMap((c) => c.openCase ?? []))).toEqual(new Set(winners));
  });

  it('takes one of two requests up that were both written before either was checked', async () => {
    const both = [90, 91];
    await Promise.all(both.map((n) => fixture.ledger.append(streamOf(n), [received('asked twice')])));
    const claims = await Promise.all(both.map((n) => fixture.ledger.claimChild(refOf(n), 'asked twice')));
    expect(claims.filter((claim) => claim.openCase === undefined)).toHaveLength(1);
  });

  it('keeps a reservation through a rebuild, before the case is checked in', async () => {
    await fixture.ledger.append(streamOf(92), [received('rebuilt')]);
    await fixture.ledger.claimChild(refOf(92), 'rebuilt');
    await fixture.ledger.rebuild();
    expect((await fixture.ledger.claimChild(refOf(93), 'rebuilt')).openCase).toBe(refOf(92));
  });

  it('answers the same case the same way however often it asks', async () => {
    const ref = refOf(1);
    for (let i = 0; i < 3; i += 1)
      expect(await fixture.ledger.claimChild(ref, 'again')).toEqual({ planHeld: false, lastAssessedOn: null });
  });

  it('knows a child however the name is spelt', async () => {
    await fixture.ledger.claimChild(refOf(2), 'Zoë  Example|2016-03-04');
    expect((await fixture.ledger.claimChild(refOf(3), ' ZOE\u0308 EXAMPLE|2016-03-04')).openCase).toBe(refOf(2));
    expect((await fixture.ledger.claimChild(refOf(4), 'Zoe Example|2016-03-05')).openCase).toBeUndefined();
  });

  it('lets another case open once the first has ended, and tells what the first came to', async () => {
    await fixture.ledger.claimChild(refOf(10), 'assessed before');
    await fixture.ledger.append(streamOf(10), [
      received('assessed before'),
      event(2, 'finished', { outcome: 'no-plan' }),
    ]);
    expect(await fixture.ledger.claimChild(refOf(11), 'assessed before')).toEqual({
      planHeld: false,
      lastAssessedOn: '2025-04-03',
    });
    await fixture.ledger.append(streamOf(11), [
      received('assessed before'),
      event(2, 'finished', { outcome: 'final-plan' }),
    ]);
    expect(await fixture.ledger.claimChild(refOf(12), 'assessed before')).toEqual({
      planHeld: true,
      lastAssessedOn: '2025-04-03',
    });
  });

  it('does not count a request that was refused without an assessment', async () => {
    await fixture.ledger.append(streamOf(20), [
      received('refused'),
      event(2, 'finished', { outcome: 'refused-to-assess' }),
    ]);
    expect(await fixture.ledger.claimChild(refOf(21), 'refused')).toEqual({ planHeld: false, lastAssessedOn: null });
  });

  it('ends with the case even where its events do not say who the child is', async () => {
    await fixture.ledger.claimChild(refOf(30), 'unnamed');
    await fixture.ledger.append(streamOf(30), [event(1, 'received'), event(2, 'finished', { outcome: 'withdrawn' })]);
    expect((await fixture.ledger.claimChild(refOf(31), 'unnamed')).openCase).toBeUndefined();
  });

  it('can be taken back while the case has not begun, and not afterwards', async () => {
    await fixture.ledger.claimChild(refOf(40), 'never began');
    await fixture.ledger.releaseChild(refOf(40));
    expect((await fixture.ledger.claimChild(refOf(41), 'never began')).openCase).toBeUndefined();
    await fixture.ledger.append(streamOf(41), [received('never began')]);
    await fixture.ledger.releaseChild(refOf(41));
    expect((await fixture.ledger.claimChild(refOf(42), 'never began')).openCase).toBe(refOf(41));
  });

  it('keeps no name: the register holds a hash that another key does not make', async () => {
    await fixture.ledger.claimChild(refOf(50), 'Ada Lovelace');
    const { rows } = await fixture.pool.query<{ row: string }>('select r::text as row from child_register r');
    expect(rows.map((r) => r.row).join()).not.toMatch(/ada|lovelace/i);
    const other = createLedger(fixture.pool, project, { childKeySecret: 'another' });
    expect(other.childKey('Ada Lovelace')).not.toBe(fixture.ledger.childKey('Ada Lovelace'));
  });

  it('refuses to guess without a secret', async () => {
    const bare = createLedger(fixture.pool, project);
    await expect(bare.claimChild(refOf(60), 'anyone')).rejects.toThrow('No secret for child keys is set');
  });
});
