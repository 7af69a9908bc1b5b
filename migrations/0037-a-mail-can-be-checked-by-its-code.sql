-- up
-- Each mail carries a code by which anybody can check that it is from us (PORTAL.md 5): only its hash is kept here, with the receiver's
-- address in masked form once the mail left. More urgent mails leave first.
alter table "outbox_message" add column "check_hash" bytea null;
alter table "outbox_message" add column "sent_to" bytea null;
alter table "outbox_message" add column "urgency" smallint not null default 2;
alter table "outbox_message" add constraint "outbox_message_check_hash_unique" unique ("check_hash");
drop index "outbox_message_not_before_id_index";
create index "outbox_message_urgency_not_before_id_index" on "outbox_message" ("urgency", "not_before", "id");

-- down
drop index "outbox_message_urgency_not_before_id_index";
create index "outbox_message_not_before_id_index" on "outbox_message" ("not_before", "id");
alter table "outbox_message" drop column "urgency";
alter table "outbox_message" drop column "sent_to";
alter table "outbox_message" drop column "check_hash";
