-- up
-- Whom a mail is about, so that one that came back leads an officer to the file (PORTAL.md 6.6). It survives the wiping of receiver and
-- contents, and not the person.
alter table "outbox_message" add column "about_person" uuid null;
alter table "outbox_message" add column "bounce" varchar(255) null;
alter table "outbox_message" add column "bounced_at" timestamptz(3) null;
alter table "outbox_message" add column "bounce_seen_at" timestamptz(3) null;
alter table "outbox_message" add constraint "outbox_message_about_person_holds"
  foreign key ("about_person") references "person" ("id") on delete set null deferrable initially deferred;
alter table "outbox_message" add constraint "outbox_message_bounce_holds" check (("bounce" is null) = ("bounced_at" is null));
create index "outbox_message_about_person_index" on "outbox_message" ("about_person");
create index "outbox_message_bounced_at_index" on "outbox_message" ("bounced_at") where bounce = 'permanent' and bounce_seen_at is null;

-- Messages of bounces that were read already, each handled once.
create table "bounce_read" (
  "message_hash" bytea not null,
  "read_at" timestamptz(3) not null,
  primary key ("message_hash")
);

-- down
drop table "bounce_read";
drop index "outbox_message_bounced_at_index";
drop index "outbox_message_about_person_index";
alter table "outbox_message" drop column "bounce_seen_at";
alter table "outbox_message" drop column "bounced_at";
alter table "outbox_message" drop column "bounce";
alter table "outbox_message" drop column "about_person";
