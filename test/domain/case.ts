/**
 * One invented case, moved by the commands that people give and by time, with no server. Days pass one wake at a time, as
 * they do in the running process; what is written goes out the same day unless the post is held.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { nextWakeOn } from '../../domain/assessment/agenda.js';
import type { AssessmentOpening, AssessmentRequest } from '../../domain/assessment/command-shapes.js';
import type { PlanSections } from '../../domain/shared-shapes.js';
import {
  type Command,
  decide,
  decideDispatched,
  decideIntake,
  decideNotSent,
  decideOnTime,
  decideRequest,
  decideUnexpected,
  isRefusal,
  record,
} from '../../domain/assessment/decide.js';
import type { NewEvent } from '../../domain/assessment/event-shapes.js';
import { type AssessmentEvent, blank } from '../../domain/assessment/evolve.js';
import type { IntakeFindings } from '../../domain/assessment/intake.js';
import type { AssessmentState } from '../../domain/assessment/state.js';
import type { LetterState } from '../../domain/matter/state.js';
import { openTasks, type Task } from '../../domain/assessment/tasks.js';
import { type CivilDate, startOfLondonDay } from '../../domain/civil-date.js';
import { checkCommand } from '../../domain/command-check.js';
import type { Deadline } from '../../domain/deadline.js';
import type { Actor, AnyEvent, Refusal } from '../../domain/events.js';
import { ASSESSMENT_COMMANDS } from '../../domain/generated/commands.js';
import { LAW_VERSION } from '../../domain/law/rules.js';
import { type Policy, policyShape } from '../../domain/policy.js';
import { project } from '../../domain/projection.js';

const yaml = readFileSync(new URL('../../policy/default.yaml', import.meta.url), 'utf8');

/** The policy that comes with the software, but for how soon an idle case is stuck. */
export const POLICY: Policy = {
  ...policyShape.parse(parse(yaml)),
  stuck: { deadlineMissedDays: 10, nothingHappenedDays: 30, panel: 'stuck-cases' },
};
export const REF = 'EHC-7K2M9QXA';
export const SYSTEM: Actor = { role: 'system', id: 'ehcna' };

/** Worked example of the law: from here six weeks end on 14 May, sixteen on 23 July and twenty on 20 August 2025. */
export const RECEIVED = '2025-04-02';

export const PARENT = {
  id: 'parent-1',
  role: 'parent',
  name: 'A. Parent',
  address: '1 Invented Street, Northmere',
} as const;

export const SECOND_PARENT = {
  id: 'parent-2',
  role: 'parent',
  name: 'B. Parent',
  address: '2 Invented Street, Northmere',
} as const;

/** A child of year 3, at a school, without a sensory need or a social worker. */
export const CHILD: AssessmentRequest['child'] = {
  name: 'Testing Child',
  dateOfBirth: '2017-03-01',
  address: '1 Invented Street, Northmere',
  youngPerson: false,
  livesInArea: true,
  locality: 'north',
  sensoryNeed: 'none',
  serviceFamily: false,
  socialWorker: false,
  setting: { kind: 'school', name: 'Hillside School', urn: '999901', email: 'office@hillside.example' },
};

export const request = (changes: Partial<AssessmentRequest> = {}): AssessmentRequest => ({
  source: 'parent',
  channel: 'paper',
  receivedOn: RECEIVED,
  child: CHILD,
  family: [PARENT],
  caseworker: { id: 'cw-014', name: 'A. Caseworker', email: 'cw@northmere.example' },
  ...changes,
});

export const SECTIONS: PlanSections = {
  A: 'Views',
  B: 'Needs',
  C: 'None identified',
  D: 'None identified',
  E: 'Outcomes',
  F: 'Provision',
  G: 'None',
  H1: 'None',
  H2: 'None',
  I: '',
  J: 'No direct payment',
  K: 'Advice A1 to A5',
};

const NOTHING_FOUND: IntakeFindings = { openCase: null, planHeld: false, lastAssessedOn: null };

type CommandType = Command['type'];
type Fields<T extends CommandType> = Omit<Extract<Command, { type: T }>, 'type' | 'by'> & { by?: Actor };

