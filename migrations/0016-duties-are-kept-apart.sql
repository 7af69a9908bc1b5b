-- up
-- Files of relatives, or of the officer's own, as officers declare them; who declares one does not open it (PORTAL.md 2).
create table "officer_relative" (
  "id" uuid not null,
  "account_id" uuid not null,
  "case_file_id" uuid not null,
  "relation" text not null,
  "declared_at" timestamptz(3) not null,
  "removed_at" timestamptz(3) null,
  "removed_by_id" uuid null,
  primary key ("id")
);
alter table "officer_relative" add constraint "officer_relative_relation_check" check ("relation" in ('own', 'relative'));
create index "officer_relative_case_file_id_index" on "officer_relative" ("case_file_id");
create unique index "officer_relative_account_id_case_file_id_unique" on "officer_relative" ("account_id", "case_file_id") where removed_at is null;
alter table "officer_relative" add constraint "officer_relative_account_id_foreign" foreign key ("account_id") references "account" ("id");
alter table "officer_relative" add constraint "officer_relative_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id") on delete cascade;
alter table "officer_relative" add constraint "officer_relative_removed_by_id_foreign" foreign key ("removed_by_id") references "account" ("id") on delete set null;
-- Only somebody else takes a declaration back.
alter table "officer_relative" add constraint "officer_relative_removed_holds" check ("removed_by_id" is distinct from "account_id");
alter table "officer_relative" add constraint "officer_relative_removal_holds" check ("removed_by_id" is null or "removed_at" is not null);

-- The two-person rule: who prepared a card never releases it to print. Where one person is enough, nobody prepares.
alter table "card" add column "prepared_at" timestamptz(3) null, add column "prepared_by" uuid null, add column "released_by" uuid null;
alter table "card" add constraint "card_prepared_holds" check (("prepared_at" is null) = ("prepared_by" is null));
alter table "card" add constraint "card_two_persons_holds" check ("prepared_by" is null or "released_by" is null or "prepared_by" <> "released_by");
alter table "card" add constraint "card_released_holds" check ("prepared_by" is null or "printed_at" is null or "released_by" is not null);

-- down
alter table "card" drop column "prepared_at", drop column "prepared_by", drop column "released_by";
drop table "officer_relative" cascade;
