import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REQUEST_EXAMPLE } from '../../client/http/writing/requests.js';
import { assessmentId } from '../../domain/ids.js';
import { openWorld, type World } from '../world.js';
import { type Answer, serve, type Served } from './served.js';

let world: World;
let served: Served;
let key: string;

beforeAll(async () => {
  world = await openWorld();
  served = await serve(world);
  ({ key } = await served.client());
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

let child = 0;
/** A child of its own each time. */
const request = (over: object = {}) => {
  child += 1;
  return {
    ...REQUEST_EXAMPLE,
    externalRef: `P-${child}`,
    child: { ...REQUEST_EXAMPLE.child, name: `Robin Example ${child}` },
    ...over,
  };
};

const send = (
  path: string,
  body: unknown,
  over: { as?: string; under?: string; type?: string } = {},
): Promise<Answer> =>
  served.ask('POST', path, {
    key: over.as ?? key,
    body,
    headers: {
      'idempotency-key': over.under ?? randomUUID(),
      ...(over.type === undefined ? {} : { 'content-type': over.type }),
    },
  });

const put = (path: string, body: Uint8Array | string, over: { as?: string; under?: string; type?: string } = {}) =>
  fetch(`${served.url}${path}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${over.as ?? key}`,
      'idempotency-key': over.under ?? randomUUID(),
      'content-type': over.type ?? 'text/plain',
    },
    body: body as never,
  }).then(async (answer) => ({ status: answer.status, json: (await answer.json()) as Record<string, never> }));

const opened = async (over: object = {}, as?: string): Promise<string> => {
  const answer = await send('/v1/requests', request(over), as === undefined ? {} : { as });
  expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('delivered')]);
  return answer.json.caseRef as string;
};

const eventsOf = async (caseRef: string) => world.ehcna.ledger.read(assessmentId(caseRef));

const evidence = (evidenceId: string, over: object = {}) => ({
  evidenceId,
  kind: 'school-record',
  from: 'school',
  title: 'Two cycles of assess, plan, do, review',
  ...over,
});

