-- up
create table "sign_in_event" (
  "id" uuid not null,
  "account_id" uuid not null,
  "at" timestamptz(3) not null,
  "outcome" text not null,
  "device" bytea not null,
  primary key ("id")
);
create table "known_device" (
  "account_id" uuid not null,
  "device_hash" bytea not null,
  "first_seen_at" timestamptz(3) not null,
  "last_seen_at" timestamptz(3) not null,
  primary key ("account_id", "device_hash")
);
alter table "account" add column "suspended_at" timestamptz(3) null, add column "suspended_from" text null, add column "suspended_reason" text null;

create index "sign_in_event_account_id_at_index" on "sign_in_event" ("account_id", "at");
alter table "sign_in_event" add constraint "sign_in_event_outcome_check" check ("outcome" in ('done', 'refused'));
create index "known_device_device_hash_index" on "known_device" ("device_hash");
create index "account_suspended_at_index" on "account" ("suspended_at");
alter table "account" add constraint "account_suspended_from_check" check ("suspended_from" in ('temporary', 'active'));
alter table "account" add constraint "account_suspended_reason_check" check ("suspended_reason" in ('not_me', 'officer'));
alter table "sign_in_event" add constraint "sign_in_event_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;
alter table "known_device" add constraint "known_device_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;
-- What was kept of a suspension goes with it.
alter table "account" add constraint "account_suspended_holds" check ("state" = 'suspended' or num_nonnulls("suspended_at", "suspended_from", "suspended_reason") = 0);

-- A session remembers on what it was begun. One that is over keeps its owner for a day, and nothing of what was in it.
alter table "session" add column "device" bytea null, alter column "data" drop not null;
create index "session_unwiped_index" on "session" ("ends_at") where "data" is not null;

-- down
drop index "session_unwiped_index";
delete from "session" where "data" is null;
alter table "session" drop column "device", alter column "data" set not null;
alter table "account" drop constraint "account_suspended_holds";
alter table "account" drop column "suspended_at", drop column "suspended_from", drop column "suspended_reason";
drop table "known_device" cascade;
drop table "sign_in_event" cascade;
