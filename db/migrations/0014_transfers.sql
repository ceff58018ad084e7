-- For how long a plan had a transfer between phases before it, in whose hands, and how that ended: what campaigns are counted
-- from (r18). Who had its review in hand stands beside it.
create table transfers (
  stream      text not null,
  key         text not null,
  case_ref    text not null,
  transfer_on date not null,
  campaign_on date not null,
  rule_id     text not null,
  opens_on    date not null,
  target_on   date not null,
  institution text,
  caseworker  text,
  missed      text,
  from_on     date not null,
  until_on    date,
  ended       text,
  primary key (stream, key)
);
create index transfers_campaign on transfers (campaign_on, case_ref);

alter table reviews add column phase_on date, add column consulted_on date;
create index reviews_by_phase on reviews (phase_on, case_ref) where phase_on is not null;
