/**
 * Every ready list, asked of a real server that holds the sample caseload: it finds the cases that it should find and no other.
 * Which those are is counted from the facts in the ledger, by conditions that are written down here once more.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSampleCaseload } from '../client/sample/load.js';
import { asAssessmentEvents, foldEvents } from '../domain/assessment/evolve.js';
import type { AssessmentState } from '../domain/assessment/state.js';
import { waitingOn } from '../domain/assessment/summary.js';
import { addDays, londonDate } from '../domain/civil-date.js';
import type { Deadline } from '../domain/deadline.js';
import { LAW_VERSION } from '../domain/law/rules.js';
import { nextReview } from '../domain/plan/dates.js';
import { foldPlan } from '../domain/plan/evolve.js';
import { planTasks } from '../domain/plan/tasks.js';
import type { PlanEvent, PlanState } from '../domain/plan/state.js';
import { foldReview } from '../domain/review/evolve.js';
import type { ReviewEvent } from '../domain/review/evolve.js';
import type { ReviewState } from '../domain/review/state.js';
import { reviewWaitsOn } from '../domain/review/summary.js';
import { readyViews, VIEWS } from '../domain/views.js';
import { packageRoot } from '../workers/platform/places.js';
import { prepareNamespace } from '../workers/platform/temporal-server.js';
import { readPolicy } from '../workers/policy-file.js';
import { SEARCH_ATTRIBUTES } from '../workflows/search-attributes.js';
import { terminalOf } from './cli/terminal.js';
import { type Served, serve } from './http/served.js';
import { temporalAddress } from './environment.js';
import { onceKnown, openWorld, type World } from './world.js';

const today = londonDate(Date.now());

interface Known {
  id: string;
  kind: 'assessment' | 'annualReview' | 'plan';
  /** Open, and the authority's to keep. */
  owed: Deadline[];
  waits: string;
  stage: string;
  stuck: boolean;
  caseworker: string | null;
  locality: string | null;
  first: boolean;
  type: string;
  reviewOn: string | null;
}

const AUTHORITY =
  /^(ehcna-decision|plan-decision|noplan|plan-final|reassess-(decision|final)|ar-12m|ar-decision|ar-amend-notice|ar-final|ar-noamend|amend-no-review|phase-|move-review)/;

const owedOf = (deadlines: Record<string, Deadline>, ours: RegExp = AUTHORITY): Deadline[] =>
  Object.values(deadlines).filter(
    (d) => d.doneOn === null && d.state !== 'void' && d.due !== null && d.breachable && ours.test(d.ruleId),
  );

const pressing = (child: AssessmentState['child'], nowhere: boolean, more = 0): boolean => {
  const grave = child.socialWorker || nowhere || child.sensoryNeed === 'multi-sensory';
  const lesser = [['hearing', 'vision'].includes(child.sensoryNeed), child.serviceFamily].filter(Boolean).length;
  return grave || lesser + more >= 2;
};

const ofAssessment = (id: string, s: AssessmentState): Known => ({
  id,
  kind: 'assessment',
  owed: owedOf(s.deadlines),
  waits: waitingOn(s).on,
  stage: s.stage,
  stuck: s.stuck !== null,
  caseworker: s.caseworker?.id ?? null,
  locality: s.child.locality ?? null,
  first: pressing(s.child, s.child.setting === undefined),
  type: s.reassesses ? 'reassessment' : 'initial',
  reviewOn: null,
});

const ofReview = (id: string, s: ReviewState): Known => ({
  id,
  kind: 'annualReview',
  owed: owedOf(s.deadlines),
  waits: reviewWaitsOn(s).on,
  stage: `review-${s.stage}`,
  stuck: false,
  caseworker: s.caseworker?.id ?? null,
  locality: s.child.locality ?? null,
  first:
    pressing(s.child, s.institution === null, s.phase ? 1 : 0) ||
    s.kind === 'early' ||
    Boolean(s.flagged) ||
    s.placementAtRisk,
  type:
    s.phase || s.kind === 'phase-transfer' ? 'phase-transfer' : s.institution?.kind === 'post-16' ? 'post-16' : s.kind,
  reviewOn: null,
});

const ofPlan = (id: string, s: PlanState): Known => ({
  id,
  kind: 'plan',
  owed: owedOf(s.deadlines, /./),
  waits: planTasks(s).length > 0 ? 'caseworker' : 'nobody',
  stage: `plan-${s.stage}`,
  stuck: false,
  caseworker: s.caseworker?.id ?? null,
  locality: s.child.locality ?? null,
  first: pressing(s.child, s.institution === null),
  type: s.institution?.kind === 'post-16' ? 'post-16' : 'plan',
  reviewOn: s.review ? null : nextReview(s).early,
});

let world: World;
let served: Served;
let known: Known[];

const isOpen = ({ stage }: Known): boolean => !['finished', 'review-finished'].includes(stage);

