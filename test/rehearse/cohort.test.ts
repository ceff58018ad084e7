/** Many plans at once: who they are, who attends, and that a story that is told wrongly is found out. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Officiating } from '../../client/rehearse/attendance.js';
import { allotted, castOf } from '../../client/rehearse/cast.js';
import type { Part } from '../../client/rehearse/cast.js';
import type { CohortScenario, KindOfChild } from '../../client/rehearse/cohort-scenario.js';
import { readScenario, scenarioIn } from '../../client/rehearse/scenario.js';
import type { Theatre } from '../../client/rehearse/theatre.js';
import type { ReviewState } from '../../domain/review/state.js';
import { nextTransfer } from '../../domain/plan/dates.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';
import { planHeld, Review } from '../plans/samples.js';
import { openWorld, type World } from '../world.js';
import { openTheatre } from './stage.js';

const { version: policyVersion, policy } = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));
const rules = { policyVersion, policy };

const cohortNamed = async (name: string): Promise<CohortScenario> => {
  const scenario = await readScenario(name);
  if (!scenario || !('cohort' in scenario)) throw new Error(`${name} is no story of many plans`);
  return scenario;
};

/** Three plans that stay, one of them of a child who is educated at home. */
const SMALL = `
title: Three plans
story: Three plans are reviewed and maintained.
starts: '09-08'
cohort:
  count: 3
  seed: three
  left: plans
  until: '12-31'
  schools: { primary: { lastYear: 6, names: [Larkmere Primary School] } }
  of:
    - { name: at school, share: 2, yearGroup: 3, at: primary, madeMonthsAgo: [14, 20], reviewedMonthsAgo: [8, 8] }
    - { name: at home, share: 1, yearGroup: 3, madeMonthsAgo: [14, 20], reviewedMonthsAgo: [8, 8] }
habits:
  - { after: 1 days after review.opened, who: caseworker, do: arrangeMeeting, with: { meetingInDays: [20, 24] } }
  - { after: 2 days after review.opened, when: { heldBy: school }, who: provider, do: recordInvitations }
  - { after: 3 days after review.opened, who: caseworker, do: circulatePapers }
  - { after: 0 days before the meeting, who: caseworker, do: holdMeeting, with: { attended: [parent] } }
  - { after: 4 days after meeting.held, who: caseworker, do: submitReport, with: { author: The SENCO, recommendation: maintain, findings: As it was. } }
  - { after: 2 days after report.submitted, who: assessment-lead, do: decideReview, with: { outcome: maintain, reasons: The provision meets the needs. } }
expect:
  stages: { held: 3 }
  reviews: 3
  clocks: { ar-12m-next: { met: 3 }, ar-decision-4w: { met: 3 } }
  missed: 0
  happens: { to be held by the authority: 1, 'decision: maintain the plan': 3 }
  never: [NOT sent]
`;

const small = (over: Partial<CohortScenario> = {}): CohortScenario => ({
  ...(scenarioIn('three plans', SMALL) as CohortScenario),
  ...over,
});

describe('who is in a cohort', () => {
  const kinds = (...shares: number[]): KindOfChild[] => shares.map((share) => ({ share }) as KindOfChild);

  it('is as many of each kind as its part, and one at least', () => {
    expect(allotted(kinds(338, 28, 20, 38), 424)).toEqual([338, 28, 20, 38]);
    expect(allotted(kinds(338, 28, 20, 1, 1), 10)).toEqual([6, 1, 1, 1, 1]);
    expect(allotted(kinds(1, 1), 2)).toEqual([1, 1]);
    expect(() => allotted(kinds(1, 1), 1)).toThrow('A cohort of 1 cannot hold a child of each of its 2 kinds');
  });

  it('is the same whenever it is drawn, but for the references', async () => {
    const story = await cohortNamed('phase-transfer-primary');
    const drawn = (seed: string): unknown[] =>
      castOf({ ...story, cohort: { ...story.cohort, seed } }, 40, '2027-09-01', rules).map(({ holding, next, lot }) => [
        holding,
        next,
        lot('answers'),
      ]);
    expect(drawn('one')).toEqual(drawn('one'));
    expect(drawn('one')).not.toEqual(drawn('another'));
  });

  it('changes phase in the next September, every one of the 424, whatever year its age would be in', async () => {
    const story = await cohortNamed('phase-transfer-primary');
    const cast = castOf(story, story.cohort.count, '2027-09-01', rules);
    expect(cast).toHaveLength(424);
    expect(new Set(cast.map(({ caseRef }) => caseRef)).size).toBe(424);
    for (const { holding, kind, next } of cast) {
      const transfer = nextTransfer(planHeld(holding, '2027-09-01'), '2027-09-01');
      expect([kind.name, transfer?.ruleId, transfer?.on]).toEqual([kind.name, 'phase-15feb', '2028-09-01']);
      expect(next?.institution.name).toBeDefined();
    }
    const byAge = (name: string): string[] =>
      cast.filter(({ kind }) => kind.name === name).map(({ holding }) => holding.child.dateOfBirth);
    expect(byAge('a year behind').every((born) => born < '2016-09-01')).toBe(true);
    expect(byAge('a year ahead').every((born) => born >= '2017-09-01')).toBe(true);
    expect(byAge('primary').every((born) => born >= '2016-09-01' && born < '2017-09-01')).toBe(true);
  });

  it('casts lots that part it without overlap', async () => {
    const cast = castOf(small(), 3, '2027-09-08', rules);
    expect(new Set(cast.map(({ lot }) => lot('reports')))).toEqual(new Set([0, 1 / 3, 2 / 3]));
  });
});

