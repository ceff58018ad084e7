import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../activities/channels/channel.js';
import { createNotify } from '../../activities/channels/notify.js';
import { createOutbox } from '../../activities/channels/outbox.js';
import { createSmtp } from '../../activities/channels/smtp.js';
import { createLetters, type LetterDependencies, type LetterGuard } from '../../activities/letters.js';
import type { Letter, Party } from '../../domain/letters.js';
import { openCaseKeys } from '../../keys/case-keys.js';
import { keyringOf, newKey } from '../../keys/keyring.js';
import { freshDatabase, type FreshDatabase } from '../environment.js';
import { type FakeNotify, type MailServer, NOTIFY_KEY, startMailServer, startNotify } from './post-office.js';
import { AUTHORITY, CASE, letterOf, OTHER_CASE, PARTIES, planOf } from './samples.js';

let database: FreshDatabase;
let pool: pg.Pool;
let outboxDir: string;
let guard: LetterGuard;
let mail: MailServer;
let notify: FakeNotify;
let clock: Date;
const keyring = keyringOf(newKey('letters'));

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  mail = await startMailServer();
  notify = await startNotify();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await mail.close();
  await notify.close();
});
beforeEach(async () => {
  outboxDir = await mkdtemp(join(tmpdir(), 'ehcna-outbox-'));
  guard = { parties: Object.values(PARTIES), currentVersions: { 'draft-plan/plan': 1 }, letters: [] };
  mail.mails.length = 0;
  mail.mood.answer = 'accept';
  notify.notifications.length = 0;
  notify.log.length = 0;
  notify.mood.post = 'accept';
  notify.mood.get = 'answer';
  clock = new Date('2026-03-02T10:00:00Z');
});
afterEach(async () => {
  await rm(outboxDir, { recursive: true, force: true });
  await pool.query('delete from dispatches');
  await pool.query('delete from documents');
});

const letters = (over: Partial<LetterDependencies> = {}) =>
  createLetters({
    pool,
    keys: openCaseKeys(pool, keyring),
    outboxDir,
    channels: {},
    authority: AUTHORITY,
    readCase: async () => guard,
    now: () => clock,
    ...over,
  });
const request = (letter: Letter): Letter => {
  guard.letters.push(letter);
  return letter;
};
const outboxFiles = () =>
  existsSync(outboxDir)
    ? readdirSync(outboxDir, { recursive: true })
        .map(String)
        .filter((name) => name.includes('.'))
        .sort()
    : [];
const row = async (key: string) => (await pool.query('select * from dispatches where letter_key = $1', [key])).rows[0];
const smtp = () =>
  createSmtp({
    url: mail.url,
    from: 'SEND <send@northmere.example>',
    messageIdDomain: 'northmere.example',
    answerLimitMs: 1_000,
  });
const notifyChannel = () =>
  createNotify({
    apiKey: NOTIFY_KEY,
    baseUrl: notify.url,
    letterTemplate: 'LT',
    emailTemplate: 'ET',
    now: () => clock,
    answerLimitMs: 1_000,
  });
const inMinutes = (n: number) => {
  clock = new Date(clock.getTime() + n * 60_000);
};

/** The effect happens and the process dies before it can be recorded. */
const dyingAfter = (channel: Channel): Channel => ({
  ...channel,
  send: async (letter) => {
    await channel.send(letter);
    throw new Error('the process died');
  },
});
const dyingBefore = (channel: Channel): Channel => ({
  ...channel,
  send: async () => {
    throw new Error('the process died');
  },
});

const draftTo = (role: Party['role'] = 'parent') => request(letterOf('draft', role));
const refusal = (role: Party['role'] = 'parent') => request(letterOf('refusal-to-assess', role));

