-- up
-- What happened in a day, counted by a timed job, for supervisors' reports: so that no report reads through cases, and figures outlive the
-- cases they were counted from. Nothing personal stands here. Read and written by src/reports only.
create table "report_day" (
  "day" date not null,
  "counted_at" timestamptz(3) not null,
  primary key ("day")
);
create table "report_figure" (
  "day" date not null,
  "figure" varchar(40) not null,
  "part" varchar(80) not null,
  "count" int not null,
  primary key ("day", "figure", "part")
);
alter table "report_figure" add constraint "report_figure_day_foreign" foreign key ("day") references "report_day" ("day") on delete cascade;
alter table "report_figure" add constraint "report_figure_count_holds" check ("count" > 0);
-- A day is found by the moment that counts; sent invitations, sent photos and mailed cards have such an index already.
create index "reply_sent_at_index" on "reply" ("sent_at");
create index "confirmation_residence_confirmed_at_index" on "confirmation" ("residence_confirmed_at");
create index "photo_decision_decided_at_index" on "photo_decision" ("decided_at");
create index "photo_undo_undone_at_index" on "photo_undo" ("undone_at");
create index "outbox_message_failed_at_index" on "outbox_message" ("failed_at") where failed_at is not null;
create index "outbox_message_bounced_holds" on "outbox_message" ("bounced_at") where bounce = 'permanent';

-- down
drop index "outbox_message_bounced_holds";
drop index "outbox_message_failed_at_index";
drop index "photo_undo_undone_at_index";
drop index "photo_decision_decided_at_index";
drop index "confirmation_residence_confirmed_at_index";
drop index "reply_sent_at_index";
drop table "report_figure";
drop table "report_day";
