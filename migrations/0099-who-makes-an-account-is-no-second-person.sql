-- up
-- The two-person rule for cards (0016): an account that one of the two made for the other is no second person, whatever the code does.
create function keep_second_person() returns trigger language plpgsql as $$
begin
  if exists (
    select from account a
     where (a.id = new.released_by and a.created_by = new.prepared_by) or (a.id = new.prepared_by and a.created_by = new.released_by)
  ) then
    raise exception 'a card is not released by who made the account of who prepared it, nor the other way round'
      using errcode = 'check_violation', constraint = 'card_second_person_holds';
  end if;
  return new;
end $$;
create trigger "card_has_second_person" before update of "prepared_by", "released_by" on "card"
  for each row when (new."prepared_by" is not null and new."released_by" is not null
    and (old."released_by" is distinct from new."released_by" or old."prepared_by" is distinct from new."prepared_by"))
  execute function keep_second_person();

-- down
drop trigger "card_has_second_person" on "card";
drop function keep_second_person();
