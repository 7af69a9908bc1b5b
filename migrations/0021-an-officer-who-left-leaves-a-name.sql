-- up
-- TRUST.md 22: two years after an officer's account was suspended nothing is left to sign in with or to write to. Name and role stay, as
-- the label of what they did in the trail.
alter table "account" add column "emptied_at" timestamptz(3) null;
alter table "account" add constraint "account_emptied_holds" check ("emptied_at" is null
  or ("kind" = 'officer' and "state" = 'suspended' and num_nonnulls("password_hash", "temporary_password_hash") = 0));

-- down
alter table "account" drop constraint "account_emptied_holds";
alter table "account" drop column "emptied_at";
