-- up
-- PORTAL 2: who was under 18 on the application date is a child of the application. Cases of before take the day they were opened.
alter table "case_file" add column "applied_on" date null;
update "case_file" set "applied_on" = ("created_at" at time zone 'America/Toronto')::date;
alter table "case_file" alter column "applied_on" set not null;

-- down
alter table "case_file" drop column "applied_on";
