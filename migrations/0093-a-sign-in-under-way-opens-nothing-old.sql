-- up
-- Raised whenever all sessions of an account end; a session whose own is another opens nothing, also one that was only being written then.
alter table "account" add column "session_epoch" int not null default 0;
alter table "session" add column "epoch" int not null default 0;

-- down
alter table "session" drop column "epoch";
alter table "account" drop column "session_epoch";
