-- up
-- When the representative was last told that something waits for the client, and whether it was they who ended it (PORTAL.md 2).
alter table "representation" add column "told_at" timestamptz(3) null, add column "given_up" boolean not null default false;
alter table "representation" add constraint "representation_given_up_holds" check (not "given_up" or "ended_at" is not null);

-- down
alter table "representation" drop column "told_at", drop column "given_up";
