-- up
-- A dependant of 18 and over signs a form of their own (PORTAL.md 2): the principal applicant's representative sees the children that they
-- act for, and an adult who agreed to be acted for is seen by whom they named themselves, and by nobody else.
create or replace function represented_by(namer uuid) returns table (person_id uuid) language sql stable as $$
  select namer where not exists (
    select from acts_for t join account o on o.id = t.account_id
     where t.person_id = namer and t.until is null and t.relation = 'parent' and o.person_id is distinct from namer)
  union all
  select t.person_id from account o join acts_for t on t.account_id = o.id
   where o.person_id = namer and t.until is null and t.person_id <> namer and t.relation = 'parent'
$$;
-- What a representative prepared for somebody whom they see no more; files of photos without a row go with the next round.
delete from "address_draft" d using "representation" r where r.id = d.representation_id and d.person_id not in (select c.person_id from represented_by(r.person_id) c);
delete from "photo_draft" d using "representation" r where r.id = d.representation_id and d.person_id not in (select c.person_id from represented_by(r.person_id) c);

-- down
create or replace function represented_by(namer uuid) returns table (person_id uuid) language sql stable as $$
  select namer where not exists (
    select from acts_for t join account o on o.id = t.account_id
     where t.person_id = namer and t.until is null and o.person_id is distinct from namer)
  union all
  select t.person_id from account o join acts_for t on t.account_id = o.id
   where o.person_id = namer and t.until is null and t.person_id <> namer
$$;
