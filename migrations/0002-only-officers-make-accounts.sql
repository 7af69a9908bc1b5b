-- up
create table "account" (
  "id" uuid not null,
  "kind" text not null,
  "role" text null,
  "person_id" uuid null,
  "username" varchar(255) not null,
  "display_name" bytea null,
  "email" bytea not null,
  "email_index" bytea not null,
  "language" text not null,
  "state" text not null default 'temporary',
  "temporary_password_hash" varchar(255) null,
  "temporary_password_ends_at" timestamptz(3) null,
  "password_hash" varchar(255) null,
  "password_changed_at" timestamptz(3) null,
  "created_at" timestamptz(3) not null,
  "created_by" uuid null,
  "version" int not null default 1,
  primary key ("id")
);
create table "acts_for" (
  "account_id" uuid not null,
  "person_id" uuid not null,
  "account_kind" text not null default 'applicant',
  "relation" text not null,
  "since" timestamptz(3) not null,
  "until" timestamptz(3) null,
  primary key ("account_id", "person_id")
);
create table "password_request" (
  "id" uuid not null,
  "account_id" uuid not null,
  "asked_at" timestamptz(3) not null,
  "closed_at" timestamptz(3) null,
  "closed_by" uuid null,
  primary key ("id")
);
create table "password_reset" (
  "id" uuid not null,
  "account_id" uuid not null,
  "token_hash" bytea not null,
  "created_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "used_at" timestamptz(3) null,
  primary key ("id")
);
create table "representation" (
  "id" uuid not null,
  "account_id" uuid not null,
  "case_file_id" uuid not null,
  "since" timestamptz(3) not null,
  "ended_at" timestamptz(3) null,
  primary key ("id")
);

alter table "account" add constraint "account_person_id_unique" unique ("person_id");
alter table "account" add constraint "account_username_unique" unique ("username");
create index "account_email_index_index" on "account" ("email_index");
alter table "account" add constraint "account_id_kind_unique" unique ("id", "kind");
alter table "account" add constraint "account_kind_check" check ("kind" in ('applicant', 'representative', 'officer'));
alter table "account" add constraint "account_role_check" check ("role" in ('officer', 'card_clerk', 'supervisor'));
alter table "account" add constraint "account_language_check" check ("language" in ('en', 'fr'));
alter table "account" add constraint "account_state_check" check ("state" in ('temporary', 'active', 'suspended'));
create index "acts_for_person_id_index" on "acts_for" ("person_id");
alter table "acts_for" add constraint "acts_for_account_kind_check" check ("account_kind" in ('applicant'));
alter table "acts_for" add constraint "acts_for_relation_check" check ("relation" in ('self', 'parent', 'principal_with_consent'));
create index "password_request_account_id_closed_at_index" on "password_request" ("account_id", "closed_at");
create index "password_request_closed_at_asked_at_index" on "password_request" ("closed_at", "asked_at");
create index "password_reset_account_id_index" on "password_reset" ("account_id");
alter table "password_reset" add constraint "password_reset_token_hash_unique" unique ("token_hash");
create index "representation_case_file_id_index" on "representation" ("case_file_id");
create index "representation_account_id_ended_at_index" on "representation" ("account_id", "ended_at");

alter table "account" add constraint "account_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete set null;
alter table "acts_for" add constraint "acts_for_account_id_foreign" foreign key ("account_id") references "account" ("id") on update cascade on delete cascade;
alter table "acts_for" add constraint "acts_for_person_id_foreign" foreign key ("person_id") references "person" ("id") on update cascade on delete cascade;
alter table "password_request" add constraint "password_request_account_id_foreign" foreign key ("account_id") references "account" ("id");
alter table "password_reset" add constraint "password_reset_account_id_foreign" foreign key ("account_id") references "account" ("id");
alter table "representation" add constraint "representation_account_id_foreign" foreign key ("account_id") references "account" ("id");
alter table "representation" add constraint "representation_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id");

-- An applicant's account belongs to a person of a case, nobody else's does; only officers have a role.
alter table "account" add constraint "account_person_holds" check (("kind" = 'applicant') = ("person_id" is not null));
alter table "account" add constraint "account_role_holds" check (("kind" = 'officer') = ("role" is not null));
-- A temporary password has an end; an active account has a password of its own.
alter table "account" add constraint "account_temporary_holds" check (("temporary_password_hash" is null) = ("temporary_password_ends_at" is null));
alter table "account" add constraint "account_active_holds" check ("state" <> 'active' or "password_hash" is not null);
-- S33: a representative's account never becomes an applicant's.
create function keep_account_kind() returns trigger language plpgsql as $$
begin
  if new.kind is distinct from old.kind then
    raise exception 'account: its kind is final' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger "account_kind_is_final" before update on "account" for each row execute function keep_account_kind();
-- S33: whoever acts for a person is an applicant, whatever the code does.
alter table "acts_for" add constraint "acts_for_applicant_holds" foreign key ("account_id", "account_kind") references "account" ("id", "kind");

create table "session" (
  "id_hash" bytea primary key,
  "account_id" uuid null references "account" ("id"),
  "data" bytea not null,
  "created_at" timestamptz(3) not null,
  "seen_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null
);
create index "session_account_id_index" on "session" ("account_id");
create index "session_ends_at_index" on "session" ("ends_at");

create table "request_limit" ("key" varchar(255) primary key, "points" integer not null default 0, "expire" bigint);

-- down
drop table "request_limit";
drop table "session";
drop table "representation" cascade;
drop table "password_reset" cascade;
drop table "password_request" cascade;
drop table "acts_for" cascade;
drop table "account" cascade;
drop function keep_account_kind();
