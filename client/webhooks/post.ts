/**
 * Sends a message to an address that somebody else chose: over HTTPS, to no address within the authority's own network unless it is
 * opened (EHCNA_WEBHOOK_NETWORKS), for so long and no longer, following nothing and keeping nothing of the answer.
 */
import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP } from 'node:net';

/** Networks that lead inward: of this machine, private, of the link, shared, reserved, and many receivers at once. */
const INWARD: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  // An IPv4 address within: translated, or by 6to4.
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const listOf = (networks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList => {
  const list = new BlockList();
  for (const [address, bits, family] of networks) list.addSubnet(address, bits, family);
  return list;
};

const inward = listOf(INWARD);

/** An IPv4 address in the clothes of IPv6 is judged as what it is. */
const plainAddress = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

export interface Guard {
  /** Networks that are opened, as `10.1.0.0/16`. */
  opened: BlockList;
  /** http:// is answered too: for training, on this machine alone. */
  plain: boolean;
}

/** @param networks as `10.1.0.0/16, ::1/128` */
export const guardOf = (networks: readonly string[], plain: boolean): Guard => ({
  opened: listOf(
    networks.map((text) => {
      const [address = '', bits] = text.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      return [address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family] as const;
    }),
  ),
  plain,
});

const isOpen = (given: string, { opened }: Guard): boolean => {
  const address = plainAddress(given);
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  return opened.check(address, family) || !inward.check(address, family);
};

/** Why an address may not be sent to, as far as can be told before its name is looked up. */
export const addressFault = (text: string, guard: Guard): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'expected an address, https://…';
  if (url.protocol !== 'https:' && !(guard.plain && url.protocol === 'http:'))
    return 'expected an address that starts with https://';
  if (url.username || url.password) return 'an address may hold no name and no password';
  if (url.hash) return 'an address may have no part after #';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isOpen(host, guard)) return 'the address is within a network that is not open to webhooks';
  return undefined;
};

class Closed extends Error {
  override readonly name = 'Closed';
  readonly code = 'CLOSED_NETWORK';
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Judged at the moment of connecting, so that a name cannot be one thing when it is checked and another when it is used. */
const guarded =
  (guard: Guard) =>
  (host: string, options: LookupOptions, found: Found): void => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return found(error, []);
      const open = addresses.filter(({ address }) => isOpen(address, guard));
      const [first] = open;
      if (!first) return found(new Closed('Closed'), []);
      return options.all ? found(null, open) : found(null, first.address, first.family);
    });
  };

export interface Sending {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

export interface Answered {
  /** Undefined where there was no answer. */
  status?: number;
  /** A code, never a message: that may quote what was sent or where. */
  error?: string;
  ms: number;
}

const codeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: string; name?: string };
  return code ?? name ?? 'fault';
};

export const post = ({ url, headers, body, timeoutMs }: Sending, guard: Guard): Promise<Answered> => {
  const begun = Date.now();
  const ms = () => Date.now() - begun;
  const fault = addressFault(url, guard);
  if (fault) return Promise.resolve({ error: 'CLOSED_NETWORK', ms: 0 });
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const request = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        lookup: guarded(guard) as never,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        response.destroy();
        resolve({ status: response.statusCode ?? 0, ms: ms() });
      },
    );
    request.on('error', (error) =>
      resolve({ error: codeOf(error) === 'ABORT_ERR' ? 'TIMEOUT' : codeOf(error), ms: ms() }),
    );
    request.end(body);
  });
};
