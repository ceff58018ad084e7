/** The campaign of children who change phase: whom it finds, what is planned and done by when, how consultations go in batches. */
import { describe, expect, it } from 'vitest';
import { allocate } from '../../domain/campaign/allocate.js';
import { behind, burndown, plannedShare } from '../../domain/campaign/burndown.js';
import { campaignEventShapes } from '../../domain/campaign/campaign-shapes.js';
import type { Ask, NewCampaignEvent } from '../../domain/campaign/campaign-shapes.js';
import {
  ask,
  blankCampaign,
  drop,
  evolveCampaign,
  nextCampaignWakeOn,
  release,
} from '../../domain/campaign/release.js';
import type { CampaignState } from '../../domain/campaign/release.js';
import { campaignOf } from '../../domain/campaign/transfer-year.js';
import { addDays } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { decideOnPlan } from '../../domain/plan/decide.js';
import type { Holding, NewPlanEvent } from '../../domain/plan/event-shapes.js';
import { nextTransfer } from '../../domain/plan/dates.js';
import type { TransferRow } from '../../domain/projection-rows.js';
import { project } from '../../domain/projection.js';
import { holding, planHeld, REF, sections } from './samples.js';

/** In year 6 until 31 August 2027. */
const YEAR_6 = '2016-03-05';
const child = (dateOfBirth: string) => ({ ...holding().child, dateOfBirth });

const rowsOf = (events: NewPlanEvent[], caseRef = REF): TransferRow[] =>
  project(
    `plan/${caseRef}`,
    events.map((e, i) => ({
      ...e,
      seq: i + 1,
      recordedAt: `${e.occurredOn}T09:00:0${i}.000Z`,
      by: { role: 'system', id: 'ehcna' },
    })) as never,
  )?.transfers ?? [];

const heldAs = (over: Partial<Holding>, on: CivilDate = '2026-03-10'): NewPlanEvent => ({
  type: 'plan.held',
  data: holding({ lastYear: null, ...over }),
  occurredOn: on,
});

const ended = (on: CivilDate, over: object = {}): NewPlanEvent => ({
  type: 'review.ended',
  data: {
    n: 1,
    outcome: 'amend',
    heldOn: '2026-10-01',
    notifiedOn: '2026-10-20',
    amended: { version: 2, sections, on, moves: null },
    phase: { ruleId: 'phase-15feb', on: '2027-09-01' },
    ...over,
  },
  occurredOn: addDays(on, 1),
});

describe('a search of year groups', () => {
  const why = (over: Partial<Holding>): string | null | undefined =>
    rowsOf([heldAs(over)]).find((r) => r.campaignOn === '2027-09-01')?.missed;

  it('finds the last years of early years, primary and secondary school', () => {
    expect(why({ child: child(YEAR_6) })).toBeNull();
    expect(why({ child: child('2011-03-05'), lastYear: 11 })).toBeNull();
  });

  it('misses those placed out of their year, of infant and middle schools, and those whom no school has', () => {
    expect(why({ child: child('2017-03-05'), yearsAhead: 1 })).toBe('placed-ahead');
    expect(why({ child: child('2015-03-05'), yearsAhead: -1 })).toBe('placed-behind');
    expect(why({ child: child('2020-03-05'), lastYear: 2 })).toBe('school-ends-early');
    expect(why({ child: child('2014-03-05'), lastYear: 8 })).toBe('school-ends-early');
    expect(why({ child: child(YEAR_6), institution: null, regulation20: false })).toBe('no-institution');
  });

  it('does not know of a move after 16 that is planned, for which the law gives five months (r18(2))', () => {
    const college = planHeld({ child: child('2009-03-05'), lastYear: 13 });
    expect(nextTransfer(college, '2026-09-10')).toBeNull();
    const by = { role: 'caseworker', id: 'cw-1' } as const;
    const plan = (transferOn: string, at = college) =>
      decideOnPlan(at, { type: 'planTransition', by, transferOn }, '2026-09-10');
    expect(plan('2026-09-10')).toMatchObject({ code: 'transition-past' });
    // A slip in the century: no calendar goes so far, nor does the plan.
    expect(plan('2127-09-01')).toMatchObject({ code: 'after-the-plan' });
    expect(plan('2027-09-01', planHeld({ child: child(YEAR_6) }))).toMatchObject({ code: 'phase-known' });
    const planned = plan('2027-06-01');
    if (!Array.isArray(planned)) throw new Error(planned.reason);
    const rows = rowsOf([heldAs({ child: child('2009-03-05'), lastYear: 13 }), ...planned]);
    expect(rows).toMatchObject([
      {
        ruleId: 'phase-5m',
        transferOn: '2027-06-01',
        campaignOn: '2027-09-01',
        targetOn: '2026-12-31',
        missed: 'after-16',
      },
    ]);
  });
});

