-- up
-- What waits is counted after the days, in a transaction of its own: the report shows the last count that was finished, with its time. That
-- nothing waits makes no row of a figure, so the time alone tells it from a count that is still to come.
alter table "report_day" add column "waiting_counted_at" timestamptz(3) null;
update "report_day" set "waiting_counted_at" = "counted_at" where "day" = (select max("day") from "report_day")
   or exists (select from "report_figure" f where f."day" = "report_day"."day" and f."figure" = 'waiting');

-- down
alter table "report_day" drop column "waiting_counted_at";
