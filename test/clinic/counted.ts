/**
 * Every number of the clinic counted once more, from the facts alone: no row of a table, no statement and none of the clinic's
 * own entries is used here.
 */
import { addDays, addMonths, daysBetween } from '../../domain/civil-date.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { AnyEvent } from '../../domain/events.js';
import { contactsAndReviews } from './counted-plans.js';
import { dueSoon } from './counted-soon.js';
import { clocksOf, firstOn, Tally, whoseOf } from './facts.js';
import type { Clock, Data, StreamOfFacts } from './facts.js';

const ENDS = [
  'request.turnedAway',
  'plan.finalised',
  'request.withdrawn',
  'child.movedAway',
  'child.died',
  'reassessment.stopped',
];

const endOf = (events: readonly AnyEvent[]): string | null =>
  events.find(
    ({ type, data }) =>
      ENDS.includes(type) ||
      (type === 'assessment.decided' && data.outcome === 'refuse') ||
      (type === 'issue.decided' && data.outcome === 'no-plan'),
  )?.occurredOn ?? null;

export const countFromEvents = (streams: readonly StreamOfFacts[], filters: ClinicFilters): Map<string, number> => {
  const tally = new Tally();
  for (const { stream, events } of streams) if (stream.startsWith('assessment/')) countCase(tally, events, filters);
  contactsAndReviews(tally, streams, filters);
  dueSoon(tally, streams, filters, endOf);
  return tally.worked();
};

const outcome = (clock: Clock, on: string, endedOn: string | null): string | null => {
  if (clock.due === null || (clock.voidOn !== null && clock.voidOn <= on)) return null;
  const done = clock.done !== null && clock.done <= on;
  if (done && (clock.done as string) <= clock.due) return 'inTime';
  if (clock.due >= on) return 'notYetDue';
  if (clock.ground) return 'excepted';
  return done || (endedOn !== null && endedOn <= on) ? 'late' : 'owed';
};

const BANDS = [
  ['to-26w', 26],
  ['to-39w', 39],
  ['to-52w', 52],
  ['over-52w', 9_999],
] as const;

