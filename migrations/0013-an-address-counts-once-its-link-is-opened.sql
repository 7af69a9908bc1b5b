-- up
create table "email_change" (
  "id" uuid not null,
  "account_id" uuid not null,
  "email" bytea not null,
  "email_index" bytea not null,
  "token_hash" bytea not null,
  "asked_at" timestamptz(3) not null,
  "asked_by" uuid null,
  "identity_check" text null,
  "ends_at" timestamptz(3) not null,
  "opened_at" timestamptz(3) null,
  "closed_at" timestamptz(3) null,
  primary key ("id")
);
create index "email_change_account_id_index" on "email_change" ("account_id");
alter table "email_change" add constraint "email_change_token_hash_unique" unique ("token_hash");
alter table "email_change" add constraint "email_change_identity_check_check" check ("identity_check" in ('in_person', 'video', 'telephone', 'letter'));
alter table "email_change" add constraint "email_change_account_id_foreign" foreign key ("account_id") references "account" ("id");
-- An officer changes an address only after they have checked who asks; a person does it themselves, with their password.
alter table "email_change" add constraint "email_change_checked_holds" check (("asked_by" is null) = ("identity_check" is null));
alter table "account" add column "email_changed_at" timestamptz(3) null;

-- down
alter table "account" drop column "email_changed_at";
drop table "email_change" cascade;
