import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeOnce } from '../../keys/made-once.js';

it('a secret that many make at the same moment is one, whole for each of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ehcna-made-'));
  let made = 0;
  const make = (): string => `secret ${(made += 1)} `.repeat(1_000);
  for (const round of ['first', 'second', 'third']) {
    const file = join(folder, 'of', round);
    const texts = await Promise.all(Array.from({ length: 40 }, () => madeOnce(file, make)));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toHaveLength((texts[0]?.indexOf(' ', 7) ?? 0) * 1_000 + 1_000);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
  expect(await readdir(join(folder, 'of'))).toEqual(['first', 'second', 'third']);
  await rm(folder, { recursive: true });
});
