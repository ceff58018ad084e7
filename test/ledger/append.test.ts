import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../activities/ledger.js';
import { event, events, type Fixture, openFixture, project, refOf, streamOf } from './ledger-fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

let made = 0;
const newStream = (): string => streamOf((made += 1));

const rowsIn = async (stream: string): Promise<number> => {
  const { rows } = await fixture.pool.query<{ n: number }>('select count(*)::int as n from ledger where stream = $1', [
    stream,
  ]);
  return rows[0]?.n ?? -1;
};

/** Ends the connection that waits for a lock, and says how many there were. */
const cutWaiting = async (): Promise<number> => {
  const { rows } = await fixture.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to-be-cut' and wait_event_type = 'Lock'`,
  );
  return rows.length;
};

describe('appending to the ledger', () => {
  it('keeps every event as it was given, in its order', async () => {
    const stream = newStream();
    const given = [
      event(1, 'received', { note: 'Zoë “7” \u0000 \ud800', nested: { b: [1, null], a: true } }),
      ...events(2, 4),
    ];
    expect(await fixture.ledger.append(stream, given)).toEqual({ head: 4, instead: [] });
    expect(await fixture.ledger.read(stream)).toEqual(given);
  });

  it('writes a batch once, however often it is sent', async () => {
    const stream = newStream();
    for (let i = 0; i < 5; i += 1)
      expect(await fixture.ledger.append(stream, events(1, 7))).toEqual({ head: 7, instead: [] });
    expect(await rowsIn(stream)).toBe(7);
  });

  it('writes a batch once when ten connections send it at the same moment', async () => {
    const stream = newStream();
    const heads = await Promise.all(Array.from({ length: 10 }, () => fixture.ledger.append(stream, events(1, 20))));
    expect(heads).toEqual(Array.from({ length: 10 }, () => ({ head: 20, instead: [] })));
    expect(await rowsIn(stream)).toBe(20);
    expect((await fixture.ledger.verify(stream)).faults).toEqual([]);
  });

  it('comes to the same stream whatever overlapping batches arrive, in whatever order, from several connections', async () => {
    const batch = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 8 }), async (batches) => {
        const stream = newStream();
        const send = ([from, more]: [number, number]): Promise<unknown> =>
          fixture.ledger
            .append(stream, events(from, from + more))
            .catch((e: unknown) => expect(String(e)).toContain('cannot follow'));
        await Promise.all([...batches.map(send), send([1, 5])]);
        const there = await fixture.ledger.read(stream);
        expect(there).toEqual(events(1, there.length));
        expect(await fixture.ledger.verify(stream)).toEqual({ streams: 1, events: there.length, faults: [] });
      }),
      { numRuns: 25 },
    );
  });

  it('takes the new part of a batch whose first part is there', async () => {
    const stream = newStream();
    await fixture.ledger.append(stream, events(1, 3));
    expect(await fixture.ledger.append(stream, events(2, 6))).toEqual({ head: 6, instead: [] });
    expect(await fixture.ledger.read(stream)).toEqual(events(1, 6));
  });

  it('refuses for good another event in a taken place, naming the place and nothing of the child', async () => {
    const stream = newStream();
    await fixture.ledger.append(stream, events(1, 3));
    const refused = fixture.ledger.append(stream, [event(3, 'noted', { note: 'Ada Lovelace' }), event(4)]);
    await expect(refused).rejects.toMatchObject({ type: 'LedgerConflict', nonRetryable: true });
    await expect(refused).rejects.toThrow(`${stream}: event 3 is there already and is another.`);
    await expect(refused).rejects.not.toThrow('Lovelace');
    expect(await rowsIn(stream)).toBe(3);
  });

  it('refuses an event that would leave a gap, to be tried again when the others have come', async () => {
    const stream = newStream();
    const early = fixture.ledger.append(stream, events(4, 5));
    await expect(early).rejects.toMatchObject({ type: 'LedgerGap', nonRetryable: false });
    await expect(early).rejects.toThrow(`${stream}: event 4 cannot follow event 0; expected 1.`);
    await fixture.ledger.append(stream, events(1, 3));
    expect(await fixture.ledger.append(stream, events(4, 5))).toEqual({ head: 5, instead: [] });
    await expect(fixture.ledger.append(stream, [event(6), event(8)])).rejects.toThrow('cannot follow event 6');
  });

  it.each([
    ['a date that does not exist', { occurredOn: '2025-02-30' }],
    ['an instant that is none', { recordedAt: 'yesterday' }],
    ['no type', { type: '' }],
    ['a place that is not a whole number', { seq: 1.5 }],
  ])('refuses an event with %s', async (_, wrong) => {
    const stream = newStream();
    await expect(fixture.ledger.append(stream, [{ ...event(1), ...wrong }])).rejects.toMatchObject({
      type: 'LedgerMalformed',
    });
    expect(await fixture.ledger.streams({ prefix: stream })).toEqual([]);
  });

  it('leaves nothing behind when there was nothing to append', async () => {
    const stream = newStream();
    expect(await fixture.ledger.append(stream, [])).toEqual({ head: 0, instead: [] });
    expect((await fixture.ledger.verify(stream)).faults).toEqual([]);
  });

  it('writes neither event nor row when the projection fails, and both when it works again', async () => {
    const stream = newStream();
    const broken = createLedger(fixture.pool, () => {
      throw new Error('no projection today');
    });
    await expect(broken.append(stream, events(1, 2))).rejects.toThrow('no projection today');
    expect(await rowsIn(stream)).toBe(0);
    expect(await fixture.ledger.append(stream, events(1, 2))).toEqual({ head: 2, instead: [] });
  });

  it('says nothing of a row when PostgreSQL refuses it', async () => {
    const stream = newStream();
    const broken = createLedger(fixture.pool, (s, all) => {
      const made = project(s, all);
      return (
        made && {
          ...made,
          tasks: made.tasks.map((task) => ({ ...task, title: null as unknown as string, dueOn: 'Ada Lovelace' })),
        }
      );
    });
    const refused = broken.append(stream, events(1, 1)).catch((e: unknown) => e);
    expect(JSON.stringify(await refused, Object.getOwnPropertyNames(await refused))).not.toContain('Lovelace');
    expect(String(await refused)).toContain(`appending to ${stream}`);
  });

  it('goes on in one stream while another is held', async () => {
    const [held, free] = [newStream(), newStream()];
    await fixture.ledger.append(held, events(1, 1));
    const holder = new pg.Client({ connectionString: fixture.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from ledger_heads where stream = $1 for update', [held]);
    let ended = false;
    const waiting = fixture.ledger.append(held, events(2, 2)).then(() => {
      ended = true;
    });
    expect(await fixture.ledger.append(free, events(1, 5))).toEqual({ head: 5, instead: [] });
    expect(await fixture.ledger.append(free, events(6, 9))).toEqual({ head: 9, instead: [] });
    expect(ended).toBe(false);
    await holder.query('commit');
    await holder.end();
    await waiting;
    expect(await rowsIn(held)).toBe(2);
  });

  it('survives its connection being cut, and the batch goes in on the next try', async () => {
    const stream = newStream();
    await fixture.ledger.append(stream, events(1, 1));
    const lone = new pg.Pool({ connectionString: fixture.url, max: 1, application_name: 'to-be-cut' });
    lone.on('error', () => undefined);
    const holder = await fixture.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from ledger_heads where stream = $1 for update', [stream]);
      const settled = createLedger(lone, project)
        .append(stream, events(2, 3))
        .then(
          () => 'written',
          () => 'failed',
        );
      await expect.poll(cutWaiting, { timeout: 10_000 }).toBe(1);
      expect(await settled).toBe('failed');
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    expect(await createLedger(lone, project).append(stream, events(2, 3))).toEqual({ head: 3, instead: [] });
    await lone.end();
  });
});

