-- What each column of a row said when the row became a case, as keyed hashes: so that a row which has changed since can be
-- told, and by which columns, without a child's details standing here.
alter table imports add column fingerprints jsonb not null default '{}';