describe('the outbox folder', () => {
  it('gets the letter, its enclosure and an envelope without a name, readable by the owner alone', async () => {
    const letter = draftTo();
    const result = await letters().sendLetter({ caseRef: CASE, letter, documents: [planOf()] });
    expect(result).toMatchObject({
      state: 'sent',
      channel: 'outbox',
      letterId: 'draft-1',
      version: 1,
      sentAt: '2026-03-02T10:00:00.000Z',
    });
    expect(outboxFiles()).toEqual([
      `${CASE}/draft-1.draft-plan-plan-v1.html`,
      `${CASE}/draft-1.html`,
      `${CASE}/draft-1.json`,
    ]);
    for (const file of outboxFiles()) expect(statSync(join(outboxDir, file)).mode & 0o777).toBe(0o600);
    const envelope = readFileSync(join(outboxDir, CASE, 'draft-1.json'), 'utf8');
    expect(JSON.parse(envelope)).toMatchObject({
      recipientRole: 'parent',
      medium: 'post',
      channel: 'outbox',
      version: 1,
    });
    expect(JSON.parse(envelope).documentHash).toBe('documentHash' in result && result.documentHash);
    expect(envelope).not.toMatch(/Sample|Kit|Ada/);
  });

  it('gets a letter once, however often and however many at a time ask', async () => {
    const letter = draftTo();
    let effects = 0;
    const outbox = createOutbox(outboxDir);
    const counting: Channel = { ...outbox, send: (l) => ((effects += 1), outbox.send(l)) };
    const send = () =>
      letters({ channels: { post: counting } }).sendLetter({ caseRef: CASE, letter, documents: [planOf()] });
    const first = await send();
    inMinutes(5);
    const rest = await Promise.all(Array.from({ length: 12 }, send));
    for (const again of rest)
      expect(again).toMatchObject({ state: 'sent', sentAt: first.state === 'sent' && first.sentAt });
    expect(effects).toBe(1);
    expect((await pool.query('select 1 from documents')).rowCount).toBe(2);
  });

  it('gets a letter once when the first twelve ask at the same time', async () => {
    const letter = refusal();
    let effects = 0;
    const outbox = createOutbox(outboxDir);
    const counting: Channel = { ...outbox, send: (l) => ((effects += 1), outbox.send(l)) };
    const both = letters({ channels: { post: counting } });
    const all = await Promise.all(Array.from({ length: 12 }, () => both.sendLetter({ caseRef: CASE, letter })));
    expect(all.every(({ state }) => state === 'sent')).toBe(true);
    expect(effects).toBe(1);
  });

  it.each([
    ['after', dyingAfter],
    ['before', dyingBefore],
  ])('settles by itself when the process dies %s writing', async (_, dying) => {
    const letter = refusal();
    const broken = letters({ channels: { post: dying(createOutbox(outboxDir)) } });
    await expect(broken.sendLetter({ caseRef: CASE, letter })).rejects.toThrow('the process died');
    expect((await row(`${CASE}/${letter.id}`)).state).toBe('sending');
    expect(await letters().sendLetter({ caseRef: CASE, letter })).toMatchObject({ state: 'sent', channel: 'outbox' });
    expect(outboxFiles()).toEqual([`${CASE}/refusal-to-assess-1.html`, `${CASE}/refusal-to-assess-1.json`]);
  });
});

it('says sent, not refused, of a letter that left before its enclosure was superseded', async () => {
  const letter = draftTo();
  const broken = letters({ channels: { post: dyingAfter(createOutbox(outboxDir)) } });
  const input = { caseRef: CASE, letter, documents: [planOf()] };
  await expect(broken.sendLetter(input)).rejects.toThrow('the process died');
  guard.currentVersions['draft-plan/plan'] = 2;
  expect(await letters().sendLetter(input)).toMatchObject({ state: 'sent', channel: 'outbox' });
});

