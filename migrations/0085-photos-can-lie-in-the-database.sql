-- up
-- One of three homes of photos (PHOTO_STORE=postgresql), read and written by src/photos/store only. No row refers to it: files are written
-- before the row that names them, and what no row names goes after a day, as in a folder. They come sealed: nothing can be pressed.
create table "photo_object" (
  "key" uuid not null,
  "bytes" bytea not null,
  "written_at" timestamptz(3) not null default clock_timestamp(),
  primary key ("key")
);
alter table "photo_object" alter column "bytes" set storage external;

-- down
drop table "photo_object" cascade;
