-- up
-- Who named the representative: the principal applicant, or an adult who acts alone and named their own (PORTAL.md 2).
alter table "representation" add column "person_id" uuid null;
update "representation" r set "person_id" = p.id from "person" p where p.case_file_id = r.case_file_id and p.relation = 'principal';
alter table "representation" alter column "person_id" set not null;
alter table "representation" add constraint "representation_person_id_foreign" foreign key ("person_id") references "person" ("id");
-- Somebody of that case, whatever the code does.
alter table "person" add constraint "person_case_holds" unique ("id", "case_file_id");
alter table "representation" add constraint "representation_case_holds" foreign key ("person_id", "case_file_id") references "person" ("id", "case_file_id");
-- One at a time for each who names.
drop index "representation_case_file_id_unique";
create unique index "representation_person_id_unique" on "representation" ("person_id") where ended_at is null;

-- Whom a representative sees, decided here alone: those for whom the one who named them acts, and that person themself as long as nobody
-- else acts for them.
create function represented_by(namer uuid) returns table (person_id uuid) language sql stable as $$
  select namer where not exists (
    select from acts_for t join account o on o.id = t.account_id
     where t.person_id = namer and t.until is null and o.person_id is distinct from namer)
  union all
  select t.person_id from account o join acts_for t on t.account_id = o.id
   where o.person_id = namer and t.until is null and t.person_id <> namer
$$;

-- A draft lives by the consent of somebody who may give it for that person (0025).
create or replace function keep_drafts_to_consent() returns trigger language plpgsql as $$
begin
  perform from representation r
    where r.id = new.representation_id and r.ended_at is null and new.person_id in (select c.person_id from represented_by(r.person_id) c)
    for share of r;
  if not found then
    raise exception '%: without consent there is no draft', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- down
create or replace function keep_drafts_to_consent() returns trigger language plpgsql as $$
begin
  perform from representation r join person p on p.case_file_id = r.case_file_id
    where r.id = new.representation_id and p.id = new.person_id and r.ended_at is null for share of r;
  if not found then
    raise exception '%: without consent there is no draft', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
drop function represented_by(uuid);
drop index "representation_person_id_unique";
update "representation" r set "ended_at" = now() where "ended_at" is null
  and exists (select from "person" p where p.id = r.person_id and p.relation <> 'principal');
create unique index "representation_case_file_id_unique" on "representation" ("case_file_id") where ended_at is null;
alter table "representation" drop constraint "representation_case_holds", drop column "person_id";
alter table "person" drop constraint "person_case_holds";
