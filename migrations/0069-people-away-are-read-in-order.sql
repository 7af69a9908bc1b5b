-- up
-- People away, each kind alone and in the order of its list: counted in the index, and a day on which thousands mean to be back is not sorted.
create index "confirmation_asked_holds" on "confirmation" ("return_asked_at", "id") where return_asked_at is not null and suspended_at is null;
create index "confirmation_withdrawn_holds" on "confirmation" ("presence_withdrawn_at", "id") where presence = 'withdrawn' and suspended_at is null;
create index "confirmation_abroad_holds" on "confirmation" ("return_on", "id") where presence = 'abroad' and suspended_at is null;

-- down
drop index "confirmation_abroad_holds", "confirmation_withdrawn_holds", "confirmation_asked_holds";
