-- up
-- A thread is about one person; whoever acts for them reads and writes it, and the office. Its words are sealed (TRUST.md 19).
create table "message_thread" (
  "id" uuid not null,
  "person_id" uuid not null,
  "topic" text not null,
  "format" text null,
  "opened_at" timestamptz(3) not null,
  "last_at" timestamptz(3) not null,
  "waits_for" text null,
  "due_on" date null,
  "version" int not null default 1,
  primary key ("id")
);
create index "message_thread_person_id_last_at_index" on "message_thread" ("person_id", "last_at");
create index "message_thread_waits_for_last_at_index" on "message_thread" ("waits_for", "last_at");
alter table "message_thread" add constraint "message_thread_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
alter table "message_thread" add constraint "message_thread_topic_check" check ("topic" in ('declaration', 'address', 'photo', 'residence', 'card', 'account', 'format', 'other'));
alter table "message_thread" add constraint "message_thread_format_check" check ("format" in ('large_print', 'braille', 'audio', 'electronic_text', 'other'));
alter table "message_thread" add constraint "message_thread_waits_for_check" check ("waits_for" in ('office', 'person'));
alter table "message_thread" add constraint "message_thread_format_holds" check (("topic" = 'format') = ("format" is not null));

create table "message" (
  "id" uuid not null,
  "thread_id" uuid not null,
  "from_office" boolean not null,
  "author" uuid not null,
  "words" bytea not null,
  "sent_at" timestamptz(3) not null,
  "read_at" timestamptz(3) null,
  primary key ("id")
);
create index "message_thread_id_sent_at_index" on "message" ("thread_id", "sent_at");
alter table "message" add constraint "message_thread_id_foreign" foreign key ("thread_id") references "message_thread" ("id") on delete cascade;

-- What officers tell each other about a case: never shown to anybody else, and never changed.
create table "case_note" (
  "id" uuid not null,
  "case_file_id" uuid not null,
  "words" bytea not null,
  "written_at" timestamptz(3) not null,
  "written_by" uuid not null,
  primary key ("id")
);
create index "case_note_case_file_id_written_at_index" on "case_note" ("case_file_id", "written_at");
alter table "case_note" add constraint "case_note_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id") on delete cascade;

-- down
drop table "case_note";
drop table "message";
drop table "message_thread";
