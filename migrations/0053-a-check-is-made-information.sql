-- up
-- A photo check that officers contradict too often only informs from then on, by a supervisor's act, and until it is taken back (PORTAL.md 4).
-- The figures are those it was done on. Rows are ended, never removed.
create table "check_demotion" (
  "id" uuid not null,
  "check_name" varchar(40) not null,
  "warned" int not null,
  "accepted" int not null,
  "demoted_at" timestamptz(3) not null,
  "demoted_by" uuid not null,
  "restored_at" timestamptz(3) null,
  "restored_by" uuid null,
  primary key ("id")
);
create index "check_demotion_check_name_index" on "check_demotion" ("check_name");
alter table "check_demotion" add constraint "check_demotion_restored_holds" check (("restored_at" is null) = ("restored_by" is null));
alter table "check_demotion" add constraint "check_demotion_figures_holds" check ("accepted" between 0 and "warned");
-- One at a time a check.
create unique index "check_demotion_open_holds" on "check_demotion" ("check_name") where "restored_at" is null;
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on "check_demotion" from portal_app;
    grant update ("restored_at", "restored_by") on "check_demotion" to portal_app;
  end if;
end $$;

-- down
drop table "check_demotion";
