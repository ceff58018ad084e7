/**
 * What is wrong with the return as soon as the facts of one stream have it, kept as rows without a personal value. What needs
 * two streams at once is found when the return is made (domain/sen2/validate.ts).
 */
import { isFinished } from '../assessment/state.js';
import type { AssessmentState } from '../assessment/state.js';
import { londonDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { PlanState } from '../plan/state.js';
import { isPlanOver } from '../plan/state.js';
import { censusAfter } from './census.js';
import type { Module } from './fields.js';
import { personOfCase } from './records.js';
import type { Level } from './rules/rule.js';
import { findingsOf } from './validate.js';
import type { Finding } from './validate.js';

export interface Sen2FindingRow {
  rule: string;
  module: Module;
  field: string;
  level: Level;
  role: Finding['owner'];
  title: string;
  closedBy: string;
  /** The day on which the facts had it. */
  since: CivilDate;
  /** The census date of the first collection that it is in. */
  dueOn: CivilDate;
  /** The last day on which it matters: soon after the last collection that the record is in; null while that is to come. */
  untilOn: CivilDate | null;
}

const OF_REQUEST: ReadonlySet<Module> = new Set(['Requests', 'Assessment']);
const OF_PLAN: ReadonlySet<Module> = new Set(['NamedPlan', 'PlanDetail', 'ActivePlans', 'PlacementDetail', 'SENneed']);

/** Said of a plan, though it stands with the assessment. */
const isOfPlan = ({ module, rule }: Finding): boolean => OF_PLAN.has(module) || rule === 'plan-disputes';

/** Once there is a plan, what is about the child and the plan is the plan's own stream's. */
const inAssessment = (s: AssessmentState): Finding[] => {
  const found = findingsOf(personOfCase({ caseRef: s.caseRef, assessment: s, reviews: [] }));
  const isHeld = s.outcome === 'final-plan';
  return found.filter((f) => !isOfPlan(f) && (!isHeld || OF_REQUEST.has(f.module)));
};

/** A plan that a review ended ceased for the reason that the review has: only the whole return sees both. */
const inPlan = (s: PlanState): Finding[] =>
  findingsOf(personOfCase({ caseRef: s.caseRef, plan: s, reviews: [] })).filter(
    (f) => (isOfPlan(f) || !OF_REQUEST.has(f.module)) && !(f.rule === 'cease-reason' && s.ceasing === null),
  );

/** The return is closed for corrections some weeks after its date; until then what was found can still be mended. */
const closes = (on: CivilDate): CivilDate => `${censusAfter(on).year}-03-31`;

interface Watched<State> {
  findings: (state: State) => Finding[];
  /** What findings depend on: unless one of these is another, they are the same. */
  inputs: (state: State) => unknown[];
  endedOn: (state: State) => CivilDate | null;
  /** A finding that belongs to one collection alone: a day of its calendar year. */
  onlyIn: (state: State, rule: string) => CivilDate | null;
}

const OF_ASSESSMENTS: Watched<AssessmentState> = {
  findings: inAssessment,
  inputs: (s) => [s.child, s.receivedOn, s.outcome, s.decidedToAssessOn, s.decidedToIssueOn, s.turnedAway],
  endedOn: (s) => (isFinished(s) && s.outcome !== 'final-plan' ? s.finishedOn : null),
  onlyIn: (s) => (s.outcome === 'final-plan' ? s.finishedOn : null),
};

const OF_PLANS: Watched<PlanState> = {
  findings: inPlan,
  inputs: (s) => [s.child, s.institution, s.interim, s.beforeTransfer, s.madeOn, s.stage, s.lastReviewOn],
  endedOn: (s) => (isPlanOver(s) ? s.endedOn : null),
  onlyIn: (s, rule) => (rule === 'transfer-from' ? (s.transfer?.transferredOn ?? null) : null),
};

/** Keeps since when each is so, fact by fact. */
class Sen2Findings<State> {
  private readonly since = new Map<string, CivilDate>();
  private found: Finding[] = [];
  private seen: unknown[] = [];

  constructor(private readonly watched: Watched<State>) {}

  see(state: State, { recordedAt }: { recordedAt: string }): void {
    const inputs = this.watched.inputs(state);
    if (inputs.length === this.seen.length && inputs.every((input, i) => input === this.seen[i])) return;
    this.seen = inputs;
    this.found = this.watched.findings(state);
    const on = londonDate(Date.parse(recordedAt));
    const now = new Set(this.found.map(({ rule }) => rule));
    for (const rule of this.since.keys()) if (!now.has(rule)) this.since.delete(rule);
    for (const rule of now) if (!this.since.has(rule)) this.since.set(rule, on);
  }

  rows(state: State): Sen2FindingRow[] {
    return this.found.map(({ rule, module, field, level, owner, message, closedBy }) => {
      const since = this.since.get(rule) ?? '';
      const last = this.watched.onlyIn(state, rule) ?? this.watched.endedOn(state);
      const first = last !== null && last < since ? last : since;
      return {
        rule,
        module,
        field,
        level,
        role: owner,
        title: `SEN2 ${field}: ${message} (${rule})`,
        closedBy,
        since,
        dueOn: censusAfter(first).referenceDate,
        untilOn: last === null ? null : closes(last),
      };
    });
  }
}

export const assessmentFindings = (): Sen2Findings<AssessmentState> => new Sen2Findings(OF_ASSESSMENTS);
export const planFindings = (): Sen2Findings<PlanState> => new Sen2Findings(OF_PLANS);
