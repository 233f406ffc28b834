-- Assignments, what was handed out for them, attempts and grades.
create table assignment (
  id varchar not null primary key,
  title varchar not null,
  rubric_id varchar not null,
  rubric_version integer not null,
  variants varchar not null,
  max_attempts integer, -- null for any number
  cooldown_seconds integer not null,
  keep_which varchar not null,
  release_at timestamp(6) with time zone,
  secret bytea not null, -- in no answer, ever
  created_at timestamp(6) with time zone not null
);

-- Its row is locked while something is handed in for this subject.
create table variant (
  assignment_id varchar not null,
  subject varchar not null,
  variant_id uuid not null,
  session_id uuid,
  primary key (assignment_id, subject)
);

create table attempt (
  id uuid not null primary key,
  assignment_id varchar not null,
  subject varchar not null,
  number integer not null,
  submitted_at timestamp(6) with time zone not null,
  submitted_by varchar not null,
  session_id uuid not null,
  answers text not null, -- JSON
  grade_id uuid not null, -- the one that holds
  state varchar not null, -- that grade's
  unique (assignment_id, subject, number)
);

create index attempt_by_time on attempt (assignment_id, submitted_at, id);

-- Rows are added, never changed.
create table grade (
  id uuid not null primary key,
  attempt_id uuid not null,
  number integer not null,
  supersedes uuid,
  occasion varchar not null,
  graded_by varchar not null,
  graded_at timestamp(6) with time zone not null,
  rubric_id varchar not null,
  rubric_version integer not null,
  state varchar not null,
  score varchar not null, -- a decimal
  max_score varchar not null, -- a decimal
  result text not null, -- JSON
  result_sha256 varchar not null,
  unique (attempt_id, number)
);
