-- up
create table "second_factor" (
  "id" uuid not null,
  "account_id" uuid not null,
  "kind" text not null,
  "name" bytea null,
  "secret" bytea null,
  "last_step" int null,
  "added_at" timestamptz(3) not null,
  "used_at" timestamptz(3) null,
  primary key ("id")
);
create table "recovery_code" (
  "id" uuid not null,
  "account_id" uuid not null,
  "code_hash" bytea not null,
  "made_at" timestamptz(3) not null,
  "used_at" timestamptz(3) null,
  primary key ("id")
);

create index "second_factor_account_id_index" on "second_factor" ("account_id");
alter table "second_factor" add constraint "second_factor_kind_check" check ("kind" in ('app', 'passkey'));
alter table "second_factor" add constraint "second_factor_account_id_foreign" foreign key ("account_id") references "account" ("id");
create index "recovery_code_account_id_index" on "recovery_code" ("account_id");
alter table "recovery_code" add constraint "recovery_code_code_hash_unique" unique ("code_hash");
alter table "recovery_code" add constraint "recovery_code_account_id_foreign" foreign key ("account_id") references "account" ("id");

-- An app has a secret, and nothing else does.
alter table "second_factor" add constraint "second_factor_app_holds" check (("kind" = 'app') = ("secret" is not null));

-- down
drop table "recovery_code" cascade;
drop table "second_factor" cascade;
