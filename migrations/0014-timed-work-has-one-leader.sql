-- up
-- Who does a job of timed work at this moment, and when it was last done (TRUST.md 6): read and written by src/jobs only.
create table "job_lease" (
  "name" varchar(255) not null,
  "holder" uuid null,
  "until" timestamptz(3) not null,
  "ran_at" timestamptz(3) null,
  primary key ("name")
);

-- down
drop table "job_lease" cascade;