describe('a letter is refused, and nothing leaves, when', () => {
  const composed = async (letter: Letter, documents = letter.enclosures.length ? [planOf()] : []) => {
    const { hash, version } = await letters().compose(CASE, letter, documents);
    return { caseRef: CASE, letterId: letter.id, documentHash: hash, version, to: letter.to };
  };
  const refusedFor = async (order: Parameters<ReturnType<typeof letters>['dispatch']>[0], reason: string) => {
    const result = await letters().dispatch(order);
    expect(result).toEqual({ state: 'refused', reason: expect.stringContaining(reason) });
    expect(outboxFiles()).toEqual([]);
    expect(await row(`${order.caseRef}/${order.letterId}`)).toMatchObject({
      state: 'refused',
      attempts: 0,
      sent_at: null,
    });
    expect(JSON.stringify(result)).not.toMatch(/Kit|Ada|Sample|Imagined|@/);
    // The refusal is the first result, and stays.
    expect(await letters().dispatch(order)).toEqual(result);
  };
  const consultation = () => request(letterOf('consultation', 'provider'));

  it('it was never requested', async () => {
    const letter = letterOf('draft', 'parent');
    await refusedFor(await composed(letter), 'never requested');
  });
  it('it was requested for another recipient', async () => {
    const order = await composed(consultation());
    await refusedFor({ ...order, to: PARTIES.head }, 'requested for another recipient');
  });
  it('the recipient is not a party of the case', async () => {
    const order = await composed(consultation());
    guard.parties = guard.parties.filter(({ id }) => id !== PARTIES.provider.id);
    await refusedFor(order, 'not a party');
  });
  it('the recipient is the wrong school', async () => {
    const order = await composed(consultation());
    guard.parties = guard.parties.map((p) => (p.id === PARTIES.provider.id ? { ...p, organisation: '900003' } : p));
    await refusedFor(order, 'another school or service');
  });
  it.each([
    ['name', { name: 'Someone Else' }],
    ['address', { address: '2 Other Road\nNorthmere\nZZ1 1ZY' }],
    ['email', { email: 'else@other.example' }],
    ['role', { role: 'head' as const }],
    [
      'consent',
      { electronicConsent: { kind: 'email', sender: 'x', address: 'x@other.example', recordedOn: '2026-01-01' } },
    ],
  ])('the recipient’s %s is not the case’s', async (_, change) => {
    const order = await composed(consultation());
    await refusedFor({ ...order, to: { ...order.to, ...change } }, 'the recipient');
  });
  it('its enclosure is an old version', async () => {
    const order = await composed(consultation());
    guard.currentVersions['draft-plan/plan'] = 2;
    await refusedFor(order, 'draft-plan/plan version 1 is not the one that stands, version 2');
  });
  it('the case has no such enclosure', async () => {
    const order = await composed(consultation());
    guard.currentVersions = {};
    await refusedFor(order, 'the case has no draft-plan/plan');
  });
  it('it was written with another version of its enclosure than was requested', async () => {
    const letter = letterOf('consultation', 'provider');
    const order = await composed(letter);
    const second = [{ kind: 'draft-plan' as const, id: 'plan', version: 2 }];
    await composed({ ...letter, id: 'elsewhere', enclosures: second }, [planOf({ version: 2 })]);
    guard.currentVersions['draft-plan/plan'] = 2;
    request({ ...letter, enclosures: second });
    await refusedFor(order, 'not the one that the letter was written with');
  });
  it('the document was written for another case', async () => {
    const letter = consultation();
    const facts = { ...letter.facts, caseRef: OTHER_CASE };
    const other = await letters().compose(OTHER_CASE, { ...letter, facts }, [planOf({ caseRef: OTHER_CASE })]);
    const order = {
      caseRef: CASE,
      letterId: letter.id,
      documentHash: other.hash,
      version: other.version,
      to: letter.to,
    };
    await refusedFor(order, 'belongs to another case');
  });
  it('the hash is not that of any document', async () => {
    const order = await composed(consultation());
    await refusedFor({ ...order, documentHash: '0'.repeat(64) }, 'no such document');
  });
  it('the hash is that of an earlier writing than the version says', async () => {
    const letter = refusal();
    const order = await composed(letter);
    const again = await letters().compose(CASE, { ...letter, on: '2026-03-03' });
    expect(again.version).toBe(2);
    await refusedFor({ ...order, version: 2 }, 'no such document');
  });
  it('the document is another notice than was requested', async () => {
    const letter = letterOf('considering', 'parent', { id: 'L1' });
    const order = await composed(letter);
    request(letterOf('refusal-to-assess', 'parent', { id: 'L1' }));
    await refusedFor(order, 'no such document');
  });
  it('the document is addressed to another party', async () => {
    const order = await composed(letterOf('refusal-to-assess', 'head'));
    request(letterOf('refusal-to-assess', 'parent'));
    await refusedFor({ ...order, to: PARTIES.parent }, 'addressed to another recipient');
  });
  it.each(['refusal-to-assess', 'draft-plan'])('the kept %s has been changed', async (kind) => {
    const order = await composed(kind === 'draft-plan' ? consultation() : refusal());
    await pool.query('alter table documents disable trigger user');
    await pool.query(`update documents set body = body || ' '::bytea where kind = $1`, [kind]);
    await pool.query('alter table documents enable trigger user');
    await refusedFor(order, 'has been changed');
  });
});

