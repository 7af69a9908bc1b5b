-- up
create table "invitation" (
  "id" uuid not null,
  "case_file_id" uuid not null,
  "state" text not null default 'draft',
  "token_hash" bytea null,
  "sent_at" timestamptz(3) null,
  "ends_at" timestamptz(3) null,
  "replied_at" timestamptz(3) null,
  "version" int not null default 1,
  primary key ("id")
);
create table "reply" (
  "id" uuid not null,
  "invitation_id" uuid not null,
  "person_id" uuid not null,
  "language" text not null,
  "answers" bytea not null,
  "started_at" timestamptz(3) not null,
  "sent_at" timestamptz(3) null,
  "reference" varchar(255) null,
  "email_token_hash" bytea null,
  "email_confirmed_at" timestamptz(3) null,
  "read_at" timestamptz(3) null,
  "read_by" uuid null,
  "version" int not null default 1,
  primary key ("id")
);

alter table "invitation" add constraint "invitation_case_file_id_unique" unique ("case_file_id");
create index "invitation_state_index" on "invitation" ("state");
alter table "invitation" add constraint "invitation_token_hash_unique" unique ("token_hash");
alter table "invitation" add constraint "invitation_state_check" check ("state" in ('draft', 'sent', 'bounced', 'expired', 'declined', 'replied', 'closed'));
alter table "reply" add constraint "reply_invitation_id_unique" unique ("invitation_id");
create index "reply_person_id_index" on "reply" ("person_id");
alter table "reply" add constraint "reply_reference_unique" unique ("reference");
alter table "reply" add constraint "reply_email_token_hash_unique" unique ("email_token_hash");
create index "reply_read_at_sent_at_index" on "reply" ("read_at", "sent_at");
alter table "reply" add constraint "reply_language_check" check ("language" in ('en', 'fr'));

alter table "invitation" add constraint "invitation_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id");
alter table "reply" add constraint "reply_invitation_id_foreign" foreign key ("invitation_id") references "invitation" ("id");
alter table "reply" add constraint "reply_person_id_foreign" foreign key ("person_id") references "person" ("id");

alter table "invitation" add constraint "invitation_sent_holds" check ("state" <> 'sent' or ("token_hash" is not null and "ends_at" is not null));
alter table "reply" add constraint "reply_sent_holds" check (("sent_at" is null) = ("reference" is null));

-- down
drop table "reply" cascade;
drop table "invitation" cascade;
