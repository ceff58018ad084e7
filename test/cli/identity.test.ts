/** Identities as an authority uses them: issued to a person, used on the command line, revoked. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyEvent } from '../../domain/events.js';
import { assessmentId } from '../../domain/ids.js';
import { identityText, issue, newIssuer, pemOf } from '../../keys/identity.js';
import { openWorld, type World } from '../world.js';
import { familyRequest } from './requests.js';
import { type Screen, terminal } from './terminal.js';

let world: World;
let caseRef: string;
/** Where identities are issued. */
let office: (...words: string[]) => Promise<Screen>;
/** An authority's installation: it trusts its issuer, and keeps no issuing key beside its data. */
let authority: Record<string, string>;

const at = (file: string): string => join(world.dataDir, file);
const desk = (identity: string) => terminal({ ...authority, EHCNA_IDENTITY: at(identity) });
const decide = ['--outcome', 'assess', '--may-have-sen', '--may-need-plan', '--reasons', 'Little progress.'];
const lastOf = async (type: string): Promise<AnyEvent | undefined> =>
  (await world.ehcna.ledger.read(assessmentId(caseRef))).findLast((event) => event.type === type);

beforeAll(async () => {
  world = await openWorld();
  ({ caseRef } = await world.ehcna.open(familyRequest(), { role: 'caseworker', id: 'cw-1' }));
  authority = { ...world.environment, EHCNA_ISSUERS: `${newIssuer().publicKey} ${world.issuer.publicKey}` };
  writeFileSync(at('office-key'), pemOf(world.issuer));
  office = terminal({ ...authority, EHCNA_ISSUING_KEY: at('office-key') });
});

afterAll(() => world?.stop());

describe('an identity', () => {
  it('is issued into a file for its holder alone, and never over another', async () => {
    const words = ['identity', 'issue', '--role', 'caseworker', '--id', 'cw-14', '--out', at('cw-14')];
    expect(await office(...words)).toMatchObject({ exit: 0, out: '' });
    expect(statSync(at('cw-14')).mode & 0o777).toBe(0o600);
    expect(await office(...words)).toMatchObject({ exit: 2, err: expect.stringContaining('is there already') });
    const lead = ['identity', 'issue', '--role', 'assessment-lead', '--id', 'lead-7', '--out', at('lead-7')];
    expect((await office(...lead)).exit).toBe(0);
  });

  it('says whose it is', async () => {
    expect((await desk('cw-14')('identity', 'show')).out).toMatch(/^caseworker:cw-14, issued .*, good until /);
    expect((await office('identity', 'list')).out).toMatch(/caseworker:cw-14 .*\n.*|assessment-lead:lead-7/);
  });

  it('is who gives a command, without a word of it being typed', async () => {
    const asLead = await desk('lead-7')('assessment', 'decide', caseRef, ...decide, '--without-panel', 'Urgent');
    expect(asLead.err).toBe('');
    expect(asLead.exit).toBe(0);
    expect(await lastOf('assessment.decided')).toMatchObject({ by: { role: 'assessment-lead', id: 'lead-7' } });
  });

  it('may not do what its role may not, and cannot act as another', async () => {
    const assign = ['case', 'assign', caseRef, '--caseworker', 'cw-2', '--name', 'Other'];
    const refused = await desk('cw-14')(...assign);
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('it was sent as caseworker') });
    const other = await desk('cw-14')(...assign, '--as', 'manager:m-1');
    expect(other).toMatchObject({ exit: 1, err: expect.stringContaining('it cannot act as manager:m-1') });
    expect(await lastOf('caseworker.assigned')).toBeUndefined();
  });

  it('signs for what another client sends', async () => {
    writeFileSync(at('body.json'), JSON.stringify({ outcome: 'no-answer' }));
    const words = ['identity', 'assert', '--workflow', assessmentId(caseRef), '--body', at('body.json')];
    const signed = await desk('cw-14')(...words, '--update', 'recordFamilyCall');
    const args: [unknown, unknown] = [{ outcome: 'no-answer' }, signed.json()];
    await world.client.workflow.getHandle(assessmentId(caseRef)).executeUpdate('recordFamilyCall', { args });
    expect(await lastOf('family.called')).toMatchObject({ by: { role: 'caseworker', id: 'cw-14' } });
    expect((await desk('cw-14')(...words)).exit).toBe(2);
  });

  it('is revoked, a little later', async () => {
    const before = Date.now();
    const { out, exit } = await office('identity', 'revoke', 'caseworker:cw-14', '--reason', 'Laptop lost');
    expect(exit).toBe(0);
    const from = Date.parse(/from (\S+)\.$/.exec(out.trim())?.[1] ?? '');
    expect(from).toBeGreaterThan(before + 60_000);
    const { identities } = (await office('identity', 'list', '--json')).json<{
      identities: { id: string; revokedFrom: string | null }[];
    }>();
    expect(identities.map(({ id, revokedFrom }) => [id, revokedFrom !== null])).toEqual([
      ['lead-7', false],
      ['cw-14', true],
    ]);
  });
});

