import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createNotify } from '../../activities/channels/notify.js';

import { familyRequest, today } from '../cli/requests.js';
import { assessmentId } from '../../domain/ids.js';
import { NOTIFY_KEY, startNotify, type FakeNotify } from '../letters/post-office.js';
import { openWorld, type World } from '../world.js';
import { serve, type Served } from './served.js';

let world: World;
let served: Served;
let notify: FakeNotify;
let key: string;

beforeAll(async () => {
  notify = await startNotify();
  world = await openWorld({ worker: false });
  const channel = createNotify({ apiKey: NOTIFY_KEY, baseUrl: notify.url, emailTemplate: 'e', letterTemplate: 'l' });
  await world.startWorker({ channels: { post: channel, email: channel } });
  served = await serve(world);
  ({ key } = await served.client({ id: 'govuk-notify', scopes: ['letters:report'] }));
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
  await notify?.close();
});

/** What follows in another process takes its time. */
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

const consenting = (number: number) => ({
  id: 'parent-1',
  role: 'parent' as const,
  name: 'A. Parent',
  address: '1 Invented Street\nNorthmere\nNM1 1AA',
  electronicConsent: {
    kind: 'email',
    sender: 'the authority',
    address: `parent${number}@family.example`,
    recordedOn: today(),
  },
});

const receipt = (id: string, status: string) => ({
  id,
  reference: 'whatever',
  to: 'parent@family.example',
  status,
  created_at: '2026-11-26T10:00:00.000000Z',
  completed_at: '2026-11-26T10:00:05.000000Z',
  sent_at: '2026-11-26T10:00:01.000000Z',
  notification_type: 'email',
});

/** Of no letter of ours. */
const UNKNOWN = '00000000-0000-4000-8000-00000000000f';

/** A case whose family agreed in writing to e-mail, and the e-mails that went to it. */
const mailed = async (number: number) => {
  const { caseRef } = await world.ehcna.open(familyRequest({ family: [consenting(number)] }), {
    role: 'caseworker',
    id: 'cw-1',
  });
  const mails = () =>
    notify.notifications.filter(
      ({ type, body }) => type === 'email' && body.email_address === `parent${number}@family.example`,
    );
  await until(async () => expect(mails().length).toBeGreaterThan(0));
  const [first] = mails();
  await until(async () => {
    const { rowCount } = await world.pool.query('select from dispatches where provider_reference = $1', [first?.id]);
    expect(rowCount).toBe(1);
  });
  return { caseRef, mail: first?.id ?? '', letter: first?.reference.split('/')[1] ?? '' };
};

const facts = async (caseRef: string) =>
  (await world.ehcna.ledger.read(assessmentId(caseRef as never))).map((e) => [e.type, e.by, e.data] as const);

