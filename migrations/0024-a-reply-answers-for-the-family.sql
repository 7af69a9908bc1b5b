-- up
-- What the principal applicant's reply says of everybody else on the case.
create table "member_reply" (
  "id" uuid not null,
  "reply_id" uuid not null,
  "person_id" uuid not null,
  "answers" bytea not null,
  "email_token_hash" bytea null,
  "email_confirmed_at" timestamptz(3) null,
  "awaits_account" boolean not null default false,
  primary key ("id")
);
create index "member_reply_person_id_index" on "member_reply" ("person_id");
alter table "member_reply" add constraint "member_reply_email_token_hash_unique" unique ("email_token_hash");
alter table "member_reply" add constraint "member_reply_reply_id_person_id_unique" unique ("reply_id", "person_id");
alter table "member_reply" add constraint "member_reply_reply_id_foreign" foreign key ("reply_id") references "reply" ("id") on delete cascade;
alter table "member_reply" add constraint "member_reply_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
-- Who is to get an account of their own, while they have none.
create index "member_reply_waiting_holds" on "member_reply" ("reply_id") where "awaits_account";

-- down
drop table "member_reply" cascade;