interface Start {
  request?: Partial<AssessmentOpening>;
  child?: Partial<AssessmentRequest['child']>;
  policy?: Partial<Policy>;
  found?: Partial<IntakeFindings>;
  /** When it was typed in; the day it was received unless said. */
  openedOn?: CivilDate;
}

export class Case {
  state: AssessmentState = blank(REF);
  readonly events: AssessmentEvent[] = [];
  today: CivilDate;
  /** Letters wait until `post` is called. */
  postHeld = false;

  constructor({ request: asked = {}, child = {}, policy = {}, found = {}, openedOn }: Start = {}) {
    const received: AssessmentOpening = { ...request(), ...asked, child: { ...(asked.child ?? CHILD), ...child } };
    this.today = openedOn ?? received.receivedOn;
    const rules = { lawVersion: LAW_VERSION, policyVersion: 'p1', policy: { ...POLICY, ...policy } };
    this.take(decideRequest(this.state, { ...received, ...rules }));
    this.take(decideIntake(this.state, { ...NOTHING_FOUND, ...found }, this.today));
    this.afterwards();
  }

  /** Lets time pass to a date: what falls due on the way happens on its day. */
  at(date: CivilDate): this {
    for (let wake = nextWakeOn(this.state, this.today); wake !== null && wake <= date; ) {
      this.today = wake;
      this.wake();
      wake = nextWakeOn(this.state, this.today);
    }
    this.today = date;
    return this;
  }

  /** Nobody looked at the case until this date, and then everything that was missed is seen at once. */
  wakeAt(date: CivilDate): this {
    this.today = date;
    this.wake();
    return this;
  }

  do<T extends CommandType>(type: T, fields: Fields<T>): this {
    const result = this.decide(type, fields);
    if (isRefusal(result)) throw new Error(`${type} was refused: ${result.code}: ${result.reason}`);
    this.take(result, (fields.by ?? roleFor(type)) as Actor, fields.commandId);
    this.afterwards();
    return this;
  }

  refusal<T extends CommandType>(type: T, fields: Fields<T>): Refusal {
    const result = this.decide(type, fields);
    if (!isRefusal(result)) throw new Error(`${type} was accepted: ${result.map((e) => e.type).join(', ')}`);
    return result;
  }

  /** Sends what waits, all or those that fit. */
  post(fits: (letter: LetterState) => boolean = () => true): this {
    for (const { id } of this.waiting().filter(fits)) {
      this.take(
        decideDispatched(this.state, { letterId: id, channel: 'outbox', documentHash: 'h', version: 1 }, this.today),
      );
    }
    return this;
  }

  /** The post office refuses what waits and fits. */
  refusePost(fits: (letter: LetterState) => boolean = () => true): this {
    for (const { id } of this.waiting().filter(fits)) {
      this.take(decideNotSent(this.state, id, 'no address', this.today));
    }
    return this;
  }

  unexpected(factId: string): this {
    this.take(decideUnexpected(this.state, { factId, what: 'submitAdvice', why: 'unknown-advice' }, this.today));
    return this;
  }

  waiting(): LetterState[] {
    return this.state.letters.filter((l) => l.state === 'requested');
  }

  clock(key: string): Deadline {
    const deadline = this.state.deadlines[key];
    if (!deadline) throw new Error(`No clock ${key}; there are ${Object.keys(this.state.deadlines).join(', ')}`);
    return deadline;
  }

  advice(kind: string) {
    const found = this.state.advice.find((a) => a.kind === kind);
    if (!found) throw new Error(`No ${kind} advice; there are ${this.state.advice.map((a) => a.kind).join(', ')}`);
    return found;
  }

  /** Recipients of a notice, in the order they were written to. */
  sentTo(notice: string): string[] {
    return this.state.letters.filter((l) => l.notice === notice).map((l) => l.recipientId);
  }

  /** `date type about`, for events of these kinds. */
  story(...types: string[]): string[] {
    return this.events.filter((e) => types.includes(e.type)).map((e) => `${e.occurredOn} ${describe(e)}`);
  }

  letterFacts(notice: string, nth = 0): Record<string, unknown> {
    const asked = this.events.flatMap((e) => (e.type === 'letter.requested' ? [e.data.letter] : []));
    return asked.filter((l) => l.notice === notice)[nth]?.facts ?? {};
  }

