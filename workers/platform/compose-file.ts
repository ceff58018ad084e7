/** What docker-compose.yml says of a service, for those who set the same thing up without Docker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PlatformFault } from './fault.js';
import { packageRoot } from './places.js';

export interface ComposeService {
  image: string;
  /** With the values of .env in it. */
  environment: Readonly<Record<string, string>>;
}

interface Written {
  services: Record<string, { image: string; environment?: Record<string, string> }>;
}

/** `values` are those of .env; one that the file demands and that is not among them is refused. */
export const composeService = (name: string, values: Readonly<Record<string, string>>): ComposeService => {
  const written = parse(readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as Written;
  const service = written.services[name];
  if (!service) throw new PlatformFault(`docker-compose.yml has no service ${name}.`);
  const entries = Object.entries(service.environment ?? {}).map(([key, value]) => [key, filledIn(value, values)]);
  return { image: service.image, environment: Object.fromEntries(entries) as Record<string, string> };
};

/** `${NAME:?why}` demands a value, `${NAME:-otherwise}` goes without. */
const filledIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_whole, name: string, mark: string, rest: string) => {
    const value = values[name];
    if (value) return value;
    if (mark === '-') return rest;
    throw new PlatformFault(`docker-compose.yml demands ${name}: ${rest}.`);
  });

/** `temporalio/server:1.32.0` is of version 1.32.0. */
export const versionOfImage = (image: string): string => image.slice(image.lastIndexOf(':') + 1);
