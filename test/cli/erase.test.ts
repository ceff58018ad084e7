/** Who may erase a record: it is done with the database's own login, and asks for the same proof as a command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assessmentId } from '../../domain/ids.js';
import { identityText, issue, type Issuer, newIssuer } from '../../keys/identity.js';
import { openWorld, type World } from '../world.js';
import { familyRequest } from './requests.js';
import { terminal } from './terminal.js';

let world: World;
let caseRef: string;
/** An authority's installation: it names its issuers, and signs for nobody. */
let authority: Record<string, string>;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
  const officer = { role: 'caseworker', id: 'cw-1' } as const;
  ({ caseRef } = await world.ehcna.open(familyRequest(), officer));
  await world.ehcna.command(caseRef, 'withdraw', { reason: 'Moves abroad' } as never, officer);
  // Its last letters have left: nothing more is written about it.
  await world.client.workflow.getHandle(assessmentId(caseRef)).result();
  authority = { ...world.environment, EHCNA_ISSUERS: `${newIssuer().publicKey} ${world.issuer.publicKey}` };
});
afterAll(() => world?.stop());

interface Held {
  role?: 'manager' | 'caseworker' | 'auditor' | 'system';
  issuer?: Issuer;
  issuedDaysAgo?: number;
  days?: number;
}

/** Erases the case with an identity that was issued so. */
const eraseAs = (id: string, { role = 'manager', issuer = world.issuer, issuedDaysAgo = 1, days = 30 }: Held = {}) => {
  const file = join(world.dataDir, id);
  const identity = issue(issuer, { role, id }, { now: Date.now() - issuedDaysAgo * DAY_MS, days });
  writeFileSync(file, identityText(identity));
  const words = ['erase', caseRef, '--override', '--reason', 'Court order 7', '--as', `${role}:${id}`];
  return terminal({ ...authority, EHCNA_IDENTITY: file })(...words);
};

/** As `ehcna identity revoke` would have written it a minute and a half before. */
const revoke = async (id: string): Promise<void> => {
  await world.pool.query(
    `insert into identity_revocations (role, id, issued_until, effective_from, reason, revoked_by)
     values ('manager', $1, now() - interval '91 seconds', now() - interval '1 second', 'Laptop lost', 'office')`,
    [id],
  );
};

const REFUSED: [string, () => ReturnType<typeof eraseAs>, RegExp][] = [
  ['of a caseworker', () => eraseAs('cw-1', { role: 'caseworker' }), /erased by manager; it was asked as caseworker/],
  ['of an auditor', () => eraseAs('a-1', { role: 'auditor' }), /asked as auditor/],
  ['of our own processes', () => eraseAs('worker', { role: 'system' }), /asked as system/],
  [
    'of a manager whom another issuer made',
    () => eraseAs('m-1', { issuer: newIssuer() }),
    /issued by somebody whom the workers do not know/,
  ],
  [
    'of a manager that has expired',
    () => eraseAs('m-2', { issuedDaysAgo: 31 }),
    /identity of manager m-2 was good until/,
  ],
  [
    'of a manager that was revoked',
    () => revoke('m-3').then(() => eraseAs('m-3')),
    /identity of manager m-3 was revoked from/,
  ],
];

it.each(REFUSED)('an identity %s erases nothing', async (_whose, attempt, said) => {
  const before = await world.ehcna.ledger.read(assessmentId(caseRef));
  expect(await attempt()).toMatchObject({ exit: 1, out: '', err: expect.stringMatching(said) as string });
  expect(await world.ehcna.ledger.read(assessmentId(caseRef))).toEqual(before);
  expect((await world.client.workflow.getHandle(assessmentId(caseRef)).describe()).status.name).toBe('COMPLETED');
});

it('an installation that names no issuers, and signs for nobody, knows no identity', async () => {
  const file = join(world.dataDir, 'm-4');
  writeFileSync(file, identityText(issue(world.issuer, { role: 'manager', id: 'm-4' }, { now: Date.now(), days: 1 })));
  const elsewhere = join(world.dataDir, 'elsewhere');
  const bare = terminal({ ...world.environment, EHCNA_DATA_DIR: elsewhere, EHCNA_IDENTITY: file });
  const { exit, err } = await bare('erase', caseRef, '--override', '--reason', 'x', '--as', 'manager:m-4');
  expect([exit, err]).toEqual([1, expect.stringContaining('EHCNA_ISSUERS does not hold its issuer')]);
});

it('a manager of standing erases it, and what is left is cleared away for nobody else', async () => {
  await world.pool.query(
    `insert into api_clients (id, role, scopes, identity, made_by) values ('portal', 'integrator', '{}', '', 'system:test')`,
  );
  await world.pool.query(
    `insert into submissions (id, client, key_hash, body_hash, kind, case_ref, external_ref, sealed_for, received_on, state, outcome, finished_at)
     values (gen_random_uuid(), 'portal', 'k', 'b', 'request', $1, 'R. Example 2018', 'authority', current_date, 'delivered', '{}', now())`,
    [caseRef],
  );
  expect(await eraseAs('records-1')).toMatchObject({ exit: 0, out: expect.stringContaining(`${caseRef} is erased`) });
  const last = (await world.ehcna.ledger.read(assessmentId(caseRef))).at(-1);
  expect(last).toMatchObject({ type: 'case.erased', by: { role: 'manager', id: 'records-1' } });
  const sent = await world.pool.query('select state, external_ref from submissions where case_ref = $1', [caseRef]);
  expect(sent.rows).toEqual([{ state: 'delivered', external_ref: null }]);
  expect((await eraseAs('m-3')).err).toContain('was revoked from');
  expect((await eraseAs('cw-1', { role: 'caseworker' })).exit).toBe(1);
  expect(await eraseAs('records-2')).toMatchObject({ exit: 0, out: expect.stringContaining('was erased before') });
});
