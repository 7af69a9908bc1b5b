-- up
-- "My card never came", signed as presence is (S8): with it another card is made (PORTAL.md 4). One for a card.
create table "missing_card" (
  "id" uuid not null,
  "card_id" uuid not null,
  "person_id" uuid not null,
  "signer_account_id" uuid not null,
  "relation" text not null,
  "statement_version" int not null,
  "statement_language" text not null,
  "typed_name" bytea not null,
  "reference" varchar(255) not null,
  "declared_at" timestamptz(3) not null,
  primary key ("id")
);
alter table "missing_card" add constraint "missing_card_card_id_unique" unique ("card_id");
create index "missing_card_person_id_index" on "missing_card" ("person_id");
alter table "missing_card" add constraint "missing_card_reference_unique" unique ("reference");
alter table "missing_card" add constraint "missing_card_relation_check" check ("relation" in ('self', 'parent', 'principal_with_consent'));
alter table "missing_card" add constraint "missing_card_statement_language_check" check ("statement_language" in ('en', 'fr'));
alter table "missing_card" add constraint "missing_card_card_id_foreign" foreign key ("card_id") references "card" ("id") on delete cascade;
alter table "missing_card" add constraint "missing_card_person_id_foreign" foreign key ("person_id") references "person" ("id");
-- S33: signed by an account that acts for the person, and such an account is an applicant's.
alter table "missing_card" add constraint "missing_card_signer_holds" foreign key ("signer_account_id", "person_id") references "acts_for" ("account_id", "person_id");
create trigger "missing_card_is_final" before update or delete on "missing_card" for each row execute function refuse_change('typed_name');

-- down
drop table "missing_card" cascade;
