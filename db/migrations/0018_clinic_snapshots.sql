-- The Monday clinic as it stood: its figures of one day, as they were shown then. They are no projection (a fact that is
-- learned later changes today's figures of a past month, and never these), so a backup keeps them and nothing changes them.
-- No child's detail is in them: numbers, references of cases, roles and dates.
create table clinic_snapshots (
  taken_on       date primary key,
  taken_at       timestamptz not null,
  -- json and not jsonb: the order of what is in it is the order of the page.
  figures        json not null,
  law_version    text not null,
  policy_version text not null
);
create trigger clinic_snapshots_append_only before update or delete on clinic_snapshots for each row execute function refuse_change();
create trigger clinic_snapshots_no_truncate before truncate on clinic_snapshots for each statement execute function refuse_change();

-- Sessions of the clinic's pages that were ended by signing out, until they would have ended by themselves: a copy of the
-- browser's pass opens nothing after that.
create table clinic_sign_outs (
  id    text primary key,
  until timestamptz not null
);