describe('the burn-down', () => {
  const OPENS = '2026-09-13';
  const TARGET = '2027-02-14';
  const of = (events: NewPlanEvent[], n: number): TransferRow[] => rowsOf(events, `EHC-0000000${n}`);
  const taken: NewPlanEvent = {
    type: 'caseworker.assigned',
    data: { caseworker: 'cw-2', name: 'B', telephone: null, email: null },
    occurredOn: '2026-11-02',
  };
  const one = { child: child(YEAR_6), caseworker: { id: 'cw-1', name: 'A', telephone: null, email: null } };
  const rows = [
    ...of([heldAs(one), ended('2026-12-01')], 1),
    ...of([heldAs(one), taken], 2),
    ...of([heldAs(one), { type: 'plan.ended', data: { reason: 'died' }, occurredOn: '2026-10-10' }], 3),
    ...of([heldAs(one, '2027-01-04')], 4),
  ].filter((r) => r.campaignOn === '2027-09-01');
  const at = (on: CivilDate, by: 'all' | 'caseworker' = 'all') =>
    Object.fromEntries(
      burndown(rows, [], { by }).map(({ name, days }) => {
        const day = days.find((d) => d.on === on);
        return [name, `${day?.prepared} of ${day?.plans}`];
      }),
    );

  it('runs from the opening of the reviews to the day before the date', () => {
    const [all] = burndown(rows, []);
    expect([all?.days[0]?.on, all?.days.at(-1)?.on]).toEqual([OPENS, TARGET]);
  });

  it('says of each day what was true on it, whoever left, came or was done since', () => {
    expect(at('2026-10-09')).toEqual({ all: '0 of 3' });
    expect(at('2026-10-10')).toEqual({ all: '0 of 2' });
    expect(at('2026-11-30')).toEqual({ all: '0 of 2' });
    expect(at('2026-12-01')).toEqual({ all: '1 of 2' });
    expect(at('2027-01-04')).toEqual({ all: '1 of 3' });
  });

  it('counts a plan for whoever had it on that day', () => {
    expect(at('2026-11-01', 'caseworker')).toMatchObject({ 'cw-1': '0 of 2' });
    expect(at('2026-11-02', 'caseworker')).toEqual({ 'cw-1': '0 of 1', 'cw-2': '0 of 1' });
    expect(at('2026-12-01', 'caseworker')).toEqual({ 'cw-1': '1 of 1', 'cw-2': '0 of 1' });
  });

  it('counts a review for the officer who has it in hand', () => {
    const review: TransferRow = {
      ...(rows[0] as TransferRow),
      key: 'review:1',
      caseworker: 'extra-1',
      fromOn: '2026-10-01',
      untilOn: null,
      ended: null,
    };
    const groups = burndown([...rows, review], [], { by: 'caseworker' });
    const extra = groups.find((g) => g.name === 'extra-1')?.days;
    expect(extra?.find((d) => d.on === '2026-09-30')?.plans).toBe(0);
    expect(extra?.find((d) => d.on === '2026-10-01')?.plans).toBe(1);
    expect(extra?.find((d) => d.on === '2026-12-01')?.prepared).toBe(1);
  });

  it('is planned evenly, or by the points that policy gives, and says by how much it is behind', () => {
    const span = { opensOn: '2026-09-01', targetOn: '2027-02-08' };
    expect([
      plannedShare(span, '2026-08-31'),
      plannedShare(span, '2026-11-20'),
      plannedShare(span, '2027-03-01'),
    ]).toEqual([0, 0.5, 1]);
    const points = [
      { weeksBefore: 10, share: 0.2 },
      { weeksBefore: 4, share: 0.8 },
    ];
    expect(plannedShare(span, '2026-11-30', points)).toBeCloseTo(0.2);
    expect(plannedShare(span, '2026-12-21', points)).toBeCloseTo(0.5);
    const [all] = burndown(rows, []);
    const last = all?.days.at(-1);
    expect(last && behind(last)).toBe(2);
  });
});

