-- What people read. Every row follows from the ledger (domain/projection-rows.ts says what each column means) and
-- `ehcna ledger rebuild` makes them again. Nothing stored depends on today's date: what is late is asked when reading.
create table cases (
  stream                 text primary key,
  case_ref               text not null,
  stage                  text not null,
  outcome                text,
  open                   boolean not null,
  received_on            date not null,
  source                 text not null,
  external_ref           text,
  cohort_month           date not null,
  caseworker             text,
  locality               text,
  next_due_rule          text,
  next_due_on            date,
  waiting_on             text not null,
  waiting_since          date not null,
  stuck                  boolean not null,
  last_family_contact_on date,
  next_family_contact_on date,
  finished_on            date,
  policy_version         text not null,
  law_version            text not null
);
create index cases_case on cases (case_ref);
create index cases_external on cases (external_ref) where external_ref is not null;
create index cases_cohort on cases (cohort_month);
create index cases_by_due on cases (next_due_on, case_ref) where open;
create index cases_by_caseworker on cases (caseworker, next_due_on, case_ref) where open;
create index cases_by_locality on cases (locality, next_due_on, case_ref) where open;
create index cases_by_stage on cases (stage, next_due_on, case_ref) where open;
create index cases_stuck on cases (next_due_on, case_ref) where open and stuck;

create table deadlines (
  stream           text not null,
  case_ref         text,
  key              text not null,
  rule_id          text not null,
  triggered_on     date not null,
  due_on           date,
  early_on         date,
  plan_by          date,
  state            text not null,
  done_on          date,
  contested        boolean not null,
  cause            text,
  exception_ground text,
  primary key (stream, key)
);
create index deadlines_case on deadlines (case_ref);
create index deadlines_running on deadlines (due_on, stream) where state = 'running';
create index deadlines_missed on deadlines (due_on, stream) where state = 'missed';
create index deadlines_rule on deadlines (rule_id, due_on);

create table advice (
  stream          text not null,
  case_ref        text,
  advice_id       text not null,
  kind            text not null,
  service         text not null,
  requested_on    date not null,
  due_on          date,
  acknowledged_on date,
  submitted_on    date,
  accepted_on     date,
  state           text not null,
  reminders       integer not null,
  chasers         integer not null,
  escalated_on    date,
  primary key (stream, advice_id)
);
create index advice_case on advice (case_ref);
create index advice_awaited on advice (service, due_on) where submitted_on is null;

create table consultations (
  stream          text not null,
  case_ref        text,
  consultation_id text not null,
  round           integer not null,
  urn             text,
  provider        text not null,
  consulted_on    date not null,
  due_on          date not null,
  replied_on      date,
  reply           text,
  state           text not null,
  primary key (stream, consultation_id)
);
create index consultations_case on consultations (case_ref);
create index consultations_awaited on consultations (due_on) where replied_on is null;

create table tasks (
  stream    text not null,
  case_ref  text,
  key       text not null,
  role      text not null,
  title     text not null,
  due_on    date,
  closed_by text not null,
  opened_on date not null,
  closed_on date,
  primary key (stream, key)
);
create index tasks_case on tasks (case_ref);
create index tasks_open_by_role on tasks (role, due_on, stream, key) where closed_on is null;
create index tasks_open_by_due on tasks (due_on, stream, key) where closed_on is null;

create table letters (
  stream         text not null,
  case_ref       text,
  letter_id      text not null,
  notice         text not null,
  recipient_role text not null,
  requested_on   date not null,
  dispatched_on  date,
  document_hash  text,
  state          text not null,
  primary key (stream, letter_id)
);
create index letters_case on letters (case_ref);
create index letters_unsent on letters (requested_on) where state <> 'dispatched';

create table panel_items (
  stream         text not null,
  referral_id    text not null,
  panel          text not null,
  case_ref       text not null,
  question       text not null,
  meeting_on     date,
  state          text not null,
  recommendation text,
  -- A case numbers its own referrals.
  primary key (stream, case_ref, referral_id)
);
create index panel_items_case on panel_items (case_ref);
create index panel_items_meeting on panel_items (panel, meeting_on);

-- Open tasks with the case they belong to; a panel's own tasks have none.
create view worklist as
select t.stream, t.case_ref, t.key, t.role, t.title, t.due_on, t.closed_by, t.opened_on,
       c.stage, c.caseworker, c.locality, c.stuck, c.next_due_rule, c.next_due_on, c.waiting_on, c.waiting_since
from tasks t
left join cases c on c.stream = t.stream
where t.closed_on is null;
