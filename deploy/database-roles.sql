-- What people may do in the ledger's database directly, which is where the command line reads. Run by its owner after
-- `ehcna migrate`, once; safe to repeat. Give each person a login of their own: `create role "cw-14" login in role ehcna_operator`.
-- The workers, imports, identities and erasure use the owner's login.
do $$ begin
  if not exists (select from pg_roles where rolname = 'ehcna_auditor') then create role ehcna_auditor nologin; end if;
  if not exists (select from pg_roles where rolname = 'ehcna_operator') then create role ehcna_operator nologin; end if;
end $$;

-- Reads everything and checks the chain. What was said of a child opens only with EHCNA_KEYS, which an auditor need not have.
grant usage on schema public to ehcna_auditor, ehcna_operator;
grant select on all tables in schema public to ehcna_auditor, ehcna_operator;
alter default privileges in schema public grant select on tables to ehcna_auditor, ehcna_operator;

-- Whoever opens a case makes its key; everything else that is written, the workers write.
grant insert on case_keys to ehcna_operator;
