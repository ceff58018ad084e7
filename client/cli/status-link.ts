/** `ehcna status-link …`: links to the status page of a case: which there are, one more, one less. */
import { Command } from 'commander';
import { londonDate } from '../../domain/civil-date.js';
import { refuse } from '../../domain/events.js';
import type { Actor, Role } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { Refused } from '../ehcna.js';
import type { Ehcna } from '../ehcna.js';
import { listLinks, makeLink, revokeLink } from '../status-links.js';
import type { ListedLink, StatusDesk } from '../status-links.js';
import { requireStanding } from '../standing.js';
import { actorOf, caseRefOfWord } from './catalogue.js';
import { knownIssuers, type Records, withEhcna, withRecords } from './connect.js';
import { say, sayJson, tell, WrongUsage } from './outcome.js';
import { table } from './table.js';

const MAY: readonly Role[] = ['caseworker', 'assessment-lead', 'manager'];

/** The installation that runs here has an address of its own, where the environment names none. */
const settings = async (): Promise<Pick<StatusDesk, 'publicUrl' | 'linkDays'>> => {
  const [{ readConfig }, { readPolicy }, { findRunning }] = await Promise.all([
    import('../../workers/config.js'),
    import('../../workers/policy-file.js'),
    import('../../workers/platform/running.js'),
  ]);
  const config = readConfig();
  const { policy } = await readPolicy(config.policyPath);
  const publicUrl = config.ingress.publicUrl ?? (findRunning(config.dataDir)?.ingress || undefined);
  return { publicUrl, linkDays: policy.statusPage.linkDays };
};

const deskOf = ({ pool, keys, ledger }: Records, given: Awaited<ReturnType<typeof settings>>): StatusDesk => {
  if (!keys)
    throw new WrongUsage("EHCNA_KEYS is needed: links are signed under a key that follows from the authority's.");
  return { pool, keys, ledger, ...given };
};

/** Whoever stops or makes a link proves who they are, as for a command. */
const asOfficer = async <R>(
  as: string | undefined,
  act: { workflowId: string; call: string; body: object },
  work: (desk: StatusDesk, by: Actor) => Promise<R>,
): Promise<R> => {
  const [given, issuers] = await Promise.all([settings(), knownIssuers()]);
  return withEhcna((ehcna: Ehcna) =>
    withRecords(async (records) => {
      const by = actorOf(as, 'caseworker')(ehcna.signer);
      if (!MAY.includes(by.role))
        throw new Refused(refuse('wrong-role', `This is done by ${MAY.join(', ')}; it was asked as ${by.role}`));
      await requireStanding(ehcna, by, act, issuers);
      return work(deskOf(records, given), by);
    }),
  );
};

const minute = (at: Date | null): string => (at ? `${at.toISOString().slice(0, 16).replace('T', ' ')}Z` : '-');

const standingOf = (link: ListedLink): string =>
  link.standing === 'revoked'
    ? `closed${link.revokedAt ? ` ${minute(link.revokedAt)}` : ''}: ${link.revokedWhy ?? ''}`
    : link.standing;

const shown = (link: ListedLink): string[] => [
  link.id,
  `${link.role}:${link.partyId}`,
  link.origin.startsWith('hand/') ? `by ${link.madeBy}` : `letter ${link.origin.split('/')[1] ?? ''}`,
  link.expiresOn,
  `${link.timesOpened}`,
  minute(link.lastOpenedAt),
  standingOf(link),
];

const listCommand = (): Command =>
  new Command('list')
    .description('The links of a case: whose, until when, how often opened, and why one opens no more.')
    .argument('<case>', 'its reference')
    .option('--json', 'print {"links"}')
    .addHelpText('after', '\nExample:\n  ehcna status-link list EHC-7K2M9QXA')
    .action(async (word: string, { json }: { json?: boolean }) => {
      const given = await settings();
      const links = await withRecords((records) =>
        listLinks(deskOf(records, given), caseRefOfWord(word), londonDate(Date.now())),
      );
      if (json) return sayJson({ links });
      if (links.length === 0) return say('No link was made for this case.');
      say(table(['LINK', 'WHOSE', 'MADE FOR', 'UNTIL', 'OPENED', 'LAST', ''], links.map(shown)));
    });

interface Making {
  for: string;
  as?: string;
  json?: boolean;
}

const makeCommand = (): Command =>
  new Command('make')
    .description('A new link for somebody whom the case writes to, to be read out or sent by hand. Shown this once.')
    .argument('<case>', 'its reference')
    .requiredOption(
      '--for <party>',
      'parent:ID, young-person:ID, head:ID, service:ID … as the case has it, or school:URN',
    )
    .option('--as <role[:id]>', 'who you are; caseworker and your user name if left out')
    .option('--json', 'print {"id","address","until"}')
    .addHelpText('after', '\nExample:\n  ehcna status-link make EHC-7K2M9QXA --for parent:parent-1')
    .action(async (word: string, { for: wanted, as, json }: Making) => {
      const caseRef = caseRefOfWord(word);
      const act = { workflowId: assessmentId(caseRef), call: 'status-link:make', body: { for: wanted } };
      const { link, address } = await asOfficer(as, act, (desk, by) => {
        if (desk.publicUrl === undefined)
          throw new WrongUsage(
            'EHCNA_PUBLIC_URL is not set: a link needs the address that families reach the ingress by.',
          );
        return makeLink(desk, caseRef, wanted, { by, today: londonDate(Date.now()) });
      });
      if (json) return sayJson({ id: link.id, address, until: link.expiresOn });
      say(address ?? '');
      tell(`Link ${link.id} for ${link.role}:${link.partyId}, good until ${link.expiresOn}.`);
    });

interface Revoking {
  reason: string;
  as?: string;
  json?: boolean;
}

const revokeCommand = (): Command =>
  new Command('revoke')
    .description('From now on the link opens nothing, for good.')
    .argument('<link>', 'its id as list shows it, or the address itself')
    .requiredOption('--reason <text>', 'why; names nobody')
    .option('--as <role[:id]>', 'who you are; caseworker and your user name if left out')
    .option('--json', 'print {"id","caseRef"}')
    .addHelpText('after', "\nExample:\n  ehcna status-link revoke 5d0c3f2a9b1e7746 --reason 'Sent to an old address'")
    .action(async (given: string, { reason, as, json }: Revoking) => {
      const act = { workflowId: 'status-links', call: 'status-link:revoke', body: { reason } };
      const link = await asOfficer(as, act, (desk, by) => revokeLink(desk, given, { by, reason }));
      if (json) return sayJson({ id: link.id, caseRef: link.caseRef });
      say(`Link ${link.id} of ${link.caseRef} opens nothing any more.`);
    });

export const statusLinkCommand = (): Command =>
  new Command('status-link')
    .description('Links to the status page of a case, which go with letters: list, make and revoke them.')
    .addCommand(listCommand())
    .addCommand(makeCommand())
    .addCommand(revokeCommand());
