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

-- Whoever opens a case makes its key, and nothing about it but the key: not when it was made, and not that it was erased.
revoke insert on case_keys from ehcna_operator;
grant insert (owner, authority_key, wrapped) on case_keys to ehcna_operator;

-- A document that comes with a command is kept before the command is given, and taken away again where it is refused
-- (client/documents.ts), in the object store, which an operator's machine must reach as well (docs/documents.md): an operator
-- records evidence and advice, encrypted, and takes away what is at most five minutes old.
-- Letters and plans the workers write, and everything else.
revoke insert on documents from ehcna_operator;
grant insert (hash, case_ref, kind, document_id, version, media_type, sealed, size, object_key, object_bytes, object_hash), delete
  on documents to ehcna_operator;
alter table documents enable row level security;
drop policy if exists documents_read on documents;
create policy documents_read on documents for select to ehcna_auditor, ehcna_operator using (true);
drop policy if exists documents_kept on documents;
create policy documents_kept on documents for insert to ehcna_operator
  with check (sealed and kind in ('evidence', 'advice'));
-- By the clock and not by the start of the transaction, which can be left open.
drop policy if exists documents_taken_back on documents;
create policy documents_taken_back on documents for delete to ehcna_operator
  using (kind in ('evidence', 'advice') and created_at > clock_timestamp() - interval '5 minutes');
