/** What falls due within fourteen days and is not done, counted from the facts of assessments, reviews and plans. */
import { addDays } from '../../domain/civil-date.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { AnyEvent } from '../../domain/events.js';
import { nextReview } from '../../domain/plan/dates.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { blankPlan, isPlanOver } from '../../domain/plan/state.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { clocks, overOn } from './counted-plans.js';
import { clocksOf, whoseOf } from './facts.js';
import type { Data, StreamOfFacts, Tally } from './facts.js';

/** Those that the authority itself owes: not advisers, schools, families or health commissioners. */
const OURS: Record<string, readonly string[]> = {
  assessment: [
    'ehcna-decision-6w',
    'plan-decision-16w',
    'noplan-16w',
    'plan-final-20w',
    'reassess-decision-15d',
    'reassess-final-14w',
  ],
  annualReview: [
    'ar-12m-first',
    'ar-12m-next',
    'ar-12m-reassess',
    'move-review',
    'ar-decision-4w',
    'ar-amend-notice-4w',
    'ar-final-8w',
    'ar-noamend-8w',
    'ar-final-12w',
    'amend-no-review-8w',
    'phase-15feb',
    'phase-31mar',
    'phase-5m',
  ],
  plan: ['move-transfer'],
};

type EndOf = (events: readonly AnyEvent[]) => string | null;

const planOf = (caseRef: string, events: readonly AnyEvent[]): PlanState =>
  events.reduce<PlanState>((s, e) => evolvePlan(s, e as unknown as PlanEvent), blankPlan(caseRef));

const receivedWith = (events: readonly AnyEvent[]): Data => (events[0]?.data ?? {}) as Data;

const isCounted = (kind: string, events: readonly AnyEvent[], f: ClinicFilters): boolean => {
  const { caseworker, locality } = whoseOf(events);
  const source = kind === 'assessment' ? receivedWith(events).source : null;
  return (
    (f.caseworker ?? caseworker) === caseworker &&
    (f.locality ?? locality) === locality &&
    (f.source === undefined || f.source === source)
  );
};

export const dueSoon = (t: Tally, streams: readonly StreamOfFacts[], f: ClinicFilters, endOf: EndOf): void => {
  const isSoon = (day: string | null): boolean => day !== null && day >= f.on && day <= addDays(f.on, 14);
  const withReview = new Set(
    streams.filter((s) => s.stream.startsWith('annualReview/') && clocks(s.events).length > 0).map((s) => s.stream),
  );
  for (const { stream, events } of streams) {
    const [kind = '', caseRef = ''] = stream.split('/');
    const ours = OURS[kind];
    if (!ours || !isCounted(kind, events, f)) continue;
    const plan = kind === 'plan' ? planOf(caseRef, events) : undefined;
    const over = plan ? plan.endedOn : kind === 'assessment' ? endOf(events) : overOn(events);
    if (kind === 'assessment' && receivedWith(events).receivedOn > f.on) continue;
    const rules = new Set<string>();
    if (over === null || over > f.on)
      for (const clock of clocksOf(events).values()) {
        const isOwed = clock.voidOn === null && clock.ground === null && (clock.done === null || clock.done > f.on);
        if (ours.includes(clock.rule) && isSoon(clock.due) && clock.triggered <= f.on && isOwed) rules.add(clock.rule);
      }
    if (plan && !isPlanOver(plan) && plan.madeOn <= f.on) {
      const { due, ruleId } = nextReview(plan);
      const opened = plan.review && withReview.has(`annualReview/${caseRef}/${plan.review.n}`);
      if (isSoon(due) && !opened) rules.add(ruleId);
    }
    for (const rule of rules) t.each('soon.due', rule);
  }
};
