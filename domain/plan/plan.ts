/**
 * A plan, from the day it is made until it ceases (ss42-46): it begins every review in time, knows the next statutory date
 * years ahead, and is maintained until an appeal against ceasing is over.
 */
import { addDays, addMonths, ageOn, formatLong, isCivilDate } from '../civil-date.js';
import type { CivilDate } from '../civil-date.js';
import type { Actor, Recording, Refusal } from '../events.js';
import { recordWith } from '../events.js';
import { ENGLAND_AND_WALES } from '../law/calendars/england-and-wales.js';
import { clockDates } from '../law/counting.js';
import { phaseRule } from '../law/phases.js';
import type { ClockDates } from '../law/counting.js';
import { nextOn, runItems } from '../matter/agenda.js';
import type { AgendaItem } from '../matter/agenda.js';
import { assignCaseworker, resolveUnexpected } from '../matter/anytime.js';
import { attempt, must, MatterDeciding } from '../matter/deciding.js';
import { after, MATTER_FOLD } from '../matter/evolve.js';
import { blankMatter } from '../matter/state.js';
import type { MatterState } from '../matter/state.js';
import { unexpectedToResolve } from '../matter/tasks.js';
import type { Task } from '../matter/tasks.js';
import type { Opening } from '../review/event-shapes.js';
import { schoolYearOf, yearGroupOf } from '../school-year.js';
import type { PlanCommandOf, PlanCommandType } from './command-shapes.js';
import type { Holding, NewPlanEvent, PlanEventData, PlanEventType, Reviewed } from './event-shapes.js';

type Kept = Omit<Holding, 'family' | 'caseworker' | 'lawVersion' | 'policyVersion' | 'policy'>;

export interface PlanState extends MatterState, Kept {
  stage: 'held' | 'ceasing' | 'ceased' | 'lapsed' | 'ended';
  /** The transfer between phases that was last prepared for: the day of it. */
  transferredOn: CivilDate | null;
  heldSince: CivilDate;
  /** Reviews that were begun here. */
  reviews: number;
  /** The last that ended, of whatever kind. */
  lastLookedAtOn: CivilDate | null;
  review: (PlanEventData<'review.started'> & { startedOn: CivilDate }) | null;
  /** The notice of the decision to cease. */
  ceaseNoticeOn: CivilDate | null;
  appealedOn: CivilDate | null;
  endedOn: CivilDate | null;
}

export type PlanEvent = NewPlanEvent & { seq: number; recordedAt: string; by: Actor; commandId?: string };

export const blankPlan = (caseRef: string): PlanState => ({
  ...blankMatter(caseRef),
  source: 'assessment',
  child: undefined as never,
  institution: null,
  regulation20: false,
  lastYear: null,
  yearsAhead: 0,
  madeOn: '',
  version: 1,
  sections: null,
  lastReviewOn: null,
  reassessedOn: null,
  externalRef: null,
  stage: 'held',
  transferredOn: null,
  heldSince: '',
  reviews: 0,
  lastLookedAtOn: null,
  review: null,
  ceaseNoticeOn: null,
  appealedOn: null,
  endedOn: null,
});

type Fold = { [T in PlanEventType]: (s: PlanState, d: PlanEventData<T>, on: string) => Partial<PlanState> };

