-- up
-- What form IMM 5476 says of the representative, sealed; its dates, and which officer recorded it. Consents from before this have none.
alter table "representation" add column "form" bytea null, add column "signed_on" date null, add column "received_on" date null, add column "recorded_by" uuid null;
-- At most 90 days old on the day received, and not from the future (PORTAL.md 2).
alter table "representation" add constraint "representation_form_holds" check (
  ("form" is null) = ("signed_on" is null) and ("form" is null) = ("received_on" is null) and ("form" is null) = ("recorded_by" is null)
  and ("form" is null or "signed_on" between "received_on" - 90 and "received_on")
);
-- One at a time per application.
create unique index "representation_case_file_id_unique" on "representation" ("case_file_id") where ended_at is null;

-- down
drop index "representation_case_file_id_unique";
alter table "representation" drop column "form", drop column "signed_on", drop column "received_on", drop column "recorded_by";
