-- up
-- A photo that a representative prepared and the applicant has not taken over: one a person, and it counts for nothing (PORTAL.md 2).
create table "photo_draft" (
  "id" uuid not null,
  "representation_id" uuid not null,
  "person_id" uuid not null,
  "store_key" varchar(255) not null,
  "file_name" bytea not null,
  "prepared_at" timestamptz(3) not null,
  primary key ("id")
);
create index "photo_draft_representation_id_index" on "photo_draft" ("representation_id");
create index "photo_draft_store_key_index" on "photo_draft" ("store_key");
alter table "photo_draft" add constraint "photo_draft_person_id_unique" unique ("person_id");
alter table "photo_draft" add constraint "photo_draft_representation_id_foreign" foreign key ("representation_id") references "representation" ("id") on delete cascade;
alter table "photo_draft" add constraint "photo_draft_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;

-- It lives by a consent as well (0025).
create trigger "photo_draft_needs_consent" before insert or update of "representation_id", "person_id" on "photo_draft"
  for each row execute function keep_drafts_to_consent();
create or replace function end_drafts_with_consent() returns trigger language plpgsql as $$
begin
  delete from address_draft where representation_id = new.id;
  delete from photo_draft where representation_id = new.id;
  return null;
end $$;

-- down
create or replace function end_drafts_with_consent() returns trigger language plpgsql as $$
begin
  delete from address_draft where representation_id = new.id;
  return null;
end $$;
drop table "photo_draft";
