import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import { daysBetween, londonDate } from '../../domain/civil-date.js';
import type { AnyEvent } from '../../domain/events.js';
import { openWorld, type World } from '../world.js';
import { type Sample, seed } from './sample-cases.js';
import { serve, type Served } from './served.js';

let world: World;
let served: Served;
let sample: Sample;
let states: AssessmentState[];
const today = londonDate(Date.now());

beforeAll(async () => {
  world = await openWorld({ worker: false });
  sample = await seed(world, 60, 20);
  states = sample.cases.map(({ caseRef, events }) => foldEvents(caseRef, events));
  served = await serve(world);
});

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

const get = (path: string, key: string, headers: Record<string, string> = {}) =>
  served.ask('GET', path, { key, headers });

/** Every item of a list, page by page, by the addresses that it gives itself. */
const allOf = async (path: string, key: string): Promise<{ items: Record<string, any>[]; pages: number }> => {
  const items: Record<string, any>[] = [];
  let pages = 0;
  for (let next: string | null = path; next !== null; pages += 1) {
    const answer = await get(next, key);
    expect(answer.status).toBe(200);
    items.push(...answer.json.items);
    const link = answer.headers.get('link');
    expect(link).toBe(answer.json.next === null ? null : `<${answer.json.next}>; rel="next"`);
    next = answer.json.next === null ? null : answer.json.next.replace('http://127.0.0.1', '');
  }
  return { items, pages };
};

const accessOf = async (client: string): Promise<AnyEvent[]> =>
  (await world.ehcna.ledger.read(`access/${today.slice(0, 7)}`)).filter((event) => event.by.id === client);

