/** Plans and reviews for tests: nobody in them exists. */
import { join } from 'node:path';
import type { CivilDate } from '../../domain/civil-date.js';
import type { Actor } from '../../domain/events.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import type { Holding, NewPlanEvent } from '../../domain/plan/event-shapes.js';
import {
  decideOnPlan,
  decideOnTimeOfPlan,
  decidePlanLetterNotSent,
  decidePlanLetterSent,
  endReview,
  holdPlan,
} from '../../domain/plan/decide.js';
import type { PlanCommand } from '../../domain/plan/decide.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { blankPlan } from '../../domain/plan/state.js';
import type { PlanState } from '../../domain/plan/state.js';
import type { NewReviewEvent, Opening } from '../../domain/review/event-shapes.js';
import { evolveReview } from '../../domain/review/evolve.js';
import { blankReview } from '../../domain/review/state.js';
import type { ReviewState } from '../../domain/review/state.js';
import {
  decideOnReview,
  decideOnTimeOfReview,
  decideReviewLetterNotSent,
  decideReviewLetterSent,
  openReview,
} from '../../domain/review/decide.js';
import type { ReviewCommand } from '../../domain/review/decide.js';
import { packageRoot } from '../../workers/platform/places.js';
import { readPolicy } from '../../workers/policy-file.js';

export const { version: policyVersion, policy } = await readPolicy(join(packageRoot, 'policy', 'default.yaml'));

export const REF = 'EHC-7K2M9QXA';

const school = {
  kind: 'school',
  name: 'Millbrook Primary School',
  urn: '999902',
  email: 'office@millbrook.example',
} as const;

export const sections = {
  A: 'Views',
  B: 'Needs',
  C: 'None',
  D: 'None',
  E: 'Outcomes',
  F: 'Provision',
  G: 'None',
  H1: 'None',
  H2: 'None',
  I: 'Millbrook Primary School',
  J: 'None',
  K: 'Advice',
};

export const holding = (over: Partial<Holding> = {}): Holding => ({
  source: 'import',
  child: {
    name: 'Jamie Sample',
    dateOfBirth: '2017-05-14',
    address: '7 Larkfield Row, Northmere',
    youngPerson: false,
    livesInArea: true,
    sensoryNeed: 'none',
    serviceFamily: false,
    socialWorker: false,
  },
  family: [{ id: 'parent-1', role: 'parent', name: 'Alex Sample', address: '7 Larkfield Row, Northmere' }],
  institution: school,
  regulation20: true,
  lastYear: 6,
  yearsAhead: 0,
  madeOn: '2026-03-10',
  version: 1,
  sections,
  lastReviewOn: null,
  reassessedOn: null,
  externalRef: null,
  caseworker: null,
  lawVersion: LAW_VERSION,
  policyVersion,
  policy,
  ...over,
});

export const planHeld = (over: Partial<Holding> = {}, on: CivilDate = '2026-03-10'): PlanState =>
  holdPlan(blankPlan(REF), holding(over), on).reduce((s, e) => evolvePlan(s, e), blankPlan(REF));

const opening = (over: Partial<Opening> = {}): Opening => ({
  n: 1,
  kind: 'annual',
  reason: null,
  child: holding().child,
  family: holding().family,
  institution: school,
  convenedBy: 'school',
  yearGroup: 5,
  plan: { version: 1, madeOn: '2026-03-10', sections },
  anchor: { ruleId: 'ar-12m-first', on: '2026-03-10' },
  phase: null,
  caseworker: null,
  lawVersion: LAW_VERSION,
  policyVersion,
  policy,
  ...over,
});

/** What an amendment without a review begins with. */
export const AMENDMENT: Partial<Opening> = {
  kind: 'amendment',
  reason: 'The therapy service has reported',
  anchor: null,
  amendment: { amendments: 'Section F: twice a week', periodDays: 15, noticeAlreadySentOn: null },
};

const BY: Actor = { role: 'caseworker', id: 'cw-1' };

/** One review in the hands of a test: what is said to it, what time does to it, letters that go the day they are asked for. */
export class Review {
  readonly events: NewReviewEvent[] = [];
  state: ReviewState = blankReview(REF);

