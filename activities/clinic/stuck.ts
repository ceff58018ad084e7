/** Stuck cases, each with what last moved it on and the next thing that somebody is to do. */
import type pg from 'pg';
import type { ClinicFilters } from '../../domain/clinic/filters.js';
import type { Stuck, StuckCase } from '../../domain/clinic/figures.js';
import type { Counted } from './counting.js';
import { UNKEPT } from './conditions.js';
import { RELATIONS } from './relations.js';
import { figureFrom } from './sections.js';
import { statement, valuesOf } from './statement.js';

const SHOWN = 100;

const CASES = (filters: ClinicFilters): string => `
select c.case_ref as "caseRef", c.stage, to_char(c.stuck_on, 'YYYY-MM-DD') as since, :on - c.stuck_on as days,
       c.stuck_about as reason, k.waiting_on as "waitingOn", c.caseworker, c.locality, c.last_action as "lastAction",
       to_char(c.last_action_on, 'YYYY-MM-DD') as "lastActionOn", t.title as next, t.role as "nextRole",
       to_char(t.due_on, 'YYYY-MM-DD') as "nextDueOn"
from (select * from ${RELATIONS.all.sql(filters, UNKEPT)} where c.open and c.stuck_on <= :on
      order by c.stuck_on, c.case_ref limit ${SHOWN}) c
join cases k on k.stream = c.stream
left join lateral (
  select t.title, t.role, t.due_on from tasks t where t.stream = c.stream and t.closed_on is null order by t.due_on, t.key limit 1
) t on true
order by c.stuck_on, c.case_ref`;

export const readStuck = async (
  client: pg.ClientBase | pg.Pool,
  filters: ClinicFilters,
  c: Counted,
): Promise<Stuck> => ({
  stuck: figureFrom(c, 'stuck.stuck'),
  cases: (await client.query<StuckCase>(statement(CASES(filters), valuesOf(filters)))).rows,
});
