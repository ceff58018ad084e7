-- What the Monday clinic counts cases by: one row an assessment, with the days of its steps and its three limits side by side, so
-- that a whole clinic is a few passes over it, on any day that is past. Derived as all rows are; `ehcna ledger rebuild` fills them.
create table case_steps (
  stream           text not null primary key,
  case_ref         text not null,
  received_on      date not null,
  month            date not null,
  source           text not null,
  caseworker       text,
  locality         text,
  reassesses       text,
  checked_on       date,
  assessed_on      date,
  issued_on        date,
  draft_on         date,
  served_on        date,
  plan_on          date,
  ended_on         date,
  outcome          text,
  decision_due_on  date,
  decision_done_on date,
  decision_void_on date,
  decision_ground  text,
  decision_cause   text,
  issue_due_on     date,
  issue_done_on    date,
  issue_void_on    date,
  issue_ground     text,
  issue_cause      text,
  final_due_on     date,
  final_done_on    date,
  final_void_on    date,
  final_ground     text,
  final_cause      text,
  stuck_on         date,
  stuck_about      text,
  last_action      text not null,
  last_action_on   date not null,
  next_contact_on  date
);
create index case_steps_by_receipt on case_steps (received_on, case_ref);

-- That there was a contact with a family, and by which way; what was said stays in the ledger.
create table contacts (
  stream     text not null,
  case_ref   text,
  seq        integer not null,
  made_on    date not null,
  channel    text not null,
  direction  text not null,
  caseworker text,
  locality   text,
  primary key (stream, seq)
);
create index contacts_made on contacts (made_on);

-- The date of the clock of a request for advice, which what is agreed later does not move; and a refusal's day.
alter table advice add column limit_on date, add column declined_on date;
create index advice_requested on advice (requested_on);
