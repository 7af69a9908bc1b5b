-- up
-- A day has one seal of each key: after a rotation the trail can be verified without the old key at once.
alter table "audit_seal" drop constraint "audit_seal_day_unique";
alter table "audit_seal" add constraint "audit_seal_day_key_number_unique" unique ("day", "key_number");

-- down
alter table "audit_seal" drop constraint "audit_seal_day_key_number_unique";
alter table "audit_seal" add constraint "audit_seal_day_unique" unique ("day");
