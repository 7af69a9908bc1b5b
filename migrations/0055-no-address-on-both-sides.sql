-- up
-- S32: an applicant's account never carries a representative's address, nor the other way round, whatever the code does. The portal takes a
-- lock of its own first and gives the reason in words; this holds also where it was forgotten.
create function account_keeps_its_side() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.kind in ('applicant', 'representative') and exists (
    select from account o
     where o.email_index = new.email_index and o.id <> new.id and o.kind = case new.kind when 'applicant' then 'representative' else 'applicant' end
  ) then
    raise exception 'an address is an applicant''s or a representative''s, never both' using errcode = 'check_violation', constraint = 'account_one_side_holds';
  end if;
  return new;
end $$;
create trigger "account_keeps_its_side" before insert or update of "email_index", "kind" on "account" for each row execute function account_keeps_its_side();

-- down
drop trigger "account_keeps_its_side" on "account";
drop function account_keeps_its_side();
