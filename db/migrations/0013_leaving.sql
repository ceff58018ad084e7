-- What a plan to consider ceasing is found by: codes and school years alone, no date of a child's.
alter table plans add column considering_since date;
alter table plans add column destination text;
alter table plans add column outcomes_achieved boolean;
alter table plans add column course_ends_in integer;
alter table plans add column turns18_in integer;
create index plans_leaving on plans (turns18_in, case_ref) where stage = 'held';
