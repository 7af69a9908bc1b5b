-- up
-- An import ends with the right of the officer who reads it, or sends its invitations: it stops, and another officer goes on.
alter table "case_import" add column "read_by" uuid null, add column "stopped_at" timestamptz(3) null, add column "inviting_stopped_at" timestamptz(3) null;
alter table "case_import" add constraint "case_import_stopped_holds" check ("stopped_at" is null or "finished_at" is null);

-- down
alter table "case_import" drop constraint "case_import_stopped_holds";
alter table "case_import" drop column "read_by", drop column "stopped_at", drop column "inviting_stopped_at";
