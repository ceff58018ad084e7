/** What every surface of the ingress is made from, and who is asking it. */
import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { AccessBook } from '../../activities/access-book.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import type { CaseRef } from '../../domain/ids.js';
import type { Policy } from '../../domain/policy.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import type { Ehcna } from '../ehcna.js';
import { clientNamed, clientOfKey, type KnownClient } from '../api-clients.js';
import { Problem } from './problem.js';
import type { Scope } from './scopes.js';
import type { ClientSigners } from './signers.js';

/** Who asks, proven. */
export interface Principal {
  /** Of the API client. */
  id: string;
  /** As whom it acts in a case. */
  actor: Actor;
  scopes: ReadonlySet<Scope>;
  /** URN of the school whose children alone it reaches; null for one that is bound to no school. */
  school: string | null;
  /** The service whose requests for advice alone it reaches; null for one that answers for no service. */
  service: string | null;
}

/** Another way than a key to prove who asks (a login's token, a session): undefined where the request bears none of its kind. */
export type Proof = (request: FastifyRequest) => Promise<KnownClient | undefined>;

export interface HttpDesk {
  ehcna: Ehcna;
  pool: pg.Pool;
  keys: CaseKeys;
  /** Every case that is given to somebody is noted here first. */
  access: AccessBook;
  /** Every access to a case that was refused, where there is such a case. */
  refused: { note(by: Actor, caseRef: CaseRef): void };
  /** The address that others reach this server by, without a slash at its end. */
  publicUrl: string;
  /** Of the Temporal UI's list of workflows, where people have one. */
  uiUrl: string | undefined;
  authority: Policy['authority'];
  /** An installation for training, on this machine alone. */
  training: boolean;
  /** Networks of the authority's own that webhooks may be sent into: `10.1.0.0/16`. */
  webhookNetworks: readonly string[];
  /** Of the ingress's clock, in London. */
  today(): CivilDate;
  /** Who asks, if they may do this (one of these); else throws a {@link Problem} 401 or 403. Signs for them from then on. */
  authenticate(request: FastifyRequest, scope: Scope | readonly Scope[]): Promise<Principal>;
  /** Signs for a client from then on, for whom something was accepted; undefined where it counts no more. */
  vouch(client: string): Promise<Principal | undefined>;
}

const BEARER = /^Bearer ([\x21-\x7e]{1,8192})$/i;

export const bearerOf = (request: FastifyRequest): string | undefined =>
  BEARER.exec(request.headers.authorization ?? '')?.[1];

const principalOf = ({ id, role, scopes, school, service }: KnownClient): Principal => ({
  id,
  actor: { role, id },
  scopes: new Set(scopes),
  school,
  service: service ?? null,
});

/** By an API key, or by one of the further proofs. */
export const authentication =
  (
    secrets: { pool: pg.Pool; keys: CaseKeys },
    signers: ClientSigners,
    proofs: readonly Proof[],
  ): HttpDesk['authenticate'] =>
  async (request, scope) => {
    const key = bearerOf(request);
    let client = key === undefined ? undefined : await clientOfKey(secrets, key);
    for (const proof of client ? [] : proofs) client ??= await proof(request);
    if (!client)
      throw new Problem(
        401,
        key === undefined ? 'no-key' : 'unknown-key',
        key === undefined
          ? 'A key is needed: Authorization: Bearer …'
          : 'The key is none that counts: it is unknown, has been replaced, or its client was revoked.',
        { headers: { 'www-authenticate': 'Bearer' } },
      );
    request.client = client.id;
    request.proven = key !== undefined;
    const needed = typeof scope === 'string' ? [scope] : scope;
    if (!needed.some((one) => client.scopes.includes(one)))
      throw new Problem(
        403,
        'scope',
        `The client ${client.id} has not the scope ${needed.join(' or ')}, which this needs.`,
      );
    signers.add(client);
    return principalOf(client);
  };

/** For what was accepted before: the client need not be there. */
export const vouching =
  (secrets: { pool: pg.Pool; keys: CaseKeys }, signers: ClientSigners): HttpDesk['vouch'] =>
  async (id) => {
    const client = await clientNamed(secrets, id);
    if (!client) return undefined;
    signers.add(client);
    return principalOf(client);
  };

declare module 'fastify' {
  interface FastifyRequest {
    /** The API client, for the log. */
    client: string;
    /** What it bears is a key or token that counts. */
    proven: boolean;
  }
}
