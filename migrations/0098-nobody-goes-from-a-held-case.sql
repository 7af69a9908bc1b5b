-- up
-- TRUST.md 22: whatever the code does, nobody is taken off a case while a legal hold is open. purge_case judges holds first, and removes those
-- that ended before it comes to the people.
create function keep_held_person() returns trigger language plpgsql as $$
begin
  perform from case_file where id = old.case_file_id for key share; -- a hold that begins at this moment comes first
  if exists (select from legal_hold h where h.case_file_id = old.case_file_id and h.ended_at is null) then
    raise exception 'the case is under a legal hold: nobody is removed from it' using errcode = 'check_violation', constraint = 'person_held_holds';
  end if;
  return old;
end $$;
create trigger "person_of_held_case_stays" before delete on "person" for each row execute function keep_held_person();

-- down
drop trigger "person_of_held_case_stays" on "person";
drop function keep_held_person();
