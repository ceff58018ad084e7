/**
 * Mutual TLS and an API key, as TEMPORAL_* and a profile of Temporal's configuration file name them, reach every
 * connection: the client's and the worker's. Before the server stands a door that asks for a certificate.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { Connection } from '@temporalio/client';
import { type NativeConnectionOptions, NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, readConfig } from '../../workers/config.js';
import { run } from '../../workers/platform/processes.js';
import { temporalAddress } from '../environment.js';

const folder = mkdtempSync(join(tmpdir(), 'ehcna-tls-'));
const file = (name: string): string => join(folder, name);
const read = (name: string): Buffer => readFileSync(file(name));

const openssl = async (...words: string[]): Promise<void> => {
  const { code, stderr } = await run('openssl', words);
  if (code !== 0) throw new Error(`openssl ${words[0]} failed: ${stderr}`);
};

/** A certificate, signed by the authority of this test unless it is that. */
const certificate = async (name: string, authority?: string): Promise<void> => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file(`${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-days', '2'];
  const what = authority
    ? [
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-addext',
        'basicConstraints=critical,CA:FALSE',
        '-CA',
        file(`${authority}.pem`),
        '-CAkey',
        file(`${authority}.key`),
      ]
    : [];
  await openssl('req', '-x509', ...key, ...subject, ...what, '-out', file(`${name}.pem`));
};

let door: Server;
let doorAddress: string;
/** The names of those who were let in. */
const letIn: string[] = [];

const listening = async (server: {
  listen(port: number, host: string): unknown;
  address(): unknown;
}): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server as Server, 'listening');
  return `localhost:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  await certificate('authority');
  await certificate('stranger-authority');
  await certificate('server', 'authority');
  await certificate('worker', 'authority');
  await certificate('stranger', 'stranger-authority');
  const [host = '', port = ''] = temporalAddress().split(':');
  const asking = { ca: read('authority.pem'), requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] };
  door = createServer({ key: read('server.key'), cert: read('server.pem'), ...asking }, (inside) => {
    letIn.push(String(inside.getPeerCertificate().subject.CN));
    const server = connect(Number(port), host);
    inside.pipe(server).pipe(inside);
    for (const end of [inside, server]) end.on('error', () => [inside, server].forEach((s) => s.destroy()));
  });
  doorAddress = await listening(door);
});

afterAll(() => {
  door?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As the worker and the command line connect. */
const bothWith = async (environment: Environment): Promise<void> => {
  const { connection } = readConfig(environment).temporal;
  const client = await Connection.connect({ ...connection, connectTimeout: 5_000 });
  await client.close();
  const native = await NativeConnection.connect(connection as NativeConnectionOptions);
  await native.close();
};

const certificates = (who: string): Environment => ({
  TEMPORAL_ADDRESS: doorAddress,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('authority.pem'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: file(`${who}.pem`),
  TEMPORAL_TLS_CLIENT_KEY_PATH: file(`${who}.key`),
});

describe('mutual TLS', () => {
  it('lets in the client and the worker that have a certificate', async () => {
    letIn.length = 0;
    await bothWith(certificates('worker'));
    expect(letIn).toEqual(['worker', 'worker']);
  });

  it('is taken from a profile of a configuration file just as well', async () => {
    letIn.length = 0;
    writeFileSync(
      file('temporal.toml'),
      `[profile.council]
address = "${doorAddress}"
namespace = "ehcna"
[profile.council.tls]
client_cert_path = "${file('worker.pem')}"
client_key_path = "${file('worker.key')}"
server_ca_cert_path = "${file('authority.pem')}"
`,
    );
    await bothWith({ TEMPORAL_CONFIG_FILE: file('temporal.toml'), TEMPORAL_PROFILE: 'council' });
    expect(letIn).toEqual(['worker', 'worker']);
  });

  it.each([
    ['somebody else’s certificate', () => certificates('stranger')],
    ['none', () => ({ TEMPORAL_ADDRESS: doorAddress, TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('authority.pem') })],
    ['no TLS at all', () => ({ TEMPORAL_ADDRESS: doorAddress })],
  ])('keeps out who comes with %s', async (_what, environment) => {
    letIn.length = 0;
    const { connection } = readConfig(environment()).temporal;
    await expect(Connection.connect({ ...connection, connectTimeout: 2_000 })).rejects.toThrow();
    await expect(NativeConnection.connect(connection as NativeConnectionOptions)).rejects.toThrow();
    expect(letIn).toEqual([]);
  });

  it('is not passed over where the server’s certificate is of another authority', async () => {
    const environment = { ...certificates('worker'), TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('stranger-authority.pem') };
    const { connection } = readConfig(environment).temporal;
    await expect(Connection.connect({ ...connection, connectTimeout: 2_000 })).rejects.toThrow();
  });
});

describe('an API key', () => {
  it('is sent by the client and the worker with every call, also from a file', async () => {
    const sent: (string | undefined)[] = [];
    // Answers every call with an empty message, which is a whole answer to the first call of a connection.
    const server = createSecureServer({ key: read('server.key'), cert: read('server.pem') });
    server.on('stream', (stream, headers) => {
      sent.push(headers.authorization);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
    const address = await listening(server);
    try {
      const environment = { TEMPORAL_ADDRESS: address, TEMPORAL_TLS_SERVER_CA_CERT_PATH: file('authority.pem') };
      await bothWith({ ...environment, TEMPORAL_API_KEY: 'key-one' });
      writeFileSync(file('api-key'), 'key-two\n');
      await bothWith({ ...environment, TEMPORAL_API_KEY_FILE: file('api-key') });
      expect(new Set(sent)).toEqual(new Set(['Bearer key-one', 'Bearer key-two']));
      expect(sent.filter((key) => key === 'Bearer key-one').length).toBeGreaterThanOrEqual(2);
      expect(sent.filter((key) => key === 'Bearer key-two').length).toBeGreaterThanOrEqual(2);
    } finally {
      server.close();
    }
  });
});
