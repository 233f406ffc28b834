-- Whose a session is. Without an owner it is shown to those only who see everything.
alter table session add column owner_assignment varchar;
alter table session add column owner_subject varchar;
-- What an assignment gave its subject to look at: its spec and labels are secret.
alter table session add column variant boolean default false not null;

create index session_by_assignment on session (owner_assignment, id);
create index session_by_subject on session (owner_subject, id);

-- Who may call. The text of a token is nowhere: it is known by its hash.
create table access_token (
  id uuid not null primary key,
  hash varchar not null unique, -- SHA-256 of the text, in hex
  role varchar not null,
  assignment varchar,
  subject varchar,
  name varchar not null,
  created_at timestamp(6) with time zone not null,
  created_by varchar not null,
  expires_at timestamp(6) with time zone,
  last_used_at timestamp(6) with time zone,
  revoked_at timestamp(6) with time zone
);
