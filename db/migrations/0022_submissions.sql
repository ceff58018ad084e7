-- What other systems sent through the ingress: stored before anything is answered, then passed on to the case. What was sent is
-- sealed under the key of its case (of a request, which has no case yet, under the authority's), and blanked once it was passed on
-- or refused; that it came, as what, when, and what came of it stays, so that the same key has the same answer for ever.
create table submissions (
  seq          bigint generated always as identity primary key,
  id           uuid not null unique,
  client       text not null references api_clients,
  -- HMAC-SHA-256 under the authority's key: what a client takes for a key may say anything.
  key_hash     text not null,
  body_hash    text not null,
  kind         text not null,
  case_ref     text,
  external_ref text,
  sealed_for   text not null,
  body         bytea,
  state        text not null default 'pending' check (state in ('pending', 'delivered', 'refused')),
  received_on  date not null,
  received_at  timestamptz not null default now(),
  finished_at  timestamptz,
  attempts     integer not null default 0,
  next_at      timestamptz not null default now(),
  -- The process that is passing it on, and until when nobody else does.
  lease_by     text,
  lease_until  timestamptz,
  last_error   text,
  outcome      jsonb,
  problem      jsonb,
  unique (client, key_hash),
  check ((state = 'pending') = (finished_at is null)),
  check (state <> 'pending' or body is not null),
  check (state = 'pending' or body is null),
  check (state <> 'delivered' or outcome is not null),
  check (state <> 'refused' or problem is not null)
);
create index submissions_pending on submissions (next_at, seq) where state = 'pending';
create index submissions_pending_of_case on submissions (case_ref, seq) where state = 'pending';
create index submissions_of_client on submissions (client, seq);
create index submissions_external on submissions (client, external_ref) where external_ref is not null;
