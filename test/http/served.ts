/** The ingress of a world, in the test's own process, and clients that speak to it. */
import { randomBytes } from 'node:crypto';
import { addClient, type ApiClient } from '../../client/api-clients.js';
import { openIngress, type OpenOptions } from '../../client/http/open.js';
import { SCOPE_NAMES } from '../../client/http/scopes.js';
import type { Ingress, RequestLine } from '../../client/http/server.js';
import { SYSTEM } from '../../domain/events.js';
import { issue } from '../../keys/identity.js';
import { readPolicy } from '../../workers/policy-file.js';
import type { World } from '../world.js';

export interface Served {
  url: string;
  ingress: Ingress;
  /** What was logged, oldest first. */
  log: RequestLine[];
  /** A new API client with every scope unless said; answers with its key. */
  client(over?: Partial<ApiClient>): Promise<{ id: string; key: string }>;
  /** Sends JSON with a key; the body is read as JSON where it is. */
  ask(method: string, path: string, options?: Asking): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Asking {
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the route says
  json: any;
}

const jsonOf = (text: string, type: string | null): unknown => (/json/.test(type ?? '') ? JSON.parse(text) : undefined);

export const serve = async (world: World, over: Partial<OpenOptions> = {}): Promise<Served> => {
  const log: RequestLine[] = [];
  const { policy } = await readPolicy(
    world.environment.EHCNA_POLICY ?? new URL('../../policy/default.yaml', import.meta.url).pathname,
  );
  const { pool, client, childKey, secrets } = world;
  const ingress = await openIngress({
    client,
    pool,
    keys: secrets.keys,
    childKey,
    policy,
    documents: world.ehcna.documents.place,
    publicUrl: 'http://127.0.0.1',
    uiUrl: undefined,
    training: true,
    webhookNetworks: ['127.0.0.0/8'],
    host: '127.0.0.1',
    port: 0,
    ratePerMinute: 100_000,
    trustedProxies: [],
    version: '0.0.0',
    log: (line) => void log.push(line),
    ...over,
  });
  return {
    url: ingress.url,
    ingress,
    log,
    client: async (given = {}) => {
      const wanted = {
        id: `client-${randomBytes(4).toString('hex')}`,
        role: 'integrator',
        school: null,
        scopes: SCOPE_NAMES,
        ...given,
      } as ApiClient;
      const identity = issue(world.issuer, { role: wanted.role, id: wanted.id }, { now: Date.now(), days: 3_660 });
      const { key } = await addClient({ pool, keys: secrets.keys }, wanted, identity, SYSTEM);
      return { id: wanted.id, key };
    },
    ask: async (method, path, { key, body, headers = {} } = {}) => {
      const answer = await fetch(`${ingress.url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: jsonOf(text, answer.headers.get('content-type')),
      };
    },
    stop: () => ingress.close(),
  };
};
