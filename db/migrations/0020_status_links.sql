-- Links to status pages, one a letter and those that were made by hand. Holds nothing of a child: a case, a party of it, days.
-- The token itself is in no table; it is made of id and last day, signed under a key that follows from the authority's.
create table status_links (
  id             text primary key,
  -- A letter's key (`EHC-…/L3`), or `hand/…`: the same letter has the same link however often it is written.
  origin         text not null unique,
  case_ref       text not null,
  party_role     text not null,
  party_id       text not null,
  -- The school's number or the service; for others but a family a mark of their name; empty for a family.
  organisation   text not null,
  made_at        timestamptz not null default now(),
  made_by        text not null,
  -- The last day on which it opens.
  expires_on     date not null,
  -- The address it was offered under; null where none was set up then, and the letter said how to ask.
  offered_at     text,
  revoked_at     timestamptz,
  revoked_by     text,
  revoked_why    text,
  last_opened_at timestamptz,
  times_opened   integer not null default 0,
  check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_why is null))
);
create index status_links_case on status_links (case_ref);

-- What a link is of never changes; one that was revoked stays so.
create function keep_status_link() returns trigger language plpgsql as $$
begin
  if (new.id, new.origin, new.case_ref, new.party_role, new.party_id, new.organisation, new.made_at, new.made_by, new.expires_on)
       is distinct from
     (old.id, old.origin, old.case_ref, old.party_role, old.party_id, old.organisation, old.made_at, old.made_by, old.expires_on)
     or new.offered_at is distinct from old.offered_at
     or (old.revoked_at is not null
         and (new.revoked_at, new.revoked_by, new.revoked_why) is distinct from (old.revoked_at, old.revoked_by, old.revoked_why))
     or new.times_opened < old.times_opened then
    raise exception 'the status link % may be revoked and opened, and nothing else', old.id using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger status_links_kept before update on status_links for each row execute function keep_status_link();
create trigger status_links_not_deleted before delete on status_links for each row execute function refuse_change();
create trigger status_links_no_truncate before truncate on status_links for each statement execute function refuse_change();
