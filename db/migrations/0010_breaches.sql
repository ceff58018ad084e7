-- What is past and still owed, for lists and counts, whichever of the two states it is in: read from the index alone.
create index deadlines_owed on deadlines (due_on) include (stream, rule_id) where state in ('running', 'missed');
drop index deadlines_running;
drop index deadlines_missed;
