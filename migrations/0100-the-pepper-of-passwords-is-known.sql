-- up
-- A print of PASSWORD_PEPPER: with another nobody could sign in. Apart from those of the keys, which a portal of before would take it for.
create table "pepper_fingerprint" (
  "only" boolean not null default true,
  "fingerprint" bytea not null,
  "since" timestamptz(3) not null default now(),
  primary key ("only")
);
alter table "pepper_fingerprint" add constraint "pepper_fingerprint_is_one" check ("only");
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on "pepper_fingerprint" from portal_app;
  end if;
end $$;

-- down
drop table "pepper_fingerprint";
