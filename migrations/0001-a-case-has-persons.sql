-- up
create table "case_file" (
  "id" uuid not null,
  "application_number" bytea not null,
  "application_number_index" bytea not null,
  "contact_address" varchar(255) not null,
  "language" text not null,
  "created_at" timestamptz(3) not null,
  "created_by" uuid not null,
  primary key ("id")
);
create table "person" (
  "id" uuid not null,
  "case_file_id" uuid not null,
  "relation" text not null,
  "facts" bytea not null,
  "uci_index" bytea not null,
  "email" bytea not null,
  "email_index" bytea not null,
  "email_confirmed_at" timestamptz(3) null,
  "appearance" bytea null,
  "created_at" timestamptz(3) not null,
  primary key ("id")
);
create table "search_word" (
  "word" bytea not null,
  "person_id" uuid not null,
  primary key ("word", "person_id")
);

alter table "case_file" add constraint "case_file_application_number_index_unique" unique ("application_number_index");
alter table "case_file" add constraint "case_file_language_check" check ("language" in ('en', 'fr'));
create index "person_case_file_id_index" on "person" ("case_file_id");
create index "person_uci_index_index" on "person" ("uci_index");
create index "person_email_index_index" on "person" ("email_index");
alter table "person" add constraint "person_relation_check" check ("relation" in ('principal', 'spouse', 'partner', 'child', 'dependant'));
create index "search_word_person_id_index" on "search_word" ("person_id");

alter table "person" add constraint "person_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id");
alter table "search_word" add constraint "search_word_person_id_foreign" foreign key ("person_id") references "person" ("id");

-- down
drop table "search_word" cascade;
drop table "person" cascade;
drop table "case_file" cascade;
