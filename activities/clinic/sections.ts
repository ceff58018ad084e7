/** The sections of the clinic that are numbers alone, made from what was counted. */
import { monthsOf } from '../../domain/clinic/filters.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import { BANDS, LIMITS, WORK_STAGES } from '../../domain/clinic/figures.js';
import type {
  Beyond,
  Causes,
  Contacts,
  Days,
  Decision,
  Demand,
  DraftToFinal,
  Figure,
  Limit,
  Reviews,
  Scorecard,
  Share,
  Soon,
  Work,
} from '../../domain/clinic/figures.js';
import { percentOf } from '../../domain/clinic/measure.js';
import { figureId } from './catalogue.js';
import type { Counted } from './counting.js';

export const figureFrom = (c: Counted, id: string, ...keys: readonly string[]): Figure => ({
  id: figureId(id, ...keys),
  n: c.n(id, ...keys),
});

export const daysFrom = (c: Counted, id: string, over: string, ...keys: readonly string[]): Days => ({
  id: figureId(id, ...keys),
  value: c.value(id, ...keys),
  over: figureId(over, ...keys),
});

export const shareOf = (part: Figure, whole: Figure): Share => ({ part, whole, percent: percentOf(part.n, whole.n) });

/** Months as they stand in ids. */
const keyOf = (month: string): string => month.slice(0, 7);

const byMonth = <T>(filters: ClinicFilters, of: (key: string) => T): (T & { month: string })[] =>
  monthsOf(filters).map((month) => ({ month, ...of(keyOf(month)) }));

const mostFirst = <T>(rows: T[], n: (row: T) => number): T[] =>
  rows
    .map((row, i) => ({ row, i }))
    .sort((a, b) => n(b.row) - n(a.row) || a.i - b.i)
    .map(({ row }) => row);

export const demandOf = (c: Counted, filters: ClinicFilters): Demand => ({
  requests: figureFrom(c, 'demand.requests'),
  months: byMonth(filters, (key) => ({ requests: figureFrom(c, 'demand.requests', key) })),
  sources: mostFirst(
    c.keysOf('demand.source').map((source) => ({
      source,
      requests: figureFrom(c, 'demand.source', source),
      months: byMonth(filters, (key) => ({ requests: figureFrom(c, 'demand.source', source, key) })),
    })),
    (s) => s.requests.n,
  ),
  reassessments: figureFrom(c, 'demand.reassessments'),
});

export const workOf = (c: Counted): Work => ({
  open: figureFrom(c, 'work.open'),
  stages: WORK_STAGES.map((stage) => ({
    stage,
    open: figureFrom(c, 'work.open', stage),
    late: figureFrom(c, 'work.late', stage),
    medianDays: daysFrom(c, 'work.medianDays', 'work.open', stage),
  })),
});

const OUTCOMES = ['inTime', 'late', 'excepted', 'owed', 'notYetDue'] as const;

const outcomesOf = (c: Counted, ...keys: string[]) =>
  Object.fromEntries(OUTCOMES.map((o) => [o, figureFrom(c, `decisions.${o}`, ...keys)])) as Record<
    (typeof OUTCOMES)[number],
    Figure
  >;

export const decisionsOf = (c: Counted, filters: ClinicFilters): Decision[] =>
  LIMITS.map((limit) => ({
    limit,
    due: figureFrom(c, 'decisions.due', limit),
    ...outcomesOf(c, limit),
    shareInTime: shareOf(figureFrom(c, 'decisions.inTime', limit), figureFrom(c, 'decisions.reckoned', limit)),
    months: byMonth(filters, (key) => outcomesOf(c, limit, key)),
  }));

export const soonOf = (c: Counted): Soon => ({
  due: figureFrom(c, 'soon.due'),
  rules: mostFirst(
    c.keysOf('soon.due').map((rule) => ({ rule, due: figureFrom(c, 'soon.due', rule) })),
    (x) => x.due.n,
  ),
});

