-- Rubrics, version by version. A row is never changed.
create table rubric_version (
  rubric_id varchar not null,
  version integer not null,
  title varchar not null,
  max_score varchar not null, -- a decimal
  sha256 varchar not null, -- of the document, in hex
  syntax varchar not null,
  document bytea not null, -- as it was sent
  primary key (rubric_id, version)
);