const fold: Fold = {
  ...MATTER_FOLD,
  'plan.held': (_s, d, on) => ({ ...d, heldSince: on, lastProgressOn: on }),
  'review.started': (_s, d, on) => ({ review: { ...d, startedOn: on }, reviews: d.n, lastProgressOn: on }),
  'review.ended': (s, d, on) => ({
    review: s.review?.n === d.n ? null : s.review,
    lastLookedAtOn: d.notifiedOn,
    // A lighter look at a child under five does not put off the review of s44(1).
    ...(s.review?.kind === 'under-5' ? {} : { lastReviewOn: d.notifiedOn, reassessedOn: null }),
    ...(d.amended ? { version: d.amended.version, sections: d.amended.sections } : {}),
    ...(d.amended?.moves
      ? {
          institution: d.amended.moves.institution,
          regulation20: d.amended.moves.regulation20,
          lastYear: d.amended.moves.lastYear ?? null,
        }
      : {}),
    ...(d.phase ? { transferredOn: d.phase.on } : {}),
    ...(d.outcome === 'cease' ? { stage: 'ceasing' as const, ceaseNoticeOn: d.notifiedOn } : {}),
    lastProgressOn: on,
  }),
  'plan.lapsed': (_s, _d, on) => ({ stage: 'lapsed', endedOn: on, lastProgressOn: on }),
  'plan.ended': (_s, _d, on) => ({ stage: 'ended', endedOn: on, lastProgressOn: on }),
  'cease.appealed': (_s, _d, on) => ({ appealedOn: on, lastProgressOn: on }),
  'cease.confirmed': (_s, _d, on) => ({ stage: 'ceased', endedOn: on, lastProgressOn: on }),
  'cease.withdrawn': (_s, _d, on) => ({
    stage: 'held',
    ceaseNoticeOn: null,
    appealedOn: null,
    lastProgressOn: on,
  }),
};

export const evolvePlan = (state: PlanState, event: NewPlanEvent & { seq?: number; commandId?: string }): PlanState => {
  const change = (fold[event.type] as (s: PlanState, d: unknown, on: string) => Partial<PlanState>)(
    state,
    event.data,
    event.occurredOn,
  );
  return after(state, change, event);
};

export const foldPlan = (caseRef: string, events: readonly PlanEvent[]): PlanState =>
  events.reduce<PlanState>((state, event) => evolvePlan(state, event), blankPlan(caseRef));

export const recordPlan = (
  state: PlanState,
  events: readonly NewPlanEvent[],
  recording: Recording,
): { state: PlanState; recorded: PlanEvent[] } =>
  recordWith<PlanState, NewPlanEvent, PlanEvent>(evolvePlan, state, events, recording);

export const isPlanOver = ({ stage }: PlanState): boolean => stage !== 'held' && stage !== 'ceasing';

export interface NextReview extends ClockDates {
  ruleId: string;
  /** The day it is counted from. */
  on: CivilDate;
}

/**
 * When the next review of s44(1) is due: twelve months starting with the day the plan was made, or the last review's decision
 * notified; after a reassessment, twelve months from the final plan being sent (r27(4)).
 */
export const nextReview = ({
  lastReviewOn,
  reassessedOn,
  madeOn,
  lawVersion,
}: Pick<PlanState, 'lastReviewOn' | 'reassessedOn' | 'madeOn' | 'lawVersion'>): NextReview => {
  const anchor = reassessedOn
    ? { ruleId: 'ar-12m-reassess', on: reassessedOn }
    : lastReviewOn
      ? { ruleId: 'ar-12m-next', on: lastReviewOn }
      : { ruleId: 'ar-12m-first', on: madeOn };
  return { ...anchor, ...clockDates(anchor.ruleId, anchor.on, ENGLAND_AND_WALES, lawVersion) };
};

export interface NextTransfer extends NextReview {
  /** When the review before it is opened, by local policy. */
  opensOn: CivilDate;
}

/** Before year 2 ends a child is taken to stay at its primary school, unless the school's last year is known. */
const lastYearOf = ({ lastYear }: PlanState, yearGroup: number): number =>
  lastYear ?? (yearGroup <= LAST_OF_PRIMARY ? LAST_OF_PRIMARY : LAST_OF_SECONDARY);

const LAST_OF_PRIMARY = 6;
const LAST_OF_SECONDARY = 11;

/**
 * The next transfer between phases of education (r18(1)) that was not prepared for yet, years ahead: by the year the child is
 * in and the last year that its school teaches. Transfers after 16 have no date of their own until one is planned.
 */
