/**
 * A family is written to by e-mail only where it consented to that in writing, at that address and no other (Education Act
 * 1996 s572): with the real mail channel, from the command to the mail server.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSmtp } from '../../activities/channels/smtp.js';
import { foldEvents, asAssessmentEvents } from '../../domain/assessment/evolve.js';
import type { Actor } from '../../domain/events.js';
import type { CaseRef } from '../../domain/ids.js';
import { assessmentId } from '../../domain/ids.js';
import { familyRequest, today } from '../cli/requests.js';
import { terminalOf } from '../cli/terminal.js';
import { openWorld, type World } from '../world.js';
import { type MailServer, startMailServer } from './post-office.js';

const officer: Actor = { role: 'caseworker', id: 'cw-1' };
const lead: Actor = { role: 'assessment-lead', id: 'lead-1' };
const portal: Actor = { role: 'integrator', id: 'notify-callbacks' };
const AGREED = 'agreed@family.example';
const GIVEN = 'given@family.example';
const consent = { kind: 'e-mail', sender: 'Northmere Council', address: AGREED, recordedOn: today() };

let world: World;
let mail: MailServer;

beforeAll(async () => {
  world = await openWorld({ worker: false });
  mail = await startMailServer();
  const email = createSmtp({
    url: mail.url,
    from: 'Northmere <send@northmere.example>',
    messageIdDomain: 'northmere.example',
  });
  await world.startWorker({ channels: { email }, publicUrl: 'https://status.example' });
});

afterAll(async () => {
  await world?.stop();
  await mail?.close();
});

const stateOf = async (caseRef: CaseRef) =>
  foldEvents(caseRef, asAssessmentEvents(await world.ehcna.ledger.read(assessmentId(caseRef))));

/** How each letter to the first parent went, in order: the channel, and how the outbox says that it is to go. */
const waysOf = async (caseRef: CaseRef): Promise<string[]> => {
  const { rows } = await world.pool.query<{ letter: string; channel: string }>(
    `select letter_id as letter, channel from dispatches
     where case_ref = $1 and recipient_role = 'parent' and state = 'sent' order by substring(letter_id from 2)::int`,
    [caseRef],
  );
  return Promise.all(
    rows.map(async ({ letter, channel }) => {
      if (channel !== 'outbox') return channel;
      const { medium } = JSON.parse(await readFile(join(world.outboxDir, caseRef, `${letter}.json`), 'utf8')) as {
        medium: string;
      };
      return `${channel}: ${medium}`;
    }),
  );
};

const sentTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address));

const open = async (): Promise<CaseRef> => {
  const { family, ...request } = familyRequest();
  const [parent] = family;
  if (!parent) throw new Error('no parent');
  const { caseRef } = await world.ehcna.open({ ...request, family: [{ ...parent, email: GIVEN }] }, officer);
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.length)).toBeGreaterThan(0);
  return caseRef;
};

it('goes by post to a family that only gave an address, by e-mail once it consented, and by post once that is taken back', async () => {
  const caseRef = await open();
  const before = await waysOf(caseRef);
  expect(new Set(before)).toEqual(new Set(['outbox: post']));
  await world.ehcna.command(
    caseRef,
    'correctContact',
    { partyId: 'parent-1', electronicConsent: consent, evidence: 'Form of today' },
    officer,
  );
  await world.ehcna.command(
    caseRef,
    'decideToAssess',
    { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Little progress.', withoutPanel: 'Urgent' },
    lead,
  );
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.length)).toBe(before.length + 2);
  expect(await waysOf(caseRef)).toEqual([...before, 'smtp', 'smtp']);
  expect([sentTo(AGREED).length, sentTo(GIVEN).length]).toEqual([2, 0]);
  // In the plain text for readers without HTML too, over however many lines.
  expect(sentTo(AGREED)[0]?.source.replace(/=\r?\n/g, '')).toContain('https://status.example/status/');
  await world.ehcna.command(
    caseRef,
    'correctContact',
    { partyId: 'parent-1', consentWithdrawn: true, evidence: 'Their letter of today' },
    officer,
  );
  await world.ehcna.command(caseRef, 'withdraw', { reason: 'In writing' }, officer);
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.at(-1))).toBe('outbox: post');
  expect((await waysOf(caseRef)).slice(0, before.length + 2)).toEqual([...before, 'smtp', 'smtp']);
  expect(sentTo(AGREED)).toHaveLength(2);
});