describe('without an identity', () => {
  it('everything can be read, and nothing done', async () => {
    const nobody = terminal(authority);
    expect((await nobody('case', 'show', caseRef)).exit).toBe(0);
    const refused = await nobody('assessment', 'family-call', caseRef, '--outcome', 'no-answer');
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('set EHCNA_IDENTITY') });
    expect((await nobody('identity', 'show')).exit).toBe(1);
    const issuing = ['identity', 'issue', '--role', 'manager', '--id', 'me', '--out', at('me')];
    expect(await nobody(...issuing)).toMatchObject({ exit: 1, err: expect.stringContaining('EHCNA_ISSUING_KEY') });
    expect(existsSync(at('me'))).toBe(false);
  });

  it('a file that is none is said to be none, and nothing of it is repeated', async () => {
    writeFileSync(at('broken'), '{"certificate":"secret-looking"}');
    const { exit, err } = await desk('broken')(
      'case',
      'contact',
      caseRef,
      '--channel',
      'letter',
      '--direction',
      'to-family',
    );
    expect(exit).toBe(1);
    expect(err).toContain('cannot be used');
    expect(err).not.toContain('secret-looking');
  });

  it('an identity of another issuer is refused by the process', async () => {
    const stranger = issue(newIssuer(), { role: 'manager', id: 'm-9' }, { now: Date.now(), days: 1 });
    writeFileSync(at('stranger'), identityText(stranger));
    const { exit, err } = await desk('stranger')('assessment', 'family-call', caseRef, '--outcome', 'no-answer');
    expect(exit).toBe(1);
    expect(err).toContain('issued by somebody whom the workers do not know');
  });
});

describe('an installation for training', () => {
  it('signs on the spot for whoever is named', async () => {
    const here = terminal(world.environment);
    expect((await here('identity', 'show')).out).toMatch(/^Anybody/);
    const call = ['assessment', 'family-call', caseRef, '--outcome', 'no-answer', '--as', 'caseworker:trainee'];
    expect((await here(...call)).exit).toBe(0);
    expect(await lastOf('family.called')).toMatchObject({ by: { role: 'caseworker', id: 'trainee' } });
    expect((await here(...call.slice(0, -1), 'unidentified:x')).exit).toBe(2);
  });

  it('makes an issuing key and shows what workers must know of it', async () => {
    const here = terminal(world.environment);
    const { out } = await here('identity', 'issuer', '--out', at('new-key'));
    const shown = await terminal({ ...world.environment, EHCNA_ISSUING_KEY: at('new-key') })('identity', 'issuer');
    expect(shown.out).toBe(out);
    expect(out.trim()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await here('identity', 'issuer')).out.trim()).toBe(world.issuer.publicKey);
  });
});
