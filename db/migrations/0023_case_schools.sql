-- Which school has to do with which case, how, and for how long: what an API client that speaks for a school reaches is asked
-- here. It follows from the ledger, as every table that people read (`ehcna ledger rebuild` makes it again).
create table case_schools (
  stream   text not null,
  case_ref text not null,
  key      text not null,
  -- asked, attends, consulted, placed.
  how      text not null,
  urn      text,
  -- Role and id of the API client that sent the request.
  client   text,
  -- Of a consultation: the stream's own id of it.
  about    text,
  from_on  date not null,
  -- The first day on which it was so no more; null where it stands.
  until_on date,
  primary key (stream, key)
);
create index case_schools_case on case_schools (case_ref);
create index case_schools_urn on case_schools (urn, case_ref) where urn is not null;
create index case_schools_client on case_schools (client, case_ref) where client is not null;

-- A client that answers for a service sees what that service was asked; and who a login's token is of.
alter table api_clients add column service text, add column oidc_subject text;
create unique index api_clients_oidc on api_clients (oidc_subject) where oidc_subject is not null;
create index advice_service_case on advice (service, case_ref);
