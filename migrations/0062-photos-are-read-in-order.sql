-- up
-- The officers' list of photos in its own order; an officer's decision that can still be undone; and whose newest photo or card one is.
create index "photo_attempt_waiting_holds" on "photo_attempt" (("number" > 1) desc, "submitted_at", "id") where state in ('submitted', 'in_review');
create index "photo_attempt_stands_at_index" on "photo_attempt" ("stands_at");
create index "confirmation_photo_id_index" on "confirmation" ("photo_id");
create index "confirmation_card_id_index" on "confirmation" ("card_id");

-- down
drop index "confirmation_card_id_index";
drop index "confirmation_photo_id_index";
drop index "photo_attempt_stands_at_index";
drop index "photo_attempt_waiting_holds";
