-- up
-- A mail that its server gave up (GC Notify's temporary-failure, a full mailbox) reached nobody either: it waits for an officer like one that
-- came back for good; a mere delay does not.
drop index "outbox_message_bounced_at_index";
create index "outbox_message_bounced_at_index" on "outbox_message" ("bounced_at") where bounce <> 'temporary' and bounce_seen_at is null;
drop index "outbox_message_bounced_holds";
create index "outbox_message_bounced_holds" on "outbox_message" ("bounced_at") where bounce <> 'temporary';

-- down
drop index "outbox_message_bounced_holds";
create index "outbox_message_bounced_holds" on "outbox_message" ("bounced_at") where bounce = 'permanent';
drop index "outbox_message_bounced_at_index";
create index "outbox_message_bounced_at_index" on "outbox_message" ("bounced_at") where bounce = 'permanent' and bounce_seen_at is null;