describe('a letter that cannot be written is refused with its reason recorded, when', () => {
  const refused = async (
    letter: Letter,
    documents: Parameters<ReturnType<typeof letters>['sendLetter']>[0]['documents'],
    reason: string,
  ) => {
    const result = await letters().sendLetter({ caseRef: CASE, letter, ...(documents ? { documents } : {}) });
    expect(result).toMatchObject({ state: 'refused', reason: expect.stringContaining(reason) });
    expect((await row(`${CASE}/${letter.id}`)).reason).toContain(reason);
    expect(outboxFiles()).toEqual([]);
  };
  it('a fact is missing', async () => {
    const { reasons: _, ...facts } = letterOf('refusal-to-assess', 'parent').facts;
    await refused(
      request(letterOf('refusal-to-assess', 'parent', { facts })),
      undefined,
      'the fact reasons (text) is missing',
    );
  });
  it('the plan given is another child’s', async () => {
    await refused(draftTo(), [planOf({ caseRef: OTHER_CASE })], 'belongs to another case');
  });
  it('the advice given is held for another child', async () => {
    const advice = {
      kind: 'advice' as const,
      id: 'A3',
      version: 1,
      mediaType: 'text/plain',
      body: 'What the adviser wrote.',
    };
    const enclosures = [{ kind: 'advice' as const, id: 'A3', version: 1 }];
    const facts = { ...letterOf('no-plan', 'parent').facts, caseRef: OTHER_CASE };
    await letters().compose(OTHER_CASE, letterOf('no-plan', 'parent', { enclosures, facts }), [
      { ...advice, caseRef: OTHER_CASE },
    ]);
    await refused(
      request(letterOf('no-plan', 'parent', { enclosures })),
      [{ ...advice, caseRef: CASE }],
      'belongs to another case',
    );
  });
  it('the plan given is not the one kept under its version', async () => {
    await letters().compose(CASE, letterOf('draft', 'parent', { id: 'first' }), [planOf()]);
    await refused(draftTo(), [planOf({ childName: 'Kit Changed' })], 'a change needs a new version');
  });
  it('its enclosure is neither given nor kept', async () => refused(draftTo(), [], 'was not given'));
  it('it bears another case’s reference', async () => {
    const facts = { ...letterOf('refusal-to-assess', 'parent').facts, caseRef: OTHER_CASE };
    await refused(request(letterOf('refusal-to-assess', 'parent', { facts })), undefined, 'is not this case’s');
  });
});