describe('a request', () => {
  it('is a case when it is answered, with the day on which it was accepted', async () => {
    const answer = await send('/v1/requests', request());
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      kind: 'request',
      state: 'delivered',
      outcome: { accepted: true },
      problem: null,
    });
    expect(answer.headers.get('location')).toContain(`/v1/submissions/${answer.json.id}`);
    const [first] = await eventsOf(answer.json.caseRef);
    expect(first).toMatchObject({
      type: 'request.received',
      data: { receivedOn: answer.json.receivedOn, channel: 'portal' },
    });
  });

  it('sent again under its key is the same, with the same answer, and another one under it is refused', async () => {
    const [body, under] = [request(), randomUUID()];
    const answers = await Promise.all([1, 2, 3].map(() => send('/v1/requests', body, { under })));
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.caseRef}`)).size).toBe(1);
    const again = await send('/v1/requests', body, { under });
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([answers[0]?.text, 'true']);
    const another = await send('/v1/requests', request(), { under });
    expect([another.status, another.json.code]).toEqual([409, 'key-used']);
    const { key: other } = await served.client();
    expect((await send('/v1/requests', request(), { under, as: other })).json.id).not.toBe(again.json.id);
  });

  it('needs a key that is one', async () => {
    const answers = await Promise.all(
      ([{}, { 'idempotency-key': 'short' }, { 'idempotency-key': 'x'.repeat(101) }] as Record<string, string>[]).map(
        (headers) => served.ask('POST', '/v1/requests', { key, body: request(), headers }),
      ),
    );
    for (const { status, json } of answers)
      expect([status, json.errors[0].path]).toEqual([400, 'headers/idempotency-key']);
  });

  it('for a child whose assessment is open is not taken up, and says which case that is', async () => {
    const body = request();
    const first = await send('/v1/requests', body);
    const second = await send('/v1/requests', { ...body, externalRef: 'another' });
    expect(second.json.outcome).toMatchObject({ accepted: false, reason: 'duplicate', otherCase: first.json.caseRef });
  });

  it('of an earlier day is taken from a system of the authority, and of a day to come from nobody', async () => {
    const early = await send('/v1/requests', request({ receivedOn: '2026-01-05' }));
    expect(early.json.receivedOn).toBe('2026-01-05');
    const late = await send('/v1/requests', request({ receivedOn: '2099-01-05' }));
    expect([late.status, late.json.code]).toEqual([422, 'in-the-future']);
  });
});

describe('a school', () => {
  it('asks for its own children alone, and writes to no other case', async () => {
    const { key: school } = await served.client({ school: '999903' });
    const { key: other } = await served.client({ school: '999902' });
    const mine = await opened({}, school);
    expect((await eventsOf(mine))[0]?.data).toMatchObject({ child: { setting: { urn: '999903' } } });
    const refused = await send('/v1/requests', request(), { as: other });
    expect([refused.status, refused.json.code]).toEqual([403, 'own-children']);
    const body = evidence('E1');
    expect((await send(`/v1/cases/${mine}/evidence`, body, { as: other })).status).toBe(404);
    expect((await put(`/v1/cases/${mine}/documents/E1`, 'a note', { as: other })).status).toBe(404);
    expect((await send(`/v1/cases/${mine}/evidence`, body, { as: school })).status).toBe(201);
  });

  it('does not say of an earlier day that it was the day of receipt', async () => {
    const { key: school } = await served.client({ school: '999903' });
    const answer = await send('/v1/requests', request({ receivedOn: '2026-01-05' }), { as: school });
    expect([answer.status, answer.json.code]).toEqual([422, 'day-of-receipt']);
  });
});

describe('evidence', () => {
  it('comes with its document, which is kept once and is on the case', async () => {
    const caseRef = await opened();
    const under = randomUUID();
    const path = `/v1/cases/${caseRef}/documents/E7`;
    const [kept, again] = [await put(path, 'What was tried', { under }), await put(path, 'What was tried', { under })];
    expect([kept.status, again.json]).toEqual([201, kept.json]);
    const { hash } = (kept.json as unknown as { outcome: { document: { hash: string } } }).outcome.document;
    expect((await put(path, 'Something else', { under: randomUUID() })).status).toBe(409);
    const answer = await send(`/v1/cases/${caseRef}/evidence`, evidence('E7', { documentHash: hash }));
    expect(answer.json.outcome.events).toContain('evidence.added');
    const added = (await eventsOf(caseRef)).find(({ type }) => type === 'evidence.added');
    expect(added?.data).toMatchObject({ evidenceId: 'E7', documentHash: hash, kept: true });
  });

  it('under a key that was used for another is not kept', async () => {
    const caseRef = await opened();
    const under = randomUUID();
    expect((await put(`/v1/cases/${caseRef}/documents/E1`, 'the one', { under })).status).toBe(201);
    const other = await put(`/v1/cases/${caseRef}/documents/E2`, 'another', { under });
    expect([other.status, other.json.code]).toEqual([409, 'key-used']);
    const { rows } = await world.pool.query(
      'select document_id as id from documents where case_ref = $1 and kind = $2',
      [caseRef, 'evidence'],
    );
    expect(rows).toEqual([{ id: 'E1' }]);
  });

  it('means the case that was taken up, where the same request came a second time and was turned away', async () => {
    const body = request();
    const first = await send('/v1/requests', body);
    const second = await send('/v1/requests', body);
    expect([first.json.outcome.accepted, second.json.outcome.accepted]).toEqual([true, false]);
    const sent = await send(`/v1/cases/externalRef:${body.externalRef}/evidence`, evidence('E1'));
    expect([sent.status, sent.json.caseRef]).toEqual([201, first.json.caseRef]);
    const { key: reader } = await served.client();
    const read = await served.ask('GET', `/v1/cases/externalRef:${body.externalRef}`, { key: reader });
    expect([read.status, read.json.caseRef]).toEqual([200, first.json.caseRef]);
  });

  it('goes to the case that has the reference which its sender gave it', async () => {
    const body = request();
    const { json } = await send('/v1/requests', body);
    const answer = await send(`/v1/cases/externalRef:${body.externalRef}/evidence`, evidence('E1'));
    expect([answer.status, answer.json.caseRef]).toEqual([201, json.caseRef]);
  });

  it('whose document is too large, lies about its type, is of none that is taken, or is empty, is refused', async () => {
    const caseRef = await opened();
    const path = `/v1/cases/${caseRef}/documents/E1`;
    const answers = await Promise.all([
      put(path, new Uint8Array(21 * 1024 * 1024).fill(97)),
      put(path, 'MZ is no picture', { type: 'image/png' }),
      put(path, 'x', { type: 'application/x-msdownload' }),
      put(path, ''),
    ]);
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [413, 'too-large'],
      [422, 'type-lies'],
      [415, 'type-not-allowed'],
      [422, 'empty'],
    ]);
    const { rows } = await world.pool.query('select from documents where case_ref = $1 and kind = $2', [
      caseRef,
      'evidence',
    ]);
    expect(rows).toEqual([]);
  });

  it('for a case that is over is refused by the state, and the same key is refused for ever', async () => {
    const caseRef = await opened();
    await world.ehcna.command(caseRef, 'withdraw', { reason: 'asked' }, { role: 'manager', id: 'm-1' });
    const under = randomUUID();
    const first = await send(`/v1/cases/${caseRef}/evidence`, evidence('E1'), { under });
    const second = await send(`/v1/cases/${caseRef}/evidence`, evidence('E1'), { under });
    expect(first.status).toBeGreaterThanOrEqual(409);
    expect([second.status, second.json]).toEqual([first.status, first.json]);
  });
});

describe('advice', () => {
  it('is acknowledged, submitted, and declined by whoever was asked', async () => {
    const caseRef = await opened();
    await world.ehcna.command(
      caseRef,
      'decideToAssess',
      { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Needed.', withoutPanel: 'urgent' },
      { role: 'manager', id: 'm-1' },
    );
    const { rows } = await world.pool.query<{ id: string }>(
      'select advice_id as id from advice where case_ref = $1 order by 1 limit 2',
      [caseRef],
    );
    const [a, b] = rows.map(({ id }) => id);
    const acknowledged = await send(`/v1/cases/${caseRef}/advice/${a}`, { action: 'acknowledge' });
    const submitted = await send(`/v1/cases/${caseRef}/advice/${a}`, {
      action: 'submit',
      author: 'An adviser',
      findings: 'x',
    });
    const declined = await send(`/v1/cases/${caseRef}/advice/${b}`, { action: 'decline', reasons: 'Not known here.' });
    expect([acknowledged, submitted, declined].map(({ status }) => status)).toEqual([201, 201, 201]);
    const unknown = await send(`/v1/cases/${caseRef}/advice/A99`, { action: 'acknowledge' });
    expect(unknown.status).toBe(422);
  });

  it('is not answered by another service, nor by a school but that on education', async () => {
    const { key: school } = await served.client({ school: '999903' });
    const caseRef = await opened({}, school);
    await world.ehcna.command(
      caseRef,
      'decideToAssess',
      { outcome: 'assess', mayHaveSen: true, mayNeedPlan: true, reasons: 'Needed.', withoutPanel: 'urgent' },
      { role: 'manager', id: 'm-1' },
    );
    const { rows } = await world.pool.query<{ id: string; kind: string; service: string }>(
      'select advice_id as id, kind, service from advice where case_ref = $1 order by 1',
      [caseRef],
    );
    const education = rows.find(({ kind }) => kind === 'education');
    const psychology = rows.find(({ service }) => service === 'psychology');
    const { key: service } = await served.client({ service: 'psychology' });
    const answered = async (as: string, id = '') => {
      const said = await send(`/v1/cases/${caseRef}/advice/${id}`, { action: 'acknowledge' }, { as });
      const kept = await put(`/v1/cases/${caseRef}/documents/${id}?for=advice`, `of ${id}`, { as });
      return [said.status, kept.status];
    };
    expect(await answered(school, psychology?.id)).toEqual([404, 404]);
    expect(await answered(service, education?.id)).toEqual([404, 404]);
    expect(await answered(school, education?.id)).toEqual([201, 201]);
    expect(await answered(service, psychology?.id)).toEqual([201, 201]);
    const { items } = (await served.ask('GET', '/v1/submissions', { key: service })).json;
    const [said] = items.filter(({ kind }: { kind: string }) => kind === 'advice');
    // What it did, and not how far the case is.
    expect(said.outcome).toEqual({ events: ['advice.acknowledged'] });
    const evidenced = await send(`/v1/cases/${caseRef}/evidence`, evidence('E7'), { as: service });
    expect([evidenced.status, evidenced.json.code]).toEqual([404, 'no-such-case']);
  });
});

describe('an event', () => {
  const event = (over: object) => ({ specversion: '1.0', id: randomUUID(), source: '/cases', ...over });
  const post = (body: unknown, batch = false) =>
    send('/v1/events', body, { type: `application/cloudevents${batch ? '-batch' : ''}+json` });

  it('of a case system does what the route of its own would, once however often it comes', async () => {
    const caseRef = await opened();
    const one = event({ type: 'ehcna.evidence.received', subject: caseRef, data: evidence('E1') });
    const [first, second] = [await post(one), await post(one)];
    expect([first.status, second.text]).toEqual([201, first.text]);
    const other = await post({ ...one, data: evidence('E2') });
    expect([other.status, other.json.code]).toEqual([409, 'key-used']);
    const added = (await eventsOf(caseRef)).filter(({ type }) => type === 'evidence.added');
    expect(added).toHaveLength(1);
  });

  it('comes in batches, all stored or none', async () => {
    const caseRef = await opened();
    const of = (evidenceId: string) =>
      event({ type: 'ehcna.evidence.received', subject: caseRef, data: evidence(evidenceId) });
    const bad = await post([of('E1'), event({ type: 'com.example.other', subject: caseRef, data: {} })], true);
    expect([bad.status, bad.json.code, bad.json.detail]).toEqual([
      422,
      'unknown-event-type',
      expect.stringContaining('body/1/type'),
    ]);
    expect((await eventsOf(caseRef)).some(({ type }) => type === 'evidence.added')).toBe(false);
    const good = await post([of('E1'), of('E2'), event({ type: 'ehcna.request.received', data: request() })], true);
    expect(good.json.submissions.map((s: { state: string }) => s.state)).toEqual([
      'delivered',
      'delivered',
      'delivered',
    ]);
  });

  it('that corrects a fact is for a client with the role of an officer', async () => {
    const caseRef = await opened();
    const data = { fact: 'receivedOn', value: '2026-11-02', evidence: 'Date stamp' };
    const correction = event({ type: 'ehcna.fact.corrected', subject: caseRef, data });
    expect((await post(correction)).json.code).toBe('wrong-role');
    const { key: lead } = await served.client({ role: 'assessment-lead' });
    const answer = await send('/v1/events', correction, { as: lead, type: 'application/cloudevents+json' });
    expect([answer.status, answer.json.outcome?.events]).toEqual([201, expect.arrayContaining(['fact.corrected'])]);
  });
});

describe('what was sent', () => {
  it('is seen by the client that sent it, in pages, and by no other', async () => {
    const { key: mine } = await served.client();
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push((await send('/v1/requests', request(), { as: mine })).json.id as string);
    const page = await served.ask('GET', '/v1/submissions?limit=2', { key: mine });
    expect(page.json.items.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    const next = await served.ask('GET', new URL(page.json.next).pathname + new URL(page.json.next).search, {
      key: mine,
    });
    expect([next.json.items.length, next.json.items[0].id, next.json.next]).toEqual([1, ids[0], null]);
    expect((await served.ask('GET', `/v1/submissions/${ids[0]}`, { key: mine })).status).toBe(200);
    expect((await served.ask('GET', `/v1/submissions/${ids[0]}`, { key })).status).toBe(404);
  });

  it('keeps nothing of its body once it was passed on', async () => {
    const { rows } = await world.pool.query<{ n: number; text: string }>(
      'select count(body)::int as n, string_agg(s::text, $1) as text from submissions s',
      ['\n'],
    );
    expect(rows[0]?.n).toBe(0);
    expect(rows[0]?.text).not.toMatch(/Robin|High Street/);
  });
});
