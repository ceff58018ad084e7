-- For the Monday clinic. What it can be narrowed to is read value by value; stuck cases are few among many; and the dates of reviews
-- stand in one place, without their rows. (The rules are those of activities/clinic/relations.ts; another rule is found more slowly.)
create index case_steps_locality on case_steps (locality);
create index case_steps_caseworker on case_steps (caseworker);
create index case_steps_source on case_steps (source);
create index case_steps_stuck on case_steps (stuck_on) where stuck_on is not null;
create index plans_locality on plans (locality);
create index plans_caseworker on plans (caseworker);
create index deadlines_of_reviews on deadlines (rule_id, due_on) include (stream, state, triggered_on, done_on, cause)
  where rule_id in ('ar-12m-first', 'ar-12m-next', 'ar-12m-reassess', 'move-review', 'ar-decision-4w');