describe('how a letter travels', () => {
  const send = (letter: Letter, documents = letter.enclosures.length ? [planOf()] : []) =>
    letters({ channels: { email: smtp() } }).sendLetter({ caseRef: CASE, letter, documents });

  it('a parent with an e-mail address and no recorded consent is served by post', async () => {
    expect(PARTIES.parent.email).toBeTruthy();
    expect(await send(refusal())).toMatchObject({ state: 'sent', channel: 'outbox' });
    expect(mail.mails).toEqual([]);
  });
  it('a parent who consented to something else than e-mail is served by post', async () => {
    const to = {
      ...PARTIES.parent,
      electronicConsent: { kind: 'portal', sender: 'LA', address: 'a@b.example', recordedOn: '2026-01-01' },
    };
    guard.parties = [to];
    expect(await send(request(letterOf('refusal-to-assess', 'parent', { to })))).toMatchObject({ channel: 'outbox' });
    expect(mail.mails).toEqual([]);
  });
  it('a parent who consented in writing is e-mailed at the address consented to', async () => {
    const to = {
      ...PARTIES.parent,
      electronicConsent: { kind: 'email', sender: 'LA', address: 'agreed@family.example', recordedOn: '2026-01-01' },
    };
    guard.parties = [to];
    const result = await send(request(letterOf('refusal-to-assess', 'parent', { to })));
    expect(result).toMatchObject({
      state: 'sent',
      channel: 'smtp',
      providerReference: `<${CASE}.refusal-to-assess-1@northmere.example>`,
    });
    expect(mail.mails.map((m) => m.to)).toEqual([['agreed@family.example']]);
  });
  it('a school is e-mailed with the plan attached and its words in plain text too', async () => {
    expect(await send(request(letterOf('consultation', 'provider')))).toMatchObject({ state: 'sent', channel: 'smtp' });
    const [sent] = mail.mails;
    expect(sent?.to).toEqual(['office@imagined.example']);
    expect(sent?.source).toContain(`Message-ID: <${CASE}.consultation-1@northmere.example>`);
    expect(sent?.source).toContain('filename=draft-plan-plan-v1.html');
    expect(sent?.source).toContain('text/plain');
    expect(sent?.source.match(/^Subject: .*(?:\r\n .*)*/m)?.[0]).not.toContain('Kit');
    expect(outboxFiles()).toEqual([]);
  });
  it('a desk that is a party twice is served as either', async () => {
    const letter = request(letterOf('advice-request', 'service'));
    guard.parties = [{ ...PARTIES.service, name: 'Sensory admin' }, PARTIES.service];
    expect(await send(letter)).toMatchObject({ state: 'sent' });
  });
  it('a school without an address goes to the outbox', async () => {
    const { email: _, ...to } = PARTIES.provider;
    guard.parties = [to];
    expect(await send(request(letterOf('consultation', 'provider', { to })))).toMatchObject({ channel: 'outbox' });
  });
  it('what Notify cannot carry goes to the outbox', async () => {
    const viaNotify = letters({ channels: { post: notifyChannel() } });
    expect(await viaNotify.sendLetter({ caseRef: CASE, letter: draftTo(), documents: [planOf()] })).toMatchObject({
      channel: 'outbox',
    });
    expect(notify.log).toEqual([]);
  });
});

describe('the mail server', () => {
  const head = () => request(letterOf('refusal-to-assess', 'head'));
  const send = (letter: Letter, email: Channel = smtp()) =>
    letters({ channels: { email } }).sendLetter({ caseRef: CASE, letter });

  it('gets a letter once', async () => {
    const letter = head();
    const first = await send(letter);
    expect(await send(letter)).toMatchObject({ ...first, enclosureHashes: {} });
    expect(mail.mails).toHaveLength(1);
  });
  it('is never asked twice when the process died after it took the letter: a person settles it', async () => {
    const letter = head();
    await expect(send(letter, dyingAfter(smtp()))).rejects.toThrow('the process died');
    expect(await send(letter)).toMatchObject({
      state: 'uncertain',
      channel: 'smtp',
      reason: expect.stringContaining('Message-ID'),
    });
    expect(await send(letter)).toMatchObject({ state: 'uncertain' });
    expect(mail.mails).toHaveLength(1);
  });
  it.each(['lose-answer', 'silent'] as const)('leaves it to a person when its answer was lost (%s)', async (mood) => {
    const letter = head();
    mail.mood.answer = mood;
    await expect(send(letter)).rejects.toThrow('answer was lost');
    mail.mood.answer = 'accept';
    expect(await send(letter)).toMatchObject({ state: 'uncertain' });
    expect(mail.mails).toHaveLength(1);
  });
  it('refusing the recipient is a refusal that repeats no address', async () => {
    mail.mood.answer = 'reject-recipient';
    const result = await send(head());
    expect(result).toMatchObject({ state: 'refused', reason: 'the mail server refused the letter (reply 550)' });
  });
  it('putting the letter off is tried again, and then sent', async () => {
    const letter = head();
    mail.mood.answer = 'put-off';
    await expect(send(letter)).rejects.toThrow('put the letter off (reply 451)');
    mail.mood.answer = 'accept';
    expect(await send(letter)).toMatchObject({ state: 'sent', channel: 'smtp' });
    expect(mail.mails).toHaveLength(1);
    expect((await row(`${CASE}/${letter.id}`)).attempts).toBe(2);
  });
  it('being down is tried again, and then sent', async () => {
    const letter = head();
    const down = createSmtp({
      url: 'smtp://127.0.0.1:1',
      from: 'a@northmere.example',
      messageIdDomain: 'northmere.example',
    });
    await expect(send(letter, down)).rejects.toThrow('could not be used');
    expect(await send(letter)).toMatchObject({ state: 'sent' });
  });
});