  tasks(): Task[] {
    return openTasks(this.state);
  }

  taskKeys(): string[] {
    return this.tasks().map((t) => t.key);
  }

  projection() {
    const projected = project(`assessment/${REF}`, this.events as unknown as AnyEvent[]);
    if (!projected) throw new Error('nothing projected');
    return projected;
  }

  // The statute's steps, for tests that begin further on.

  decidedToAssess(on = '2025-04-30'): this {
    return this.at(on).do('decideToAssess', {
      outcome: 'assess',
      mayHaveSen: true,
      mayNeedPlan: true,
      reasons: 'Two cycles of support and little progress.',
    });
  }

  allAdviceIn(on = '2025-06-04'): this {
    this.at(on);
    for (const a of this.state.advice.filter((x) => x.state === 'requested')) {
      this.do('submitAdvice', { adviceId: a.id, author: a.serviceName });
      this.do('checkAdvice', { adviceId: a.id, outcome: 'accept' });
    }
    return this;
  }

  decidedToIssue(on = '2025-06-11'): this {
    return this.at(on).do('decideToIssue', { outcome: 'issue', reasons: 'Provision exceeds what is available.' });
  }

  drafted(on = '2025-06-18'): this {
    this.at(on).do('holdPlanningMeeting', { outcome: 'held' });
    return this.do('prepareDraft', { basis: 'first', sections: SECTIONS }).checked();
  }

  checked(): this {
    for (const check of this.state.policy.draft.checks) this.do('checkDraft', { check, outcome: 'pass' });
    return this;
  }

  /** Posted on Wednesday 25 June, so served on the 26th: the family has until 10 July. */
  served(on = '2025-06-25'): this {
    return this.at(on).do('serveDraft', {});
  }

  withDraftServed(): this {
    return this.decidedToAssess().allAdviceIn().decidedToIssue().drafted().served();
  }

  consulted(on = '2025-06-27', name = 'Valley School', urn = '999902'): this {
    return this.at(on).do('consultProviders', {
      providers: [{ urn, name, section38: true, email: 'office@school.example' }],
    });
  }

  placed(on = '2025-07-08'): this {
    this.consulted();
    this.at(on).do('recordReply', { consultationId: 'C1', reply: 'can-meet-need' });
    return this.do('namePlacement', { kind: 'institution', consultationId: 'C1', reasons: 'Can meet need.' });
  }

  finalised(on = '2025-07-15'): this {
    return this.at(on).do('finalisePlan', { sections: { ...SECTIONS, I: 'Valley School' } });
  }

  private decide<T extends CommandType>(type: T, fields: Fields<T>): NewEvent[] | Refusal {
    const command = { by: roleFor(type), ...fields };
    const check = ASSESSMENT_COMMANDS[type];
    if (!check) throw new Error(`No command ${type}`);
    const malformed = checkCommand(check, command, false);
    if (malformed) return malformed;
    return decide(this.state, { ...command, type } as unknown as Command, this.today);
  }

  private wake(): void {
    this.take(decideOnTime(this.state, this.today));
    this.afterwards();
  }

  private afterwards(): void {
    if (!this.postHeld) this.post();
  }

  private take(events: readonly NewEvent[], by: Actor = SYSTEM, commandId?: string): void {
    const recordedAt = new Date(startOfLondonDay(this.today) + 12 * 3_600_000 + this.events.length).toISOString();
    const { state, recorded } = record(this.state, events, { recordedAt, by, commandId });
    this.state = state;
    this.events.push(...recorded);
  }
}

const roleFor = (type: string): Actor => ({ role: ASSESSMENT_COMMANDS[type]?.roles[0] ?? 'caseworker', id: 'tester' });

const describe = (event: AssessmentEvent): string => {
  const data = event.data as Record<string, unknown>;
  const about = [data.adviceId, data.consultationId, data.actionId, data.referralId, data.key].find(Boolean);
  const more = [data.step, data.to, data.panel, data.recommendation].filter(
    (v) => typeof v === 'number' || typeof v === 'string',
  );
  return [event.type, about, ...more].filter(Boolean).join(' ');
};
