-- Whose a session is. Without an owner it is shown to those only who see everything.
alter table session add column owner_assignment varchar;
alter table session add column owner_subject varchar;
-- What an assignment gave its subject to look at: its spec and labels are secret.
alter table session add column variant boolean default false not null;

create index session_by_assignment on session (owner_assignment, id);
create index session_by_subject on session (owner_subject, id);
