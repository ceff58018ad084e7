-- The ledger: every fact of every case, in the order it was learned, chained by hash within its stream so that a changed,
-- missing or reordered row shows. `body` is the event exactly as it was hashed; the columns beside it repeat parts of it
-- for reading and are checked against it. `position` and `appended_at` are the database's own notes, outside the hash.
create table ledger (
  position    bigint generated always as identity primary key,
  stream      text not null,
  seq         integer not null check (seq > 0),
  type        text not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  body        text not null,
  prev_hash   text not null,
  hash        text not null,
  appended_at timestamptz not null default now(),
  unique (stream, seq)
);

-- How far each stream has come. Its row is the lock that an append holds, so cases never wait for each other.
create table ledger_heads (
  stream text primary key,
  seq    integer not null,
  hash   text not null
);
-- All streams of one case (`assessment/REF`, `plan/REF`, …).
create index ledger_heads_case on ledger_heads (split_part(stream, '/', 2));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;

create function refuse_step_back() returns trigger language plpgsql as $$
begin
  if new.stream <> old.stream or new.seq <= old.seq then
    raise exception 'the head of % may only move forward from %', old.stream, old.seq using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger ledger_append_only before update or delete on ledger for each row execute function refuse_change();
create trigger ledger_no_truncate before truncate on ledger for each statement execute function refuse_change();
create trigger ledger_heads_forward before update on ledger_heads for each row execute function refuse_step_back();
create trigger ledger_heads_kept before delete on ledger_heads for each row execute function refuse_change();
create trigger ledger_heads_no_truncate before truncate on ledger_heads for each statement execute function refuse_change();

-- Local practice as it stood: a case is pinned to a version, so a version never changes.
create table policies (
  version     text primary key,
  body        jsonb not null,
  recorded_at timestamptz not null default now()
);
create trigger policies_append_only before update or delete on policies for each row execute function refuse_change();
create trigger policies_no_truncate before truncate on policies for each statement execute function refuse_change();

-- Which child each case is about, as a keyed hash, so that a second open case for one child is caught. A row is reserved
-- before its case starts and follows the case's events from then on.
create table child_register (
  case_ref         text primary key,
  child_key        text not null,
  open             boolean not null default true,
  plan_held        boolean not null default false,
  last_assessed_on date
);
create index child_register_child on child_register (child_key);