const readAll = async (): Promise<Known[]> => {
  const streams = await world.ehcna.ledger.streams({ prefix: '' });
  const all = await Promise.all(
    streams.map(async (id): Promise<Known | undefined> => {
      const [kind, caseRef = ''] = id.split('/');
      if (kind !== 'assessment' && kind !== 'annualReview' && kind !== 'plan') return undefined;
      const events = await world.ehcna.ledger.read(id);
      if (kind === 'assessment') return ofAssessment(id, foldEvents(caseRef, asAssessmentEvents(events)));
      if (kind === 'plan') return ofPlan(id, foldPlan(caseRef, events as unknown as PlanEvent[]));
      return ofReview(id, foldReview(caseRef, events as unknown as ReviewEvent[]));
    }),
  );
  return all.filter((one) => one !== undefined).filter(isOpen);
};

const isLate = ({ owed }: Known): boolean => owed.some((d) => d.state === 'missed');
const nextDue = ({ owed, reviewOn }: Known): string | undefined =>
  [...owed.map((d) => d.early ?? ''), ...(reviewOn === null ? [] : [reviewOn])].sort()[0];
const isBetween = (on: string | undefined, from: string, to: string): boolean =>
  on !== undefined && on >= from && on <= to;
const isCase = ({ kind }: Known): boolean => kind !== 'plan';
/** By its colour, which looks ahead as far as policy says (ten days in policy/default.yaml, unless it is changed there). */
let amberDays: number;
const isNear = (k: Known): boolean =>
  !isLate(k) &&
  (k.kind === 'plan'
    ? isBetween(nextDue(k), '', addDays(today, amberDays))
    : k.kind === 'assessment'
      ? k.owed.some((d) => (d.due ?? '9') <= addDays(today, amberDays))
      : isBetween(nextDue(k), '', addDays(today, amberDays)));

const ADVICE_OF_OTHERS = /^advice:(?!educational-psychology)/;
const OFFICE = /^(caseworker|assessment-lead|panel:|clinical-lead|manager)/;

const SHOULD: Record<string, (k: Known) => boolean> = {
  breaches: isLate,
  near: isNear,
  'due-14-days': (k) => isCase(k) && isBetween(nextDue(k), today, addDays(today, 14)),
  'decisions-overdue': (k) => isLate(k) && ['considering', 'gathering-advice', 'review-held'].includes(k.stage),
  'plans-overdue': (k) => isLate(k) && ['drafting', 'draft-with-family', 'review-amending'].includes(k.stage),
  stuck: (k) => k.stuck,
  priority: (k) => k.first,
  'waiting-psychologist': (k) => k.waits === 'advice:educational-psychology',
  'waiting-advice': (k) => ADVICE_OF_OTHERS.test(k.waits),
  'waiting-schools': (k) => k.waits === 'provider' || k.waits === 'school',
  'waiting-family': (k) => k.waits.startsWith('family'),
  'waiting-us': (k) => isCase(k) && OFFICE.test(k.waits),
  nobodys: (k) => k.caseworker === null,
  'my-locality': (k) => k.locality === 'north',
  'my-cases': (k) => k.caseworker === 'cw-03',
  'reviews-late': (k) => k.kind === 'annualReview' && isLate(k),
  'reviews-due': (k) => k.stage === 'plan-held' && isBetween(nextDue(k), today, addDays(today, 90)),
  'phase-transfer': (k) => k.type === 'phase-transfer',
  'post-16': (k) => k.type === 'post-16',
};

/** Those that are of no case, and what they find: by id alone. */
const ELSEWHERE: Record<string, RegExp> = { panels: /^panel\//, troubled: /^never$/ };

const queryOf = (name: string): string =>
  readyViews(null, { today, locality: 'north', caseworker: 'cw-03' }).find((v) => v.name === name)?.query ?? '';

const found = async (name: string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { workflowId } of world.client.workflow.list({ query: queryOf(name) })) ids.push(workflowId);
  return ids.sort();
};

beforeAll(async () => {
  // A whole caseload at once keeps a small machine busy, which the worker would say of each case.
  world = await openWorld({ worker: false });
  await world.startWorker({ logLevel: 'ERROR' });
  const { version, policy } = await readPolicy(`${packageRoot}/policy/default.yaml`);
  amberDays = policy.rag.amberDaysBefore;
  const rules = { lawVersion: LAW_VERSION, policyVersion: version, policy };
  await loadSampleCaseload(world.ehcna, { rules, today, size: 90, plans: 40, progress: () => undefined });
  // What is shown follows what is written by a moment.
  for (let open = -1; ; await pause(500)) {
    const { count } = await world.client.workflow.count('ExecutionStatus = "Running" AND PlanType IS NOT NULL');
    const all = await world.client.workflow.count('ExecutionStatus = "Running"');
    const { length } = await world.ehcna.ledger.streams({ prefix: '' });
    if (count === all.count && length === open) break;
    open = length;
  }
  known = await readAll();
  served = await serve(world, { uiUrl: 'http://127.0.0.1:8233/namespaces/ehcna/workflows' } as never);
}, 180_000);

