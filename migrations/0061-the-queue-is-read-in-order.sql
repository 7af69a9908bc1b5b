-- up
-- What waits for officers, in the order in which it waits: an index a source, of the rows that wait alone, whatever was done before.
create index "reply_unread_holds" on "reply" ("sent_at", "invitation_id") where sent_at is not null and read_at is null;
create index "invitation_replied_holds" on "invitation" ("replied_at", "case_file_id") where state = 'replied';
create index "confirmation_declared_holds" on "confirmation" ("presence_declared_at", "person_id") where presence = 'declared' and suspended_at is null;
create index "confirmation_verified_holds" on "confirmation" ("presence_verified_at", "person_id") where presence = 'verified' and residence = 'not_confirmed' and suspended_at is null;
create index "photo_attempt_first_look_holds" on "photo_attempt" ("submitted_at", "id") where state in ('submitted', 'in_review') and number = 1;
create index "photo_attempt_look_again_holds" on "photo_attempt" ("submitted_at", "id") where state in ('submitted', 'in_review') and number > 1;

-- down
drop index "photo_attempt_look_again_holds";
drop index "photo_attempt_first_look_holds";
drop index "confirmation_verified_holds";
drop index "confirmation_declared_holds";
drop index "invitation_replied_holds";
drop index "reply_unread_holds";
