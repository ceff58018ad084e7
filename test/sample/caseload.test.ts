import { beforeAll, describe, expect, test } from 'vitest';
import { sampleCaseload, sampleRefs } from '../../client/sample/caseload.js';
import type { SampleCase } from '../../client/sample/caseload.js';
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import { decideOnTime } from '../../domain/assessment/decide.js';
import { assessmentEventShapes } from '../../domain/assessment/event-shapes.js';
import { foldEvents } from '../../domain/assessment/evolve.js';
import type { Rules } from '../../domain/assessment/history.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { Policy } from '../../domain/policy.js';
import { addDays, startOfLondonDay } from '../../domain/civil-date.js';
import { closureWindow } from '../../domain/law/exceptions.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { readPolicy } from '../../workers/policy-file.js';

const TODAY = '2026-11-23';
const AUTHORITY_LIMITS = ['ehcna-decision-6w', 'plan-decision-16w', 'plan-final-20w'];

let rules: Rules;
let cases: SampleCase[];
let states: AssessmentState[];

const folded = (list: readonly SampleCase[]) => list.map(({ caseRef, events }) => foldEvents(caseRef, events));
const share = (n: number, list: readonly unknown[] = states) => n / list.length;
const limitPassed = (s: AssessmentState): boolean =>
  AUTHORITY_LIMITS.some((id) => ['missed', 'late', 'excepted'].includes(s.deadlines[id]?.state ?? ''));
const causesOf = (list: readonly AssessmentState[]): string[] =>
  list.flatMap((s) => AUTHORITY_LIMITS.flatMap((id) => s.deadlines[id]?.cause ?? []));

beforeAll(async () => {
  const { version, policy } = await readPolicy('policy/default.yaml');
  rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  cases = sampleCaseload({ today: TODAY, rules });
  states = folded(cases);
});

