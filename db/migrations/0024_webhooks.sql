-- Where other systems want to be told what happened. What is told is thin: which case, what kind of thing, when.
create table webhook_endpoints (
  id           text primary key,
  client       text not null references api_clients,
  url          text not null,
  -- As they are called outside, and the kinds of fact in the ledger that they come from.
  events       text[] not null,
  ledger_types text[] not null,
  -- Sealed under the authority's key; the one before it signs too until it ends.
  secret       bytea not null,
  old_secret   bytea,
  old_until    timestamptz,
  state        text not null default 'active' check (state in ('active', 'paused', 'gone', 'removed')),
  made_at      timestamptz not null default now(),
  changed_at   timestamptz not null default now()
);
create index webhook_endpoints_client on webhook_endpoints (client);

-- One row an endpoint and fact: queued by the very transaction that writes the fact.
create table webhook_deliveries (
  id          bigint generated always as identity primary key,
  endpoint    text not null references webhook_endpoints,
  stream      text not null,
  seq         integer not null,
  type        text not null,
  occurred_on date not null,
  state       text not null default 'due' check (state in ('due', 'delivered', 'failed', 'withheld', 'cancelled')),
  attempts    integer not null default 0,
  next_at     timestamptz not null default now(),
  made_at     timestamptz not null default now(),
  done_at     timestamptz,
  unique (endpoint, stream, seq)
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'due';
create index webhook_deliveries_made on webhook_deliveries (endpoint, id);

create table webhook_attempts (
  id       bigint generated always as identity primary key,
  delivery bigint not null references webhook_deliveries on delete cascade,
  at       timestamptz not null default now(),
  -- Of the answer; null where there was none.
  status   integer,
  error    text,
  ms       integer not null
);
create index webhook_attempts_delivery on webhook_attempts (delivery);

create function queue_webhooks() returns trigger language plpgsql as $$
begin
  insert into webhook_deliveries (endpoint, stream, seq, type, occurred_on)
  select e.id, a.stream, a.seq, a.type, a.occurred_on
  from webhook_endpoints e join added a on a.type = any(e.ledger_types)
  where e.state in ('active', 'paused')
  on conflict (endpoint, stream, seq) do nothing;
  return null;
end $$;
create trigger ledger_webhooks after insert on ledger referencing new table as added
  for each statement execute function queue_webhooks();

-- What became of a letter after it left, as the carrier says: GOV.UK Notify's callbacks. Nothing of the recipient stands here.
create table delivery_reports (
  id           bigint generated always as identity primary key,
  -- Of the carrier, for the letter.
  reference    text not null,
  status       text not null,
  -- The API client that said so.
  client       text not null references api_clients,
  at           timestamptz not null,
  received_at  timestamptz not null default now(),
  -- Null until it is known whose letter it was.
  letter_key   text,
  -- The case was told, where it had to be.
  told_at      timestamptz,
  unique (reference, status)
);
create index delivery_reports_untold on delivery_reports (received_at) where told_at is null;
create index dispatches_reference on dispatches (provider_reference) where provider_reference is not null;
