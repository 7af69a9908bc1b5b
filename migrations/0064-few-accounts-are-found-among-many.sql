-- up
-- Accounts whose owners said "this wasn't me", and those of officers: few among all, each in the order of its list.
create index "account_reported_holds" on "account" ("suspended_at", "id") where state = 'suspended' and suspended_reason = 'not_me';
create index "account_officers_holds" on "account" ("created_at", "id") where kind = 'officer';
create index "account_by_role_holds" on "account" ("role") where role is not null;

-- down
drop index "account_by_role_holds";
drop index "account_officers_holds";
drop index "account_reported_holds";