describe('the batches of a campaign', () => {
  const LIMITS = { perSchoolADay: 2, lettersADay: 3 };
  const asked = (n: number, school: string): Ask => ({
    caseRef: `EHC-0000000${n}`,
    n: 1,
    consultationId: 'C1',
    school,
  });
  const then = (state: CampaignState, events: NewCampaignEvent[]): CampaignState => {
    for (const e of events) expect(campaignEventShapes[e.type].safeParse(e.data).error).toBeUndefined();
    return events.reduce(evolveCampaign, state);
  };
  const open = then(blankCampaign(), [
    { type: 'campaign.opened', data: { on: '2027-09-01', limits: LIMITS }, occurredOn: '2026-10-01' },
  ]);
  const all = [1, 2, 3].map((n) => asked(n, '999901')).concat([4, 5].map((n) => asked(n, '999902')));
  const waiting = all.reduce((s, a) => then(s, ask(s, a, '2026-10-08')), open);
  const refs = (events: NewCampaignEvent[]): string[] =>
    events.flatMap((e) => ('caseRef' in e.data ? [e.data.caseRef.slice(-1)] : []));

  it('ask a school about so many children a day, and send so many letters in all; who asked first goes first', () => {
    const thursday = release(waiting, '2026-10-08');
    expect(refs(thursday)).toEqual(['1', '2', '4']);
    const after = then(waiting, thursday);
    expect(release(after, '2026-10-08')).toEqual([]);
    expect(nextCampaignWakeOn(after, '2026-10-08')).toBe('2026-10-09');
    expect(refs(release(after, '2026-10-09'))).toEqual(['3', '5']);
  });

  it('rest on days on which nobody works', () => {
    expect(release(waiting, '2026-10-10')).toEqual([]);
    expect(nextCampaignWakeOn(waiting, '2026-10-09')).toBe('2026-10-12');
    expect(nextCampaignWakeOn(open, '2026-10-09')).toBeNull();
  });

  it('take a consultation once, and let go of one whose review is over', () => {
    const [first] = all as [Ask];
    expect(ask(waiting, first, '2026-10-08')).toEqual([]);
    expect(refs(release(then(waiting, drop(waiting, first, '2026-10-08')), '2026-10-08'))).toEqual(['2', '3', '4']);
  });

  it('belong to the first of September that ends the school year', () => {
    expect(['2027-09-01', '2027-06-01', '2026-09-02', '2027-01-10'].map(campaignOf)).toEqual(
      Array(4).fill('2027-09-01'),
    );
  });
});

describe('the officers of a campaign', () => {
  const review = (n: number, institution: string | null, caseworker: string | null = null) => ({
    caseRef: `EHC-0000000${n}`,
    institution,
    caseworker,
  });

  it('get the reviews school by school, as evenly as that allows, and keep what they have', () => {
    const reviews = [
      review(1, '999901'),
      review(2, '999901'),
      review(3, '999901', 'x-2'),
      review(4, '999902', 'cw-1'),
      review(5, '999902'),
      review(6, null),
    ];
    const given = allocate(reviews, ['x-1', 'x-2']);
    expect(Object.fromEntries(given.map((g) => [g.caseRef.slice(-1), g.officer]))).toEqual({
      1: 'x-2',
      2: 'x-2',
      4: 'x-1',
      5: 'x-1',
      6: 'x-1',
    });
    expect(allocate(reviews, [])).toEqual([]);
  });
});