it('goes again by post, once, when the e-mail comes back, and from then on by post', async () => {
  const caseRef = await open();
  const given = {
    partyId: 'parent-1',
    electronicConsent: { ...consent, address: 'gone@family.example' },
    evidence: 'Form',
  };
  await world.ehcna.command(caseRef, 'correctContact', given, officer);
  await world.ehcna.command(
    caseRef,
    'decideToAssess',
    { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Little progress.', withoutPanel: 'Urgent' },
    lead,
  );
  await expect.poll(() => sentTo('gone@family.example').length).toBe(2);
  const letter = (await stateOf(caseRef)).letters.find(
    (l) => l.notice === 'will-assess' && l.recipientRole === 'parent',
  );
  const before = await waysOf(caseRef);
  const fact = {
    id: 'bounce-1',
    type: 'letterUndelivered' as const,
    letterId: letter?.id,
    reason: 'permanent-failure',
    by: portal,
  };
  await world.ehcna.report(caseRef, fact);
  await world.ehcna.report(caseRef, fact);
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.length)).toBe(before.length + 1);
  expect((await waysOf(caseRef)).at(-1)).toBe('outbox: post');
  const { letters, unexpected, deadlines } = await stateOf(caseRef);
  expect(letters.filter((l) => l.notice === 'will-assess' && l.recipientRole === 'parent').map((l) => l.state)).toEqual(
    ['resolved', 'dispatched'],
  );
  expect([unexpected, deadlines['ehcna-decision-6w']?.state]).toEqual([[], 'met']);
  await world.ehcna.command(caseRef, 'withdraw', { reason: 'In writing' }, officer);
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.length)).toBe(before.length + 2);
  expect((await waysOf(caseRef)).at(-1)).toBe('outbox: post');
  expect(sentTo('gone@family.example')).toHaveLength(2);
});

it('goes again by post also where the case ended with that letter: it is begun again for it, and is over again', async () => {
  const caseRef = await open();
  const address = 'ended@family.example';
  const given = { partyId: 'parent-1', electronicConsent: { ...consent, address }, evidence: 'Form' };
  await world.ehcna.command(caseRef, 'correctContact', given, officer);
  await world.ehcna.command(caseRef, 'withdraw', { reason: 'In writing' }, officer);
  await expect.poll(() => sentTo(address).length).toBe(1);
  const handle = world.client.workflow.getHandle(assessmentId(caseRef));
  await handle.result();
  const letter = (await stateOf(caseRef)).letters.find(
    (l) => l.notice === 'withdrawal-confirmed' && l.recipientRole === 'parent',
  );
  const run = terminalOf(world);
  const said = await run(
    'letter',
    'came-back',
    caseRef,
    letter?.id ?? '',
    '--reason',
    'permanent-failure',
    '--as',
    'manager:m-1',
  );
  expect([said.exit, said.out]).toEqual([0, expect.stringContaining('begun again')]);
  await expect.poll(() => waysOf(caseRef).then((ways) => ways.at(-1)), { timeout: 15_000 }).toBe('outbox: post');
  await handle.result();
  expect((await handle.describe()).status.name).toBe('COMPLETED');
  expect(
    (await stateOf(caseRef)).letters
      .filter((l) => l.notice === 'withdrawal-confirmed' && l.recipientRole === 'parent')
      .map((l) => l.state),
  ).toEqual(['resolved', 'dispatched']);
});

it('keeps a report of a letter that nobody sent, and puts it before a person', async () => {
  const caseRef = await open();
  await world.ehcna.report(caseRef, {
    id: 'bounce-2',
    type: 'letterUndelivered',
    letterId: 'L99',
    reason: 'x',
    by: portal,
  });
  await expect.poll(() => stateOf(caseRef).then((s) => s.unexpected.map((u) => u.factId))).toEqual(['bounce-2']);
});
