/** `ehcna client …`: API clients of the ingress, what each may reach, and their keys. */
import { Command, InvalidArgumentError } from 'commander';
import type { Actor } from '../../domain/events.js';
import { issue } from '../../keys/identity.js';
import { partyShape } from '../../domain/shared-shapes.js';
import type { CaseKeys } from '../../keys/case-keys.js';
import { addClient, listClients, revokeClient, rotateKey, type ListedClient } from '../api-clients.js';
import { isScope, SCOPE_NAMES, SCOPES, type Scope } from '../http/scopes.js';
import { userName } from './catalogue.js';
import { type Records, withRecords } from './connect.js';
import { day, days, issuerAtHand, someone } from './identity.js';
import { NotThere, say, sayJson, tell, WrongUsage } from './outcome.js';
import { table } from './table.js';

const operator = (): Actor => ({ role: 'manager', id: userName() });

const scopesOf = (text: string): Scope[] => {
  const words = text.split(/[,\s]+/).filter(Boolean);
  const wrong = words.find((word) => !isScope(word));
  if (wrong !== undefined || words.length === 0)
    throw new InvalidArgumentError(`Expected some of ${SCOPE_NAMES.join(', ')}, with commas between.`);
  return [...new Set(words.filter(isScope))];
};

const urn = (text: string): string => {
  if (/^\d{6}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a URN, six digits.');
};

/** What a request for advice that goes to no service stands under in lists: `head`, `parent`. */
const PARTIES: readonly string[] = partyShape.shape.role.options;

const serviceId = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,99}$/.test(text) && !PARTIES.includes(text)) return text;
  throw new InvalidArgumentError('Expected the id of a service of the policy, such as psychology or health.');
};

const hours = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 720) return value;
  throw new InvalidArgumentError('Expected a number of hours from 0 to 720.');
};

const sealing = ({ keys }: Records): CaseKeys => {
  if (keys) return keys;
  throw new WrongUsage("EHCNA_KEYS is needed: what signs for a client is kept under the authority's keys.");
};

const SCOPE_LIST = SCOPE_NAMES.map((name) => `  ${name.padEnd(20)} ${SCOPES[name]}`).join('\n');

interface AddOptions {
  role: string;
  id: string;
  scopes: Scope[];
  school?: string;
  service?: string;
  oidcSubject?: string;
  days: number;
  json?: boolean;
}

const addCommand = (): Command =>
  new Command('add')
    .description('Make an API client with its first key, which is shown this once.')
    .requiredOption('--role <role>', 'what it may do in a case, such as integrator, provider or adviser')
    .requiredOption('--id <id>', 'its name, as it will stand in the ledger')
    .requiredOption('--scopes <list>', 'what it may reach, with commas between', scopesOf)
    .option('--school <urn>', 'the school it speaks for: it reaches that one’s children and no other', urn)
    .option('--service <id>', 'the service it answers for: it reaches what that one was asked and no more', serviceId)
    .option('--oidc-subject <text>', 'what the token of a login calls it (docs/ingress.md)')
    .option('--days <n>', 'how long its identity is good for', days, 365)
    .option('--json', 'print {"id","key"}')
    .addHelpText(
      'after',
      `
Scopes:
${SCOPE_LIST}

Examples:
  ehcna client add --role integrator --id health-portal --scopes requests:write,cases:read
  ehcna client add --role integrator --id school-100049 --school 100049 --scopes requests:write,evidence:write,reviews:write,consultations:write,cases:read
  ehcna client add --role adviser --id psychology-desk --service psychology --scopes advice:write,cases:read`,
    )
    .action(async ({ role, id, scopes, school, service, oidcSubject, days: goodFor, json }: AddOptions) => {
      const actor = someone(`${role}:${id}`);
      if (actor.role === 'system' || actor.role === 'unidentified')
        throw new WrongUsage(`--role: ${actor.role} is of no API client.`);
      if (school !== undefined && service !== undefined)
        throw new WrongUsage('--school and --service: a client speaks for a school or for a service, not for both.');
      const identity = issue(await issuerAtHand(), actor, { now: Date.now(), days: goodFor });
      const { key, added } = await withRecords((records) =>
        addClient(
          { pool: records.pool, keys: sealing(records) },
          {
            id,
            role: actor.role,
            school: school ?? null,
            service: service ?? null,
            oidcSubject: oidcSubject ?? null,
            scopes,
          },
          identity,
          operator(),
        ),
      );
      if (!added)
        throw new NotThere(
          `There is an API client ${id} already, or was one, or another has that --oidc-subject; name another, or rotate its key.`,
        );
      if (json) return sayJson({ id, key });
      say(key);
      tell(`The key of ${id}; it is shown this once. Good until ${day(identity.certificate.until)}.`);
    });

