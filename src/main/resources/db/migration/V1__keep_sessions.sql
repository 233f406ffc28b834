-- Sessions with all that happened in them. One script for H2 and PostgreSQL: JSON is text, octets
-- are bytea, and what one of the two reserves is no name (value, from, to).
--
-- The rows of a session are keyed by it and by their place in it, so they are written without a
-- sequence, lie side by side, and can be partitioned by session. They do not refer to their session
-- by foreign keys: checking one costs as much as writing the row, and only one class writes and
-- deletes them, in the transaction that writes or deletes their session.

-- Ids are UUIDs of version 7, so their order is the order of time, newest last.
create table session (
  id uuid not null primary key,
  mode varchar not null,
  scenario varchar not null,
  status varchar not null,
  failure varchar,
  engine varchar not null,
  spec text not null,
  process uuid, -- which one runs it, while RUNNING
  connection_count integer,
  segment_count integer,
  transition_count integer,
  duration_ns bigint,
  clock varchar,
  resolution_ns bigint,
  -- Of connection 1: what sessions are found by and what is aggregated over many.
  outcome varchar,
  handshake_ns bigint,
  client_rtt_ns bigint,
  server_rtt_ns bigint,
  retransmission_wait_ns bigint
);

create index session_by_mode on session (mode, id);
create index session_by_scenario on session (scenario, id);
create index session_by_status on session (status, id);
create index session_by_outcome on session (outcome, id);

create table session_label (
  session_id uuid not null,
  label_name varchar not null,
  label_value varchar not null,
  primary key (session_id, label_name)
);

create index session_by_label on session_label (label_name, label_value, session_id);

create table connection (
  session_id uuid not null,
  number integer not null,
  client_address bytea not null,
  client_port integer not null,
  server_address bytea not null,
  server_port integer not null,
  incarnation integer not null,
  opening varchar not null,
  client_isn bigint,
  server_isn bigint,
  outcome varchar not null,
  client_state varchar not null,
  server_state varchar not null,
  conn_state varchar not null,
  history varchar not null,
  completeness integer not null,
  ack_synchronized boolean not null,
  handshake_ns bigint,
  client_established_ns bigint,
  server_established_ns bigint,
  syn_to_syn_ack_ns bigint,
  syn_ack_to_ack_ns bigint,
  client_rtt_ns bigint,
  server_rtt_ns bigint,
  syn_retransmissions integer not null,
  syn_ack_retransmissions integer not null,
  retransmission_wait_ns bigint,
  retransmission_waits varchar not null, -- JSON
  time_in_state varchar not null, -- JSON
  primary key (session_id, number)
);

-- The timeline of a session is cut over four tables; entry_no, from 1 without a gap, is an entry's
-- place in it.
create table segment (
  session_id uuid not null,
  entry_no integer not null,
  ordinal integer not null,
  connection integer not null,
  sender varchar not null,
  injected_by varchar,
  kind varchar not null,
  flags smallint not null, -- FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128
  sent_ns bigint,
  octets bytea not null, -- the IP packet as sent
  checksum_offloaded boolean not null,
  retransmission_of integer,
  cause_kind varchar,
  cause_name varchar,
  cause_segment integer,
  cause_copy integer,
  rule varchar,
  provenance varchar not null,
  primary key (session_id, entry_no)
);

create table delivery (
  session_id uuid not null,
  entry_no integer not null,
  segment integer not null, -- its ordinal
  copy integer not null,
  received_ns bigint,
  corrupted boolean not null,
  disposition varchar not null,
  reason varchar,
  rule varchar,
  primary key (session_id, entry_no)
);

create index delivery_by_segment on delivery (session_id, segment, entry_no);

create table transition (
  session_id uuid not null,
  entry_no integer not null,
  ordinal integer not null,
  connection integer not null,
  endpoint varchar not null,
  subject varchar not null,
  from_state varchar not null,
  to_state varchar not null,
  at_ns bigint,
  cause_kind varchar,
  cause_name varchar,
  cause_segment integer,
  cause_copy integer,
  rule varchar,
  provenance varchar not null,
  kernel_state varchar,
  primary key (session_id, entry_no)
);

-- Timers, calls, samples, ICMP errors and notes: kind says which columns are filled.
create table entry (
  session_id uuid not null,
  entry_no integer not null,
  kind varchar not null,
  connection integer,
  endpoint varchar,
  at_ns bigint,
  rule varchar,
  timer varchar,
  action varchar,
  deadline_ns bigint,
  call_id integer,
  op varchar,
  detail varchar,
  result varchar,
  syn_queue integer,
  accept_queue integer,
  icmp_type integer,
  icmp_code integer,
  about_segment integer,
  note varchar,
  primary key (session_id, entry_no)
);

-- Who is alive. A process whose lease has run out counts as dead, one that has no row too.
create table process (
  id uuid not null primary key,
  lease_until timestamp(6) with time zone not null
);

create table idempotency_key (
  id bytea not null primary key, -- SHA-256 of caller, method, path and key
  request bytea not null, -- SHA-256 of the body
  process uuid not null, -- who carries the request out
  claimed_at timestamp(6) with time zone not null,
  status integer, -- null while in flight
  headers varchar, -- JSON
  body text
);

create index idempotency_key_by_age on idempotency_key (claimed_at);
