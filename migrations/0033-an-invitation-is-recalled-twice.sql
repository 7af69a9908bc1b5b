-- up
-- An invitation that nobody answers is recalled after 7 and 21 days [A]. Each reminder has a link of its own, since of links only hashes
-- are kept (TRUST.md 19), and all of them work until the invitation ends or is sent again.
alter table "invitation" add column "reminders" int not null default 0;
alter table "invitation" add constraint "invitation_reminders_holds" check ("reminders" between 0 and 2);
create index "invitation_state_sent_at_index" on "invitation" ("state", "sent_at");

create table "invitation_link" (
  "id" uuid not null,
  "invitation_id" uuid not null,
  "token_hash" bytea not null,
  "made_at" timestamptz(3) not null,
  primary key ("id")
);
create index "invitation_link_invitation_id_index" on "invitation_link" ("invitation_id");
alter table "invitation_link" add constraint "invitation_link_token_hash_unique" unique ("token_hash");
alter table "invitation_link" add constraint "invitation_link_invitation_id_foreign" foreign key ("invitation_id") references "invitation" ("id") on delete cascade;

-- down
drop table "invitation_link";
drop index "invitation_state_sent_at_index";
alter table "invitation" drop column "reminders";
