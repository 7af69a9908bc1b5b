-- up
create table "kept_form" (
  "id" uuid not null,
  "account_id" uuid not null,
  "page_hash" bytea not null,
  "content" bytea not null,
  "kept_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  primary key ("id")
);

alter table "kept_form" add constraint "kept_form_account_id_page_hash_unique" unique ("account_id", "page_hash");
create index "kept_form_ends_at_index" on "kept_form" ("ends_at");
alter table "kept_form" add constraint "kept_form_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;

-- down
drop table "kept_form" cascade;