describe('who attends', () => {
  const meeting = (over: { flagged?: boolean; yearGroup?: number }, index: number) => {
    const review = new Review('2026-09-10', { yearGroup: over.yearGroup ?? 6 });
    review.say('2026-09-11', 'arrangeMeeting', { meetingOn: '2026-10-07' });
    if (over.flagged) review.say('2026-09-12', 'flagAttendance', { reason: 'It is critical.' });
    const state: ReviewState = review.state;
    return { review: state, part: { index } as Part, attends: undefined as { mode: string } | undefined };
  };
  const officers = {
    officers: 2,
    remoteADay: 3,
    order: ['the school says it is critical', 'key year'],
    inPerson: ['the school says it is critical'],
  };

  it('is decided by what presses most, in person, then remotely, until no officer is free that day', () => {
    const lives = [
      ...Array.from({ length: 5 }, (_, i) => meeting({}, i)),
      meeting({ yearGroup: 4 }, 5),
      meeting({ flagged: true }, 6),
    ];
    new Officiating(officers, 1).decide(lives as never);
    expect(lives.map(({ attends }) => attends?.mode)).toEqual([
      'remote',
      'remote',
      'remote',
      'none',
      'none',
      'none',
      'in-person',
    ]);
  });

  it('is decided with as many officers as the part of the cohort that is played', () => {
    const lives = Array.from({ length: 5 }, (_, i) => meeting({ flagged: true }, i));
    new Officiating({ ...officers, officers: 8 }, 0.25).decide(lives as never);
    expect(lives.filter(({ attends }) => attends?.mode === 'in-person')).toHaveLength(2);
  });
});

describe('the file of a cohort', () => {
  it('is refused where it names schools that it does not have', () => {
    expect(() => scenarioIn('x', SMALL.replace('at: primary', 'at: secondary'))).toThrow(
      'no schools are called secondary',
    );
  });

  it('is refused where it has more kinds than plans', () => {
    expect(() => scenarioIn('x', SMALL.replace('count: 3', 'count: 1'))).toThrow('count is 1, and there are 2 kinds');
  });

  it('is refused where a habit follows nothing that happens', () => {
    expect(() => scenarioIn('x', SMALL.replace('1 days after review.opened', 'soon'))).toThrow('N days after EVENT');
  });
});

describe('a cohort that is played', () => {
  let world: World;
  let theatre: Theatre;

  beforeAll(async () => {
    world = await openWorld({ worker: false });
    theatre = await openTheatre(world);
  });

  afterAll(async () => {
    await theatre?.close();
    await world?.stop();
  });

  it('comes to what its story tells, week by week', { timeout: 120_000 }, async () => {
    const { faults, timeline, cohort, processes } = await theatre.perform(small());
    expect(faults).toEqual([]);
    expect(cohort).toMatchObject({ count: 3, of: 3, stages: { held: 3 }, reviews: 3, missed: [] });
    expect(processes).toHaveLength(6);
    expect(timeline[0]?.words).toBe('3 plans held: at school 2, at home 1');
    expect(timeline.slice(1).every(({ type }) => type === 'week')).toBe(true);
    const opened = cohort?.weeks.reduce((sum, { counts }) => sum + (counts.opened ?? 0), 0);
    expect(opened).toBe(3);
  });

  it('is found out where it expects one too many, and where a habit is missing', { timeout: 180_000 }, async () => {
    const { expect: told, habits } = small();
    const tooMany = await theatre.perform(small({ expect: { ...told, reviews: 4, stages: { held: 4 } } }));
    expect(tooMany.faults).toEqual(['Plans held: 3, not 4', 'Reviews: 3, not 4']);
    const noMeeting = await theatre.perform(small({ habits: habits.filter((habit) => habit.do !== 'holdMeeting') }));
    expect(noMeeting.faults).toContain('Clocks ar-12m-next met: 0, not 3');
  });

  it('says of whom a step was refused that nobody had told to be, and goes on with the others', {
    timeout: 120_000,
  }, async () => {
    const { habits } = small();
    const tooSoon = habits.map((habit) =>
      habit.do === 'decideReview' ? { ...habit, after: '1 days after meeting.arranged', of: ['at home'] } : habit,
    );
    const { faults, timeline } = await theatre.perform(small({ habits: tooSoon }));
    const fault = timeline.find(({ type }) => type === 'fault');
    expect(fault?.words).toMatch(/^EHC-\w+ \(at home\): decideReview .* refused as meeting-not-held: /);
    expect(faults).toContain('Clocks ar-12m-next met: 0, not 3');
  });

  it('is played with fewer, some of each kind', { timeout: 120_000 }, async () => {
    const { faults, cohort } = await theatre.perform(small(), undefined, { count: 2 });
    expect(faults).toEqual([]);
    expect(cohort).toMatchObject({ count: 2, of: 3, kinds: { 'at school': { plans: 1 }, 'at home': { plans: 1 } } });
  });
});
