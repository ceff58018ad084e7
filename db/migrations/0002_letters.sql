-- What was written, kept as it was written: a dispatch is pinned to one hash and version of one of these.
create table documents (
  hash        text not null,
  case_ref    text not null,
  -- The notice or enclosure kind (`draft`, `advice-request`, `final-plan`), and which one of that kind in the case.
  kind        text not null,
  document_id text not null,
  version     integer not null default 1 check (version > 0),
  media_type  text not null,
  body        bytea not null,
  created_at  timestamptz not null default now(),
  primary key (case_ref, kind, document_id, version)
);
create index documents_hash on documents (hash);
-- A document may be erased with its child's record when the retention schedule says so, but never rewritten.
create trigger documents_not_rewritten before update on documents for each row execute function refuse_change();

-- One row a letter: its key suppresses a second dispatch at our boundary.
create table dispatches (
  letter_key         text primary key,
  case_ref           text not null,
  letter_id          text not null,
  document_hash      text,
  version            integer not null default 1,
  recipient_role     text not null,
  channel            text,
  state              text not null check (state in ('sending', 'sent', 'uncertain', 'refused')),
  provider_reference text,
  attempts           integer not null default 0,
  first_attempt_at   timestamptz,
  sent_at            timestamptz,
  reason             text
);
create index dispatches_case on dispatches (case_ref, letter_id);
-- What stopped half-way: for a person or the next attempt to settle.
create index dispatches_unsettled on dispatches (first_attempt_at) where state in ('sending', 'uncertain');
