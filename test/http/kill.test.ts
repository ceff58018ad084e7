/**
 * The ingress is killed while other systems send. Whatever it answered with 2xx is there exactly once; whatever else can be sent
 * again with its key. `npm run kill-ingress` kills it a hundred times.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldEvents } from '../../domain/assessment/evolve.js';
import { openWorld, type World } from '../world.js';
import { Load, type Sent } from './load.js';
import { ingressOf } from './process.js';
import { serve } from './served.js';

const KILLS = Number(process.env['EHCNA_KILLS'] ?? 4);
const CONNECTIONS = 6;

let world: World;
let apiKey: string;

beforeAll(async () => {
  world = await openWorld();
  const served = await serve(world);
  ({ key: apiKey } = await served.client());
  await served.stop();
});

afterAll(() => world?.stop());

const isTaken = ({ status }: Sent): boolean => status >= 200 && status <= 299;

const pendingNow = async (): Promise<number> => {
  const { rows } = await world.pool.query<{ n: number }>(
    "select count(*)::int as n from submissions where state = 'pending'",
  );
  return rows[0]?.n ?? 0;
};

const allDelivered = async (): Promise<void> => {
  const until = Date.now() + 120_000;
  while ((await pendingNow()) > 0 && Date.now() < until) await pause(200);
  expect(await pendingNow()).toBe(0);
};

const sendAgain = async (load: Load, which: readonly Sent[]): Promise<void> => {
  const left = [...which];
  const work = async (): Promise<void> => {
    for (let sent = left.shift(); sent; sent = left.shift())
      for (let i = 0; i < 20 && (i === 0 || !isTaken(sent)); i++) await load.send(sent);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
};

/** All that the ledger and the documents hold, by name. */
const found = async (): Promise<{ requests: string[]; evidence: string[]; documents: string[] }> => {
  const requests: string[] = [];
  const evidence: string[] = [];
  for (const stream of await world.ehcna.ledger.streams({ prefix: 'assessment/' })) {
    const events = await world.ehcna.ledger.read(stream);
    const caseRef = stream.split('/')[1] ?? '';
    requests.push(`${caseRef} ${foldEvents(caseRef, events as never).externalRef}`);
    for (const { type, data } of events)
      if (type === 'evidence.added') evidence.push(`${caseRef} ${(data as { evidenceId: string }).evidenceId}`);
  }
  const { rows } = await world.pool.query<{ name: string }>(
    "select case_ref || ' ' || document_id || ' ' || hash as name from documents where kind = 'evidence'",
  );
  return { requests, evidence, documents: rows.map(({ name }) => name) };
};

const check = async (load: Load): Promise<void> => {
  const there = await found();
  const of = (...what: Sent['what'][]) => load.sent.filter((sent) => what.includes(sent.what));
  expect(there.requests.toSorted()).toEqual(
    of('request')
      .map((s) => `${s.caseRef} ${s.name}`)
      .toSorted(),
  );
  expect(there.evidence.toSorted()).toEqual(
    of('evidence', 'event')
      .map((s) => `${s.caseRef} ${s.name}`)
      .toSorted(),
  );
  expect(there.documents.toSorted()).toEqual(
    of('document')
      .map((s) => `${s.caseRef} ${s.name} ${s.hash}`)
      .toSorted(),
  );
};

it(`killed ${KILLS} times while others send, it loses nothing it accepted and does nothing twice`, {
  timeout: 30 * 60_000,
}, async () => {
  const ingress = await ingressOf(world);
  await ingress.start();
  const load = new Load(ingress.url, apiKey);
  load.begin(CONNECTIONS);
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(300 + Math.random() * 1_500);
    expect(await ingress.end('SIGKILL')).toBe('SIGKILL');
    if ((kill + 1) % 10 === 0) console.log(`${kill + 1} kills, ${load.sent.length} sent`);
    await ingress.start();
  }
  await load.stop();
  const taken = load.sent.filter(isTaken).length;
  const unanswered = load.sent.filter((sent) => !isTaken(sent));
  // Before anything is sent again: whatever was accepted is there.
  await allDelivered();
  const before = await found();
  for (const s of load.sent.filter(isTaken)) {
    const list = s.what === 'request' ? before.requests : s.what === 'document' ? before.documents : before.evidence;
    const name = `${s.caseRef} ${s.name}${s.what === 'document' ? ` ${s.hash}` : ''}`;
    expect(list.filter((one) => one === name)).toEqual([name]);
  }
  const others = [...load.others].map(([status, n]) => `${status || 'cut off'}: ${n}`).join(', ');
  await sendAgain(load, unanswered);
  await sendAgain(
    load,
    load.sent.filter((_, i) => i % 5 === 0),
  );
  await allDelivered();
  console.log(
    `${KILLS} kills; ${load.sent.length} sent, of them ${taken} answered 2xx at first and ${unanswered.length} not (${others}); all ${load.sent.filter(isTaken).length} there once after the second round`,
  );
  expect(unanswered.length).toBeGreaterThan(0);
  await check(load);
  expect(await ingress.end('SIGTERM')).toBe(0);
});

it('asked to stop while others send, it answers all that it took in and ends by itself', {
  timeout: 120_000,
}, async () => {
  const ingress = await ingressOf(world);
  await ingress.start();
  const load = new Load(ingress.url, apiKey);
  load.begin(CONNECTIONS);
  await pause(2_500);
  expect(await ingress.end('SIGTERM')).toBe(0);
  await load.stop();
  const taken = load.sent.filter(isTaken);
  expect(taken.length).toBeGreaterThan(5);
  // It passed on all that it took in: nobody is there to do it.
  const there = await found();
  for (const s of taken.filter(({ what }) => what === 'request'))
    expect(there.requests).toContain(`${s.caseRef} ${s.name}`);
  expect(await pendingNow()).toBe(0);
});
