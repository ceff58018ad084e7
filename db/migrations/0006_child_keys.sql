-- A child is known by two keyed hashes: of the pupil number, where there is one, and of name with date of birth. What was
-- one hash cannot be parted here, for lack of names and of the key: entries stay blank until the next request, the next
-- event of their case or `ehcna ledger rebuild` fills them from the ledger.
alter table child_register
  drop column child_key,
  add column number_key     text,
  -- The pupil number is the child's for good, not a temporary one.
  add column number_lasting boolean not null default false,
  add column name_key       text,
  -- The day on which the case last learned who its child is.
  add column known_on       date;
create index child_register_number on child_register (number_key) where number_key is not null;
create index child_register_name on child_register (name_key);
create index child_register_blank on child_register (case_ref) where name_key is null;

-- The entries about one child: equal numbers, or equal name and date of birth without two lasting numbers that differ
-- (areOneChild in domain/assessment/identity.ts).
create function cases_of_child(number_key text, number_lasting boolean, name_key text) returns setof child_register
language sql stable as $$
  select r.* from child_register r
  where r.number_key = $1 or (r.name_key = $3 and not (r.number_lasting and $2 and r.number_key <> $1))
$$;

-- Open cases whose child has another open case or a plan. A request is turned away before it comes to that, so these come of
-- a name or date of birth that was put right later.
create view child_conflicts as
select mine.case_ref, other.case_ref as other_case, other.open as other_open,
       greatest(mine.known_on, other.known_on) as since
from child_register mine
cross join lateral cases_of_child(mine.number_key, mine.number_lasting, mine.name_key) other
where mine.open and other.case_ref <> mine.case_ref and (other.open or other.plan_held);

-- Tasks that follow from one stream, and those that only the register can see.
create view all_tasks as
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

create or replace view worklist as
select t.stream, t.case_ref, t.key, t.role, t.title, t.due_on, t.closed_by, t.opened_on,
       c.stage, c.caseworker, c.locality, c.stuck, c.next_due_rule, c.next_due_on, c.waiting_on, c.waiting_since
from all_tasks t
left join cases c on c.stream = t.stream
where t.closed_on is null;