const countCase = (t: Tally, events: readonly AnyEvent[], f: ClinicFilters): void => {
  const { on } = f;
  const begun = events[0]?.data as Data;
  const { caseworker, locality } = whoseOf(events);
  const received: string = begun.receivedOn;
  const misses = (wanted: string | undefined, is: string | null): boolean => wanted !== undefined && wanted !== is;
  if (
    received > on ||
    misses(f.caseworker, caseworker) ||
    misses(f.locality, locality) ||
    misses(f.source, begun.source)
  )
    return;
  const until = addMonths(f.to, 1);
  const inWindow = (day: string | null): day is string => day !== null && day >= f.from && day < until;
  const past = (day: string | null): day is string => day !== null && day <= on;
  const [checked, assessed, issued] = [
    firstOn(events, 'intake.checked'),
    firstOn(events, 'assessment.decided', 'reassessment.decided'),
    firstOn(events, 'issue.decided', 'reassessment.concluded'),
  ];
  const draft = events.find((e) => e.type === 'draft.served');
  const plan = firstOn(events, 'plan.finalised');
  const endedOn = endOf(events);
  const open = !past(endedOn);
  const month = received.slice(0, 7);
  advice(t, events, { on, inWindow, endedOn });
  stuckAndContact(t, events, f, open);
  if (begun.reassesses) {
    if (inWindow(received)) t.one('demand.reassessments');
    return;
  }
  const [stage, since] = [
    ['draft-with-family', draft?.occurredOn ?? null],
    ['drafting', issued],
    ['gathering-advice', assessed],
    ['considering', checked],
    ['intake', received],
  ].find(([, day]) => past(day as string | null)) as [string, string];
  const clocks = clocksOf(events);
  const limits = (
    [
      ['decision-6w', clocks.get('ehcna-decision-6w')],
      ['decision-16w', clocks.get('noplan-16w') ?? clocks.get('plan-decision-16w')],
      ['final-20w', clocks.get('plan-final-20w')],
    ] as const
  ).flatMap(([limit, clock]) => (clock ? [{ limit, clock, is: outcome(clock, on, endedOn) }] : []));
  if (inWindow(received)) {
    t.each('demand.requests', month);
    t.one('demand.source', begun.source);
    t.one('demand.source', begun.source, month);
    cohort(t, { month, received, assessed, plan, endedOn, due: clocks.get('plan-final-20w')?.due ?? null, on });
  }
  if (open) {
    t.each('work.open', stage);
    t.value('work.medianDays', daysBetween(since, on));
    t.value('work.medianDays', daysBetween(since, on), stage);
    if (limits.some(({ is }) => is === 'owed')) t.each('work.late', stage);
    if (stage === 'draft-with-family') {
      t.one('draft.drafts');
      t.value('draft.draftsMedianDays', daysBetween(draft?.data.servedOn as string, on));
    }
  }
  for (const { limit, clock, is } of limits) {
    if (is === null || !inWindow(clock.due)) continue;
    const due = clock.due.slice(0, 7);
    for (const id of ['due', is]) {
      t.one(`decisions.${id}`, limit);
      t.one(`decisions.${id}`, limit, due);
    }
    if (is !== 'notYetDue') t.one('decisions.reckoned', limit);
    if (is === 'late' || is === 'owed') t.each('causes.passed', clock.cause ?? 'not-recorded', limit);
  }
  if (past(plan)) {
    planned(t, {
      received,
      plan,
      served: draft?.data.servedOn as string | undefined,
      ground: clocks.get('plan-final-20w')?.ground ?? null,
      inWindow,
    });
  }
  const twenty = limits.find(({ limit }) => limit === 'final-20w');
  if (twenty?.is && twenty.is !== 'notYetDue') {
    t.one('published.ownReckoned', twenty.clock.due?.slice(0, 4) as string);
    if (twenty.is === 'inTime') t.one('published.ownInTime', twenty.clock.due?.slice(0, 4) as string);
  } else if (twenty?.is === 'inTime') t.one('published.ownInTime', twenty.clock.due?.slice(0, 4) as string);
  if (open && (twenty?.is === 'owed' || twenty?.is === 'excepted')) {
    const days = daysBetween(received, on);
    const cause = twenty.clock.cause ?? 'not-recorded';
    t.one('beyond.open');
    if (twenty.is === 'excepted') t.one('beyond.excepted');
    t.one('beyond.band', BANDS.find(([, weeks]) => days <= 7 * weeks)?.[0] as string);
    t.one('beyond.cause', cause);
    t.value('beyond.medianDays', days);
    t.value('beyond.longestDays', days);
    t.value('beyond.causeMedianDays', days, cause);
  }
};

interface OfMonth {
  month: string;
  received: string;
  assessed: string | null;
  plan: string | null;
  endedOn: string | null;
  due: string | null;
  on: string;
}

const cohort = (t: Tally, { month, received, assessed, plan, endedOn, due, on }: OfMonth): void => {
  const past = (day: string | null): day is string => day !== null && day <= on;
  t.one('cohorts.requests', month);
  if (past(assessed)) t.one('cohorts.decided', month);
  if (past(plan)) t.one('cohorts.planned', month);
  if (past(plan) && due !== null && plan <= due) t.one('cohorts.plannedInTime', month);
  if (past(endedOn) && !past(plan)) t.one('cohorts.endedWithoutPlan', month);
  if (!past(endedOn)) t.one('cohorts.open', month);
  for (let week = 0; week <= 104; week += 1) {
    const by = (day: string | null): boolean => past(day) && day <= addDays(received, 7 * week);
    if (by(assessed)) t.one('cohorts.decidedBy', month, String(week));
    if (by(plan)) t.one('cohorts.plannedBy', month, String(week));
    if (by(endedOn)) t.one('cohorts.endedBy', month, String(week));
  }
};

interface Planned {
  received: string;
  plan: string;
  served: string | undefined;
  ground: string | null;
  inWindow: (day: string | null) => boolean;
}