const rowOf = (client: ListedClient): string[] => [
  client.id,
  client.role,
  client.school ?? client.service ?? '-',
  client.scopes.join(' '),
  client.revokedAt
    ? `revoked ${day(client.revokedAt)}`
    : client.keys
        .map((k) => k.hint + (k.expiresAt ? ` until ${k.expiresAt.toISOString().slice(0, 16)}Z` : ''))
        .join(', '),
];

const listCommand = (): Command =>
  new Command('list')
    .description('The API clients, what each may reach, and its keys, by their first characters.')
    .option('--json', 'print {"clients"}')
    .addHelpText('after', '\nExample:\n  ehcna client list')
    .action(async ({ json }: { json?: boolean }) => {
      const clients = await withRecords(({ pool }) => listClients(pool));
      if (json) sayJson({ clients });
      else if (clients.length === 0) say('There is no API client yet.');
      else say(table(['CLIENT', 'ROLE', 'BOUND TO', 'SCOPES', 'KEYS'], clients.map(rowOf)));
    });

const rotateCommand = (): Command =>
  new Command('rotate')
    .description(
      'A new key; those before count for some hours more. Its identity is renewed where the issuing key is at hand.',
    )
    .argument('<id>', 'of the client')
    .option('--overlap-hours <n>', 'how long the old keys still count', hours, 24)
    .option('--days <n>', 'how long a renewed identity is good for', days, 365)
    .option('--json', 'print {"id","key"}')
    .addHelpText('after', '\nExample:\n  ehcna client rotate health-portal --overlap-hours 48')
    .action(async (id: string, options: { overlapHours: number; days: number; json?: boolean }) => {
      const issuer = await issuerAtHand().catch(() => undefined);
      const key = await withRecords(async (records) => {
        const [client] = (await listClients(records.pool)).filter((c) => c.id === id && !c.revokedAt);
        if (!client) return undefined;
        const identity = issuer && issue(issuer, { role: client.role, id }, { now: Date.now(), days: options.days });
        return rotateKey({ pool: records.pool, keys: sealing(records) }, id, options.overlapHours, identity);
      });
      if (key === undefined) throw new NotThere(`There is no API client ${id} that counts.`);
      if (options.json) return sayJson({ id, key });
      say(key);
      tell(`The new key of ${id}; the old ones count for ${options.overlapHours} hours more.`);
    });

const revokeCommand = (): Command =>
  new Command('revoke')
    .description('Revoke a client: its keys count no more from now on.')
    .argument('<id>', 'of the client')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', "\nExample:\n  ehcna client revoke health-portal --reason 'Contract ended'")
    .action(async (id: string, { reason }: { reason: string }) => {
      if (!(await withRecords(({ pool }) => revokeClient(pool, id, reason, operator()))))
        throw new NotThere(`There is no API client ${id} that counts.`);
      say(`${id} is revoked.`);
    });

export const clientCommand = (): Command =>
  new Command('client')
    .description('API clients of the ingress: who may send and read what, and their keys (docs/ingress.md).')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand());