describe('the sample caseload', () => {
  test('is the same for a seed and a day, and another for another seed', () => {
    const size = 12;
    expect(sampleCaseload({ today: TODAY, rules, size })).toEqual(sampleCaseload({ today: TODAY, rules, size }));
    const other = sampleCaseload({ today: TODAY, rules, size, seed: 'elsewhere' });
    expect(other.map((c) => c.caseRef)).not.toEqual(cases.slice(0, size).map((c) => c.caseRef));
  });

  test('keeps its references from day to day, so that it is known again', () => {
    expect(cases.map((c) => c.caseRef)).toEqual(sampleRefs());
    const later = sampleCaseload({ today: addDays(TODAY, 30), rules, size: 5 });
    expect(later.map((c) => c.caseRef)).toEqual(sampleRefs({ size: 5 }));
    expect(new Set(sampleRefs()).size).toBe(199);
  });

  test('is 199 open assessments, spread over the stages as in a council', () => {
    expect(states).toHaveLength(199);
    expect(states.filter((s) => s.outcome !== null)).toEqual([]);
    const at = (stage: string) => share(states.filter((s) => s.stage === stage).length);
    expect(at('considering')).toBeCloseTo(0.2, 1);
    expect(at('gathering-advice')).toBeCloseTo(0.45, 1);
    expect(at('drafting')).toBeCloseTo(0.12, 1);
    expect(at('draft-with-family')).toBeCloseTo(0.23, 1);
    expect(new Set(states.map((s) => s.receivedOn.slice(0, 7))).size).toBeGreaterThanOrEqual(8);
  });

  test('is late in two cases of five, most often for want of a psychologist', () => {
    const late = share(states.filter(limitPassed).length);
    expect(late).toBeGreaterThanOrEqual(0.4);
    expect(late).toBeLessThanOrEqual(0.5);
    const causes = causesOf(states);
    const count = (cause: string) => causes.filter((c) => c === cause).length;
    for (const cause of new Set(causes))
      expect(count(cause)).toBeLessThanOrEqual(count('late-advice:educational-psychology'));
  });

  test('is late for each of the reasons that councils give', () => {
    expect(new Set(causesOf(states))).toEqual(
      new Set([
        'late-advice:educational-psychology',
        'late-advice:medical',
        'late-advice:social-care',
        'late-advice:education',
        'no-provision',
        'family-wants-assessments',
        'family-disagrees',
        'school-closure',
        'panel-awaited',
        'authority',
      ]),
    );
  });

  test('claims a closed school only where its advice was asked for in the window that the law gives', () => {
    const excepted = states.filter((s) => s.exceptions.length > 0);
    expect(excepted.length).toBeGreaterThan(0);
    const windows = rules.policy.closures.authority.flatMap((c) => closureWindow(c) ?? []);
    for (const s of excepted) {
      const asked = s.advice.find((a) => a.kind === 'education')?.requestedOn ?? '';
      expect(windows.some((w) => asked >= w.from && asked <= w.to)).toBe(true);
    }
    // Others waited for a school in the holidays too, and are simply late.
    const late = states.filter((s) => s.exceptions.length === 0 && causesOf([s]).includes('late-advice:education'));
    expect(late.length).toBeGreaterThan(0);
  });

  test('has what an operator will meet: panels, actions, returned, declined and reused advice, new caseworkers', () => {
    const advice = new Set(states.flatMap((s) => s.advice.map((a) => a.state)));
    for (const state of ['requested', 'acknowledged', 'submitted', 'returned', 'accepted', 'declined', 'reused'])
      expect(advice).toContain(state);
    const referrals = states.flatMap((s) => s.referrals);
    for (const question of ['assess', 'issue', 'stuck', 'placement'])
      expect(referrals.map((r) => r.question)).toContain(question);
    expect(referrals.some((r) => r.recommendedOn === null)).toBe(true);
    const actions = states.flatMap((s) => s.actions);
    expect(actions.some((a) => a.doneOn === null && a.dueOn < TODAY && a.chased > 0)).toBe(true);
    expect(actions.some((a) => a.doneOn === null && a.dueOn >= TODAY)).toBe(true);
    expect(actions.some((a) => a.doneOn !== null)).toBe(true);
    expect(cases.some((c) => c.events.some((e) => e.type === 'caseworker.assigned'))).toBe(true);
    expect(states.some((s) => s.stuck)).toBe(true);
  });

  test('has children of many kinds, and young persons, one and two parents, several sources and localities', () => {
    const children = states.map((s) => s.child);
    expect(children.some((c) => c.sensoryNeed !== 'none')).toBe(true);
    expect(children.some((c) => c.serviceFamily)).toBe(true);
    expect(children.some((c) => c.youngPerson)).toBe(true);
    expect(children.some((c) => c.socialWorker)).toBe(true);
    expect(states.some((s) => s.advice.some((a) => a.kind === 'adulthood'))).toBe(true);
    expect(new Set(states.map((s) => s.family.length))).toEqual(new Set([1, 2]));
    expect(new Set(states.map((s) => s.source)).size).toBe(5);
    expect(new Set(children.map((c) => c.locality)).size).toBe(5);
    expect(new Set(states.map((s) => s.caseworker?.id)).size).toBe(12);
  });

  test('has no two children alike', () => {
    expect(new Set(states.map((s) => s.child.name)).size).toBe(199);
    const upns = states.flatMap((s) => s.child.upn ?? []);
    expect(new Set(upns).size).toBe(upns.length);
  });

  test('names nobody: streets of Northmere, post codes ZZ, addresses under .example, schools and pupils numbered 999', () => {
    const text = JSON.stringify(
      cases.map((c) => c.events.map((e) => (e.type === 'request.received' ? { ...e.data, policy: null } : e.data))),
    );
    const emails = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
    expect(emails.length).toBeGreaterThan(199);
    expect(emails.filter((e) => !e.endsWith('.example'))).toEqual([]);
    const postcodes = text.match(/\b[A-Z]{1,2}\d{1,2} \d[A-Z]{2}\b/g) ?? [];
    expect(postcodes.filter((p) => !p.startsWith('ZZ'))).toEqual([]);
    for (const s of states) {
      for (const address of [s.child.address, ...s.family.flatMap((p) => p.address ?? [])])
        expect(address).toMatch(/, Northmere, ZZ\d /);
      expect(s.child.upn ?? 'A999').toMatch(/^[A-Z]999/);
      expect(s.child.setting?.urn ?? '999').toMatch(/^999/);
    }
    expect((text.match(/"urn":"(?!999)/g) ?? []).length).toBe(0);
  });

  test('gives pupil numbers whose check letter is right', () => {
    const alphabet = 'ABCDEFGHJKLMNPQRTUVWXYZ';
    for (const upn of states.flatMap((s) => s.child.upn ?? [])) {
      const sum = Array.from(upn.slice(1)).reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
      expect(upn[0]).toBe(alphabet[sum % 23]);
    }
  });

  test('holds facts of the ledger’s own shapes, one after another and none from the future', () => {
    for (const { events } of cases) {
      events.forEach((event, i) => {
        expect(event.seq).toBe(i + 1);
        assessmentEventShapes[event.type].parse(event.data);
        expect(Date.parse(event.recordedAt)).toBeLessThanOrEqual(startOfLondonDay(TODAY));
        expect(event.recordedAt >= (events[i - 1]?.recordedAt ?? '')).toBe(true);
      });
    }
  });

  test('leaves the listing of a referral that is still open to its panel', () => {
    const ahead = states.flatMap((s) =>
      s.referrals.filter((r) => r.recommendedOn === null && (r.meetingOn ?? '') >= TODAY),
    );
    expect(ahead).toEqual([]);
  });
});

const startsQuietly = (list: readonly AssessmentState[], today: string): void => {
  for (const s of list) {
    expect(s.stage).not.toBe('finished');
    expect(decideOnTime(s, today)).toEqual([]);
    expect((nextWakeOn(s, today) ?? '') > today).toBe(true);
    expect(s.letters.filter((l) => l.state !== 'dispatched')).toEqual([]);
  }
};

describe('loaded on any day', () => {
  test.each(['2026-04-05', '2026-08-31', '2026-12-25'])('%s: it starts quietly and is as late as ever', (today) => {
    const list = folded(sampleCaseload({ today, rules }));
    startsQuietly(list, today);
    const late = share(list.filter(limitPassed).length, list);
    expect(late).toBeGreaterThanOrEqual(0.38);
    expect(late).toBeLessThanOrEqual(0.52);
    for (const cause of ['late-advice:educational-psychology', 'no-provision', 'school-closure'])
      expect(causesOf(list)).toContain(cause);
  });

  // Every three weeks of a year and a bit, each time with other children and other chances.
  test.each(Array.from({ length: 20 }, (_, i) => addDays('2026-01-02', i * 23)))('%s: another seed, too', (today) => {
    startsQuietly(folded(sampleCaseload({ today, rules, size: 25, seed: `seed of ${today}` })), today);
  });
});

test('an authority whose panels, checks and rounds are others than ours has a caseload all the same', () => {
  const policy: Policy = {
    ...rules.policy,
    decisionToAssess: { panel: null, referAfterDays: 14, panelRequired: false },
    decisionToIssue: { panel: 'multi-agency', referAfterWeeks: 10, panelRequired: true },
    draft: { ...rules.policy.draft, checks: [] },
    consultation: { ...rules.policy.consultation, rounds: 1 },
    closures: { authority: [], schools: [] },
  };
  const list = folded(sampleCaseload({ today: TODAY, rules: { ...rules, policyVersion: 'own', policy } }));
  startsQuietly(list, TODAY);
  expect(list).toHaveLength(199);
});