describe('the tables of the ledger', () => {
  it.each([
    'update ledger set body = body',
    'delete from ledger',
    'truncate ledger',
    'delete from ledger_heads',
    'truncate ledger_heads',
    'update ledger_heads set hash = hash',
    'update ledger_heads set seq = seq - 1',
    'update policies set body = body',
    'delete from policies',
    'truncate policies',
  ])('refuse: %s', async (statement) => {
    await fixture.ledger.append(newStream(), events(1, 1));
    await fixture.ledger.recordPolicy('to-be-kept', { any: 1 } as never);
    await expect(fixture.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('finding streams', () => {
  it('lists those of a kind or of a case, and which processes should be running', async () => {
    const own = await openFixture();
    try {
      const finished = event(2, 'finished', { outcome: 'final-plan' });
      await own.ledger.append(streamOf(1), events(1, 2));
      await own.ledger.append(streamOf(2), [event(1), finished]);
      await own.ledger.append(`plan/${refOf(2)}`, events(1, 1));
      await own.ledger.append('panel/complex-cases', events(1, 3));
      expect(await own.ledger.streams({ prefix: 'assessment/' })).toEqual([streamOf(1), streamOf(2)]);
      expect(await own.ledger.streams({ caseRef: refOf(2) })).toEqual([streamOf(2), `plan/${refOf(2)}`]);
      expect(await own.ledger.openStreams()).toEqual([streamOf(1), 'panel/complex-cases', `plan/${refOf(2)}`]);
    } finally {
      await own.close();
    }
  });
});

describe('recorded policy', () => {
  it('is read back as it was recorded, may be recorded again, and never changes', async () => {
    const policy = { authority: { name: 'Northbridge' }, advice: { remindDaysBefore: [7, 2] } } as never;
    await fixture.ledger.recordPolicy('2025-09', policy);
    await fixture.ledger.recordPolicy('2025-09', policy);
    expect(await fixture.ledger.policy('2025-09')).toEqual(policy);
    expect(await fixture.ledger.policy('2031-01')).toBeUndefined();
    await expect(fixture.ledger.recordPolicy('2025-09', { authority: { name: 'Other' } } as never)).rejects.toThrow(
      'Policy 2025-09 is recorded with other contents',
    );
  });
});
