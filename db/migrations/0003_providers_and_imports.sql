-- Schools and colleges from Get Information About Schools (Open Government Licence v3).
create table providers (
  urn         text primary key,
  name        text not null,
  la_code     text,
  la_name     text,
  type        text,
  type_group  text,
  phase       text,
  status      text,
  postcode    text,
  town        text,
  low_age     integer,
  high_age    integer,
  opened_on   date,
  closed_on   date,
  -- Children and Families Act 2014 s41: an independent institution approved by the Secretary of State, which a parent may
  -- ask for under s38(3). Null where the file does not say.
  section41   boolean,
  attributes  jsonb not null default '{}',
  imported_at timestamptz not null default now()
);
create index providers_authority on providers (la_code, name);
create index providers_name on providers (lower(name) text_pattern_ops);

-- A row of a caseload file that has become a case: the same row read twice imports nothing twice.
create table imports (
  source_key  text primary key,
  case_ref    text not null,
  imported_at timestamptz not null default now()
);
create index imports_case on imports (case_ref);
