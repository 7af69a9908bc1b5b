-- up
-- An index for each list of cards, of its cards alone and in its order, whatever was mailed before.
create index "card_to_print_holds" on "card" ("due_on", "id") where state = 'requested';
create index "card_to_mail_holds" on "card" ("due_on", "id") where state = 'printed';
create index "card_to_mail_again_holds" on "card" ("came_back_at", "id") where state = 'came_back' and ends_on is null;
create index "card_waits_for_its_person_holds" on "card" ("came_back_at", "id") where state = 'came_back' and ends_on is not null;
create index "card_missing_holds" on "card" ("missing_at", "id") where state = 'reported_missing';
create index "card_was_mailed_holds" on "card" ("mailed_at", "id") where state in ('mailed', 'presumed_delivered', 'closed');

-- down
drop index "card_was_mailed_holds";
drop index "card_missing_holds";
drop index "card_waits_for_its_person_holds";
drop index "card_to_mail_again_holds";
drop index "card_to_mail_holds";
drop index "card_to_print_holds";