describe('GOV.UK Notify', () => {
  const send = (letter: Letter, channel: Channel = notifyChannel()) =>
    letters({ channels: { post: channel, email: channel } }).sendLetter({ caseRef: CASE, letter });

  it('prints a letter to the family’s address, by the letter’s key', async () => {
    const result = await send(refusal());
    expect(result).toMatchObject({ state: 'sent', channel: 'notify', providerReference: notify.notifications[0]?.id });
    expect(notify.notifications[0]).toMatchObject({ type: 'letter', reference: `${CASE}/refusal-to-assess-1` });
    const personalisation = notify.notifications[0]?.body.personalisation as Record<string, string>;
    expect(personalisation).toMatchObject({ address_line_1: 'Ada Sample', address_line_4: 'ZZ1 1ZZ' });
    expect(personalisation.body).toContain('# Our decision not to carry out');
    expect(personalisation.body).toContain('Second reason.');
    expect(personalisation.body).not.toMatch(/<|&#39;|\n{3}/);
  });
  it('e-mails a school', async () => {
    await send(refusal('head'));
    expect(notify.notifications[0]).toMatchObject({ type: 'email', body: { email_address: 'head@invented.example' } });
  });
  it('answering 500 having kept nothing is asked, then sent again', async () => {
    const letter = refusal();
    notify.mood.post = 'fail';
    await expect(send(letter)).rejects.toThrow('did not say whether it took the letter (500)');
    notify.mood.post = 'accept';
    await expect(send(letter), 'too soon to believe an empty answer').rejects.toThrow('asked again');
    inMinutes(2);
    expect(await send(letter)).toMatchObject({ state: 'sent' });
    expect(notify.notifications).toHaveLength(1);
    expect(notify.log).toEqual(['POST letter 500', 'GET 200', 'GET 200', 'POST letter 201']);
  });
  it.each(['keep-and-fail', 'drop'] as const)(
    'that kept the letter (%s) is found by reference and not sent again',
    async (mood) => {
      const letter = refusal();
      notify.mood.post = mood;
      await expect(send(letter)).rejects.toThrow('did not say');
      notify.mood.post = 'accept';
      inMinutes(2);
      expect(await send(letter)).toMatchObject({ state: 'sent', providerReference: notify.notifications[0]?.id });
      expect(notify.notifications).toHaveLength(1);
    },
  );
  it.each([
    ['after', dyingAfter],
    ['before', dyingBefore],
  ])('has one letter when the process died %s it was asked', async (_, dying) => {
    const letter = refusal();
    await expect(send(letter, dying(notifyChannel()))).rejects.toThrow('the process died');
    inMinutes(2);
    expect(await send(letter)).toMatchObject({ state: 'sent', channel: 'notify' });
    expect(notify.notifications).toHaveLength(1);
  });
  it.each([
    ['does not answer for a day', () => (notify.mood.get = 'fail'), 25 * 60],
    [
      'has a letter it could not deliver',
      () => notify.notifications.forEach((n) => (n.status = 'permanent-failure')),
      2,
    ],
    ['no longer remembers that day', () => notify.notifications.splice(0), 8 * 24 * 60],
  ])('leaves it to a person when it %s', async (_, prepare, minutes) => {
    const letter = refusal();
    notify.mood.post = 'keep-and-fail';
    await expect(send(letter)).rejects.toThrow('did not say');
    prepare();
    notify.mood.post = 'accept';
    inMinutes(minutes);
    expect(await send(letter)).toMatchObject({ state: 'uncertain', channel: 'notify' });
    expect(notify.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
  it.each(['fail', 'silent'] as const)(
    'that does not say (%s) whether it has a letter is asked again',
    async (mood) => {
      const letter = refusal();
      notify.mood.post = 'keep-and-fail';
      await expect(send(letter)).rejects.toThrow('did not say');
      notify.mood.get = mood;
      inMinutes(2);
      await expect(send(letter)).rejects.toThrow('does not say whether it has the letter');
      notify.mood.get = 'answer';
      expect(await send(letter)).toMatchObject({ state: 'sent', providerReference: notify.notifications[0]?.id });
      expect(notify.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
    },
  );
  it('that took a letter twice over is not sent a third', async () => {
    const letter = refusal();
    notify.mood.post = 'twice';
    await expect(send(letter)).rejects.toThrow('did not say');
    notify.mood.post = 'accept';
    inMinutes(2);
    expect(await send(letter)).toMatchObject({ state: 'sent' });
    expect(notify.notifications).toHaveLength(2);
    expect(notify.log).toEqual(['GET 200']);
  });
  it('that never answers is given up after a while, and asked before the letter is sent again', async () => {
    const letter = refusal();
    notify.mood.post = 'silent';
    await expect(send(letter)).rejects.toThrow('did not say whether it took the letter (ECONNABORTED)');
    notify.mood.post = 'accept';
    inMinutes(2);
    expect(await send(letter)).toMatchObject({ state: 'sent' });
    expect(notify.log).toEqual(['POST letter unanswered', 'GET 200', 'POST letter 201']);
  });
  it('that is busy says how long to leave it alone, and is not asked about what it refused', async () => {
    const letter = refusal();
    notify.mood.post = 'busy';
    await expect(send(letter)).rejects.toMatchObject({ channel: 'notify', retryAfterMs: 30_000 });
    notify.mood.post = 'accept';
    expect(await send(letter)).toMatchObject({ state: 'sent' });
    expect(notify.log).toEqual(['POST letter 429', 'POST letter 201']);
  });
  it('saying that the letter is not valid is a refusal', async () => {
    notify.mood.post = 'invalid';
    expect(await send(refusal())).toMatchObject({ state: 'refused', reason: expect.stringContaining('(400)') });
  });
  it('is not asked to print to an address that it would not take', async () => {
    const to = { ...PARTIES.parent, address: 'ZZ1 1ZZ' };
    guard.parties = [to];
    expect(await send(request(letterOf('refusal-to-assess', 'parent', { to })))).toMatchObject({ state: 'refused' });
    expect(notify.log).toEqual([]);
  });
  it('being down is tried again without asking', async () => {
    const letter = refusal();
    const down = createNotify({
      apiKey: NOTIFY_KEY,
      baseUrl: 'http://127.0.0.1:1',
      letterTemplate: 'LT',
      emailTemplate: 'ET',
    });
    await expect(send(letter, down)).rejects.toThrow('could not be reached');
    expect(await send(letter)).toMatchObject({ state: 'sent' });
    expect(notify.log).toEqual(['POST letter 201']);
  });
});

it('never repeats the letter or the address in an error', async () => {
  notify.mood.post = 'fail';
  mail.mood.answer = 'lose-answer';
  const channels = { post: notifyChannel(), email: smtp() };
  for (const letter of [refusal(), request(letterOf('refusal-to-assess', 'head', { id: 'L2' }))]) {
    const error = await letters({ channels })
      .sendLetter({ caseRef: CASE, letter })
      .catch((e: unknown) => e as Error);
    expect(error).toBeInstanceOf(Error);
    const everything = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    expect(everything).not.toMatch(/Kit|Ada|Example Row|invented\.example|First reason/);
  }
});

it('settles as uncertain a letter that was begun and can no longer be written', async () => {
  const letter = refusal();
  const broken = letters({ channels: { post: dyingAfter(createOutbox(outboxDir)) } });
  await expect(broken.sendLetter({ caseRef: CASE, letter })).rejects.toThrow('died');
  const { reasons: _, ...facts } = letter.facts;
  expect(await letters().sendLetter({ caseRef: CASE, letter: { ...letter, facts } })).toMatchObject({
    state: 'uncertain',
  });
});

it('settles as uncertain a letter begun by a channel that is no longer set up', async () => {
  const letter = refusal();
  const broken = letters({ channels: { post: dyingAfter(notifyChannel()) } });
  await expect(broken.sendLetter({ caseRef: CASE, letter })).rejects.toThrow('died');
  expect(await letters().sendLetter({ caseRef: CASE, letter })).toMatchObject({
    state: 'uncertain',
    channel: 'notify',
  });
  expect(outboxFiles()).toEqual([]);
});
