-- What is wrong with the SEN2 return, as soon as the facts of a stream have it. Derived as all rows are, so
-- `ehcna ledger rebuild` fills it. No value of anybody's is in it: the rule and the field say what is missing.
create table sen2_findings (
  stream    text not null,
  case_ref  text not null,
  rule      text not null,
  module    text not null,
  field     text not null,
  level     text not null check (level in ('error', 'query')),
  role      text not null,
  title     text not null,
  closed_by text not null,
  since     date not null,
  due_on    date not null,
  -- The last day on which it matters; null while the last collection that the record is in is to come.
  until_on  date,
  primary key (stream, rule)
);
create index sen2_findings_case on sen2_findings (case_ref);
create index sen2_findings_errors on sen2_findings (due_on, stream) where level = 'error';

-- Tasks that follow from one stream, and those that only the register of children can see.
create view statutory_tasks as
select stream, case_ref, key, role, title, due_on, closed_by, opened_on, closed_on from tasks
union all
select c.stream, c.case_ref, 'same-child:' || x.other_case, 'caseworker',
       case when x.other_open
         then 'This child has another open case, ' || x.other_case || ': settle which goes on, or correct what makes them one'
         else 'This child has a plan, from ' || x.other_case || ': a reassessment or an early review is the route (s44(2), reg 24)'
       end,
       coalesce(x.since, c.received_on) + 5, 'case withdraw', coalesce(x.since, c.received_on), null::date
from child_conflicts x
join cases c on c.case_ref = x.case_ref and c.open;

-- An error of the return is a task. One that no collection asks about any more is closed.
create view sen2_tasks as
select f.stream, f.case_ref, 'sen2:' || f.rule as key, f.role, f.title, f.due_on, f.closed_by, f.since as opened_on,
       case when f.until_on < current_date then f.until_on end as closed_on
from sen2_findings f
where f.level = 'error';

create or replace view all_tasks as
select stream, case_ref, key, role, title, due_on, closed_by, opened_on, closed_on from statutory_tasks
union all
select stream, case_ref, key, role, title, due_on, closed_by, opened_on, closed_on from sen2_tasks;
