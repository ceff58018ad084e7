-- Other systems, schools and people that speak to the ingress. What they may reach stands here; who they are to a case, the
-- identity says that is kept sealed under the authority's keys and signs what is passed on for them.
create table api_clients (
  id             text primary key,
  role           text not null,
  -- URN of the school or college it speaks for: it reaches that one's children and no other.
  school         text,
  scopes         text[] not null,
  identity       bytea not null,
  made_at        timestamptz not null default now(),
  made_by        text not null,
  revoked_at     timestamptz,
  revoked_by     text,
  revoked_reason text,
  check ((revoked_at is null) = (revoked_by is null))
);

-- A key itself stands nowhere: its SHA-256 does.
create table api_keys (
  hash       text primary key,
  -- What is shown of a key, to tell one from another.
  hint       text not null,
  client     text not null references api_clients,
  made_at    timestamptz not null default now(),
  expires_at timestamptz
);
create index api_keys_client on api_keys (client);
