/** What a school's key reaches of other schools' children: nothing, whichever way it is tried. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { londonDate } from '../../domain/civil-date.js';
import { openWorld, type World } from '../world.js';
import { seed, type Sample } from './sample-cases.js';
import { serve, type Answer, type Asking, type Served } from './served.js';

let world: World;
let served: Served;
let sample: Sample;
let key: string;
let id: string;
const OTHER = '100001';
const NOBODY = 'EHC-00000000';
const month = londonDate(Date.now()).slice(0, 7);

beforeAll(async () => {
  world = await openWorld({ worker: false });
  sample = await seed(world, 12, 6);
  served = await serve(world);
  ({ key, id } = await served.client({ role: 'provider', school: OTHER }));
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

/** What an answer says but for the id of its request. */
const said = ({ status, json, text }: Answer) => ({ status, body: json ? { ...json, instance: undefined } : text });

interface Operation {
  method: string;
  path: string;
  /** What may be sent there. */
  example: unknown;
}

interface Described {
  requestBody?: { content: Record<string, { schema: { example?: unknown } }> };
}

/** Every operation of the served document that names a case. */
const operations = async (): Promise<Operation[]> => {
  const { json } = await served.ask('GET', '/openapi.json');
  return Object.entries(json.paths as Record<string, Record<string, Described>>)
    .filter(([path]) => /\{(ref|caseRef)\}/.test(path))
    .flatMap(([path, of]) =>
      Object.entries(of).map(([method, { requestBody }]) => {
        const example = requestBody?.content['application/json']?.schema.example;
        return { method: method.toUpperCase(), path, example };
      }),
    );
};

const filled = (path: string, ref: string): string =>
  path
    .replace(/\{(ref|caseRef)\}/g, ref)
    .replace('{n}', '1')
    .replace(/\{\w+\}/g, 'A1');

/** What a write is sent with, so that nothing is wrong with it but whose case it is. */
const sent = ({ method, example }: Operation): Asking =>
  method === 'GET' ? {} : { body: example ?? {}, headers: { 'idempotency-key': randomUUID() } };

it('is refused on every route that names a case, in the same words as for a case that is not there', async () => {
  const refs = [...sample.cases, ...sample.plans].map(({ caseRef }) => caseRef);
  const all = await operations();
  expect(all.filter(({ method }) => method === 'GET').length).toBeGreaterThanOrEqual(4);
  expect(all.filter(({ method }) => method !== 'GET').length).toBeGreaterThanOrEqual(11);
  for (const operation of all) {
    const { method, path } = operation;
    const none = said(await served.ask(method, filled(path, NOBODY), { key, ...sent(operation) }));
    expect([method, path, none.status]).toEqual([method, path, 404]);
    for (const ref of refs) {
      const answer = await served.ask(method, filled(path, ref), { key, ...sent(operation) });
      expect(said(answer)).toEqual(none);
      expect(answer.text).not.toContain(ref);
    }
  }
});

it('is on the ledger where there is such a case, and in the log', async () => {
  const caseRef = sample.cases[0]?.caseRef ?? '';
  const { id: fresh, key: another } = await served.client({ role: 'provider', school: OTHER });
  await served.ask('GET', `/v1/cases/${caseRef}`, { key: another });
  await served.ask('GET', `/v1/cases/${NOBODY}`, { key: another });
  const refused = async () =>
    (await world.ehcna.ledger.read(`access/${month}`))
      .filter((event) => event.type === 'access.refused' && event.by.id === fresh)
      .map((event) => event.data);
  await expect.poll(refused, { timeout: 5_000 }).toEqual([{ cases: { [caseRef]: 1 } }]);
  expect(served.log.at(-1)).toMatchObject({ client: fresh, status: 404, why: 'no-such-case' });
  expect(JSON.stringify(served.log)).not.toContain(caseRef);
});

it('lists nothing, by no filter, and gives no access that was not refused', async () => {
  const [first] = sample.cases;
  const external = first?.events[0]?.data as { externalRef?: string };
  for (const path of [
    '/v1/cases',
    '/v1/cases?open=true',
    '/v1/advice',
    '/v1/reviews',
    `/v1/reviews?caseRef=${sample.plans[0]?.caseRef}`,
    `/v1/cases?externalRef=${external.externalRef ?? 'none'}`,
    `/v1/schools/${OTHER}/requests`,
  ])
    expect((await served.ask('GET', path, { key })).json).toEqual({ items: [], next: null });
  expect((await served.ask('GET', `/v1/cases/externalRef:${external.externalRef}`, { key })).status).toBe(404);
  expect((await served.ask('GET', `/v1/schools/${OTHER}/owed`, { key })).json).toMatchObject({
    advice: [],
    consultations: [],
    reviews: [],
  });
  const given = (await world.ehcna.ledger.read(`access/${month}`)).filter(
    (event) => event.type === 'cases.read' && event.by.id === id,
  );
  expect(given).toEqual([]);
});

it('may not ask for another school’s lists', async () => {
  for (const what of ['requests', 'advice', 'owed']) {
    const answer = await served.ask('GET', `/v1/schools/999001/${what}`, { key });
    expect([answer.status, answer.json.code]).toEqual([403, 'another-school']);
  }
});

it('learns nothing from a cursor of somebody who sees all', async () => {
  const { key: all } = await served.client();
  const { json } = await served.ask('GET', '/v1/cases?limit=5', { key: all });
  const answer = await served.ask('GET', json.next.replace('http://127.0.0.1', ''), { key });
  expect([answer.status, answer.json.code]).toEqual([400, 'bad-cursor']);
});

it('takes as long whether or not there is such a case', async () => {
  const caseRef = sample.cases[0]?.caseRef ?? '';
  const timed = async (ref: string): Promise<number> => {
    const from = performance.now();
    await served.ask('GET', `/v1/cases/${ref}`, { key });
    return performance.now() - from;
  };
  const median = (all: number[]): number => all.sort((a, b) => a - b)[all.length >> 1] ?? 0;
  const [there, not]: [number[], number[]] = [[], []];
  for (let i = 0; i < 60; i += 1) {
    there.push(await timed(caseRef));
    not.push(await timed(NOBODY));
  }
  const [shorter = 0, longer = 0] = [median(there), median(not)].sort((a, b) => a - b);
  // On a busy machine a few milliseconds are nobody's.
  expect(longer).toBeLessThan(1.5 * shorter + 5);
});
