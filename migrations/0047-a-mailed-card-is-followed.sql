-- up
-- What becomes of a card once it is mailed (PORTAL.md 3, 4): how it can be followed, that it came back and why, and the day on which its
-- state ends by itself: presumed to have arrived, then closed.
alter table "card" add column "tracking_number" bytea null;
alter table "card" add column "mailed_to" bytea null;
alter table "card" add column "came_back_at" timestamptz(3) null;
alter table "card" add column "came_back_on" date null;
alter table "card" add column "came_back_reason" text null;
alter table "card" add column "missing_at" timestamptz(3) null;
alter table "card" add column "ends_on" date null;
alter table "card" add column "replaces" uuid null;
alter table "card" add constraint "card_came_back_reason_check" check ("came_back_reason" in ('moved', 'unknown', 'unclaimed', 'incomplete', 'other'));
create index "card_ends_on_index" on "card" ("ends_on");
update "card" set "ends_on" = ("mailed_at" at time zone 'America/Toronto')::date + 42 where "state" = 'mailed';

alter table "card" add constraint "card_came_back_holds" check (num_nulls("came_back_at", "came_back_on", "came_back_reason") in (0, 3));
alter table "card" add constraint "card_after_mail_holds" check ("mailed_at" is not null or num_nonnulls("tracking_number", "mailed_to", "came_back_at", "missing_at", "ends_on") = 0);
alter table "card" add constraint "card_ends_holds" check (
  case when "state" in ('mailed', 'presumed_delivered') then "ends_on" is not null when "state" = 'came_back' then true else "ends_on" is null end);
-- Reported missing, a card is replaced by another one, once.
alter table "card" add constraint "card_replaces_unique" unique ("replaces");
alter table "card" add constraint "card_replaces_holds" foreign key ("replaces") references "card" ("id");

-- down
alter table "card" drop constraint "card_replaces_holds";
alter table "card" drop constraint "card_ends_holds";
alter table "card" drop constraint "card_after_mail_holds";
alter table "card" drop column "replaces";
alter table "card" drop column "ends_on";
alter table "card" drop column "missing_at";
alter table "card" drop column "came_back_reason";
alter table "card" drop column "came_back_on";
alter table "card" drop column "came_back_at";
alter table "card" drop column "mailed_to";
alter table "card" drop column "tracking_number";
