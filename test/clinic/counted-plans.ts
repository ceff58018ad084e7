/** Contacts, reviews and transfers counted from their facts. When a plan's next review is due, the law's own functions say. */
import { burndown } from '../../domain/campaign/burndown.js';
import type { ReviewSteps } from '../../domain/campaign/burndown.js';
import { addDays, addMonths } from '../../domain/civil-date.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { AnyEvent } from '../../domain/events.js';
import { nextReview } from '../../domain/plan/dates.js';
import { evolvePlan } from '../../domain/plan/evolve.js';
import { blankPlan, isPlanOver } from '../../domain/plan/state.js';
import type { PlanEvent, PlanState } from '../../domain/plan/state.js';
import { project } from '../../domain/projection.js';
import { clocksOf, firstOn, whoseOf } from './facts.js';
import type { Clock, StreamOfFacts, Tally } from './facts.js';

const YEARLY = ['ar-12m-first', 'ar-12m-next', 'ar-12m-reassess', 'move-review'];
const ENDS = ['review.stopped', 'amendment.made', 'amendment.abandoned'];

interface Counting {
  t: Tally;
  f: ClinicFilters;
  inWindow: (day: string | null) => day is string;
  isOurs: (events: readonly AnyEvent[]) => boolean;
}

export const contactsAndReviews = (t: Tally, streams: readonly StreamOfFacts[], f: ClinicFilters): void => {
  const until = addMonths(f.to, 1);
  const c: Counting = {
    t,
    f,
    inWindow: (day): day is string => day !== null && day >= f.from && day < until,
    isOurs: (events) => {
      const { caseworker, locality } = whoseOf(events);
      return (f.caseworker ?? caseworker) === caseworker && (f.locality ?? locality) === locality;
    },
  };
  const open = new Set<string>();
  for (const { stream, events } of streams) {
    contacts(c, events);
    if (stream.startsWith('annualReview/') && c.isOurs(events)) review(c, events);
    if (stream.startsWith('annualReview/') && clocks(events).length > 0) open.add(stream);
  }
  for (const { stream, events } of streams)
    if (stream.startsWith('plan/') && c.isOurs(events)) plan(c, stream, events, open);
  campaign(c, streams);
};

export const clocks = (events: readonly AnyEvent[]): Clock[] =>
  [...clocksOf(events).values()].filter((k) => YEARLY.includes(k.rule) && k.voidOn === null);

const contacts = ({ t, f, inWindow, isOurs }: Counting, events: readonly AnyEvent[]): void => {
  for (const { type, data, occurredOn } of events) {
    if (type !== 'contact.made' || occurredOn > f.on || !inWindow(occurredOn) || !isOurs(events)) continue;
    t.each('contacts.made', occurredOn.slice(0, 7));
    t.one('contacts.channel', String(data.channel));
  }
};

const outcome = ({ due, done }: Pick<Clock, 'due' | 'done'>, on: string, over: string | null): string => {
  const isDone = done !== null && done <= on;
  if (isDone && done <= (due as string)) return 'InTime';
  if ((due as string) >= on) return 'NotYetDue';
  return isDone || (over !== null && over <= on) ? 'Late' : 'Owed';
};

const DUE: Record<string, string> = { InTime: 'dueInTime', Late: 'dueLate', Owed: 'duePast', NotYetDue: 'dueLater' };

/** A decision but to amend ends a review, and what is amended or not after one. */
export const overOn = (events: readonly AnyEvent[]): string | null =>
  events.find((e) => ENDS.includes(e.type) || (e.type === 'review.decided' && e.data.outcome !== 'amend'))
    ?.occurredOn ?? null;

const review = ({ t, f, inWindow }: Counting, events: readonly AnyEvent[]): void => {
  const over = overOn(events);
  const held = firstOn(events, 'meeting.held');
  if (inWindow(held) && held <= f.on) t.each('reviews.held', held.slice(0, 7));
  for (const clock of clocks(events)) {
    if (!inWindow(clock.due)) continue;
    t.each('reviews.due', clock.due.slice(0, 7));
    t.one(`reviews.${DUE[outcome(clock, f.on, over)]}`);
  }
  for (const clock of clocksOf(events).values()) {
    if (clock.rule !== 'ar-decision-4w' || clock.voidOn !== null || !inWindow(clock.due) || (held ?? '9999') > f.on)
      continue;
    const is = outcome(clock, f.on, over);
    t.one('reviews.decisions');
    if (is === 'NotYetDue') t.one('reviews.decisionsNotYetDue');
    else {
      t.each(`reviews.decisions${is}`, clock.due.slice(0, 7));
      t.one('reviews.decisionsReckoned');
    }
  }
};

const plan = (
  { t, f, inWindow }: Counting,
  stream: string,
  events: readonly AnyEvent[],
  open: ReadonlySet<string>,
): void => {
  const [, caseRef = ''] = stream.split('/');
  const state = events.reduce<PlanState>((s, e) => evolvePlan(s, e as unknown as PlanEvent), blankPlan(caseRef));
  if (isPlanOver(state) || state.madeOn > f.on) return;
  if (state.review && open.has(`annualReview/${caseRef}/${state.review.n}`)) return;
  const { due } = nextReview(state);
  if (!inWindow(due)) return;
  t.each('reviews.due', due.slice(0, 7));
  t.one(due < f.on ? 'reviews.duePast' : 'reviews.dueLater');
};

/** Fact by fact as campaigns are told day by day; the figures are those of the one day. */
const campaign = ({ t, f }: Counting, streams: readonly StreamOfFacts[]): void => {
  const projected = streams.flatMap(({ stream, events }) => project(stream, [...events]) ?? []);
  const all = projected.flatMap((p) => p.transfers);
  const [next] = all
    .map((row) => row.campaignOn)
    .filter((day) => day >= f.on)
    .sort();
  const reviews = projected.flatMap((p) => p.review ?? []);
  for (const plan of projected.flatMap((p) => p.plan ?? [])) {
    const rows = all.filter((row) => row.campaignOn === next && row.caseRef === plan.caseRef);
    const steps = reviews.filter((r) => r.caseRef === plan.caseRef && r.phaseOn !== null) as unknown as ReviewSteps[];
    const current = rows.filter((r) => r.key.startsWith('plan') && r.fromOn <= f.on).at(-1);
    if (!current) continue;
    const ours = reviews.filter((r) => r.caseRef === plan.caseRef && r.phaseOn === current.transferOn).at(-1);
    const officer = ours?.caseworker ?? current.caseworker;
    if ((f.caseworker ?? officer) !== officer || (f.locality ?? plan.locality) !== plan.locality) continue;
    const day = burndown(rows, steps, {
      until: f.on < current.opensOn ? addDays(current.opensOn, 0) : f.on,
    })[0]?.days.at(-1);
    if (!day || day.plans === 0) continue;
    t.one('campaign.plans');
    for (const step of ['begun', 'consulted', 'decided', 'prepared'] as const)
      if (day[step] > 0) t.one(`campaign.${step}`);
    if (day.prepared === 0) t.one('campaign.notPrepared');
    if (day.prepared === 0 && current.targetOn < f.on) t.one('campaign.late');
  }
};
