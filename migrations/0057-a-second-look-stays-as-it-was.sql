-- up
-- What the second officer said stays as they said it, like the first look and the decision (0004): nobody makes two officers alike afterwards.
-- One that waits goes with a decision that is taken back; one that was looked at goes with its case only (0018).
create function keep_second_look() returns trigger language plpgsql as $$
declare
  added constant text[] := case when old.looked_at is null then array['officer', 'looked_at', 'outcome', 'reasons', 'agrees']
                                when old.settled_at is null then array['settled_at', 'settled_by']
                                else array[]::text[] end;
begin
  if tg_op = 'DELETE' then
    if old.looked_at is null or acts_as_owner(tg_relid) then return old; end if;
    raise exception 'a second look is final: delete is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if to_jsonb(old) - added is distinct from to_jsonb(new) - added then
    raise exception 'a second look is final: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger "photo_second_look_is_final" before update or delete on "photo_second_look" for each row execute function keep_second_look();

-- down
drop trigger "photo_second_look_is_final" on "photo_second_look";
drop function keep_second_look();
