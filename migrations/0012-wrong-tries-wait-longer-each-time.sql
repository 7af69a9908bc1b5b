-- up
create table "sign_in_link" (
  "id" uuid not null,
  "account_id" uuid not null,
  "token_hash" bytea not null,
  "created_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "used_at" timestamptz(3) null,
  primary key ("id")
);
create index "sign_in_link_account_id_index" on "sign_in_link" ("account_id");
alter table "sign_in_link" add constraint "sign_in_link_token_hash_unique" unique ("token_hash");
alter table "sign_in_link" add constraint "sign_in_link_account_id_foreign" foreign key ("account_id") references "account" ("id");

-- Keys are hashes: no name and no network address stands here.
create table "wrong_try" (
  "key" varchar(255) primary key,
  "wrong" integer not null,
  "rounds" integer not null default 0,
  "window_ends_at" timestamptz(3) not null,
  "waits_until" timestamptz(3) null,
  "forgotten_at" timestamptz(3) not null
);
create index "wrong_try_forgotten_at_index" on "wrong_try" ("forgotten_at");
create index "request_limit_expire_index" on "request_limit" ("expire");

-- down
drop index "request_limit_expire_index";
drop table "wrong_try";
drop table "sign_in_link" cascade;
