-- Simulated sessions compared with sessions on a kernel.
create table comparison (
  id uuid not null primary key,
  status varchar not null,
  failure varchar,
  created_at timestamp(6) with time zone not null,
  process uuid, -- who carries it out, null when it is over
  told text not null -- everything else, as JSON
);
