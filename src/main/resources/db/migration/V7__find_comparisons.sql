-- What comparisons are found by. One kept before this has none of it: it is found by its id, and in
-- the whole list by those who see everything.
alter table comparison add column scenario varchar;
alter table comparison add column owner_assignment varchar;
alter table comparison add column owner_subject varchar;

create index comparison_by_assignment on comparison (owner_assignment, id);
create index comparison_by_subject on comparison (owner_subject, id);
