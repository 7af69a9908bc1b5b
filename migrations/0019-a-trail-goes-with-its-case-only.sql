-- up
-- TRUST.md 20: the application adds to the trail and removes nothing of it. What retention removes, it removes through purge_case (0018),
-- which judges by itself and runs with its owner's rights; a trail alone could be removed for any reason as soon as its record was gone.
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke execute on function audit_purge(uuid, text, timestamptz) from portal_app;
  end if;
end $$;

-- down
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant execute on function audit_purge(uuid, text, timestamptz) to portal_app;
  end if;
end $$;
