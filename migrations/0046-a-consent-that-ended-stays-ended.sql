-- up
-- Who ended a consent ended it for good: seeing the file again takes a new form (PORTAL.md 2), whatever the code does.
create function keep_consent_ended() returns trigger language plpgsql as $$
begin
  raise exception 'a consent that ended stays ended' using errcode = 'integrity_constraint_violation';
end $$;
create trigger "representation_stays_ended" before update of "ended_at" on "representation"
  for each row when (old.ended_at is not null and new.ended_at is distinct from old.ended_at) execute function keep_consent_ended();

-- down
drop trigger "representation_stays_ended" on "representation";
drop function keep_consent_ended();
