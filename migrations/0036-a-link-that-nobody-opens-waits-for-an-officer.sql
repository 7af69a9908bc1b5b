-- up
-- When the link to another address was last mailed: one that nobody opens for days is an officer's to look after (PORTAL.md 6.9).
alter table "reply" add column "email_link_sent_at" timestamptz(3) null;
alter table "member_reply" add column "email_link_sent_at" timestamptz(3) null;
update "reply" set "email_link_sent_at" = "sent_at" where "email_token_hash" is not null;
update "member_reply" m set "email_link_sent_at" = r."sent_at" from "reply" r where r."id" = m."reply_id" and m."email_token_hash" is not null;
create index "reply_email_link_sent_at_index" on "reply" ("email_link_sent_at") where email_confirmed_at is null;
create index "member_reply_email_link_sent_at_index" on "member_reply" ("email_link_sent_at") where email_confirmed_at is null;

-- down
drop index "member_reply_email_link_sent_at_index";
drop index "reply_email_link_sent_at_index";
alter table "member_reply" drop column "email_link_sent_at";
alter table "reply" drop column "email_link_sent_at";
