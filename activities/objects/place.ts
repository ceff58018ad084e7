/** Reads where documents are to lie: `folder:/path`, or `s3://bucket/prefix?endpoint=…&region=…`. */
import { isAbsolute } from 'node:path';

export interface S3Place {
  /** Where the bucket answers: with its name in the path or in the host. No slash at the end. */
  address: string;
  bucket: string;
  region: string;
  /** Before every key, with its slash; empty where there is none. */
  prefix: string;
}

export type ObjectsPlace = { folder: string } | { s3: S3Place };

export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Thrown with what was expected. */
export class WrongPlace extends Error {
  override readonly name = 'WrongPlace';
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const expected = 'expected folder:/an/absolute/path, or s3://bucket?endpoint=https://…&region=…';

const endpointOf = (given: string | null, region: string): URL => {
  if (given === null) return new URL(`https://s3.${region}.amazonaws.com`);
  if (!URL.canParse(given)) throw new WrongPlace('endpoint: expected an address such as https://s3.example.net');
  const url = new URL(given);
  const isPlain = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isPlain) throw new WrongPlace('endpoint: expected an address with nothing after the host and port');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    throw new WrongPlace(
      'endpoint: expected https, since what lies there is about children (http only on this machine)',
    );
  return url;
};

const SETTINGS = ['endpoint', 'region', 'style'];

const s3PlaceOf = (text: string): S3Place => {
  if (!URL.canParse(text)) throw new WrongPlace(expected);
  const { hostname: bucket, pathname, searchParams, username } = new URL(text);
  if (username !== '')
    throw new WrongPlace(
      'expected no credentials here: they are EHCNA_S3_ACCESS_KEY_ID and EHCNA_S3_SECRET_ACCESS_KEY',
    );
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new WrongPlace(`${expected}; a bucket has 3 to 63 small letters, digits, dots or hyphens`);
  const unknown = [...searchParams.keys()].find((name) => !SETTINGS.includes(name));
  if (unknown !== undefined) throw new WrongPlace(`expected no more settings than ${SETTINGS.join(', ')}`);
  const prefix = pathname.replace(/^\//, '');
  if (!/^([A-Za-z0-9._-]+\/?)*$/.test(prefix))
    throw new WrongPlace('expected letters, digits, dots and hyphens after the bucket');
  const region = searchParams.get('region') ?? 'us-east-1';
  const style = searchParams.get('style') ?? (searchParams.has('endpoint') ? 'path' : 'virtual');
  if (style !== 'path' && style !== 'virtual') throw new WrongPlace('style: expected path or virtual');
  const endpoint = endpointOf(searchParams.get('endpoint'), region);
  const address =
    style === 'path' ? `${endpoint.origin}/${bucket}` : `${endpoint.protocol}//${bucket}.${endpoint.host}`;
  return { address, bucket, region, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
};

/** Throws {@link WrongPlace}. */
export const placeOf = (text: string): ObjectsPlace => {
  if (text.startsWith('s3://')) return { s3: s3PlaceOf(text) };
  const folder = text.startsWith('folder:') ? text.slice('folder:'.length) : '';
  if (!isAbsolute(folder)) throw new WrongPlace(expected);
  return { folder };
};