describe("GOV.UK Notify's receipts", () => {
  it('that an e-mail did not arrive has the letter go again by post, once however often it is said', async () => {
    const { caseRef, mail, letter } = await mailed(1);
    for (const _ of [1, 2]) {
      const answer = await served.ask('POST', '/v1/notify/receipts', { key, body: receipt(mail, 'permanent-failure') });
      expect(answer.status).toBe(204);
    }
    await until(async () => {
      const undelivered = (await facts(caseRef)).filter(([type]) => type === 'letter.undelivered');
      expect(undelivered).toEqual([
        [
          'letter.undelivered',
          { role: 'integrator', id: 'govuk-notify' },
          expect.objectContaining({ letterId: letter, reason: 'permanent-failure' }),
        ],
      ]);
    });
    await until(async () => {
      const posted = notify.notifications.filter((n) => n.type === 'letter' && n.reference.startsWith(`${caseRef}/`));
      expect(posted).toHaveLength(1);
    });
  });

  it('that it arrived are kept, and change nothing in the case', async () => {
    const { caseRef, mail } = await mailed(2);
    const before = (await facts(caseRef)).length;
    expect((await served.ask('POST', '/v1/notify/receipts', { key, body: receipt(mail, 'delivered') })).status).toBe(
      204,
    );
    const { rows } = await world.pool.query(
      'select status, told_at is not null as told from delivery_reports where reference = $1',
      [mail],
    );
    expect(rows).toEqual([{ status: 'delivered', told: true }]);
    await pause(6_000);
    expect((await facts(caseRef)).length).toBe(before);
  });

  it('come before it is known whose letter it was, and are told when that is known', async () => {
    const { caseRef, mail } = await mailed(3);
    await world.pool.query('update dispatches set provider_reference = null where provider_reference = $1', [mail]);
    await served.ask('POST', '/v1/notify/receipts', { key, body: receipt(mail, 'temporary-failure') });
    await world.pool.query(`update dispatches set provider_reference = $1 where case_ref = $2 and letter_key = $3`, [
      mail,
      caseRef,
      notify.notifications.find(({ id }) => id === mail)?.reference,
    ]);
    await until(async () => expect((await facts(caseRef)).map(([type]) => type)).toContain('letter.undelivered'));
  });

  it('that cannot be told for one client hold up those of no other', async () => {
    const [stuck, free] = [await mailed(15), await mailed(16)];
    const { id: broken, key: its } = await served.client({ scopes: ['letters:report'] });
    const body = receipt(stuck.mail, 'permanent-failure');
    expect((await served.ask('POST', '/v1/notify/receipts', { key: its, body: { ...body, id: UNKNOWN } })).status).toBe(
      204,
    );
    // What signs for it opens no more.
    await world.pool.query(`update api_clients set identity = '\\x00' where id = $1`, [broken]);
    await world.pool.query('update delivery_reports set reference = $2 where reference = $1', [UNKNOWN, stuck.mail]);
    await served.ask('POST', '/v1/notify/receipts', { key, body: receipt(free.mail, 'permanent-failure') });
    await until(async () => expect((await facts(free.caseRef)).map(([type]) => type)).toContain('letter.undelivered'));
    expect((await facts(stuck.caseRef)).map(([type]) => type)).not.toContain('letter.undelivered');
    await world.pool.query('update delivery_reports set told_at = now() where reference = $1', [stuck.mail]);
  });

  it('keep nothing of whom the letter was for', async () => {
    const { rows } = await world.pool.query('select r::text as text from delivery_reports r');
    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows as { text: string }[]) expect(text).not.toContain('@');
  });

  it('are taken from nobody without that scope, and not in another shape', async () => {
    const other = await served.client({ scopes: ['cases:read'] });
    const id = '00000000-0000-4000-8000-000000000000';
    const asked = [
      await served.ask('POST', '/v1/notify/receipts', { body: receipt(id, 'delivered') }),
      await served.ask('POST', '/v1/notify/receipts', { key: other.key, body: receipt(id, 'delivered') }),
      await served.ask('POST', '/v1/notify/receipts', { key, body: receipt(id, 'lost') }),
      await served.ask('POST', '/v1/notify/returned-letters', { key, body: { notification_id: 'x' } }),
    ];
    expect(asked.map(({ status }) => status)).toEqual([401, 403, 400, 400]);
  });
});

it('a letter that came back by post becomes a task for a person', async () => {
  const { caseRef } = await world.ehcna.open(
    familyRequest({ family: [{ ...consenting(9), electronicConsent: undefined } as never] }),
    { role: 'caseworker', id: 'cw-1' },
  );
  const posted = () => notify.notifications.find((n) => n.type === 'letter' && n.reference.startsWith(`${caseRef}/`));
  await until(async () => expect(posted()).toBeDefined());
  const answer = await served.ask('POST', '/v1/notify/returned-letters', {
    key,
    body: { notification_id: posted()?.id, date_sent: '2026-11-20', reference: 'x', template_name: 'y' },
  });
  expect(answer.status).toBe(204);
  await until(async () => {
    const tasks = await world.ehcna.worklist.tasks({ caseRef: caseRef as never, limit: 100 });
    expect(tasks.map(({ closedBy }) => closedBy).join(' ')).toContain('letter');
  });
});
