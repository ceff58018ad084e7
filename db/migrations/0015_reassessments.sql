-- A reassessment is a case of its own; its row names the plan that it is of, and the plan's row names it while it is open. What is
-- counted of first assessments (twenty weeks) leaves out the cases that name a plan.
alter table cases add column reassesses text;
alter table plans add column reassessment text;
create index cases_of_plan on cases (reassesses, received_on) where reassesses is not null;
