-- up
-- A form on paper may turn out not to hold after somebody verified it: until residence is confirmed it is struck with a reason, and both stay
-- on its row. Still each is added once, and what was struck is verified by nobody.
alter table "paper_declaration" drop constraint "paper_declaration_struck_holds";
alter table "paper_declaration" add constraint "paper_declaration_struck_holds" check (num_nulls("struck_at", "struck_by", "struck_because") in (0, 3));
create or replace function paper_declaration_is_final() returns trigger language plpgsql as $$
declare
  added constant text[] := array['verified_by', 'struck_at', 'struck_by', 'struck_because'];
begin
  if acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), array['signed_name']) then return new; end if;
  if to_jsonb(old) - added is distinct from to_jsonb(new) - added or old.struck_at is not null
      or (old.verified_by is not null and new.verified_by is distinct from old.verified_by)
      or (old.verified_by is not null and new.struck_at is null) then
    raise exception 'a paper declaration is final: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if old.verified_by is not null and exists (
      select from "confirmation" c where c."person_id" = new."person_id" and c."residence" = 'confirmed') then
    raise exception 'residence is confirmed: a paper declaration is struck no more' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- down
create or replace function paper_declaration_is_final() returns trigger language plpgsql as $$
declare
  added constant text[] := array['verified_by', 'struck_at', 'struck_by', 'struck_because'];
begin
  if acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), array['signed_name']) then return new; end if;
  if to_jsonb(old) - added is distinct from to_jsonb(new) - added or old.verified_by is not null or old.struck_at is not null then
    raise exception 'a paper declaration is final: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
alter table "paper_declaration" drop constraint "paper_declaration_struck_holds";
alter table "paper_declaration" add constraint "paper_declaration_struck_holds" check (num_nulls("struck_at", "struck_by", "struck_because") in (0, 3) and ("struck_at" is null or "verified_by" is null));
