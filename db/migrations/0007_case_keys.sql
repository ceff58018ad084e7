-- The key of each case's own, wrapped by one of the authority's keys, which are not in this database: what is written about
-- a child, here and in Temporal, opens with it alone. Erasing a child's record is to take its key away; the row stays to
-- say so, and no other key is ever made in its place.
create table case_keys (
  -- A case reference, or `authority` for what is about no case.
  owner     text primary key,
  -- The name of the authority's key that wrapped it.
  authority_key text,
  wrapped   bytea,
  made_at   timestamptz not null default now(),
  erased_at timestamptz,
  check ((wrapped is null) = (erased_at is not null) and (wrapped is null) = (authority_key is null))
);
create index case_keys_authority_key on case_keys (authority_key);

create function keep_case_key() returns trigger language plpgsql as $$
begin
  if new.owner <> old.owner or new.made_at <> old.made_at or old.erased_at is not null then
    raise exception 'the key of % may be wrapped again or erased, and nothing else', old.owner using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_keys_kept before update on case_keys for each row execute function keep_case_key();
create trigger case_keys_not_deleted before delete on case_keys for each row execute function refuse_change();
create trigger case_keys_no_truncate before truncate on case_keys for each statement execute function refuse_change();

-- Encrypted under the case's key; false for what was written before there were any.
alter table documents add column sealed boolean not null default false;
