/** Cohorts: a month's requests followed week by week until the last of them has ended. */
import type pg from 'pg';
import { addDays, addMonths, daysBetween } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import { monthsOf } from '../../domain/clinic/filters.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { Cohort, CohortStep, Figure } from '../../domain/clinic/figures.js';
import { CURVE_WEEKS } from '../../domain/clinic/measure.js';
import { figureId } from './catalogue.js';
import type { Counted } from './counting.js';
import { UNKEPT } from './conditions.js';
import { RELATIONS } from './relations.js';
import { figureFrom } from './sections.js';
import { statement, valuesOf } from './statement.js';

/** A step within the seventh day is within one week. */
const STEPS = (filters: ClinicFilters): string => `
select to_char(c.month, 'YYYY-MM') as month, x.step, greatest(0, ceil((x.on_day - c.received_on) / 7.0))::int as week,
       count(*)::int as n
from ${RELATIONS.cases.sql(filters, UNKEPT)}
cross join lateral (values ('decided', c.assessed_on), ('planned', c.plan_on), ('ended', c.ended_on)) as x(step, on_day)
where c.received_on >= :from and c.received_on < :until and x.on_day <= :on
group by 1, 2, 3`;

/** How many took each step in each week, by month. */
export type Weekly = Map<string, Map<CohortStep, Map<number, number>>>;

export const readWeekly = async (client: pg.ClientBase | pg.Pool, filters: ClinicFilters): Promise<Weekly> => {
  const { rows } = await client.query<{ month: string; step: CohortStep; week: number; n: number }>(
    statement(STEPS(filters), valuesOf(filters)),
  );
  const weekly: Weekly = new Map();
  for (const { month, step, week, n } of rows) {
    const steps = weekly.get(month) ?? new Map<CohortStep, Map<number, number>>();
    const weeks = steps.get(step) ?? new Map<number, number>();
    weekly.set(month, steps.set(step, weeks.set(week, n)));
  }
  return weekly;
};

const curveOf = (
  steps: Map<CohortStep, Map<number, number>> | undefined,
  key: string,
  requests: number,
  on: CivilDate,
): Cohort['curve'] => {
  const lastDay = addDays(addMonths(`${key}-01`, 1), -1);
  const behindAll = Math.floor(daysBetween(lastDay, on) / 7);
  const sum = { decided: 0, planned: 0, ended: 0 };
  const curve: Cohort['curve'] = [];
  if (requests === 0) return curve;
  for (let week = 0; week <= Math.min(behindAll, CURVE_WEEKS) && (curve.at(-1)?.ended.n ?? 0) < requests; week += 1) {
    const point = (step: CohortStep): Figure => {
      sum[step] += steps?.get(step)?.get(week) ?? 0;
      return { id: figureId(`cohorts.${step}By`, key, String(week)), n: sum[step] };
    };
    curve.push({ week, decided: point('decided'), planned: point('planned'), ended: point('ended') });
  }
  return curve;
};

export const cohortsOf = (c: Counted, weekly: Weekly, filters: ClinicFilters): Cohort[] =>
  monthsOf(filters).map((month) => {
    const key = month.slice(0, 7);
    const of = (name: string): Figure => figureFrom(c, `cohorts.${name}`, key);
    const requests = of('requests');
    return {
      month,
      requests,
      decided: of('decided'),
      planned: of('planned'),
      endedWithoutPlan: of('endedWithoutPlan'),
      open: of('open'),
      plannedInTime: of('plannedInTime'),
      curve: curveOf(weekly.get(key), key, requests.n, filters.on),
    };
  });
