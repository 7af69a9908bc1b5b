#!/bin/sh
# The two roles of a new database and what each may do, as src/database/roles.ts makes them for the embedded one. As a superuser, or
# as a role with CREATEROLE and CREATEDB, which is what a managed server gives. What is there already stays and is brought on, with these passwords:
#   OWNER_PASSWORD=… APP_PASSWORD=… sh ops/database-roles.sh      (libpq's PGHOST, PGUSER … say where)
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" --username "${POSTGRES_USER:-${PGUSER:-postgres}}" --dbname postgres <<'SQL'
do $$ begin if current_setting('server_version_num')::int < 180000 then raise exception 'The portal needs PostgreSQL 18 or later'; end if; end $$;
select 'create role ' || role || ' login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
  from unnest(array['portal_owner', 'portal_app']) role where not exists (select from pg_roles where rolname = role) \gexec
alter role portal_owner password :'owner';
alter role portal_app password :'app';
-- who is no superuser may not act as a role they made, and so make nothing that it owns, until they give it to themselves
do $$ begin if not (select rolsuper from pg_roles where rolname = current_user) then grant portal_owner to current_user with inherit true, set true; end if; end $$;
select $$create database portal owner portal_owner encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C' template template0$$
 where not exists (select from pg_database where datname = 'portal') \gexec
alter database portal owner to portal_owner;
revoke all on database portal from public;
grant connect on database portal to portal_app;
alter role portal_app in database portal set max_parallel_workers_per_gather = '0';
alter role portal_app in database portal set jit = 'off';
alter role portal_app in database portal set random_page_cost = '1.1';
alter role portal_app in database portal set lock_timeout = '30s';
alter role portal_app in database portal set statement_timeout = '5min';
alter role portal_app in database portal set idle_in_transaction_session_timeout = '5min';
\connect portal
alter schema public owner to portal_owner;
revoke all on schema public from public;
grant usage on schema public to portal_app;
alter default privileges for role portal_owner in schema public grant select, insert, update, delete on tables to portal_app;
alter default privileges for role portal_owner in schema public grant usage, select on sequences to portal_app;
SQL
