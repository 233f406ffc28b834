-- What the kernel said of a session that ran on it: tcp_info, counters, settings, as JSON.
create table kernel_account (
  session_id uuid not null primary key,
  account text not null
);