/** The school with most children in the sample. */
const busiest = (): string => {
  const counts = new Map<string, number>();
  for (const { child } of states)
    if (child.setting?.urn) counts.set(child.setting.urn, (counts.get(child.setting.urn) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
};

const ownOf = (urn: string): string[] =>
  states
    .filter((s) => s.child.setting?.urn === urn)
    .map((s) => s.caseRef)
    .sort();

describe('a list of cases', () => {
  it('is every case once, in pages that follow one another, and every one shown is on the ledger before', async () => {
    const { id, key } = await served.client();
    const { items, pages } = await allOf('/v1/cases?limit=7', key);
    expect(items.map((one) => one.caseRef)).toEqual(states.map((s) => s.caseRef).sort());
    expect(pages).toBe(9);
    const noted = (await accessOf(id)).flatMap((event) => Object.keys(event.data['cases'] as object));
    expect(noted.sort()).toEqual(states.map((s) => s.caseRef).sort());
  });

  it('is what the events come to, by each filter', async () => {
    const { key } = await served.client();
    const refs = async (query: string) =>
      (await allOf(`/v1/cases?${query}`, key)).items.map((one) => one.caseRef as string);
    const wanted = (which: (s: AssessmentState) => boolean) =>
      states
        .filter(which)
        .map((s) => s.caseRef)
        .sort();
    expect(await refs('stage=gathering-advice')).toEqual(wanted((s) => s.stage === 'gathering-advice'));
    expect(await refs('open=true')).toEqual(wanted((s) => s.stage !== 'finished'));
    expect(await refs('waitingOn=advice')).toEqual(
      wanted(
        (s) =>
          s.stage === 'gathering-advice' && s.advice.some((a) => /^(requested|acknowledged|returned)$/.test(a.state)),
      ),
    );
    const [one] = states.filter((s) => s.externalRef !== null);
    expect(await refs(`externalRef=${one?.externalRef ?? ''}`)).toEqual([one?.caseRef]);
  });

  it.each(['limit=0', 'limit=201', 'stage=nowhere', 'open=perhaps', 'dueBefore=soon', 'colour=red', 'waitingOn=%27'])(
    'is refused to %s',
    async (query) => {
      const { key } = await served.client();
      const answer = await get(`/v1/cases?${query}`, key);
      expect([answer.status, answer.json.code]).toEqual([400, 'malformed']);
    },
  );
});

describe('a case', () => {
  it('says its stage, its clocks in days, whom it waits on, its advice and what is next', async () => {
    const { key } = await served.client();
    const state = states.find(
      (s) => s.stage === 'gathering-advice' && Object.values(s.deadlines).some((d) => d.state === 'missed'),
    );
    const { status, json } = await get(`/v1/cases/${state?.caseRef}`, key);
    expect(status).toBe(200);
    expect(json.assessment.stage).toBe('gathering-advice');
    expect(json.assessment.nextAction).toMatchObject({ role: expect.any(String), command: expect.any(String) });
    for (const d of Object.values(state?.deadlines ?? {}).filter((one) => one.state !== 'void'))
      expect(json.assessment.clocks).toContainEqual(
        expect.objectContaining({
          key: d.key,
          rule: d.ruleId,
          dueOn: d.due,
          state: d.state,
          days: d.doneOn === null && d.due !== null ? daysBetween(today, d.due) : null,
        }),
      );
    expect(json.advice.map((a: any) => [a.adviceId, a.askedOn, a.inOn])).toEqual(
      expect.arrayContaining(state?.advice.map((a) => [a.id, a.requestedOn, a.submittedOn]) ?? []),
    );
  });

  it('is found by the reference of whoever sent it', async () => {
    const { key } = await served.client();
    const state = states.find((s) => s.externalRef !== null);
    const answer = await get(`/v1/cases/externalRef:${state?.externalRef}`, key);
    expect(answer.json.caseRef).toBe(state?.caseRef);
    expect((await get('/v1/cases/externalRef:nobody', key)).status).toBe(404);
  });

  it('has a plan and a review where there are, each to be had alone', async () => {
    const { key } = await served.client();
    const caseRef = sample.plans.find(({ streams }) =>
      streams.some((s) => s.stream.startsWith('annualReview/')),
    )?.caseRef;
    const { json } = await get(`/v1/cases/${caseRef}`, key);
    expect(json.plan.caseRef).toBe(caseRef);
    expect((await get(`/v1/plans/${caseRef}`, key)).json).toEqual(json.plan);
    expect((await get(`/v1/reviews/${caseRef}/${json.review.n}`, key)).json).toEqual(json.review);
    const { items } = await allOf(`/v1/reviews?caseRef=${caseRef}`, key);
    expect(items.map((one) => one.n)).toContain(json.review.n);
  });

  it('is told without a name, a birth date or an address, also in its timeline', async () => {
    const { key } = await served.client();
    const state = states.find((s) => s.stage === 'draft-with-family') ?? states[0];
    const texts = await Promise.all(
      [`/v1/cases/${state?.caseRef}`, `/v1/cases/${state?.caseRef}/timeline?limit=200`].map(
        async (path) => (await get(path, key)).text,
      ),
    );
    for (const text of texts)
      for (const secret of [state?.child.name, state?.child.dateOfBirth, state?.child.address, state?.family[0]?.name])
        expect(text).not.toContain(secret);
    expect(JSON.parse(texts[1] ?? '').items.map((e: any) => e.type)).toEqual(
      sample.cases
        .find((c) => c.caseRef === state?.caseRef)
        ?.events.map((e) => e.type)
        .slice(0, 200),
    );
  });

  it('is answered with 304 to whoever has it, which is an access too, and anew once it has changed', async () => {
    const { id, key } = await served.client();
    const { caseRef, seq } = states[3] as AssessmentState;
    const path = `/v1/cases/${caseRef}`;
    const first = await get(path, key);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{32}"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const again = await get(path, key, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await accessOf(id)).length).toBeGreaterThan(0);
    await world.ehcna.ledger.append(`assessment/${caseRef}`, [
      {
        seq: seq + 1,
        type: 'caseworker.assigned',
        data: { caseworker: 'cw-77', name: 'Z. Officer', telephone: null, email: null },
        occurredOn: today,
        recordedAt: new Date().toISOString(),
        by: { role: 'manager', id: 'm-1' },
      },
    ]);
    const changed = await get(path, key, { 'if-none-match': etag });
    expect([changed.status, changed.json.assessment.caseworker]).toEqual([200, 'cw-77']);
  });
});

describe('a cursor', () => {
  const firstPage = async (key: string) =>
    new URL((await get('/v1/cases?limit=5&open=true', key)).json.next).searchParams.get('cursor') ?? '';

  it('is refused where it was changed in any byte, is another client’s, or of other filters', async () => {
    const { key } = await served.client();
    const { key: other } = await served.client();
    const cursor = await firstPage(key);
    const code = async (text: string, by: string, filter = 'open=true') =>
      (await get(`/v1/cases?limit=5&${filter}&cursor=${encodeURIComponent(text)}`, by)).json.code;
    expect(await code(cursor, key)).toBeUndefined();
    const changed = Array.from(cursor).map(
      (letter, i) => cursor.slice(0, i) + (letter === 'A' ? 'B' : 'A') + cursor.slice(i + 1),
    );
    const codes = await Promise.all(changed.map((text) => code(text, key)));
    expect(new Set(codes)).toEqual(new Set(['bad-cursor']));
    expect(await code(cursor, other)).toBe('bad-cursor');
    expect(await code(cursor, key, 'open=false')).toBe('bad-cursor');
    expect(await code('x', key)).toBe('bad-cursor');
  });
});

describe('a service', () => {
  it('sees what it was asked for and nothing else of a case', async () => {
    const { key } = await served.client({ role: 'adviser', service: 'psychology' });
    const own = states.flatMap((s) =>
      s.advice.filter((a) => a.service === 'psychology').map((a) => `${s.caseRef} ${a.id}`),
    );
    const { items } = await allOf('/v1/advice?limit=200', key);
    expect(items.map((one) => `${one.caseRef} ${one.adviceId}`).sort()).toEqual(own.sort());
    const seen = await get(`/v1/cases/${items[0]?.caseRef}`, key);
    expect(seen.json).toMatchObject({
      ties: ['advises'],
      assessment: null,
      plan: null,
      review: null,
      consultations: [],
    });
    expect(new Set(seen.json.advice.map((a: any) => a.service))).toEqual(new Set(['psychology']));
    const unasked = states.find((s) => s.advice.length === 0);
    expect((await get(`/v1/cases/${unasked?.caseRef}`, key)).status).toBe(404);
    expect((await allOf('/v1/cases', key)).items).toEqual([]);
  });
});

it.each(['provider', 'adviser', 'family'] as const)('a %s that is bound to nothing sees nothing', async (role) => {
  const { key } = await served.client({ role });
  for (const list of ['/v1/cases', '/v1/advice', '/v1/reviews']) expect((await allOf(list, key)).items).toEqual([]);
  expect((await get(`/v1/cases/${states[0]?.caseRef}`, key)).status).toBe(404);
  expect((await get(`/v1/schools/${busiest()}/requests`, key)).status).toBe(403);
});

describe('a school', () => {
  it('lists its own children and no others', async () => {
    const urn = busiest();
    const { key } = await served.client({ role: 'provider', school: urn });
    const { items } = await allOf('/v1/cases?limit=3', key);
    expect(items.map((one) => one.caseRef)).toEqual(ownOf(urn));
    expect(items.length).toBeLessThan(states.length);
  });

  it('learns what became of its requests, from the decision to what each service still owes', async () => {
    const urn = busiest();
    const { key } = await served.client({ role: 'provider', school: urn });
    const { items } = await allOf(`/v1/schools/${urn}/requests?limit=2`, key);
    const own = states.filter((s) => s.source === 'school' && s.child.setting?.urn === urn);
    expect(items.map((one) => one.caseRef)).toEqual(own.map((s) => s.caseRef).sort());
    for (const one of items) {
      const state = own.find((s) => s.caseRef === one.caseRef);
      expect(one.takenUp).toBe(state?.stage === 'intake' ? null : state?.outcome !== 'turned-away');
      const clock = state?.deadlines['ehcna-decision-6w'];
      expect(one.decision?.on ?? null).toBe(clock?.doneOn ?? null);
      expect(one.advice.map((a: any) => a.inOn)).toEqual(
        expect.arrayContaining(state?.advice.map((a) => a.submittedOn) ?? []),
      );
      for (const panel of one.panels) expect(['assess', 'issue']).toContain(panel.question);
    }
  });

  it('learns how soon advice came, counted from the events', async () => {
    const urn = busiest();
    const { id, key } = await served.client({ role: 'provider', school: urn });
    const { json } = await get(`/v1/schools/${urn}/advice`, key);
    const psychology = states
      .filter((s) => s.child.setting?.urn === urn)
      .flatMap((s) => s.advice)
      .filter((a) => a.service === 'psychology' && a.state !== 'declined');
    expect(json.services.find((s: any) => s.service === 'psychology')).toMatchObject({
      asked: psychology.length,
      in: psychology.filter((a) => a.submittedOn !== null).length,
    });
    const counted = states
      .filter(
        (s) => s.child.setting?.urn === urn && s.advice.some((a) => a.state === 'accepted' || a.state === 'requested'),
      )
      .map(({ caseRef }) => caseRef);
    const read = (await accessOf(id)).flatMap(({ data }) => Object.keys((data as { cases: object }).cases));
    expect(counted.length).toBeGreaterThan(0);
    expect(read).toEqual(expect.arrayContaining(counted));
  });

  it('learns what it owes itself: its advice, its replies and its reviews', async () => {
    const all = new Set(states.flatMap((s) => s.consultations.map((c) => c.urn)));
    const silent = states
      .filter((s) => s.stage !== 'finished')
      .flatMap((s) =>
        s.consultations.filter((c) => c.repliedOn === null && c.urn !== null).map((c) => ({ ref: s.caseRef, ...c })),
      );
    const [first] = silent;
    expect(all.size).toBeGreaterThan(0);
    expect(first).toBeDefined();
    const urn = first?.urn ?? '';
    const { key } = await served.client({ role: 'provider', school: urn });
    const { json } = await get(`/v1/schools/${urn}/owed`, key);
    expect(json.consultations).toEqual(
      expect.arrayContaining(
        silent
          .filter((c) => c.urn === urn)
          .map((c) => expect.objectContaining({ caseRef: c.ref, consultationId: c.id, askedOn: c.consultedOn })),
      ),
    );
    const head = busiest();
    const { key: headKey } = await served.client({ role: 'provider', school: head });
    const owed = (await get(`/v1/schools/${head}/owed`, headKey)).json;
    const education = states
      .filter((s) => s.child.setting?.urn === head && s.stage !== 'finished')
      .flatMap((s) =>
        s.advice
          .filter((a) => a.kind === 'education' && /^(requested|acknowledged|returned)$/.test(a.state))
          .map((a) => `${s.caseRef} ${a.id}`),
      );
    expect(owed.advice.map((a: any) => `${a.caseRef} ${a.adviceId}`).sort()).toEqual(education.sort());
  });

  it('that is consulted sees that consultation and nothing else of the child', async () => {
    const state = states.find((s) => s.consultations.some((c) => c.urn !== null && c.urn !== s.child.setting?.urn));
    const own = state?.consultations.find((c) => c.urn !== null && c.urn !== state.child.setting?.urn);
    const { key } = await served.client({ role: 'provider', school: own?.urn ?? '' });
    const { status, json } = await get(`/v1/cases/${state?.caseRef}`, key);
    expect(status).toBe(200);
    expect(json).toMatchObject({ ties: ['consulted'], assessment: null, plan: null, review: null, advice: [] });
    expect(json.consultations.map((c: any) => c.urn)).toEqual(
      state?.consultations.filter((c) => c.urn === own?.urn).map(() => own?.urn),
    );
    expect((await get(`/v1/cases/${state?.caseRef}/timeline`, key)).status).toBe(404);
  });

  it('is told by webhook of its own children, but not which other schools are consulted on them', async () => {
    const elsewhere = states.find(
      (s) => s.child.setting?.urn && s.consultations.some((c) => c.urn !== s.child.setting?.urn),
    );
    const urn = elsewhere?.child.setting?.urn ?? '';
    const { key } = await served.client({ role: 'provider', school: urn });
    const body = { url: 'http://127.0.0.1:1/hook', events: ['consultation.sent', 'draft.served'] };
    const { json: hook } = await served.ask('POST', '/v1/webhooks', { key, body });
    const since = '2000-01-01T00:00:00Z';
    await served.ask('POST', `/v1/webhooks/${hook.id}/replay`, { key, body: { since } });
    const rows = async (where: string) =>
      (
        await world.pool.query<{ stream: string; seq: number; type: string }>(
          `select stream, seq, type from webhook_deliveries d where endpoint = $1 and ${where} order by stream, seq`,
          [hook.id],
        )
      ).rows;
    await expect.poll(() => rows('attempts = 0'), { timeout: 30_000, interval: 200 }).toEqual([]);
    const mayBeTold = (stream: string, seq: number, type: string): boolean => {
      const at = sample.cases.findIndex(({ caseRef }) => stream === `assessment/${caseRef}`);
      const consultation = states[at]?.consultations.find(
        (c) =>
          c.id === (sample.cases[at]?.events[seq - 1]?.data as { consultationId?: string } | undefined)?.consultationId,
      );
      if (type === 'provider.consulted') return consultation?.urn === urn;
      return states[at]?.child.setting?.urn === urn;
    };
    const all = (await rows('true')).filter(({ stream }) => stream.startsWith('assessment/'));
    const told = all.filter(({ stream, seq, type }) => mayBeTold(stream, seq, type));
    const tried = (await rows(`state <> 'withheld'`)).filter(({ stream }) => stream.startsWith('assessment/'));
    expect(tried).toEqual(told);
    expect(told.some(({ type }) => type === 'draft.served')).toBe(true);
    expect(
      all.some(({ stream, type }) => type === 'provider.consulted' && stream === `assessment/${elsewhere?.caseRef}`),
    ).toBe(true);
    await served.ask('DELETE', `/v1/webhooks/${hook.id}`, { key });
  });

  it('loses a child that goes to another school, which has it from then on', async () => {
    const urn = busiest();
    const state = states.find((s) => s.child.setting?.urn === urn && s.source !== 'school' && s !== states[3]);
    const path = `/v1/cases/${state?.caseRef}`;
    const { key } = await served.client({ role: 'provider', school: urn });
    const { key: next } = await served.client({ role: 'provider', school: '100009' });
    expect([(await get(path, key)).status, (await get(path, next)).status]).toEqual([200, 404]);
    await world.ehcna.ledger.append(`assessment/${state?.caseRef}`, [
      {
        seq: (state?.seq ?? 0) + 1,
        type: 'setting.changed',
        data: {
          from: state?.child.setting ?? null,
          to: { kind: 'school', name: 'Another School', urn: '100009' },
          evidence: 'Admission',
        },
        occurredOn: today,
        recordedAt: new Date().toISOString(),
        by: { role: 'caseworker', id: 'cw-1' },
      },
    ]);
    expect([(await get(path, key)).status, (await get(path, next)).status]).toEqual([404, 200]);
    const { differing } = await world.ehcna.ledger.rebuild();
    expect(differing).toBe(0);
    expect([(await get(path, key)).status, (await get(path, next)).status]).toEqual([404, 200]);
  });

  it('that a plan names sees the plan and its reviews', async () => {
    const { rows } = await world.pool.query<{ ref: string; urn: string }>(
      `select case_ref as ref, institution as urn from plans p where open and institution is not null
       and exists (select from reviews r where r.case_ref = p.case_ref) order by 1 limit 1`,
    );
    const { ref, urn } = rows[0] ?? { ref: '', urn: '' };
    const { key } = await served.client({ role: 'provider', school: urn });
    const { json } = await get(`/v1/cases/${ref}`, key);
    expect(json).toMatchObject({ ties: ['placed'], assessment: null, plan: { institution: urn } });
    expect((await get(`/v1/plans/${ref}`, key)).status).toBe(200);
  });
});
