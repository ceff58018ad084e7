import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyringFaults, keyringOf, keysIn, keysMadeIn, newKey } from '../../keys/keyring.js';
import { readConfig } from '../../workers/config.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehcna-keyring-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const data = randomBytes(32);
const owner = 'EHC-7K2M9QXA';

describe('the keys of an authority', () => {
  it('wrap under the first, and unwrap under every one', async () => {
    const [old, next] = [newKey('2026'), newKey('2027')];
    const wrapped = await keyringOf(old).first.wrap(data, owner);
    const both = keyringOf(`${next}\n${old}\n`);
    expect(both.first.name).toBe('2027');
    expect(await both.named('2026')?.unwrap(wrapped, owner)).toEqual(data);
    expect(keyringOf(next).named('2026')).toBeUndefined();
  });

  it('unwrap for nobody else what they wrapped for one case', async () => {
    const { first } = keyringOf(newKey('a'));
    const wrapped = await first.wrap(data, owner);
    await expect(first.unwrap(wrapped, 'EHC-00000000')).rejects.toThrow();
    await expect(keyringOf(newKey('a')).first.unwrap(wrapped, owner)).rejects.toThrow();
    wrapped[20]! ^= 1;
    await expect(first.unwrap(wrapped, owner)).rejects.toThrow();
  });

  it('name every fault at once, and never a key', () => {
    const good = newKey('good');
    const faults = keyringFaults(`${good} short:c2hvcnQ= noColon _:${'A'.repeat(43)} kms:exec:relative/path ${good}`);
    expect(faults).toEqual([
      'short: a key is 32 bytes in base64',
      'entry 3 is not NAME:KEY',
      'entry 4 is not NAME:KEY',
      'kms: after exec: comes the absolute path of a program',
      'good: two keys have this name',
    ]);
    expect(faults.join()).not.toContain('c2hvcnQ=');
    expect(keyringFaults(' \n')).toEqual(['expected at least one key, NAME:KEY']);
    expect(keyringFaults(good)).toEqual([]);
  });

  it('come from the environment, or from a file that it names, with every fault told together', async () => {
    const file = join(folder, 'authority-keys');
    await writeFile(file, `${newKey('from-a-file')}\n`);
    expect(readConfig({ EHCNA_KEYS_FILE: file }).keys).toMatch(/^from-a-file:/);
    expect(readConfig({ EHCNA_KEYS: newKey('given') }).keys).toMatch(/^given:/);
    expect(() => readConfig({ EHCNA_KEYS: 'a:b c', EHCNA_PORT: 'x' })).toThrow(
      /3 faults: EHCNA_KEYS: a: a key is 32 bytes in base64; EHCNA_KEYS: entry 2 is not NAME:KEY; EHCNA_PORT: /,
    );
    expect(() => readConfig({ EHCNA_KEYS: newKey('a'), EHCNA_KEYS_FILE: file })).toThrow(/both set/);
    expect(() => readConfig({ EHCNA_KEYS_FILE: join(folder, 'none') })).toThrow(/EHCNA_KEYS_FILE: cannot read/);
  });

  it('are made once in a data folder, for its owner only, however many ask', async () => {
    const dataDir = join(folder, 'data');
    expect(await keysIn(dataDir)).toBeUndefined();
    const made = await Promise.all(Array.from({ length: 5 }, () => keysMadeIn(dataDir)));
    expect(new Set(made).size).toBe(1);
    expect(keyringFaults(made[0] as string)).toEqual([]);
    expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o600);
  });

  it('may stay in a service, which a program asks', async () => {
    // A stand-in that turns bytes about, so that it can be seen to have been asked, and for what.
    const program = join(folder, 'kms');
    const asked = join(folder, 'asked');
    await writeFile(
      program,
      `#!${process.execPath}
const [verb, name, owner] = process.argv.slice(2);
require('node:fs').appendFileSync(${JSON.stringify(asked)}, [verb, name, owner].join(' ') + '\\n');
if (name === 'broken') process.exit(4);
const text = require('node:fs').readFileSync(0, 'utf8');
process.stdout.write(Buffer.from(Buffer.from(text, 'base64').reverse()).toString('base64') + '\\n');
`,
    );
    await chmod(program, 0o700);
    const ring = keyringOf(`held:exec:${program} broken:exec:${program}`);
    const wrapped = await ring.first.wrap(data, owner);
    expect(wrapped).not.toEqual(data);
    expect(await ring.first.unwrap(wrapped, owner)).toEqual(data);
    expect(await readFile(asked, 'utf8')).toBe(`wrap held ${owner}\nunwrap held ${owner}\n`);
    await expect(ring.named('broken')?.wrap(data, owner)).rejects.toThrow(
      `${program} could not wrap under the key broken.`,
    );
  });
});
