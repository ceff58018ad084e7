import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, firstHash, nextHash } from '../../activities/ledger/chain.js';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  );
};

describe('the one spelling of a value', () => {
  it('says the same as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which properties were set', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('is its own spelling when read and written again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(value);
        expect(canonicalJson(JSON.parse(once))).toBe(once);
      }),
    );
  });

  it('is shared by two values exactly when JSON holds them to be the same', () => {
    const small = fc.jsonValue({ maxDepth: 1 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        const same = isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
        expect(canonicalJson(a) === canonicalJson(b)).toBe(same);
      }),
    );
  });

  it('leaves out what JSON leaves out, and sorts keys that look like numbers as text', () => {
    expect(canonicalJson({ b: 1, 10: 'x', 9: 'y', a: undefined, c: [undefined] })).toBe(
      '{"10":"x","9":"y","b":1,"c":[null]}',
    );
  });

  it('refuses a number that JSON would turn into null', () => {
    expect(() => canonicalJson({ n: Number.NaN })).toThrow('no NaN');
  });

  it('is fixed: an outside checker can do the same sums', () => {
    expect(nextHash(firstHash('assessment/EHC-00000001'), '{"seq":1,"type":"é"}')).toBe(
      'c6cc4b9cec5e4e8554ad4ac23242edc2467f2399d477579407d3d1f446806f73',
    );
  });
});
