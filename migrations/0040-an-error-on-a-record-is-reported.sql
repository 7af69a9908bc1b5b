-- up
-- What somebody says is wrong on their eCOPR, until an officer corrected it or answered (PORTAL.md 6.18).
create table "record_error" (
  "id" uuid not null,
  "record_id" uuid not null,
  "person_id" uuid not null,
  "parts" jsonb not null,
  "words" bytea not null,
  "reported_at" timestamptz(3) not null,
  "reported_by" uuid not null,
  "closed_at" timestamptz(3) null,
  "closed_by" uuid null,
  "outcome" text null,
  "answer" bytea null,
  primary key ("id")
);
create index "record_error_record_id_index" on "record_error" ("record_id");
create index "record_error_person_id_index" on "record_error" ("person_id");
create index "record_error_closed_at_reported_at_index" on "record_error" ("closed_at", "reported_at");
alter table "record_error" add constraint "record_error_record_id_foreign" foreign key ("record_id") references "residence_record" ("id") on delete cascade;
alter table "record_error" add constraint "record_error_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
alter table "record_error" add constraint "record_error_outcome_check" check ("outcome" in ('corrected', 'answered'));
alter table "record_error" add constraint "record_error_closed_holds" check (num_nulls("closed_at", "closed_by", "outcome") in (0, 3));
alter table "record_error" add constraint "record_error_answer_holds" check (("outcome" = 'answered') is not true or "answer" is not null);
create unique index "record_error_one_open_holds" on "record_error" ("person_id") where "closed_at" is null;

-- down
drop table "record_error";
