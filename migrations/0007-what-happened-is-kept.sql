-- up
create table "audit_event" (
  "id" uuid not null,
  "at" timestamptz(3) not null,
  "actor_kind" varchar(255) not null,
  "actor_account" uuid null,
  "action" varchar(255) not null,
  "subject" uuid not null,
  "case_file" uuid null,
  "details" jsonb not null,
  primary key ("id")
);
create table "outbox_message" (
  "id" uuid not null,
  "template" varchar(255) not null,
  "language" text not null,
  "recipient" bytea null,
  "payload" bytea null,
  "created_at" timestamptz(3) not null,
  "not_before" timestamptz(3) null,
  "attempts" int not null default 0,
  "last_error" varchar(255) null,
  "sent_at" timestamptz(3) null,
  "failed_at" timestamptz(3) null,
  "withdrawn_at" timestamptz(3) null,
  primary key ("id")
);

create index "audit_event_subject_at_index" on "audit_event" ("subject", "at");
create index "outbox_message_not_before_id_index" on "outbox_message" ("not_before", "id");
alter table "outbox_message" add constraint "outbox_message_language_check" check ("language" in ('en', 'fr'));


-- The application adds to the trail and reads it, nothing else (TRUST.md 20).
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on "audit_event" from portal_app;
  end if;
end $$;

-- down
drop table "outbox_message" cascade;
drop table "audit_event" cascade;
