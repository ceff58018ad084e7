import { describe, expect, it } from 'vitest';
import { areOneChild, childIdentity } from '../../domain/assessment/identity.js';

const named = (name: string, dateOfBirth = '2016-03-04') => childIdentity({ name, dateOfBirth });

describe('a name with a date of birth', () => {
  it.each([
    ['letter case', 'Zoe Example', 'ZOE EXAMPLE'],
    ['spaces', 'Zoe Example', ' Zoe  Exam\u00a0ple '],
    ['width', 'Zoe Example', 'Ｚｏｅ Example'],
    ['accents', 'Zoë Éxample', 'Zoe Example'],
    ['how an accent is encoded', 'Zoe\u0308 Example', 'Zoë Example'],
    ['hyphens and dashes', 'Anna-Lena Two\u2013Part', 'Anna Lena Twopart'],
    ['apostrophes', 'Zoe O\u2019Example', "Zoe O'Example"],
    ['apostrophes left out, or counted among the letters', 'Zoe O\u02bcExample', 'Zoe OExample'],
    ['letters that English keyboards lack', 'Łucja Sørensæn Großmann', 'Lucja Sorensaen Grossmann'],
    ['the Turkish i', 'İpek Işık', 'ipek isik'],
  ])('is the same whatever the %s', (_what, one, other) => {
    expect(areOneChild(named(one), named(other))).toBe(true);
  });

  it.each([
    ['by a letter', 'Zoe Example', 'Zoa Example'],
    ['by a name more', 'Zoe Example', 'Zoe Ann Example'],
    ['by a vowel sign, which is no accent', 'मोहिनी', 'मोहनी'],
    ['though neither holds a letter', '?', '-'],
  ])('is another where it differs %s', (_what, one, other) => {
    expect(areOneChild(named(one), named(other))).toBe(false);
  });

  it('is another on another day', () => {
    expect(areOneChild(named('Zoe Example'), named('Zoe Example', '2016-03-05'))).toBe(false);
  });
});