export const nextTransfer = (state: PlanState, today: CivilDate): NextTransfer | null => {
  const { child, yearsAhead, transferredOn, lawVersion, policy } = state;
  for (let year = schoolYearOf(today) + 1; ; year += 1) {
    const on = `${year}-09-01`;
    const yearGroup = yearGroupOf(child.dateOfBirth, addDays(on, -1)) + yearsAhead;
    if (yearGroup > LAST_OF_SECONDARY) return null;
    const ruleId =
      yearGroup < -1 || (transferredOn !== null && on <= transferredOn)
        ? null
        : phaseRule({ yearGroup, transferOn: on, lastYearOfSetting: lastYearOf(state, yearGroup) });
    if (ruleId === null || ruleId === 'phase-5m') continue;
    const dates = clockDates(ruleId, on, ENGLAND_AND_WALES, lawVersion);
    // A plan that came to be held after that date was prepared elsewhere, or is the preparation itself.
    if (dates.early === null || state.heldSince >= dates.early) continue;
    return { ruleId, on, ...dates, opensOn: addDays(dates.early, -7 * policy.reviews.transferOpenWeeksBefore) };
  }
};

/**
 * The last day on which a plan may be maintained (s46, r46): in further education the end of the academic year in which the
 * young person turns 25, otherwise the day before they turn 26, unless their course ends before.
 */
export const lastDayOf25 = (dateOfBirth: CivilDate, kind?: string): CivilDate => {
  if (kind !== 'post-16') return addDays(addMonths(dateOfBirth, 26 * 12), -1);
  const on = addMonths(dateOfBirth, 25 * 12);
  return `${Number(on.slice(0, 4)) + (on.slice(5) > '07-31' ? 1 : 0)}-07-31`;
};

class PlanDeciding extends MatterDeciding<PlanState, NewPlanEvent> {
  protected override evolve(state: PlanState, event: NewPlanEvent): PlanState {
    return evolvePlan(state, event);
  }

  protected override causeOf(): string {
    return 'authority';
  }

  protected override get begunOn(): CivilDate {
    return this.state.madeOn;
  }

  emit<T extends PlanEventType>(type: T, data: PlanEventData<T>, on: CivilDate = this.on): void {
    this.put(type, data, on);
  }

  /** A review that is open while a transfer comes near prepares for that too. */
  start(kind: PlanEventData<'review.started'>['kind'], reason: string | null, anchor: Opening['anchor']): void {
    const transfer = kind === 'under-5' ? null : nextTransfer(this.state, this.today);
    const lasts = kind === 'annual' ? (nextReview(this.state).early ?? this.on) : this.on;
    const phase = transfer && transfer.opensOn <= lasts ? { ruleId: transfer.ruleId, on: transfer.on } : null;
    const instead = this.state.review?.n ?? null;
    this.emit('review.started', { n: this.state.reviews + 1, kind, reason, anchor, phase, instead });
  }
}

type Item = AgendaItem<PlanDeciding>;

/** The last day on which an appeal against ceasing can be brought, as far as the notice alone tells (s45(4)). */
export const appealTimeEndsOn = ({ ceaseNoticeOn, lawVersion }: PlanState): CivilDate | null =>
  ceaseNoticeOn === null ? null : clockDates('cease-stay', ceaseNoticeOn, ENGLAND_AND_WALES, lawVersion).due;

/** The next lighter look at a child under five (Code 9.178); null from five on. */
const underFiveOn = (state: PlanState): CivilDate | null => {
  const last = state.lastLookedAtOn ?? state.lastReviewOn ?? state.madeOn;
  const on = addMonths(last, state.policy.reviews.underFivesEveryMonths);
  return ageOn(state.child.dateOfBirth, on) < 5 ? on : null;
};

/** Lighter reviews need less time ahead. */
const LIGHTER_DAYS_BEFORE = 28;

const reviewItems = (state: PlanState, today: CivilDate): Item[] => {
  // A lighter look gives way to a review that the law asks for.
  if (isPlanOver(state) || (state.review !== null && state.review.kind !== 'under-5')) return [];
  const { ruleId, on, early } = nextReview(state);
  const opensOn = early === null ? null : addDays(early, -7 * state.policy.reviews.openWeeksBefore);
  const kind = state.reassessedOn ? 'after-reassessment' : 'annual';
  const items: Item[] = opensOn === null ? [] : [{ on: opensOn, happen: (d) => d.start(kind, null, { ruleId, on }) }];
  const lighter = state.review === null && state.stage === 'held' ? underFiveOn(state) : null;
  if (lighter !== null && (opensOn === null || lighter < opensOn))
    items.push({ on: addDays(lighter, -LIGHTER_DAYS_BEFORE), happen: (d) => d.start('under-5', null, null) });
  const transfer = nextTransfer(state, today);
  if (transfer !== null)
    items.push({ on: transfer.opensOn, happen: (d) => d.start('phase-transfer', null, { ruleId, on }) });
  // The one that comes first: it does for the others what it can.
  return items.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).slice(0, 1);
};