afterAll(async () => {
  await served?.stop();
  await world?.stop();
});

describe('a ready list', () => {
  it('is told of here, each with what it should find', () => {
    expect(VIEWS.map(({ name }) => name).sort()).toEqual([...Object.keys(SHOULD), ...Object.keys(ELSEWHERE)].sort());
  });

  it.each(Object.entries(SHOULD))('%s finds the cases that it should find, and no other', async (name, should) => {
    const wanted = known.filter(should).map(({ id }) => id);
    await expect.poll(() => found(name), { timeout: 5_000, interval: 250 }).toEqual(wanted.sort());
  });

  it.each(Object.entries(ELSEWHERE))('%s finds nothing else either', async (name, ids) => {
    for (const id of await found(name)) expect(id).toMatch(ids);
  });

  it('tells something here: most find some of the caseload, and none finds all of it', async () => {
    const sizes = Object.values(SHOULD).map((should) => known.filter(should).length);
    expect(sizes.filter((n) => n > 0).length).toBeGreaterThan(13);
    expect(Math.max(...sizes)).toBeLessThan(known.length);
    expect((await found('panels')).length).toBeGreaterThan(0);
  });
});

describe('ehcna views', () => {
  it('counts what is in each, and says one alone', async () => {
    const shell = terminalOf(world);
    const all = await shell('views', '--count', '--json', '--locality', 'north', '--today', today);
    const { views } = all.json<{ views: { name: string; count: number | null; url: string | null }[] }>();
    const counts = Object.fromEntries(views.map(({ name, count }) => [name, count]));
    expect(counts['breaches']).toBe(known.filter(isLate).length);
    expect(counts['my-cases']).toBeNull();
    const one = await shell('views', 'stuck', '--ui', 'https://temporal.example/namespaces/ehcna/workflows');
    expect(one.out).toMatch(
      /^stuck\n.*\n {2}Stuck = true AND .*\n {2}https:\/\/temporal\.example\/.*\?query=Stuck%20%3D%20true/,
    );
    expect((await shell('views', 'nothing')).err).toContain('There is no view nothing. There are breaches,');
    expect((await shell('views', 'my-cases')).err).toContain('must be given --caseworker');
    expect((await shell('views', '--locality', 'x" OR')).exit).toBe(2);
  });
});

describe('the page of links', () => {
  it('opens the UI on each list, and asks who is looking where it must be known', async () => {
    const page = await served.ask('GET', '/views?locality=north&caseworker=', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.text.match(/<a class="govuk-link" href="http:\/\/127\.0\.0\.1:8233\//g)).toHaveLength(VIEWS.length - 1);
    expect(page.text).toContain('Locality = &quot;north&quot;');
    expect(page.text).toContain('Needs your id, above');
  });

  it('refuses what is no locality, and repeats nothing of it', async () => {
    const page = await served.ask('GET', `/views?locality=${encodeURIComponent('Morgan" OR "')}`);
    expect(page.status).toBe(400);
    expect(page.text).not.toContain('Morgan');
  });

  it('is for whoever may read the clinic, on an installation that is not for training', async () => {
    const live = await serve(world, { training: false } as never);
    expect((await live.ask('GET', '/views')).status).toBe(401);
    const { key } = await live.client({ scopes: ['clinic:read'] });
    expect((await live.ask('GET', '/views', { key })).status).toBe(200);
    const other = await live.client({ scopes: ['cases:read'] });
    expect((await live.ask('GET', '/views', { key: other.key })).status).toBe(403);
    await live.stop();
  });
});

describe('a namespace that was set up before', () => {
  it('has the attributes that came since once it is prepared again', async () => {
    const { Caseworker, CohortMonth, Locality, NextDue, Rag, Stage, Stuck, WaitingOn } = SEARCH_ATTRIBUTES;
    const before = { Caseworker, CohortMonth, Locality, NextDue, Rag, Stage, Stuck, WaitingOn };
    const namespace = `before-${Date.now()}`;
    const attributes = async () => (
      await world.client.connection.ensureConnected(),
      Object.keys(
        (
          await (
            world.client.connection as unknown as {
              operatorService: { listSearchAttributes(r: object): Promise<{ customAttributes: object }> };
            }
          ).operatorService.listSearchAttributes({ namespace })
        ).customAttributes,
      )
    );
    await onceKnown(() => prepareNamespace({ address: temporalAddress() }, namespace, before));
    expect((await attributes()).sort()).toEqual(Object.keys(before).sort());
    await prepareNamespace({ address: temporalAddress() }, namespace, SEARCH_ATTRIBUTES);
    expect((await attributes()).sort()).toEqual(Object.keys(SEARCH_ATTRIBUTES).sort());
  });
});
