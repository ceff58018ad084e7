/** The verbs of status links: open one, make one by hand, list and revoke them. */
import type pg from 'pg';
import { readMatters } from '../activities/status-case.js';
import { createStatusLinks } from '../activities/status-links.js';
import type { StatusLink, StatusLinks } from '../activities/status-links.js';
import type { Ledger } from '../activities/ledger.js';
import type { CivilDate } from '../domain/civil-date.js';
import { refuse } from '../domain/events.js';
import type { Actor } from '../domain/events.js';
import { GONE_WORDS, audienceOf, goneFrom, partiesNow } from '../domain/status/matters.js';
import type { Matters } from '../domain/status/matters.js';
import { statusPage } from '../domain/status/status-page.js';
import type { StatusPage } from '../domain/status/page.js';
import type { CaseKeys } from '../keys/case-keys.js';
import { readToken, statusLinkKey } from '../keys/status-link.js';
import { Refused } from './ehcna.js';

export interface StatusDesk {
  pool: pg.Pool;
  keys: CaseKeys;
  ledger: Ledger;
  publicUrl: string | undefined;
  linkDays: number;
}

const SYSTEM_NAME = 'system:ehcna';
const ERASED = 'the record was erased';

/** Why a link whose signature is ours shows nothing: a word for the log and the ledger. */
export type Shut = 'expired' | 'revoked' | 'unknown' | 'altered';

export type Opened =
  | { page: StatusPage; link: StatusLink }
  /** `link` is there where the row is. */
  | { shut: Shut; id: string; link?: StatusLink }
  /** Not signed by us as it stands. */
  | { shut: 'not-ours' };

const linksOf = ({ pool, keys, publicUrl, linkDays }: StatusDesk): StatusLinks =>
  createStatusLinks({ pool, keys, publicUrl, linkDays });

/** Why whoever it was made for has lost it, as the case stands. */
const lostBecause = async (matters: Matters | undefined, links: StatusLinks, link: StatusLink) => {
  const gone = matters && goneFrom(matters, await links.isOf(link));
  return matters ? gone && GONE_WORDS[gone] : ERASED;
};

/** What is gone is marked as revoked at the first attempt to open it. */
const mattersFor = async (desk: StatusDesk, links: StatusLinks, link: StatusLink): Promise<Matters | undefined> => {
  const matters = await readMatters(desk.ledger, link.caseRef);
  const why = await lostBecause(matters, links, link);
  if (why === undefined) return matters;
  await links.revoke(link.id, SYSTEM_NAME, why);
  return undefined;
};

/** Opens links, with the key that signs them remembered: a token that is not ours costs no question of the database. */
export const statusOpener = (desk: StatusDesk): ((token: string, today: CivilDate) => Promise<Opened>) => {
  const key = statusLinkKey(desk.keys);
  const links = linksOf(desk);
  return async (token, today) => {
    const read = readToken(await key(), token);
    if (!read) return { shut: 'not-ours' };
    const { id, expiresOn } = read;
    const link = await links.find(id);
    if (!link) return { shut: 'unknown', id };
    if (!(await links.isWhole(link)) || link.expiresOn !== expiresOn) return { shut: 'altered', id };
    if (link.revokedAt) return { shut: 'revoked', id, link };
    if (expiresOn < today) return { shut: 'expired', id, link };
    const matters = await mattersFor(desk, links, link);
    if (!matters) return { shut: 'revoked', id, link };
    const { role, expiresOn: until } = link;
    return { page: statusPage(matters, { role, isThem: await links.isOf(link), until }, today), link };
  };
};

export const noteOpening = (desk: StatusDesk, link: StatusLink): Promise<void> => linksOf(desk).opened(link.id);

export interface ListedLink extends StatusLink {
  standing: 'open' | 'expired' | 'revoked';
}

/** Of a case, with what has become of each by now. Writes nothing: an auditor may list them. */
export const listLinks = async (desk: StatusDesk, caseRef: string, today: CivilDate): Promise<ListedLink[]> => {
  const links = linksOf(desk);
  const matters = await readMatters(desk.ledger, caseRef);
  const listed: ListedLink[] = [];
  for (const link of await links.list(caseRef)) {
    const lost = link.revokedWhy ?? (await lostBecause(matters, links, link)) ?? null;
    listed.push({
      ...link,
      revokedWhy: lost,
      standing: lost !== null ? 'revoked' : link.expiresOn < today ? 'expired' : 'open',
    });
  }
  return listed;
};

/** `wanted` is `ROLE:ID` as the case has it, or `school:URN`. */
export const makeLink = async (
  desk: StatusDesk,
  caseRef: string,
  wanted: string,
  { by, today }: { by: Actor; today: CivilDate },
): Promise<{ link: StatusLink; address: string | null }> => {
  const matters = await readMatters(desk.ledger, caseRef);
  if (!matters) throw new Refused(refuse('not-found', `The ledger has no case ${caseRef}, or it was erased`));
  const [role, id] = [wanted.slice(0, wanted.indexOf(':')), wanted.slice(wanted.indexOf(':') + 1)];
  const parties = partiesNow(matters).filter((p) => audienceOf(p.role) !== undefined);
  const to = parties.find((p) => (role === 'school' ? p.organisation === id : p.role === role && p.id === id));
  if (!to)
    throw new Refused(
      refuse(
        'unknown-party',
        `${wanted} is nobody of ${caseRef} who has a status page; it has ${[...new Set(parties.map((p) => `${p.role}:${p.id}`))].join(', ') || 'none'}`,
      ),
    );
  const gone = goneFrom(matters, (p) => p === to || (p.id === to.id && p.role === to.role));
  if (gone) throw new Refused(refuse('gone', `No link is made: ${GONE_WORDS[gone]}`));
  const links = linksOf(desk);
  const origin = `hand/${caseRef}/${to.role}:${to.id}/${Date.now()}`;
  const link = await links.make({ caseRef, to, on: today, by: `${by.role}:${by.id}`, origin });
  return { link, address: await links.addressOf(link, desk.publicUrl) };
};

const ID = /^[0-9a-f]{16}$/;

/** By its id as it is listed, or by the address or token itself. */
const idIn = async ({ keys }: StatusDesk, given: string): Promise<string | undefined> => {
  if (ID.test(given)) return given;
  return readToken(await statusLinkKey(keys)(), given.slice(given.lastIndexOf('/') + 1))?.id;
};

export const revokeLink = async (
  desk: StatusDesk,
  given: string,
  { by, reason }: { by: Actor; reason: string },
): Promise<StatusLink> => {
  const links = linksOf(desk);
  const id = await idIn(desk, given);
  const link = id === undefined ? undefined : await links.find(id);
  if (!link)
    throw new Refused(
      refuse('not-found', 'That is no status link of ours: give the id that `list` shows, or the address'),
    );
  if (!(await links.revoke(link.id, `${by.role}:${by.id}`, reason)))
    throw new Refused(refuse('revoked', `${link.id} was revoked before: ${link.revokedWhy ?? ''}`));
  return { ...link, revokedAt: new Date(), revokedBy: `${by.role}:${by.id}`, revokedWhy: reason };
};