/** s46: nobody decides it, and no appeal stays it. */
const lapseItem = (state: PlanState): Item => {
  const endedOn = lastDayOf25(state.child.dateOfBirth, state.institution?.kind);
  return { on: addDays(endedOn, 1), happen: (d) => d.emit('plan.lapsed', { endedOn }, addDays(endedOn, 1)) };
};

export const planAgenda = (state: PlanState, today: CivilDate): Item[] =>
  isPlanOver(state) ? [] : [...reviewItems(state, today), lapseItem(state)];

export const decideOnTimeOfPlan = (state: PlanState, today: CivilDate): NewPlanEvent[] => {
  const deciding = new PlanDeciding(state, today, today);
  if (state.seq > 0) runItems<PlanState, PlanDeciding>(deciding, planAgenda);
  return deciding.events;
};

/** A plan in which nothing is due for years sleeps until then. */
export const nextPlanWakeOn = (state: PlanState, today: CivilDate): CivilDate | null =>
  nextOn(planAgenda(state, today), today);

export const holdPlan = (state: PlanState, holding: Holding, today: CivilDate): NewPlanEvent[] => {
  const deciding = new PlanDeciding(state, today, today);
  deciding.emit('plan.held', holding);
  return deciding.events;
};

/** What the review that is open begins with. */
export const openingOf = (
  state: PlanState,
  { lawVersion, policyVersion, policy }: Pick<Opening, 'lawVersion' | 'policyVersion' | 'policy'>,
  today: CivilDate,
): Opening | undefined => {
  const { review, child, family, institution, caseworker } = state;
  if (review === null || isPlanOver(state)) return undefined;
  const { n, kind, reason, anchor, phase } = review;
  return {
    n,
    kind,
    reason,
    child,
    family,
    institution,
    convenedBy: institution !== null && state.regulation20 ? 'school' : 'authority',
    yearGroup: yearGroupOf(child.dateOfBirth, today) + state.yearsAhead,
    plan: { version: state.version, madeOn: state.madeOn, sections: state.sections },
    anchor,
    phase,
    caseworker,
    lawVersion,
    policyVersion,
    policy,
  };
};

/** What a review says when it is over; said twice, it happens once. */
export const endReview = (state: PlanState, reviewed: Reviewed, today: CivilDate): NewPlanEvent[] => {
  if (state.review?.n !== reviewed.n) return [];
  const deciding = new PlanDeciding(state, today, today);
  deciding.emit('review.ended', reviewed);
  return deciding.events;
};

export type PlanCommand = { [T in PlanCommandType]: { type: T } & PlanCommandOf<T> }[PlanCommandType];

type Steps = { [T in PlanCommandType]: (d: PlanDeciding, command: PlanCommandOf<T>) => void };

const ceasing = (d: PlanDeciding): void =>
  must(d.state.stage === 'ceasing', 'not-ceasing', 'No decision to cease to maintain this plan stands', 's45(4)');

