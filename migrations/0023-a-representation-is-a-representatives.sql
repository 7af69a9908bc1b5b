-- up
-- S31, S32: who represents is a representative, whatever the code does, as who acts for a person is an applicant (0002).
alter table "representation" add column "account_kind" text not null default 'representative';
alter table "representation" add constraint "representation_account_kind_check" check ("account_kind" in ('representative'));
alter table "representation" add constraint "representation_representative_holds" foreign key ("account_id", "account_kind") references "account" ("id", "kind");

-- down
alter table "representation" drop constraint "representation_representative_holds";
alter table "representation" drop column "account_kind";