  constructor(
    on: CivilDate,
    over: Partial<Opening> = {},
    public lettersGo = true,
  ) {
    this.happen(openReview(this.state, opening(over), on), on);
  }

  /** The code of a refusal, or undefined. */
  say(on: CivilDate, type: ReviewCommand['type'], fields: object = {}, today: CivilDate = on): string | undefined {
    const said = { by: BY, ...fields, type, occurredOn: on } as unknown as ReviewCommand;
    const events = decideOnReview(this.state, said, today);
    if (!Array.isArray(events)) return events.code;
    this.happen(events, today);
    return undefined;
  }

  /** Letters of a notice that wait to go come back instead. */
  refuse(today: CivilDate, notice: string): void {
    for (const { id } of this.state.letters.filter((l) => l.state === 'requested' && l.notice === notice))
      this.happen(decideReviewLetterNotSent(this.state, id, 'no address', today), today);
  }

  pass(today: CivilDate): void {
    this.happen(decideOnTimeOfReview(this.state, today), today);
  }

  clock(key: string): string {
    const { state, due, cause } = this.state.deadlines[key] ?? {};
    return `${state} ${due}${cause ? ` ${cause}` : ''}`;
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  private happen(events: readonly NewReviewEvent[], on: CivilDate): void {
    for (const event of events) {
      this.events.push(event);
      this.state = evolveReview(this.state, event);
    }
    if (!this.lettersGo) return;
    for (const { id } of this.state.letters.filter((l) => l.state === 'requested')) {
      const sent = { letterId: id, channel: 'outbox', documentHash: '0', version: 1 };
      this.happen(decideReviewLetterSent(this.state, sent, on), on);
    }
  }
}

export const GROWN: Holding['child'] = { ...holding().child, dateOfBirth: '2006-05-14' };

/** A plan in the hands of a test; letters go the day they are asked for unless it says otherwise. */
export class Plan {
  state: PlanState;
  readonly events: NewPlanEvent[] = [];
  constructor(
    over: Partial<Holding> = {},
    public lettersGo = true,
  ) {
    this.state = planHeld({ child: GROWN, ...over });
  }

  say(on: string, type: PlanCommand['type'], fields: object = {}): string | undefined {
    const by = { role: 'manager', id: 'm-1' };
    const events = decideOnPlan(this.state, { by, ...fields, type, occurredOn: on } as unknown as PlanCommand, on);
    if (!Array.isArray(events)) return events.code;
    this.happen(events, on);
    return undefined;
  }

  send(on: string): void {
    for (const { id } of this.state.letters.filter((l) => l.state === 'requested'))
      this.happen(
        decidePlanLetterSent(this.state, { letterId: id, channel: 'outbox', documentHash: '0', version: 1 }, on),
        on,
      );
  }

  refuse(on: string, role: string): void {
    for (const { id } of this.state.letters.filter((l) => l.state === 'requested' && l.recipientRole === role))
      this.happen(decidePlanLetterNotSent(this.state, id, 'no address', on), on);
  }

  /** A review that was held and notified on these days. */
  reviewed(heldOn: string, notifiedOn: string): void {
    this.say(heldOn, 'startReview', { reason: 'Stopped attending' });
    const n = this.state.review?.n ?? 0;
    const over = { n, outcome: 'maintain', heldOn, notifiedOn, amended: null, phase: null } as const;
    this.happen(endReview(this.state, over, notifiedOn), notifiedOn);
  }

  pass(today: string): void {
    this.happen(decideOnTimeOfPlan(this.state, today), today);
  }

  clock(key: string): string {
    const { state, due } = this.state.deadlines[key] ?? {};
    return `${state} ${due}`;
  }

  get letters(): string[] {
    return this.state.letters.map((l) => `${l.notice} to ${l.recipientRole}`);
  }

  private happen(events: readonly NewPlanEvent[], on: string): void {
    for (const event of events) {
      this.events.push(event);
      this.state = evolvePlan(this.state, event);
    }
    if (this.lettersGo && events.length > 0) this.send(on);
  }
}
