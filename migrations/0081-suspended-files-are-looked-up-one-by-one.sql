-- up
-- Whether a file is suspended is asked of each row that waits, of up to a thousand of each kind: an index of the suspended ones alone answers that
-- without the table. Errors on records are shown by how long they wait; "is null" in the middle of an index gives no order.
create index "confirmation_suspended_holds" on "confirmation" ("person_id") where suspended_at is not null;
drop index "confirmation_suspended_at_index";
create index "record_error_waiting_holds" on "record_error" ("reported_at", "person_id") where closed_at is null;
drop index "record_error_closed_at_reported_at_index";

-- down
create index "record_error_closed_at_reported_at_index" on "record_error" ("closed_at", "reported_at");
drop index "record_error_waiting_holds";
create index "confirmation_suspended_at_index" on "confirmation" ("suspended_at");
drop index "confirmation_suspended_holds";
