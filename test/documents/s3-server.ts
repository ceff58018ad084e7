/**
 * A small store that speaks S3, for tests: it takes nothing whose signature (AWS Signature Version 4), content hash or checksum
 * does not hold, and fails when it is told to.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ACCESS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret+with/signs in it' };
export const BUCKET = 'ehcna-test';
const REGION = 'eu-west-2';
const PAGE = 3;

export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
}

/** What it does with the next requests of that method, in order; `after` fails once the request has been carried out. */
export interface Failure {
  method: string;
  how: 'busy' | 'cut' | 'cut-after' | 'busy-after' | 'conflict';
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const signatureOf = (request: IncomingMessage, date: string, signedHeaders: string): string => {
  const url = new URL(request.url ?? '/', 'http://x');
  const query = [...url.searchParams].map(([k, v]) => `${encode(k)}=${encode(v)}`).sort();
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  const canonical = [
    request.method,
    decodeURIComponent(url.pathname).split('/').map(encode).join('/'),
    query.join('&'),
    headers.join(''),
    signedHeaders,
    request.headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((k, part) => hmac(k, part), `AWS4${ACCESS.secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
};

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

/** The code of the refusal; undefined where it is signed as it must be. */
const refusalOf = (request: IncomingMessage): string | undefined => {
  const [, id, , region, signed = '', signature = ''] = AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  const date = String(request.headers['x-amz-date'] ?? '');
  if (id !== ACCESS.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256', 'if-none-match', 'x-amz-checksum-sha256'])
    if (request.headers[name] !== undefined && !signed.split(';').includes(name)) return 'AccessDenied';
  const sentAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - sentAt) < 15 * 60_000)) return 'RequestTimeTooSkewed';
  const expected = Buffer.from(signatureOf(request, date, signed));
  return timingSafeEqual(expected, Buffer.from(signature)) ? undefined : 'SignatureDoesNotMatch';
};

export class S3Server {
  readonly objects = new Map<string, { body: Buffer; at: Date }>();
  readonly asked: Asked[] = [];
  readonly failures: Failure[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', headers } = request;
    this.asked.push({ method, path: url, headers });
    const at = this.failures.findIndex((f) => f.method === method);
    const failure = at < 0 ? undefined : this.failures.splice(at, 1)[0];
    if (failure?.how === 'busy') return void this.refuse(response, 503, 'SlowDown');
    if (failure?.how === 'conflict') return void this.refuse(response, 409, 'ConditionalRequestConflict');
    if (failure?.how === 'cut') return void response.destroy();
    const refusal = refusalOf(request) ?? this.contentFault(request, body);
    if (refusal) return void this.refuse(response, refusal === 'BadDigest' ? 400 : 403, refusal);
    const doing = this.carryOut(request, body);
    if (failure?.how === 'cut-after') return void response.destroy();
    if (failure?.how === 'busy-after') return void this.refuse(response, 500, 'InternalError');
    if (typeof doing.status === 'string') return void this.refuse(response, doing.code ?? 400, doing.status);
    response.writeHead(doing.status, doing.headers ?? {}).end(method === 'HEAD' ? undefined : doing.body);
  }

  private contentFault({ headers }: IncomingMessage, body: Buffer): string | undefined {
    if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch';
    const checksum = headers['x-amz-checksum-sha256'];
    const own = createHash('sha256').update(body).digest('base64');
    return checksum !== undefined && checksum !== own ? 'BadDigest' : undefined;
  }

  private carryOut(
    { method, url = '/', headers }: IncomingMessage,
    body: Buffer,
  ): { status: number | string; code?: number; headers?: Record<string, string>; body?: Buffer | string } {
    const { pathname, searchParams } = new URL(url, 'http://x');
    const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
    if (bucket !== BUCKET) return { status: 'NoSuchBucket', code: 404 };
    const key = rest.join('/');
    const found = this.objects.get(key);
    if (key === '') return { status: 200, body: this.list(searchParams) };
    if (method === 'PUT') {
      if (found && headers['if-none-match'] === '*') return { status: 'PreconditionFailed', code: 412 };
      this.objects.set(key, { body, at: new Date() });
      return { status: 200 };
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      return { status: 204 };
    }
    if (!found) return { status: 'NoSuchKey', code: 404 };
    const said = { 'content-length': String(found.body.length), 'last-modified': found.at.toUTCString() };
    return { status: 200, headers: said, body: found.body };
  }

  private list(query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()].filter((k) => k.startsWith(prefix) && k > after).sort();
    const page = keys.slice(0, PAGE);
    const contents = page.map((k) => {
      const { body, at } = this.objects.get(k) as { body: Buffer; at: Date };
      return `<Contents><Key>${k}</Key><LastModified>${at.toISOString()}</LastModified><Size>${body.length}</Size></Contents>`;
    });
    const more = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contents.join('')}${more}</ListBucketResult>`;
  }

  private refuse(response: ServerResponse, status: number, code: string): void {
    response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
  }
}
