/** How far the next campaign of transfers is: what is left, week by week, against what was planned (r18). */
import type pg from 'pg';
import { behind, plannedShare } from '../../domain/campaign/burndown.js';
import { addDays, maxDate, minDate } from '../../domain/civil-date.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { Campaign, NoData } from '../../domain/clinic/figures.js';
import type { Policy } from '../../domain/policy.js';
import type { Counted } from './counting.js';
import { NEXT_CAMPAIGN, RELATIONS, standingOn } from './relations.js';
import { figureFrom } from './sections.js';
import { statement, valuesOf } from './statement.js';

interface Frame {
  campaignOn: CivilDate | null;
  opensOn: CivilDate | null;
  targetOn: CivilDate | null;
  plan: Policy['campaign']['plan'] | null;
}

/** The local practice is that under which its last review was opened. */
const FRAME = `
select to_char(t.campaign_on, 'YYYY-MM-DD') as "campaignOn", to_char(min(t.opens_on), 'YYYY-MM-DD') as "opensOn",
       to_char(max(t.target_on), 'YYYY-MM-DD') as "targetOn",
       (select y.body -> 'campaign' -> 'plan' from reviews r join policies y on y.version = r.policy_version
        where r.phase_on in (select transfer_on from transfers x where x.campaign_on = ${NEXT_CAMPAIGN})
        order by r.opened_on desc, r.stream limit 1) as plan
from transfers t where t.campaign_on = ${NEXT_CAMPAIGN} and starts_with(t.key, 'plan:') group by t.campaign_on`;

/** By day and by the span of time that policy gives: how many plans there were, and how many of them were prepared. */
const LEFT = (filters: ClinicFilters): string => `
select to_char(d.day, 'YYYY-MM-DD') as day, to_char(t.opens_on, 'YYYY-MM-DD') as "opensOn",
       to_char(t.target_on, 'YYYY-MM-DD') as "targetOn", count(*)::int as plans,
       (count(*) filter (where t.ended = 'prepared' and t.until_on <= d.day))::int as prepared
from unnest(string_to_array(:days, ',')::date[]) as d(day)
cross join lateral ${standingOn('d.day')} t
where (t.until_on is null or t.until_on > d.day or t.ended = 'prepared')
  and t.case_ref in (select c.case_ref from ${RELATIONS.campaign.sql(filters)})
group by 1, 2, 3`;

interface Left {
  day: CivilDate;
  opensOn: CivilDate;
  targetOn: CivilDate;
  plans: number;
  prepared: number;
}

const DAYS_A_POINT = 7;

const pointsOf = (opensOn: CivilDate, targetOn: CivilDate, on: CivilDate): CivilDate[] => {
  const points = new Set([targetOn, ...(on >= opensOn && on <= targetOn ? [on] : [])]);
  for (let day = opensOn; day < targetOn; day = addDays(day, DAYS_A_POINT)) points.add(day);
  return [...points].sort();
};

const sum = (rows: readonly Left[], of: (row: Left) => number): number => rows.reduce((n, row) => n + of(row), 0);
const tenths = (n: number): number => Math.round(n * 10) / 10;

export const readCampaign = async (
  client: pg.ClientBase | pg.Pool,
  filters: ClinicFilters,
  c: Counted,
): Promise<Campaign | NoData> => {
  const { on } = filters;
  const values = valuesOf(filters);
  const frame = (await client.query<Frame>(statement(FRAME, values))).rows[0];
  if (!frame?.campaignOn || !frame.opensOn || !frame.targetOn)
    return { noData: 'No plan is of a child who changes phase of education in a campaign that is still to end.' };
  const days = pointsOf(frame.opensOn, frame.targetOn, on);
  // What is to come is planned for the plans there are: the day itself, or the last that there were.
  const counted = [...days.filter((day) => day <= on), on];
  const { rows } = await client.query<Left>(
    statement(LEFT(filters), { ...values, days: [...new Set(counted)].join(',') }),
  );
  const at = (day: CivilDate): Left[] => rows.filter((row) => row.day === day);
  const planned = (day: CivilDate): number =>
    sum(at(minDate(day, on)), (row) => row.plans * plannedShare(row, day, frame.plan ?? []));
  const left = (day: CivilDate): number => sum(at(day), (row) => row.plans - row.prepared);
  const of = (name: string) => figureFrom(c, `campaign.${name}`);
  const today = maxDate(minDate(on, frame.targetOn), frame.opensOn);
  return {
    campaignOn: frame.campaignOn,
    plans: of('plans'),
    begun: of('begun'),
    consulted: of('consulted'),
    decided: of('decided'),
    prepared: of('prepared'),
    notPrepared: of('notPrepared'),
    late: of('late'),
    behind: behind({ on: today, planned: tenths(planned(on)), prepared: sum(at(on), (row) => row.prepared) } as never),
    burndown: days.map((day) => ({
      on: day,
      left: day <= on ? left(day) : null,
      planned: tenths(sum(at(minDate(day, on)), (row) => row.plans) - planned(day)),
    })),
  };
};
