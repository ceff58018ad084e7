-- Plans and their reviews, as people list them. Deadlines, tasks and letters of both stand with those of cases.
create table plans (
  stream             text primary key,
  case_ref           text not null,
  stage              text not null,
  open               boolean not null,
  source             text not null,
  external_ref       text,
  made_on            date not null,
  version            integer not null,
  institution        text,
  caseworker         text,
  locality           text,
  last_review_on     date,
  next_review_rule   text,
  next_review_on     date,
  next_review_due_on date,
  transfer_on        date,
  transfer_rule      text,
  transfer_due_on    date,
  prepared_for       date,
  review             integer,
  cease_notice_on    date,
  ended_on           date,
  policy_version     text not null,
  law_version        text not null
);
create index plans_case on plans (case_ref);
create index plans_external on plans (external_ref) where external_ref is not null;
create index plans_by_review on plans (next_review_on, case_ref) where open;
create index plans_by_transfer on plans (transfer_due_on, case_ref) where open and transfer_on is not null;
create index plans_prepared on plans (prepared_for) where open and prepared_for is not null;
create index plans_by_caseworker on plans (caseworker, next_review_on, case_ref) where open;

create table reviews (
  stream         text primary key,
  case_ref       text not null,
  n              integer not null,
  kind           text not null,
  stage          text not null,
  outcome        text,
  open           boolean not null,
  opened_on      date not null,
  convened_by    text not null,
  year_group     integer not null,
  institution    text,
  meeting_on     date,
  attendance     text,
  held_on        date,
  report_on      date,
  decided_on     date,
  finished_on    date,
  next_due_rule  text,
  next_due_on    date,
  waiting_on     text not null,
  waiting_since  date not null,
  caseworker     text,
  locality       text,
  policy_version text not null,
  law_version    text not null
);
create index reviews_case on reviews (case_ref, n);
create index reviews_by_due on reviews (next_due_on, case_ref) where open;
create index reviews_by_meeting on reviews (meeting_on, case_ref) where open;
create index reviews_by_caseworker on reviews (caseworker, next_due_on, case_ref) where open;

-- That an assessment ended in a plan stands in the register for good; whether the plan has ended since, the plan says.
create or replace function cases_of_child(number_key text, number_lasting boolean, name_key text)
returns setof child_register language sql stable as $$
  select r.case_ref, r.child_key, r.open,
         r.plan_held and not exists (select from plans p where p.case_ref = r.case_ref and not p.open),
         r.last_assessed_on, r.number_key, r.number_lasting, r.name_key, r.known_on, r.conflicted
  from child_register r
  where r.number_key = $1 or (r.name_key = $3 and not (r.number_lasting and $2 and r.number_key <> $1))
$$;