export const draftsOf = (c: Counted, filters: ClinicFilters): DraftToFinal => ({
  plans: figureFrom(c, 'draft.plans'),
  medianDays: daysFrom(c, 'draft.medianDays', 'draft.plans'),
  longestDays: daysFrom(c, 'draft.longestDays', 'draft.plans'),
  months: byMonth(filters, (key) => ({
    plans: figureFrom(c, 'draft.plans', key),
    medianDays: daysFrom(c, 'draft.medianDays', 'draft.plans', key),
  })),
  drafts: figureFrom(c, 'draft.drafts'),
  draftsMedianDays: daysFrom(c, 'draft.draftsMedianDays', 'draft.drafts'),
});

export const causesOf = (c: Counted): Causes => ({
  passed: figureFrom(c, 'causes.passed'),
  causes: mostFirst(
    c.keysOf('causes.passed').map((cause) => ({
      cause,
      passed: figureFrom(c, 'causes.passed', cause),
      limits: c
        .keysOf('causes.passed', cause)
        .map((limit) => ({ limit: limit as Limit, passed: figureFrom(c, 'causes.passed', cause, limit) })),
    })),
    (x) => x.passed.n,
  ),
});

export const scorecardsOf = (c: Counted): Scorecard[] =>
  c.keysOf('advice.asked').map((service) => ({
    service,
    asked: figureFrom(c, 'advice.asked', service),
    inTime: figureFrom(c, 'advice.inTime', service),
    late: figureFrom(c, 'advice.late', service),
    outstanding: figureFrom(c, 'advice.outstanding', service),
    overdue: figureFrom(c, 'advice.overdue', service),
    closed: figureFrom(c, 'advice.closed', service),
    medianDays: daysFrom(c, 'advice.medianDays', 'advice.asked', service),
    chased: figureFrom(c, 'advice.chased', service),
    chasers: c.n('advice.chasers', service),
    shareInTime: shareOf(figureFrom(c, 'advice.inTime', service), figureFrom(c, 'advice.reckoned', service)),
  }));

export const beyondOf = (c: Counted): Beyond => ({
  open: figureFrom(c, 'beyond.open'),
  excepted: figureFrom(c, 'beyond.excepted'),
  medianDays: daysFrom(c, 'beyond.medianDays', 'beyond.open'),
  longestDays: daysFrom(c, 'beyond.longestDays', 'beyond.open'),
  bands: BANDS.map((band) => ({ band, open: figureFrom(c, 'beyond.band', band) })),
  causes: mostFirst(
    c.keysOf('beyond.cause').map((cause) => ({
      cause,
      open: figureFrom(c, 'beyond.cause', cause),
      medianDays: daysFrom(c, 'beyond.causeMedianDays', 'beyond.cause', cause),
    })),
    (x) => x.open.n,
  ),
});

export const reviewsOf = (c: Counted, filters: ClinicFilters): Reviews => {
  const of = (id: string, ...keys: string[]): Figure => figureFrom(c, `reviews.${id}`, ...keys);
  return {
    due: of('due'),
    dueInTime: of('dueInTime'),
    dueLate: of('dueLate'),
    duePast: of('duePast'),
    dueLater: of('dueLater'),
    held: of('held'),
    decisions: of('decisions'),
    decisionsInTime: of('decisionsInTime'),
    decisionsLate: of('decisionsLate'),
    decisionsOwed: of('decisionsOwed'),
    decisionsNotYetDue: of('decisionsNotYetDue'),
    shareDecidedInTime: shareOf(of('decisionsInTime'), of('decisionsReckoned')),
    months: byMonth(filters, (key) => ({
      due: of('due', key),
      held: of('held', key),
      decisionsInTime: of('decisionsInTime', key),
      decisionsLate: of('decisionsLate', key),
      decisionsOwed: of('decisionsOwed', key),
    })),
  };
};

export const contactsOf = (c: Counted, filters: ClinicFilters): Contacts => ({
  made: figureFrom(c, 'contacts.made'),
  months: byMonth(filters, (key) => ({ made: figureFrom(c, 'contacts.made', key) })),
  channels: mostFirst(
    c.keysOf('contacts.channel').map((channel) => ({ channel, made: figureFrom(c, 'contacts.channel', channel) })),
    (x) => x.made.n,
  ),
  overdue: figureFrom(c, 'contacts.overdue'),
});
