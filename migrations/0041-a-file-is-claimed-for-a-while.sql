-- up
-- Who works on a case now, and until when: one officer at a time, by a lock that ends by itself (PORTAL.md 4).
create table "file_claim" (
  "case_file_id" uuid not null,
  "account_id" uuid not null,
  "until" timestamptz(3) not null,
  primary key ("case_file_id")
);
create index "file_claim_account_id_index" on "file_claim" ("account_id");
alter table "file_claim" add constraint "file_claim_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id") on delete cascade;
alter table "file_claim" add constraint "file_claim_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;

-- down
drop table "file_claim";
