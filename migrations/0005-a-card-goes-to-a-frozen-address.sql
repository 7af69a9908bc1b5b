-- up
create table "card" (
  "id" uuid not null,
  "person_id" uuid not null,
  "state" text not null default 'requested',
  "requested_at" timestamptz(3) not null,
  "due_on" date not null,
  "printed_at" timestamptz(3) null,
  "mailed_at" timestamptz(3) null,
  "address" bytea null,
  "version" int not null default 1,
  primary key ("id")
);

create index "card_person_id_index" on "card" ("person_id");
create index "card_state_due_on_index" on "card" ("state", "due_on");
create index "card_mailed_at_index" on "card" ("mailed_at");
alter table "card" add constraint "card_state_check" check ("state" in ('requested', 'printed', 'mailed', 'presumed_delivered', 'held', 'came_back', 'reported_missing', 'closed'));

alter table "card" add constraint "card_person_id_foreign" foreign key ("person_id") references "person" ("id");

-- S13: no card is printed without the address it goes to.
alter table "card" add constraint "card_address_holds" check ("printed_at" is null or "address" is not null);
alter table "card" add constraint "card_mailed_holds" check ("mailed_at" is null or "printed_at" is not null);

-- down
drop table "card" cascade;
