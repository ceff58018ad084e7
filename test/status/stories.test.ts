/**
 * Stories on the real server, and what their family, school and advisers would have read on each day of them. Every letter
 * offers a link that opens that case.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMatters } from '../../activities/status-case.js';
import { readScenario } from '../../client/rehearse/scenario.js';
import type { Performance } from '../../client/rehearse/rehearse.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import { statusOpener } from '../../client/status-links.js';
import { addDays } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Letter, Party } from '../../domain/letters.js';
import { audienceOf, isOver, partiesNow } from '../../domain/status/matters.js';
import type { StatusPage } from '../../domain/status/page.js';
import { DATES } from '../../domain/status/words.js';
import { renderStatus } from '../../pages/status/status.js';
import { openTheatre } from '../rehearse/stage.js';
import { openWorld, type World } from '../world.js';
import { ledgerOf, pageOn, wordsOf } from './days.js';
import { gradeOf } from './reading-age.js';

const PUBLIC = 'https://status.example';
const STORIES = [
  'on-time',
  'psychologist-late',
  'refused-at-6-weeks',
  'refused-at-16-weeks',
  'three-rounds-and-panel',
  'withdrawn',
  'summer-closure',
  'family-disagrees',
  'review-amend',
  'review-late-report',
  'mover-out',
  'mover-in',
  'amend-without-review',
] as const;
type Story = (typeof STORIES)[number];

/** Dates of others between themselves: no family waits for them. */
const NOT_THE_FAMILYS = new Set(['move-icb', 'move-icb-request', 'icb-change', 'icb-change-request', 'he-disclosure']);
const READERS: readonly Party['role'][] = ['parent', 'head', 'service', 'provider', 'social-care'];

let world: World;
let theatre: Theatre;
const told = new Map<Story, Performance>();

beforeAll(async () => {
  world = await openWorld({ worker: false });
  theatre = await openTheatre(world, { publicUrl: PUBLIC });
  for (const name of STORIES) {
    const scenario = await readScenario(name);
    if (!scenario) throw new Error(`no scenario ${name}`);
    told.set(name, await theatre.perform(scenario));
  }
}, 240_000);

afterAll(async () => {
  await theatre?.close();
  await world?.stop();
});

const of = (story: Story): Performance => told.get(story) as Performance;

const daysOf = (story: Story): CivilDate[] => [...new Set(of(story).timeline.map((e) => e.on))];

const on = (story: Story, role: Party['role'], day: CivilDate): Promise<StatusPage | undefined> =>
  pageOn(ledgerOf(world), of(story).caseRef, role, day);

/** The day in the story on which something of that kind first happened. */
const dayOf = (story: Story, type: string, words = /./): CivilDate => {
  const found = of(story).timeline.find((e) => e.type === type && words.test(e.words));
  if (!found) throw new Error(`${story} tells of no ${type}`);
  return found.on;
};

const family = async (story: Story, day: CivilDate): Promise<StatusPage> => {
  const page = await on(story, 'parent', day);
  if (!page) throw new Error(`nothing is shown on ${day}`);
  return page;
};

interface Requested {
  letter: Letter;
  wentOn: CivilDate | undefined;
}

const lettersOf = async (caseRef: string): Promise<Requested[]> => {
  const ledger = ledgerOf(world);
  const streams = (await ledger.streams({ caseRef: caseRef as never })).filter((s) => !s.startsWith('panel/'));
  const events = (await Promise.all(streams.map((stream) => ledger.read(stream)))).flat();
  const went = new Map(
    events.flatMap((e) => (e.type === 'letter.dispatched' ? [[String(e.data.letterId), e.occurredOn] as const] : [])),
  );
  return events.flatMap((e) => {
    if (e.type !== 'letter.requested') return [];
    const letter = e.data.letter as Letter;
    return [{ letter, wentOn: went.get(letter.id) }];
  });
};

