-- Identities that were issued, for `ehcna identity list`; what proves one is its certificate, not its row.
create table identities (
  serial    text primary key,
  role      text not null,
  id        text not null,
  issuer    text not null,
  issued_at timestamptz not null,
  until     timestamptz not null
);

-- Every identity of that role and name that was issued up to an instant counts no more, from another a little later on: by
-- then every worker has read the row, so that all of them, and every replay, decide alike.
create table identity_revocations (
  role           text not null,
  id             text not null,
  issued_until   timestamptz not null default now(),
  effective_from timestamptz not null,
  reason         text not null,
  revoked_by     text not null,
  check (effective_from > issued_until)
);

create trigger identities_append_only before update or delete on identities for each row execute function refuse_change();
create trigger identities_no_truncate before truncate on identities for each statement execute function refuse_change();
create trigger identity_revocations_append_only before update or delete on identity_revocations for each row execute function refuse_change();
create trigger identity_revocations_no_truncate before truncate on identity_revocations for each statement execute function refuse_change();
