-- up
-- Requests for a password and reported accounts are listed by how long they wait. "Is null" in an index of its own gives no order, and where two
-- columns say the same thing (who is "not_me" is suspended) PostgreSQL expects hardly any rows: all that waited were read and sorted before the
-- first were shown.
create index "password_request_waiting_holds" on "password_request" ("asked_at", "id") where closed_at is null;
drop index "account_reported_holds";
create index "account_reported_holds" on "account" ("suspended_at", "id") where suspended_reason = 'not_me';

-- down
drop index "account_reported_holds";
create index "account_reported_holds" on "account" ("suspended_at", "id") where state = 'suspended' and suspended_reason = 'not_me';
drop index "password_request_waiting_holds";
