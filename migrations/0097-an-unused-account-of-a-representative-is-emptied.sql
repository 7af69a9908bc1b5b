-- up
-- TRUST.md 22: a representative's account that nobody uses any more is closed and emptied, as that of an officer who left (0021). An applicant's
-- goes with the case. Both constraints only become wider, so what is there holds.
alter table "account" drop constraint "account_suspended_reason_check";
alter table "account" add constraint "account_suspended_reason_check" check ("suspended_reason" in ('not_me', 'officer', 'unused')) not valid;
alter table "account" validate constraint "account_suspended_reason_check";
alter table "account" drop constraint "account_emptied_holds";
alter table "account" add constraint "account_emptied_holds" check ("emptied_at" is null
  or ("kind" <> 'applicant' and "state" = 'suspended' and num_nonnulls("password_hash", "temporary_password_hash") = 0)) not valid;
alter table "account" validate constraint "account_emptied_holds";

-- down
alter table "account" drop constraint "account_emptied_holds";
alter table "account" add constraint "account_emptied_holds" check ("emptied_at" is null
  or ("kind" = 'officer' and "state" = 'suspended' and num_nonnulls("password_hash", "temporary_password_hash") = 0)) not valid;
alter table "account" drop constraint "account_suspended_reason_check";
alter table "account" add constraint "account_suspended_reason_check" check ("suspended_reason" in ('not_me', 'officer')) not valid;
