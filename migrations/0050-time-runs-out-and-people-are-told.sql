-- up
-- When the next reminder of a record is due: 60 and 14 days before its 180 days are over (PORTAL.md 4); null once both were looked at.
alter table "residence_record" add column "remind_at" timestamptz(3) null;
create index "residence_record_remind_at_index" on "residence_record" ("remind_at");

-- down
alter table "residence_record" drop column "remind_at";
