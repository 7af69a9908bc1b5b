-- up
-- PORTAL 6.19: suspicion, death or refusal: an officer suspends a person's file, with a reason for the office alone.
alter table "confirmation" add column "suspended_reason" bytea null;
alter table "confirmation" add column "suspended_by" uuid null;
alter table "confirmation" add constraint "confirmation_suspended_holds" check ("suspended_at" is not null or num_nonnulls("suspended_reason", "suspended_by") = 0);

-- down
alter table "confirmation" drop constraint "confirmation_suspended_holds";
alter table "confirmation" drop column "suspended_by";
alter table "confirmation" drop column "suspended_reason";