const planned = (t: Tally, { received, plan, served, ground, inWindow }: Planned): void => {
  const took = daysBetween(received, plan);
  const year = plan.slice(0, 4);
  const band = took <= 7 * 20 ? 'within20' : took <= 7 * 52 ? 'within52' : 'over52';
  for (const suffix of ground ? [''] : ['', 'Ex']) {
    t.one(`published.issued${suffix}`, year);
    t.one(`published.${band}${suffix}`, year);
  }
  if (!inWindow(plan)) return;
  t.each('draft.plans', plan.slice(0, 7));
  if (served === undefined) return;
  for (const keys of [[], [plan.slice(0, 7)]]) {
    t.value('draft.medianDays', daysBetween(served, plan), ...keys);
    t.value('draft.longestDays', daysBetween(served, plan), ...keys);
  }
};

interface Asking {
  on: string;
  inWindow: (day: string | null) => boolean;
  endedOn: string | null;
}

const advice = (t: Tally, events: readonly AnyEvent[], { on, inWindow, endedOn }: Asking): void => {
  const clocks = clocksOf(events);
  for (const { data, occurredOn: asked } of events.filter((e) => e.type === 'advice.requested')) {
    const d = data as Data;
    if (!inWindow(asked) || asked > on) continue;
    const of = (type: string) => events.filter((e) => e.type === type && e.data.adviceId === d.adviceId);
    const came = of('advice.submitted')[0]?.occurredOn ?? null;
    const declined = of('advice.declined')[0]?.occurredOn ?? null;
    const due = (clocks.get(`advice-6w:${d.adviceId}`) ?? clocks.get(`advice-nons31-6w:${d.adviceId}`))?.due ?? null;
    const service = d.service ?? d.to.role;
    const over = [declined, endedOn].some((day) => day !== null && day <= on);
    const is =
      came !== null && came <= on
        ? due !== null && came > due
          ? 'late'
          : 'inTime'
        : over
          ? 'closed'
          : due !== null && due < on
            ? 'overdue'
            : 'outstanding';
    t.one('advice.asked', service);
    t.one(`advice.${is}`, service);
    if (['inTime', 'late', 'overdue'].includes(is)) t.one('advice.reckoned', service);
    if (came !== null && came <= on) t.value('advice.medianDays', daysBetween(asked, came), service);
    const chasers = events
      .filter((e) => e.data.adviceId === d.adviceId)
      .reduce(
        (n, e) =>
          e.type === 'advice.chased'
            ? Number(e.data.step)
            : e.type === 'advice.checked' && e.data.outcome === 'return'
              ? 0
              : n,
        0,
      );
    t.value('advice.chasers', chasers, service);
    if (chasers > 0) t.one('advice.chased', service);
  }
};

const FAMILY = ['parent', 'young-person'];
const CONTACTS = ['contact.made', 'planning.held', 'representations.made', 'officerMeeting.held'];

const stuckAndContact = (t: Tally, events: readonly AnyEvent[], { on }: ClinicFilters, open: boolean): void => {
  const last = events.findLast((e) => e.type === 'case.stuck' || e.type === 'case.unstuck');
  const isOver = endOf(events) !== null;
  if (open && !isOver && last?.type === 'case.stuck' && last.occurredOn <= on) t.one('stuck.stuck');
  if (isOver || !open) return;
  const begun = events[0]?.data as Data;
  const letters = events.filter((e) => e.type === 'letter.requested').map((e) => (e.data as Data).letter);
  const toFamily = (id: unknown): boolean => FAMILY.includes(letters.find((l) => l.id === id)?.to.role);
  const heard = events
    .filter(
      (e) =>
        CONTACTS.includes(e.type) ||
        (e.type === 'family.called' && e.data.outcome === 'held') ||
        (e.type === 'letter.dispatched' && toFamily(e.data.letterId)),
    )
    .map((e) => e.occurredOn);
  const lastHeard = [...heard].sort().at(-1) ?? begun.receivedOn;
  const policy =
    (events.findLast((e) => e.type === 'policy.changed')?.data as Data | undefined)?.policy ?? begun.policy;
  if (addDays(lastHeard, policy.communication.familyEveryDays) < on) t.one('contacts.overdue');
};
