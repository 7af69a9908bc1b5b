-- up
-- What the printing facility gets at once. Nothing personal stands here: that is in the rows of cards.
create table "card_batch" (
  "id" uuid not null,
  "number" varchar(20) not null,
  "made_at" timestamptz(3) not null,
  "made_by" uuid not null,
  "downloads" int not null default 0,
  "last_download_at" timestamptz(3) null,
  "last_download_by" uuid null,
  "last_sha256" varchar(64) null,
  primary key ("id")
);
alter table "card_batch" add constraint "card_batch_number_unique" unique ("number");
create index "card_batch_made_at_index" on "card_batch" ("made_at");
alter table "card_batch" add constraint "card_batch_download_holds" check (num_nulls("last_download_at", "last_download_by", "last_sha256") in (0, 3));

-- A card's place in a batch, with the number that is printed on it. A card that was held leaves its place behind, and gets another later.
create table "card_batch_place" (
  "id" uuid not null,
  "batch_id" uuid not null,
  "card_id" uuid not null,
  "position" int not null,
  "card_number" varchar(9) not null,
  "withdrawn_at" timestamptz(3) null,
  primary key ("id")
);
create index "card_batch_place_card_id_index" on "card_batch_place" ("card_id");
alter table "card_batch_place" add constraint "card_batch_place_batch_id_position_unique" unique ("batch_id", "position");
alter table "card_batch_place" add constraint "card_batch_place_card_number_unique" unique ("card_number");
alter table "card_batch_place" add constraint "card_batch_place_batch_id_foreign" foreign key ("batch_id") references "card_batch" ("id");
alter table "card_batch_place" add constraint "card_batch_place_card_id_foreign" foreign key ("card_id") references "card" ("id") on delete cascade;
alter table "card_batch_place" add constraint "card_batch_place_number_holds" check ("card_number" ~ '^[A-Z0-9]{9}$');
-- Never printed twice: a card has one place that counts.
create unique index "card_batch_place_once_holds" on "card_batch_place" ("card_id") where "withdrawn_at" is null;

-- What the card says, as it was when it went to print; goes when the card is held.
alter table "card" add column "face" bytea null;
alter table "card" add constraint "card_face_holds" check ("face" is null or "printed_at" is not null);

-- down
alter table "card" drop column "face";
drop table "card_batch_place";
drop table "card_batch";
