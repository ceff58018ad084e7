/** Objects in a bucket of a store that speaks S3. Requests are signed (AWS Signature Version 4), tried again with a bound. */
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { isObjectKey, requireKey, type ObjectHead, type ObjectStore, StoreUnreachable } from './object-store.js';
import type { SealedFile } from './object-store.js';
import type { S3Credentials, S3Place } from './place.js';

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 200;
/** Of one attempt, its body included. */
const PATIENCE_MS = 120_000;
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Asking {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** With its prefix, or empty for the bucket. */
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  file?: SealedFile;
}

/** Worth asking again: the store is overloaded, or two asked at once. */
const isPassing = (status: number): boolean => status >= 500 || status === 429 || status === 409 || status === 408;

class Bucket {
  readonly name: string;

  constructor(
    private readonly place: S3Place,
    private readonly credentials: S3Credentials,
  ) {
    this.name = `S3 bucket ${place.bucket} at ${new URL(place.address).host}`;
  }

  /** Its answer, whatever it says for good; throws {@link StoreUnreachable} where none came that is for good. */
  async ask(asking: Asking): Promise<{ response: Response; attempts: number }> {
    let why: unknown;
    for (let n = 1; n <= ATTEMPTS; n += 1) {
      try {
        const response = await this.once(asking);
        if (!isPassing(response.status)) return { response, attempts: n };
        why = await this.fault(response);
      } catch (error) {
        why = error;
      }
      if (n < ATTEMPTS) await pause(FIRST_PAUSE_MS * 2 ** (n - 1) * (0.5 + Math.random()));
    }
    throw why instanceof StoreUnreachable
      ? why
      : new StoreUnreachable(`The object store does not answer (${this.name})`, { cause: why });
  }

  private async once({ method, path, query = {}, headers = {}, file }: Asking): Promise<Response> {
    const url = new URL(`${this.place.address}/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signer = new AwsV4Signer({
      ...this.credentials,
      method,
      url: url.href,
      headers: { ...headers, 'X-Amz-Content-Sha256': file?.sha256 ?? EMPTY_SHA256 },
      service: 's3',
      region: this.place.region,
    });
    const signed = await signer.sign();
    if (file) signed.headers.set('Content-Length', String(file.bytes));
    return fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(file
        ? { body: Readable.toWeb(createReadStream(file.path)) as ReadableStream<Uint8Array>, duplex: 'half' }
        : {}),
    });
  }

  /** The store's own word for what is wrong (NoSuchBucket, AccessDenied …), which says nothing of what was asked for. */
  async codeOf(response: Response): Promise<string> {
    const text = await response.text().catch(() => '');
    return /<Code>([A-Za-z]{1,60})<\/Code>/.exec(text)?.[1] ?? '';
  }

  async fault(response: Response, known?: string): Promise<StoreUnreachable> {
    const code = known ?? (await this.codeOf(response));
    return new StoreUnreachable(
      `The object store answers ${response.status}${code === '' ? '' : ` ${code}`} (${this.name})`,
    );
  }
}

const discarded = async (response: Response): Promise<void> => {
  await response.body?.cancel();
};

interface Listing {
  ListBucketResult?: {
    Contents?: { Key: string; Size: number; LastModified: string }[];
    NextContinuationToken?: string;
  };
}

async function* listed(bucket: Bucket, prefix: string, under: string): AsyncGenerator<ObjectHead> {
  // Loaded where it is needed: few commands list.
  const { XMLParser } = await import('fast-xml-parser');
  const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' });
  let token: string | undefined;
  do {
    const query = { 'list-type': '2', prefix: under, ...(token === undefined ? {} : { 'continuation-token': token }) };
    const { response } = await bucket.ask({ method: 'GET', path: '', query });
    if (response.status !== 200) throw await bucket.fault(response);
    const { ListBucketResult: page = {} } = xml.parse(await response.text()) as Listing;
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      const key = Key.slice(prefix.length);
      if (isObjectKey(key)) yield { key, bytes: Number(Size), storedAt: Date.parse(LastModified) };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined && token !== '');
}

const headIn = async (bucket: Bucket, path: string, key: string): Promise<ObjectHead | undefined> => {
  const { response } = await bucket.ask({ method: 'HEAD', path });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw await bucket.fault(response);
  const { headers } = response;
  return {
    key,
    bytes: Number(headers.get('content-length')),
    storedAt: Date.parse(headers.get('last-modified') ?? ''),
  };
};

const putIn = async (bucket: Bucket, path: string, key: string, file: SealedFile): Promise<void> => {
  const headers = {
    'If-None-Match': '*',
    'X-Amz-Checksum-Sha256': Buffer.from(file.sha256, 'hex').toString('base64'),
  };
  const { response, attempts } = await bucket.ask({ method: 'PUT', path, headers, file });
  if (response.status === 200) return discarded(response);
  // Keys are met once: what lies there after an attempt that never reported back is what that attempt brought.
  if (response.status === 412 && attempts > 1 && (await headIn(bucket, path, key))?.bytes === file.bytes)
    return discarded(response);
  if (response.status === 412) throw new Error(`An object lies under ${key} already; nothing is replaced.`);
  throw await bucket.fault(response);
};

export const s3Store = (place: S3Place, credentials: S3Credentials, spool: string): ObjectStore => {
  const bucket = new Bucket(place, credentials);
  const pathOf = (key: string): string => `${place.prefix}${requireKey(key)}`;
  return {
    name: bucket.name,
    spool: async () => {
      await mkdir(spool, { recursive: true, mode: 0o700 });
      return spool;
    },
    put: (key, file) => putIn(bucket, pathOf(key), key, file),
    get: async (key) => {
      const { response } = await bucket.ask({ method: 'GET', path: pathOf(key) });
      if (response.status === 200 && response.body) return Readable.fromWeb(response.body as ReadableStream);
      const code = await bucket.codeOf(response);
      if (response.status === 404 && code === 'NoSuchKey') return undefined;
      throw await bucket.fault(response, code);
    },
    head: (key) => headIn(bucket, pathOf(key), key),
    delete: async (key) => {
      const { response } = await bucket.ask({ method: 'DELETE', path: pathOf(key) });
      if (response.status !== 204 && response.status !== 200 && response.status !== 404)
        throw await bucket.fault(response);
      await discarded(response);
    },
    list: (caseRef) => listed(bucket, place.prefix, `${place.prefix}${caseRef === undefined ? 'EHC-' : `${caseRef}/`}`),
  };
};