const STEPS: Steps = {
  startReview: (d, c) => {
    must(
      d.state.review === null || d.state.review.kind === 'under-5',
      'review-open',
      `Review ${d.state.review?.n ?? ''} of this plan is open already`,
    );
    // It is a review of s44 like any other: what is due by then is done by it.
    const { ruleId, on } = nextReview(d.state);
    d.start('early', c.reason, { ruleId, on });
  },
  recordCeaseAppeal: (d, c) => {
    ceasing(d);
    d.emit('cease.appealed', { note: c.note ?? null });
  },
  confirmCeased: (d, c) => {
    ceasing(d);
    const ends = appealTimeEndsOn(d.state);
    must(
      c.basis !== 'no-appeal' || d.state.appealedOn === null,
      'appealed',
      `An appeal was brought on ${d.state.appealedOn ?? ''}: the plan is maintained until it is finally determined`,
      's45(4)',
    );
    must(
      c.basis !== 'appeal-dismissed' || d.state.appealedOn !== null,
      'no-appeal-recorded',
      'No appeal against ceasing is recorded, so none was dismissed: record it first, or say no-appeal',
      's45(4)',
    );
    must(
      c.basis !== 'no-appeal' || ends === null || d.on > ends,
      'appeal-time-runs',
      `An appeal can be brought until ${ends === null ? '' : formatLong(ends)}, and longer where a mediation certificate is issued: the plan is maintained until then`,
      's45(4)',
    );
    d.emit('cease.confirmed', { basis: c.basis, note: c.note ?? null });
  },
  endPlan: (d, c) => d.emit('plan.ended', { reason: c.reason }),
  keepPlan: (d, c) => {
    ceasing(d);
    d.emit('cease.withdrawn', { reason: c.reason });
  },
  assignCaseworker,
  resolveUnexpected,
};

export const decideOnPlan = (state: PlanState, command: PlanCommand, today: CivilDate): NewPlanEvent[] | Refusal => {
  const on = command.occurredOn ?? today;
  return attempt(() => {
    must(isCivilDate(on), 'bad-date', 'occurredOn must be a date YYYY-MM-DD, and it is not one');
    must(on <= today, 'in-the-future', `occurredOn ${on} is after today, ${today}: only what has happened is recorded`);
    must(on >= state.madeOn, 'before-the-plan', `occurredOn ${on} is before the plan was made on ${state.madeOn}`);
    must(!isPlanOver(state), 'plan-ended', `The plan ${state.stage} on ${state.endedOn ?? ''}`);
    const deciding = new PlanDeciding(state, today, on);
    (STEPS[command.type] as (d: PlanDeciding, c: PlanCommand) => void)(deciding, command);
    return deciding.events;
  });
};

export const decideUnexpectedOfPlan = (
  state: PlanState,
  fact: { factId: string; what: string; why: string },
  today: CivilDate,
): NewPlanEvent[] => {
  const deciding = new PlanDeciding(state, today, today);
  deciding.emit('fact.unexpected', fact);
  return deciding.events;
};

export const planTasks = (state: PlanState): Task[] => {
  if (isPlanOver(state)) return [];
  const ends = appealTimeEndsOn(state);
  const cease: Task[] =
    state.stage !== 'ceasing'
      ? []
      : [
          {
            key: `cease:${state.ceaseNoticeOn ?? ''}`,
            role: 'assessment-lead',
            title: state.appealedOn
              ? 'The appeal against ceasing is not determined: confirm or keep the plan when it is'
              : 'Ask the tribunal whether an appeal was brought, and confirm that the plan ceases',
            dueOn: state.appealedOn ? null : ends && addDays(ends, 1),
            closedBy: 'plan cease',
          },
        ];
  return [...cease, ...unexpectedToResolve(state, 'plan')];
};

/** The whole plan for a manager in the Temporal UI (markdown). Holds no child's detail. */
export const planDetails = (state: PlanState): string => {
  const next = nextReview(state);
  const [task] = planTasks(state);
  return [
    `**${state.caseRef}** · plan of ${formatLong(state.madeOn)}, version ${state.version}${state.stage === 'held' ? '' : ` · ${state.stage}`}`,
    '',
    state.review
      ? `**Review ${state.review.n}** (${state.review.kind}) is open since ${formatLong(state.review.startedOn)}.`
      : state.stage === 'held'
        ? `**Next review** due ${formatLong(next.early ?? state.madeOn)} (${next.ruleId}).`
        : `**To cease**: notice of ${formatLong(state.ceaseNoticeOn ?? state.madeOn)}.`,
    ...(task ? [`**Next:** ${task.title} (${task.role}${task.dueOn ? `, due ${task.dueOn}` : ''}).`] : []),
  ].join('\n');
};
