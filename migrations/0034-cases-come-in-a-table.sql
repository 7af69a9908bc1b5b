-- up
-- Many cases in one upload: its rows wait here, sealed, each until its case is opened or refused; of mistakes are kept where they are and
-- which, and the values of their texts sealed. No case is opened twice, whoever stops when: a case's rows go in its own transaction.
create table "case_import" (
  "id" uuid not null,
  "file_name" bytea not null,
  "file_hash" bytea null,
  "begun_at" timestamptz(3) not null,
  "begun_by" uuid not null,
  "arrived_at" timestamptz(3) null,
  "rows" int not null default 0,
  "rows_read" int not null default 0,
  "cases_made" int not null default 0,
  "cases_unchanged" int not null default 0,
  "cases_refused" int not null default 0,
  "finished_at" timestamptz(3) null,
  "inviting_since" timestamptz(3) null,
  "inviting_by" uuid null,
  "invitations_sent" int not null default 0,
  "invited_at" timestamptz(3) null,
  primary key ("id")
);
alter table "case_import" add constraint "case_import_file_hash_unique" unique ("file_hash");
create index "case_import_begun_at_index" on "case_import" ("begun_at");
alter table "case_import" add constraint "case_import_arrived_holds" check (("arrived_at" is null) = ("file_hash" is null));
alter table "case_import" add constraint "case_import_read_holds" check ("rows_read" <= "rows");

create table "case_import_row" (
  "id" uuid not null,
  "import_id" uuid not null,
  "line" int not null,
  "case_hash" bytea not null,
  "cells" bytea not null,
  primary key ("id")
);
create index "case_import_row_import_id_line_index" on "case_import_row" ("import_id", "line");
create index "case_import_row_import_id_case_hash_index" on "case_import_row" ("import_id", "case_hash");
alter table "case_import_row" add constraint "case_import_row_import_id_foreign" foreign key ("import_id") references "case_import" ("id") on delete cascade;

create table "case_import_mistake" (
  "id" uuid not null,
  "import_id" uuid not null,
  "line" int not null,
  "turn" int not null,
  "place" varchar(255) null,
  "words" varchar(255) not null,
  "details" bytea null,
  primary key ("id")
);
alter table "case_import_mistake" add constraint "case_import_mistake_import_id_line_turn_unique" unique ("import_id", "line", "turn");
alter table "case_import_mistake" add constraint "case_import_mistake_import_id_foreign" foreign key ("import_id") references "case_import" ("id") on delete cascade;

-- Which import opened a case, so that its invitations can be sent together.
alter table "case_file" add column "import_id" uuid null;
create index "case_file_import_id_index" on "case_file" ("import_id");

-- down
alter table "case_file" drop column "import_id";
drop table "case_import_mistake";
drop table "case_import_row";
drop table "case_import";
