-- up
-- One slot a person: a link that lets a studio send one file, and then the file, until the applicant takes it over or not. It counts for
-- nothing before (PORTAL.md 5).
create table "photographer_link" (
  "id" uuid not null,
  "person_id" uuid not null,
  "token_hash" bytea not null,
  "made_at" timestamptz(3) not null,
  "ends_at" timestamptz(3) not null,
  "arrived_at" timestamptz(3) null,
  "store_key" varchar(255) null,
  "file_name" bytea null,
  primary key ("id")
);
alter table "photographer_link" add constraint "photographer_link_person_id_unique" unique ("person_id");
alter table "photographer_link" add constraint "photographer_link_token_hash_unique" unique ("token_hash");
create index "photographer_link_store_key_index" on "photographer_link" ("store_key");
alter table "photographer_link" add constraint "photographer_link_person_id_foreign" foreign key ("person_id") references "person" ("id") on delete cascade;
alter table "photographer_link" add constraint "photographer_link_file_holds" check (num_nulls("arrived_at", "store_key", "file_name") in (0, 3));

-- down
drop table "photographer_link";
