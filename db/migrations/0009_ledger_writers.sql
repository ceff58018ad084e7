-- Which run of a process wrote last to its stream. An attempt of a run that was cut off before it could report leaves facts
-- here that the run does not know of; by this it knows them as its own. Null: written by no process (an import, a test).
alter table ledger_heads add column writer text;
