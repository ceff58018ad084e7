-- A child is known by two keyed hashes: of the pupil number, where there is one, and of name with date of birth. What was
-- one hash cannot be parted here, for lack of names and of the key: entries stay blank until the next request, the next
-- event of their case or `ehcna ledger rebuild` fills them from the ledger.
-- `child_key` is no longer read; workers of the release before still write it while cases move (docs/replay.md).
alter table child_register
  alter column child_key drop not null,
  add column number_key     text,
  -- The pupil number is the child's for good, not a temporary one.
  add column number_lasting boolean not null default false,
  add column name_key       text,
  -- The day on which the case last learned who its child is.
  add column known_on       date,
  -- Another open case or a plan is about the same child. Kept by mark_conflicts, so that the worklist need not look for it.
  add column conflicted     boolean not null default false;
create index child_register_conflicted on child_register (case_ref) where conflicted;
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
where mine.conflicted and mine.open and other.case_ref <> mine.case_ref and (other.open or other.plan_held);

-- Whoever shares a child with what an entry said, or says now, is looked at again. One child at a time, so that two cases that
-- become one child's at the same moment see each other.
create function mark_conflicts() returns trigger language plpgsql as $$
declare
  entry child_register;
begin
  foreach entry in array case when tg_op = 'UPDATE' then array[old, new] else array[new] end loop
    continue when entry.name_key is null;
    perform pg_advisory_xact_lock(hashtextextended('conflicts of ' || key, 0))
      from unnest(array[entry.name_key, entry.number_key]) key where key is not null order by key;
    update child_register mine
    set conflicted = not mine.conflicted
    where mine.case_ref in (
        select r.case_ref from cases_of_child(entry.number_key, entry.number_lasting, entry.name_key) r
        union select new.case_ref)
      and mine.conflicted <> (mine.open and exists (
        select from cases_of_child(mine.number_key, mine.number_lasting, mine.name_key) other
        where other.case_ref <> mine.case_ref and (other.open or other.plan_held)));
  end loop;
  return null;
end $$;
create trigger child_register_conflicts
  after insert or update of number_key, number_lasting, name_key, open, plan_held on child_register
  for each row execute function mark_conflicts();

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
