-- up
-- A keyed hash of each folded word of where a person lives and where the card goes: how officers find a case by a postal address without
-- the database knowing it (TRUST 19).
create table "address_word" (
  "word" bytea not null,
  "person_id" uuid not null,
  primary key ("word", "person_id")
);
create index "address_word_person_id_index" on "address_word" ("person_id");
alter table "address_word" add constraint "address_word_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;

-- down
drop table "address_word";
