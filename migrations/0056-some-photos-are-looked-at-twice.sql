-- up
-- A share of the decisions on photos is looked at by a second officer who does not learn what the first decided (PORTAL 4).
create table "photo_second_look" (
  "id" uuid not null,
  "attempt_id" uuid not null,
  "decision_id" uuid not null,
  "first_officer" uuid not null,
  "chosen_at" timestamptz(3) not null,
  "officer" uuid null,
  "looked_at" timestamptz(3) null,
  "outcome" text null,
  "reasons" jsonb null,
  "agrees" boolean null,
  "settled_at" timestamptz(3) null,
  "settled_by" uuid null,
  primary key ("id")
);
alter table "photo_second_look" add constraint "photo_second_look_decision_id_unique" unique ("decision_id");
create index "photo_second_look_attempt_id_index" on "photo_second_look" ("attempt_id");
create index "photo_second_look_looked_at_index" on "photo_second_look" ("looked_at");
alter table "photo_second_look" add constraint "photo_second_look_outcome_check" check ("outcome" in ('accepted', 'returned'));
alter table "photo_second_look" add constraint "photo_second_look_attempt_id_foreign" foreign key ("attempt_id") references "photo_attempt" ("id") on delete cascade;
alter table "photo_second_look" add constraint "photo_second_look_decision_id_foreign" foreign key ("decision_id") references "photo_decision" ("id") on delete cascade;

-- Somebody else looks, once, and says both what and why; only looks that disagree are settled. Each list has an index of its own.
alter table "photo_second_look" add constraint "photo_second_look_two_persons_holds" check ("officer" is distinct from "first_officer");
alter table "photo_second_look" add constraint "photo_second_look_looked_holds" check (num_nulls("officer", "looked_at", "outcome", "reasons", "agrees") in (0, 5));
alter table "photo_second_look" add constraint "photo_second_look_settled_holds" check (num_nulls("settled_at", "settled_by") in (0, 2) and ("settled_at" is null or not "agrees"));
create index "photo_second_look_waits_holds" on "photo_second_look" ("chosen_at", "id") where "looked_at" is null;
create index "photo_second_look_disagrees_holds" on "photo_second_look" ("looked_at") where not "agrees" and "settled_at" is null;

-- down
drop table "photo_second_look";
