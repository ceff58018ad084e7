-- Documents that come from outside lie in an object store (activities/objects/): the row says where, how large the object is and
-- what it hashes to as it lies there, so that it can be checked without a key. `size` is the document's own.
alter table documents
  alter column body drop not null,
  add column size         bigint check (size > 0),
  add column object_key   text check (object_key ~ '^EHC-[0-9A-HJKMNP-TV-Z]{8}/[0-9a-f]{32}$'),
  add column object_bytes bigint check (object_bytes > 0),
  add column object_hash  text check (object_hash ~ '^[0-9a-f]{64}$'),
  add constraint documents_lie_in_one_place check (
    (body is null) = (object_key is not null) and num_nulls(object_key, object_bytes, object_hash) in (0, 3)
    and (object_key is null or (sealed and size is not null and split_part(object_key, '/', 1) = case_ref))
  );
create unique index documents_object on documents (object_key) where object_key is not null;

-- What was kept is never rewritten; it may move from here to the store (`ehcna documents move`), and is the same document there.
create function keep_document() returns trigger language plpgsql as $$
begin
  if old.body is null or new.body is not null or
    (new.hash, new.case_ref, new.kind, new.document_id, new.version, new.media_type, new.created_at)
      is distinct from
    (old.hash, old.case_ref, old.kind, old.document_id, old.version, old.media_type, old.created_at) then
    raise exception 'a document of % is kept as it was written: it may move to the store, and nothing else', old.case_ref
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
drop trigger documents_not_rewritten on documents;
create trigger documents_not_rewritten before update on documents for each row execute function keep_document();
