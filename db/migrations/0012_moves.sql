-- The day of the move, while a plan is on its way to another authority.
alter table plans add column moving_on date;