describe.each(STORIES)('%s', (story) => {
  it('offers in every letter to family, school and advisers a link that opens that case, and in no other letter', async () => {
    const { caseRef } = of(story);
    const ledger = ledgerOf(world);
    const { pool, secrets } = world;
    const open = statusOpener({ pool, keys: secrets.keys, ledger, publicUrl: PUBLIC, linkDays: 180 });
    const matters = await readMatters(ledger, caseRef);
    const isHandedOver = matters === undefined || isOver(matters) !== undefined;
    const sent = (await lettersOf(caseRef)).filter(({ wentOn }) => wentOn !== undefined);
    expect(sent.length).toBeGreaterThan(2);
    for (const { letter } of sent) {
      const html = await readFile(join(world.outboxDir, caseRef, `${letter.id}.html`), 'utf8');
      const token = new RegExp(`href="${PUBLIC}/status/([a-z0-9-]+)"`).exec(html)?.[1];
      const isOffered =
        audienceOf(letter.to.role) !== undefined && !/^(transferred-out|plan-transferred)$/.test(letter.notice);
      expect([letter.notice, letter.to.role, token !== undefined]).toEqual([letter.notice, letter.to.role, isOffered]);
      if (token === undefined) continue;
      const opened = await open(token, letter.on);
      const isStill =
        matters && partiesNow(matters).some((p) => p.id === letter.to.id && p.organisation === letter.to.organisation);
      if (isHandedOver || !isStill) expect(opened).toMatchObject({ shut: 'revoked' });
      else expect(opened).toMatchObject({ page: { audience: audienceOf(letter.to.role) }, link: { caseRef } });
      expect(await open(token, addDays(letter.on, 181))).toMatchObject({
        shut: isHandedOver || !isStill ? 'revoked' : 'expired',
      });
    }
  });

  it('shows on no day, to nobody, who the child is, where anybody lives, or what anybody wrote', async () => {
    const { caseRef } = of(story);
    const ledger = ledgerOf(world);
    const matters = await readMatters(ledger, caseRef);
    const parties = (await lettersOf(caseRef)).map(({ letter }) => letter.to);
    const child = (matters?.plan ?? matters?.assessment)?.child;
    const secrets = [
      caseRef,
      child?.name,
      child?.address,
      child?.dateOfBirth,
      ...parties.flatMap(({ name, address }) => [name, address]),
      ...Object.values(matters?.plan?.sections ?? {}).filter((words) => words.length > 20),
      ...(matters?.assessment?.representations ?? []),
    ].filter(
      (secret): secret is string =>
        Boolean(secret) && !/Northmere (Council|ICB)|Children's Social Care/.test(secret ?? ''),
    );
    expect(secrets.length).toBeGreaterThan(3);
    let pages = 0;
    for (const day of daysOf(story)) {
      for (const role of READERS) {
        const page = await on(story, role, day);
        if (!page) continue;
        pages += 1;
        const html = renderStatus(page, 'Northmere Council');
        for (const secret of secrets) expect(html, `${role} on ${day}`).not.toContain(secret);
        for (const part of page.parts)
          for (const done of part.done) expect(done.on <= day, `${done.what} ${done.on}`).toBe(true);
      }
    }
    expect(pages).toBeGreaterThan(3);
  });

  it('has words for every date that somebody owes the family', async () => {
    const matters = await readMatters(ledgerOf(world), of(story).caseRef);
    const clocks = [matters?.assessment, matters?.plan, ...(matters?.reviews ?? [])].flatMap((m) =>
      Object.values(m?.deadlines ?? {}),
    );
    const unspoken = clocks.filter(
      (d) => d.breachable && !Object.hasOwn(DATES, d.ruleId) && !NOT_THE_FAMILYS.has(d.ruleId),
    );
    expect(unspoken.map((d) => d.ruleId)).toEqual([]);
  });

  it('can be read by a child of eleven, and explains every short form', async () => {
    for (const day of daysOf(story)) {
      const page = await on(story, 'parent', day);
      if (!page) continue;
      const words = wordsOf(page)
        .split('\n')
        .filter((line) => !/^(WHO|LATE|NEXT|DONE|CAN|##)|Northmere/.test(line));
      const said = [
        ...words,
        ...page.parts.flatMap((p) => [
          ...p.late.flatMap((l) => [`${l.what}.`, l.why, l.duty]),
          ...p.next.flatMap((n) => [`${n.what}.`, n.means]),
          ...p.done.map((d) => d.what),
        ]),
      ].join(' ');
      expect(said).not.toMatch(/\b[A-Z]{2,}\b/);
      expect(gradeOf(said), `${day}: ${said}`).toBeLessThan(6.5);
    }
  });
});

describe('what the family reads', () => {
  it('while it is considered: what is decided by when, and what they can send', async () => {
    const page = await family('on-time', of('on-time').timeline[0]?.on ?? '');
    expect(page.parts[0]?.now[0]).toContain('We are deciding whether to carry out an assessment');
    expect(page.parts[0]?.next.map((n) => n.what)).toEqual([
      DATES['ehcna-decision-6w']?.what,
      DATES['plan-decision-16w']?.what,
      DATES['plan-final-20w']?.what,
    ]);
    expect(page.parts[0]?.next[0]?.law).toMatch(
      /^The law gives 6 weeks for this, counted from \w+day \d+ \w+ \d{4}\.$/,
    );
    expect(page.youCan.map((c) => c.heading)).toContain('Send us anything that helps us to understand');
  });

  it('of a late case: how late, why, that it is the council’s duty all the same, and what was done', async () => {
    const missed = dayOf('psychologist-late', 'clock.missed', /plan-decision-16w/);
    const [part] = (await family('psychologist-late', addDays(missed, 9))).parts;
    expect(part?.late[0]).toMatchObject({ what: 'We tell you whether we will make a plan', doneOn: null, days: 10 });
    expect(part?.late[0]?.why).toContain('an educational psychologist');
    expect(part?.late[0]?.duty).toContain('It is our duty');
    expect(part?.late[1]?.duty).toMatch(/We have asked again 5 times, and we told their manager on \w+day/);
  });

  it('of one that was late: that it was, and by how much, for good', async () => {
    const [last] = daysOf('psychologist-late').slice(-1);
    const parts = (await family('psychologist-late', last ?? '')).parts;
    const late = parts.flatMap((p) => p.late);
    expect(late.map((l) => [l.what, l.doneOn !== null])).toEqual([
      ['We tell you whether we will make a plan', true],
      ['We send you the final plan, if there is to be one', true],
    ]);
  });

  it.each(['refused-at-6-weeks', 'refused-at-16-weeks', 'on-time', 'review-amend'] as const)(
    'after the decision of %s: mediation, tribunal and the time limit of the letter',
    async (story) => {
      const page = await family(story, daysOf(story).at(-1) ?? '');
      const right = page.youCan.find((c) => c.heading === 'If you do not agree with what we decided');
      expect(right?.words.join(' ')).toMatch(/mediation.*appeal to a tribunal.*time limit/);
    },
  );

  it('of a draft: until which day they can answer', async () => {
    const page = await family('on-time', dayOf('on-time', 'draft.served'));
    const answer = page.youCan[0];
    expect(answer?.heading).toBe('Tell us what you think of the draft plan');
    expect(page.parts[0]?.now[0]).toContain('You have until');
    expect(answer?.by).not.toBeNull();
  });

  it('of an exception: that the law allows for it, and not that it was in time', async () => {
    const page = await family('summer-closure', addDays(dayOf('summer-closure', 'exception.recorded'), 1));
    const excused = page.parts.flatMap((p) => p.late).find((l) => l.why.includes('closed for the holidays'));
    expect(excused?.duty).toMatch(/^The day (no longer binds|did not bind) us/);
  });

  it('of a search for a school: how many have not answered, and that none was found yet', async () => {
    const missed = dayOf('three-rounds-and-panel', 'clock.missed', /plan-final-20w/);
    const [part] = (await family('three-rounds-and-panel', missed)).parts;
    expect(part?.late[0]?.why).toContain('We have not found a school or college yet');
  });

  it('of a review: who holds the meeting and when, then the days to answer', async () => {
    const arranged = await family('review-amend', dayOf('review-amend', 'meeting.arranged'));
    expect(arranged.parts[0]?.now[0]).toMatch(/^The school will hold the meeting on \w+day/);
    const proposed = await family('review-amend', dayOf('review-amend', 'amendment.proposed'));
    expect(proposed.youCan[0]).toMatchObject({ heading: 'Tell us what you think of the changes to the plan' });
  });

  it('always who their caseworker is, how to complain, and where free advice is', async () => {
    for (const story of STORIES) {
      const page = await family(story, daysOf(story)[0] ?? '');
      expect(page.caseworker.name).not.toBe('');
      expect(page.complaints?.email).toBe('send@northmere.example');
      expect(page.youCan.map((c) => c.heading)).toContain('Get free advice from somebody else');
    }
  });

  it('ends with the case: nothing is shown of a plan that is another council’s', async () => {
    expect(await on('mover-out', 'parent', daysOf('mover-out').at(-1) ?? '')).toBeUndefined();
  });
});

describe('what a school reads', () => {
  it('is what it was asked for and by when, and that the day has passed', async () => {
    const asked = dayOf('summer-closure', 'advice.requested');
    const first = await on('summer-closure', 'head', asked);
    expect(first?.parts.map((p) => p.heading)).toEqual(['The request for an assessment', 'Your advice']);
    const late = await on('summer-closure', 'head', addDays(asked, 60));
    expect(late && wordsOf(late)).toContain('That day has passed');
  });

  it('is nothing of the family, of other advisers or of other schools', async () => {
    for (const day of daysOf('three-rounds-and-panel')) {
      for (const role of ['head', 'provider', 'service'] as const) {
        const page = await on('three-rounds-and-panel', role, day);
        if (page) expect(wordsOf(page)).not.toMatch(/psychologist|health service|social care|draft|appeal|your child/i);
      }
    }
  });

  it('is, for one that was only consulted, the consultation alone', async () => {
    const page = await on('three-rounds-and-panel', 'provider', dayOf('three-rounds-and-panel', 'provider.consulted'));
    expect(page?.parts.map((p) => p.heading)).toEqual(['Our question about a place']);
  });

  it('is the outcome, once there is one', async () => {
    const page = await on('refused-at-16-weeks', 'head', daysOf('refused-at-16-weeks').at(-1) ?? '');
    expect(page?.parts[0]?.now).toEqual(['The assessment is finished. We have decided not to make a plan.']);
  });
});
