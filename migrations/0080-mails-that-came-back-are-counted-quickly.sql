-- up
-- Whether a mail that came back still waits depends on what else was sent to its person: that is read from an index alone, and only what waits
-- is looked through for what came back first. Each such mail cost some 17 blocks, and up to a thousand of them are counted.
create index "outbox_message_about_person_id_index" on "outbox_message" ("about_person", "id") include ("template");
create index "outbox_message_about_person_bounced_at_id_index" on "outbox_message" ("about_person", "bounced_at", "id") where bounce <> 'temporary' and bounce_seen_at is null;
drop index "outbox_message_about_person_index";

-- down
create index "outbox_message_about_person_index" on "outbox_message" ("about_person");
drop index "outbox_message_about_person_bounced_at_id_index";
drop index "outbox_message_about_person_id_index";
