/**
 * Links to status pages as they are kept: offered with a letter, made by hand, listed, revoked, opened. A letter that is
 * written again has the link it was first offered, under the address it was first offered under.
 */
import type pg from 'pg';
import { addDays } from '../domain/civil-date.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { Letter, Party } from '../domain/letters.js';
import { audienceOf, isFamilyRole } from '../domain/status/matters.js';
import type { CaseKeys } from '../keys/case-keys.js';
import { linkIdOf, markOfName, statusLinkKey, tokenOf } from '../keys/status-link.js';
import type { LinkBinding } from '../keys/status-link.js';
import type { StatusOffer } from '../letters/render.js';

export interface StatusLink extends LinkBinding {
  id: string;
  madeAt: Date;
  madeBy: string;
  /** The address that it was offered under. */
  offeredAt: string | null;
  revokedAt: Date | null;
  revokedBy: string | null;
  revokedWhy: string | null;
  lastOpenedAt: Date | null;
  timesOpened: number;
}

export interface StatusLinks {
  /** Undefined where whoever the letter is for sees no status page. */
  offer(caseRef: string, letter: Letter): Promise<StatusOffer | undefined>;
  make(made: { caseRef: string; to: Party; on: CivilDate; by: string; origin: string }): Promise<StatusLink>;
  find(id: string): Promise<StatusLink | undefined>;
  list(caseRef: string): Promise<StatusLink[]>;
  /** False where there is none that counts. */
  revoke(id: string, by: string, why: string): Promise<boolean>;
  opened(id: string): Promise<void>;
  /** The whole address; null without a public one. */
  addressOf(link: Pick<StatusLink, 'id' | 'expiresOn'>, base: string | undefined): Promise<string | null>;
  /** Whether it is this party's, as the case has it now. */
  isOf(link: LinkBinding): Promise<(party: Party) => boolean>;
  /** Whether the row says what it was made with. */
  isWhole(link: StatusLink): Promise<boolean>;
}

export interface StatusLinkSettings {
  pool: pg.Pool;
  keys: CaseKeys;
  /** Without a slash at its end; undefined where families have no address to reach us by. */
  publicUrl: string | undefined;
  /** How long a link is good for, by local policy. */
  linkDays: number;
}

const COLUMNS = `id, origin, case_ref as "caseRef", party_role as role, party_id as "partyId", organisation,
  made_at as "madeAt", made_by as "madeBy", to_char(expires_on, 'YYYY-MM-DD') as "expiresOn", offered_at as "offeredAt",
  revoked_at as "revokedAt", revoked_by as "revokedBy", revoked_why as "revokedWhy", last_opened_at as "lastOpenedAt",
  times_opened as "timesOpened"`;

const MAKE = `
insert into status_links (id, origin, case_ref, party_role, party_id, organisation, made_by, expires_on, offered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (origin) do nothing returning ${COLUMNS}`;

const LETTERS = 'letters';

/** What tells that the case and its plan go elsewhere: with it every link ends. */
const GOODBYES: ReadonlySet<Letter['notice']> = new Set(['transferred-out', 'plan-transferred']);

export const createStatusLinks = ({ pool, keys, publicUrl, linkDays }: StatusLinkSettings): StatusLinks => {
  const key = statusLinkKey(keys);

  const one = async (text: string, values: unknown[]): Promise<StatusLink | undefined> =>
    (await pool.query<StatusLink>(text, values)).rows[0];

  const organisationOf = async ({ role, organisation, name }: Party): Promise<string> =>
    isFamilyRole(role) ? '' : (organisation ?? markOfName(await key(), name));

  const make: StatusLinks['make'] = async ({ caseRef, to, on, by, origin }) => {
    const organisation = await organisationOf(to);
    const expiresOn = addDays(on, linkDays);
    const link = { origin, caseRef, role: to.role, partyId: to.id, organisation, expiresOn };
    const id = linkIdOf(await key(), link);
    const values = [id, origin, caseRef, to.role, to.id, organisation, by, expiresOn, publicUrl ?? null];
    const made =
      (await one(MAKE, values)) ?? (await one(`select ${COLUMNS} from status_links where origin = $1`, [origin]));
    if (!made) throw new Error('A status link was made and is not there.');
    return made;
  };

  const addressOf: StatusLinks['addressOf'] = async (link, base) =>
    base === undefined ? null : `${base}/status/${tokenOf(await key(), link)}`;

  return {
    make,
    addressOf,
    offer: async (caseRef, letter) => {
      if (audienceOf(letter.to.role) === undefined || GOODBYES.has(letter.notice)) return undefined;
      const origin = `${caseRef}/${letter.id}`;
      const link = await make({ caseRef, to: letter.to, on: letter.on, by: LETTERS, origin });
      return { address: await addressOf(link, link.offeredAt ?? undefined), until: link.expiresOn };
    },
    find: (id) => one(`select ${COLUMNS} from status_links where id = $1`, [id]),
    list: async (caseRef) =>
      (
        await pool.query<StatusLink>(
          `select ${COLUMNS} from status_links where case_ref = $1 order by made_at, origin`,
          [caseRef],
        )
      ).rows,
    revoke: async (id, by, why) => {
      const { rowCount } = await pool.query(
        `update status_links set revoked_at = now(), revoked_by = $2, revoked_why = $3 where id = $1 and revoked_at is null`,
        [id, by, why],
      );
      return rowCount === 1;
    },
    opened: async (id) => {
      await pool.query(
        'update status_links set last_opened_at = now(), times_opened = times_opened + 1 where id = $1',
        [id],
      );
    },
    isOf: async (link) => {
      const signing = await key();
      return ({ id, role, organisation, name }) =>
        id === link.partyId &&
        role === link.role &&
        (isFamilyRole(role) || (organisation ?? markOfName(signing, name)) === link.organisation);
    },
    isWhole: async (link) => linkIdOf(await key(), link) === link.id,
  };
};
