/** A document sealed piece by piece opens as it was, and in no other way. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DoesNotOpen,
  HEADER_BYTES,
  openPart,
  openPieces,
  PIECE_BYTES,
  PieceSealer,
  SEALED_PIECE_BYTES,
  sealPieces,
} from '../../keys/seal-object.js';

const KEY = randomBytes(32);
const PURPOSE = 'document\nEHC-7K2M9QXA\nevidence\nE1\n1';

const gather = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const one of source) all.push(one);
  return Buffer.concat(all);
};

/** In chunks of that size, as a network brings them. */
const inChunks = (body: Buffer, size: number): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
    })(),
  );

const seal = (body: Buffer, chunk = 10_000) => gather(sealPieces(new PieceSealer(KEY, PURPOSE), inChunks(body, chunk)));
const open = (sealed: Buffer, { key = KEY, purpose = PURPOSE, chunk = 7_000 } = {}) =>
  gather(openPieces(key, purpose, inChunks(sealed, chunk)));

const SIZES = [1, 100, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 17];

describe('a document', () => {
  it.each(SIZES)('of %i bytes opens as it was, in whatever chunks it comes', async (size) => {
    const body = randomBytes(size);
    for (const chunk of [1_000, PIECE_BYTES, 1_000_000]) {
      const sealed = await seal(body, chunk);
      expect((await open(sealed, { chunk })).equals(body)).toBe(true);
      expect(sealed.length).toBe(HEADER_BYTES + size + 16 * Math.ceil(size / PIECE_BYTES));
    }
  });

  it('sealed twice is not the same twice', async () => {
    const body = Buffer.from('the same');
    expect((await seal(body)).equals(await seal(body))).toBe(false);
  });

  it('can be read in part', async () => {
    const body = randomBytes(2 * PIECE_BYTES + 500);
    const sealed = await seal(body);
    const sealer = new PieceSealer(KEY, PURPOSE, sealed.subarray(0, HEADER_BYTES));
    const read = async (offset: number, length: number) => sealed.subarray(offset, offset + length);
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length + 10), fc.nat(PIECE_BYTES + 100), async (offset, length) => {
        const part = await openPart(sealer, body.length, read, offset, length);
        expect(part.equals(body.subarray(offset, offset + length))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what was changed does not open', () => {
  const body = randomBytes(2 * PIECE_BYTES + 500);

  it('with any byte changed', async () => {
    const sealed = await seal(body);
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ by;
        await expect(open(changed)).rejects.toThrow(DoesNotOpen);
      }),
      { numRuns: 300 },
    );
  });

  it('cut short anywhere, at the end of a piece too', async () => {
    const sealed = await seal(body);
    const ends = [0, 5, HEADER_BYTES, HEADER_BYTES + 3, HEADER_BYTES + SEALED_PIECE_BYTES, sealed.length - 1];
    for (const end of [...ends, HEADER_BYTES + 2 * SEALED_PIECE_BYTES])
      await expect(open(sealed.subarray(0, end)), String(end)).rejects.toThrow(DoesNotOpen);
  });

  it('with pieces changed about, repeated, or added', async () => {
    const sealed = await seal(body);
    const header = sealed.subarray(0, HEADER_BYTES);
    const pieces = [0, 1, 2].map((n) =>
      sealed.subarray(HEADER_BYTES + n * SEALED_PIECE_BYTES, HEADER_BYTES + (n + 1) * SEALED_PIECE_BYTES),
    );
    for (const order of [
      [1, 0, 2],
      [0, 2],
      [0, 0, 1, 2],
      [0, 1, 2, 2],
    ]) {
      const other = Buffer.concat([header, ...order.map((n) => pieces[n] as Buffer)]);
      await expect(open(other), order.join()).rejects.toThrow(DoesNotOpen);
    }
  });

  it('with another key, another name, or another salt', async () => {
    const sealed = await seal(body);
    await expect(open(sealed, { key: randomBytes(32) })).rejects.toThrow(DoesNotOpen);
    await expect(open(sealed, { purpose: `${PURPOSE}1` })).rejects.toThrow(DoesNotOpen);
    const other = await seal(body);
    const mixed = Buffer.concat([other.subarray(0, HEADER_BYTES), sealed.subarray(HEADER_BYTES)]);
    await expect(open(mixed)).rejects.toThrow(DoesNotOpen);
  });
});
