-- up
-- What else of the officers' queue was read whole: replies whose person gets an account next, and cards to print and to mail.
alter table "reply" add column "closed" boolean not null default false;
update "reply" set "closed" = true from "invitation" i where i.id = "invitation_id" and i.state = 'closed';
-- a column, not conditions of the index: only so does PostgreSQL know how few they are
alter table "reply" add column "account_next_holds" boolean generated always as (not "closed" and "read_at" is not null and "email_confirmed_at" is not null) stored;
create index "reply_account_next_holds" on "reply" ("sent_at", "invitation_id") where account_next_holds;
create index "card_waits_holds" on "card" ((coalesce("printed_at", "requested_at")), "id") include ("person_id", "due_on") where state in ('requested', 'printed');
drop index "invitation_replied_holds";
-- with whose photo it is, so that they are counted in the index alone
drop index "photo_attempt_first_look_holds", "photo_attempt_look_again_holds";
create index "photo_attempt_first_look_holds" on "photo_attempt" ("submitted_at", "id") include ("person_id") where state in ('submitted', 'in_review') and number = 1;
create index "photo_attempt_look_again_holds" on "photo_attempt" ("submitted_at", "id") include ("person_id") where state in ('submitted', 'in_review') and number > 1;

-- down
drop index "photo_attempt_first_look_holds", "photo_attempt_look_again_holds";
create index "photo_attempt_first_look_holds" on "photo_attempt" ("submitted_at", "id") where state in ('submitted', 'in_review') and number = 1;
create index "photo_attempt_look_again_holds" on "photo_attempt" ("submitted_at", "id") where state in ('submitted', 'in_review') and number > 1;
create index "invitation_replied_holds" on "invitation" ("replied_at", "case_file_id") where state = 'replied';
drop index "card_waits_holds";
alter table "reply" drop column "account_next_holds", drop column "closed";
