/** A folder and a bucket keep objects alike: what is put there is there, whole, once, and under the same rules. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newObjectKey, type ObjectStore, type SealedFile } from '../../activities/objects/object-store.js';
import { openObjects } from '../../activities/objects/opening.js';
import { placeOf } from '../../activities/objects/place.js';
import { caseRefFrom } from '../../domain/ids.js';
import { ACCESS, BUCKET, S3Server } from './s3-server.js';

const ONE = caseRefFrom([1, 2, 3, 4, 5, 6, 7, 8]);
const OTHER = caseRefFrom([8, 7, 6, 5, 4, 3, 2, 1]);

let root: string;
const server = new S3Server();
let endpoint: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ehcna-stores-'));
  endpoint = await server.start();
});
afterAll(async () => {
  await server.stop();
  await rm(root, { recursive: true, force: true });
});
beforeEach(() => {
  server.objects.clear();
  server.asked.length = 0;
  server.failures.length = 0;
});

let n = 0;
const bucket = (secretAccessKey = ACCESS.secretAccessKey, prefix = 'sen/documents'): ObjectStore =>
  openObjects(
    placeOf(`s3://${BUCKET}/${prefix}?endpoint=${endpoint}&region=eu-west-2`),
    { ...ACCESS, secretAccessKey },
    join(root, 'spool'),
  );
const folder = (): ObjectStore => openObjects(placeOf(`folder:${join(root, `store-${(n += 1)}`)}`), undefined, '');

const sealed = async (store: ObjectStore, body: Buffer): Promise<SealedFile> => {
  const path = join(await store.spool(), randomBytes(8).toString('hex'));
  await writeFile(path, body);
  return { path, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
};

const put = async (store: ObjectStore, key: string, body: Buffer): Promise<void> => {
  const file = await sealed(store, body);
  await store.put(key, file);
  await rm(file.path, { force: true });
};

const read = async (store: ObjectStore, key: string): Promise<Buffer | undefined> => {
  const stream = await store.get(key);
  if (!stream) return undefined;
  const all: Buffer[] = [];
  for await (const chunk of stream) all.push(chunk as Buffer);
  return Buffer.concat(all);
};

const keysOf = async (store: ObjectStore, caseRef?: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of store.list(caseRef)) keys.push(key);
  return keys.sort();
};

describe.each([
  ['a folder', folder],
  ['a bucket', () => bucket()],
])('%s', (_, openStore) => {
  it('gives back what was put there, and says how large it is and since when', async () => {
    const store = openStore();
    const key = newObjectKey(ONE);
    const body = randomBytes(300_000);
    const before = Date.now() - 2_000;
    await put(store, key, body);
    expect((await read(store, key))?.equals(body)).toBe(true);
    const head = await store.head(key);
    expect(head).toMatchObject({ key, bytes: body.length });
    expect(head?.storedAt).toBeGreaterThan(before);
  });

  it('replaces nothing', async () => {
    const store = openStore();
    const key = newObjectKey(ONE);
    await put(store, key, Buffer.from('first'));
    await expect(put(store, key, Buffer.from('second'))).rejects.toThrow('nothing is replaced');
    expect(String(await read(store, key))).toBe('first');
  });

  it('has nothing where nothing was put, and forgets what is deleted, once or twice', async () => {
    const store = openStore();
    const key = newObjectKey(ONE);
    expect([await read(store, key), await store.head(key)]).toEqual([undefined, undefined]);
    await put(store, key, Buffer.from('x'));
    for (const _again of [1, 2]) await store.delete(key);
    expect([await read(store, key), await store.head(key)]).toEqual([undefined, undefined]);
  });

  it('lists those of one case, or of all, over as many pages as they take', async () => {
    const store = openStore();
    const own = Array.from({ length: 7 }, () => newObjectKey(ONE)).sort();
    const others = Array.from({ length: 2 }, () => newObjectKey(OTHER)).sort();
    for (const key of [...own, ...others]) await put(store, key, Buffer.from(key));
    expect(await keysOf(store, ONE)).toEqual(own);
    expect(await keysOf(store, OTHER)).toEqual(others);
    expect(await keysOf(store)).toEqual([...own, ...others].sort());
  });

  it('takes no name but a key of ours, which leads nowhere else', async () => {
    const store = openStore();
    for (const key of ['../x', `${ONE}/../../etc/passwd`, `${ONE}/${'A'.repeat(32)}`, '', `${ONE}/`]) {
      await expect(store.get(key), key).rejects.toThrow('no key');
      await expect(store.delete(key), key).rejects.toThrow('no key');
    }
  });
});

describe('a folder', () => {
  it('is its owner’s alone, and holds nothing unfinished', async () => {
    const store = folder();
    const key = newObjectKey(ONE);
    await put(store, key, Buffer.from('x'));
    const place = store.name.replace('folder ', '');
    expect((await stat(place)).mode & 0o777).toBe(0o700);
    expect((await stat(join(place, ONE))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(place, '.incoming'))).toEqual([]);
  });
});

describe('a bucket', () => {
  afterEach(() => {
    server.failures.length = 0;
  });

  it('is asked with signatures, checksums, and the condition that nothing is there', async () => {
    await put(bucket(), newObjectKey(ONE), Buffer.from('x'));
    const [asked] = server.asked;
    expect(asked?.path).toMatch(new RegExp(`^/${BUCKET}/sen/documents/${ONE}/[0-9a-f]{32}$`));
    expect(asked?.headers).toMatchObject({ 'if-none-match': '*', 'content-length': '1' });
    expect(asked?.headers['x-amz-checksum-sha256']).toBe(createHash('sha256').update('x').digest('base64'));
    expect(asked?.headers['transfer-encoding']).toBeUndefined();
  });

  it('refuses a wrong secret, in words that hold none', async () => {
    const wrong = bucket('another secret');
    const error = await put(wrong, newObjectKey(ONE), Buffer.from('x')).catch((e: Error) => e);
    expect(String(error)).toContain('answers 403 SignatureDoesNotMatch');
    expect(String(error)).not.toContain('another secret');
    expect(server.asked).toHaveLength(1);
    await expect(wrong.get(newObjectKey(ONE))).rejects.toThrow('403');
    await expect(keysOf(wrong)).rejects.toThrow('403');
  });

  it('that is not there is told as that, and not as an object that is gone', async () => {
    const other = openObjects(placeOf(`s3://another?endpoint=${endpoint}&region=eu-west-2`), ACCESS, root);
    await expect(other.get(newObjectKey(ONE))).rejects.toThrow('NoSuchBucket');
  });

  it.each(['busy', 'cut', 'conflict', 'cut-after', 'busy-after'] as const)(
    'that is away for a moment (%s) is asked again, and has it once',
    async (how) => {
      const store = bucket();
      const key = newObjectKey(ONE);
      server.failures.push({ method: 'PUT', how }, { method: 'PUT', how: 'busy' });
      await put(store, key, Buffer.from('the object'));
      expect(server.objects.size).toBe(1);
      expect(server.asked.filter(({ method }) => method === 'PUT')).toHaveLength(3);
      server.failures.push({ method: 'GET', how: 'cut' }, { method: 'DELETE', how: 'busy' });
      expect(String(await read(store, key))).toBe('the object');
      await store.delete(key);
      expect(server.objects.size).toBe(0);
    },
  );

  it('that stays away is given up after four attempts', async () => {
    for (const _ of [1, 2, 3, 4, 5]) server.failures.push({ method: 'PUT', how: 'busy' });
    await expect(put(bucket(), newObjectKey(ONE), Buffer.from('x'))).rejects.toMatchObject({
      name: 'StoreUnreachable',
      message: expect.stringContaining('503 SlowDown'),
    });
    expect(server.asked).toHaveLength(4);
  });

  it('never takes what another wrote after a lost answer for its own', async () => {
    const store = bucket();
    const key = newObjectKey(ONE);
    await put(store, key, Buffer.from('somebody else’s, and longer'));
    server.failures.push({ method: 'PUT', how: 'cut' });
    await expect(put(store, key, Buffer.from('mine'))).rejects.toThrow('nothing is replaced');
  });
});

describe('a place', () => {
  it.each([
    ['somewhere', 'expected folder:'],
    ['folder:objects', 'expected folder:'],
    ['s3://B', 'a bucket has'],
    ['s3://bucket?endpoint=http://store.example', 'expected https'],
    ['s3://bucket?endpoint=https://store.example/x', 'nothing after the host'],
    ['s3://id:secret@bucket', 'expected no credentials here'],
    ['s3://bucket?style=odd', 'path or virtual'],
    ['s3://bucket?acl=public-read', 'no more settings'],
  ])('%s is refused: %s', (text, why) => {
    expect(() => placeOf(text)).toThrow(why);
  });

  it.each([
    ['s3://bucket?region=eu-west-2', 'https://bucket.s3.eu-west-2.amazonaws.com', ''],
    ['s3://bucket?endpoint=https://store.example', 'https://store.example/bucket', ''],
    ['s3://bucket/a/b?endpoint=https://store.example&style=virtual', 'https://bucket.store.example', 'a/b/'],
    ['s3://bucket?endpoint=http://127.0.0.1:9000', 'http://127.0.0.1:9000/bucket', ''],
  ])('%s is %s', (text, address, prefix) => {
    expect(placeOf(text)).toMatchObject({ s3: { address, prefix, bucket: 'bucket' } });
  });
});
