-- up
-- S2c: the day after somebody meant to be back they are asked once more; until they declare, officers see whom they wait for.
alter table "confirmation" add column "return_asked_at" timestamptz(3) null;
create index "confirmation_presence_return_on_index" on "confirmation" ("presence", "return_on");
create index "confirmation_return_asked_at_index" on "confirmation" ("return_asked_at");
create index "confirmation_presence_presence_withdrawn_at_index" on "confirmation" ("presence", "presence_withdrawn_at");

-- down
drop index "confirmation_presence_presence_withdrawn_at_index";
drop index "confirmation_return_asked_at_index";
drop index "confirmation_presence_return_on_index";
alter table "confirmation" drop column "return_asked_at";
