-- up
-- A supervisor keeps a case from being purged while a court, a complaint or an access request needs it.
create table "legal_hold" (
  "id" uuid not null,
  "case_file_id" uuid not null,
  "reason" bytea not null,
  "begun_at" timestamptz(3) not null,
  "begun_by" uuid not null,
  "ended_at" timestamptz(3) null,
  "ended_by" uuid null,
  primary key ("id")
);
create index "legal_hold_case_file_id_index" on "legal_hold" ("case_file_id");
alter table "legal_hold" add constraint "legal_hold_case_file_id_foreign" foreign key ("case_file_id") references "case_file" ("id");
alter table "legal_hold" add constraint "legal_hold_end_holds" check (("ended_at" is null) = ("ended_by" is null));
-- One at a time a case.
create unique index "legal_hold_open_holds" on "legal_hold" ("case_file_id") where "ended_at" is null;

-- PORTAL 4: what was used to decide is kept at least two years after its last use. Calendar years, in UTC.
create function retention_limit(moment timestamptz) returns timestamptz language sql immutable as $$
  select (moment at time zone 'UTC' - interval '2 years') at time zone 'UTC'
$$;

-- The last time anything of a case was used: any event of its trail, views included, any sign-in of its people.
create function case_last_use(its_case uuid) returns timestamptz language sql stable as $$
  select greatest(
    c.created_at,
    (select max(e.at) from audit_event e where e.case_file = c.id),
    (select max(e.at) from audit_event e where e.subject in
      (select p.id from person p where p.case_file_id = c.id
       union all select a.id from account a join person p on p.id = a.person_id where p.case_file_id = c.id)),
    (select max(s.at) from sign_in_event s join account a on a.id = s.account_id join person p on p.id = a.person_id where p.case_file_id = c.id),
    (select max(i.sent_at) from invitation i where i.case_file_id = c.id),
    (select max(greatest(f.presence_declared_at, f.presence_verified_at, f.presence_withdrawn_at, f.address_given_at, f.residence_confirmed_at))
       from confirmation f join person p on p.id = f.person_id where p.case_file_id = c.id),
    (select max(greatest(k.requested_at, k.printed_at, k.mailed_at)) from card k join person p on p.id = k.person_id where p.case_file_id = c.id),
    (select max(greatest(h.begun_at, h.ended_at)) from legal_hold h where h.case_file_id = c.id))
  from case_file c where c.id = its_case
$$;

-- Nobody acts next: for each person the card was mailed, or residence was confirmed and the way to a card leads elsewhere (180 days); or
-- nobody ever answered the invitation. A suspended file is open, and so is one whose answer waits, however quiet it is.
create function case_is_closed(its_case uuid) returns boolean language sql stable as $$
  select not exists (
      select from confirmation f join person p on p.id = f.person_id left join card k on k.id = f.card_id
       where p.case_file_id = its_case
         and not coalesce(f.suspended_at is null
               and (k.state in ('mailed', 'presumed_delivered', 'closed') or (f.residence = 'confirmed' and f.card_id is null)), false))
    or (not exists (select from account a join person p on p.id = a.person_id where p.case_file_id = its_case)
        and not exists (select from invitation i where i.case_file_id = its_case and i.state in ('replied', 'closed'))
        and not exists (select from confirmation f join person p on p.id = f.person_id where p.case_file_id = its_case and f.suspended_at is not null))
$$;

create function case_is_over(its_case uuid, moment timestamptz) returns boolean language sql stable as $$
  select case_last_use(its_case) <= retention_limit(moment)
     and case_is_closed(its_case)
     and not exists (select from legal_hold h where h.case_file_id = its_case and h.ended_at is null)
$$;

-- S30: final for everybody but this migration's purge_case, which runs with its owner's rights, and keys:rotate (0017).
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if acts_as_owner(tg_relid) then
    if tg_op = 'DELETE' then return old; end if;
    if tg_nargs > 0 and only_sealed_again(to_jsonb(old), to_jsonb(new), tg_argv) then return new; end if;
  end if;
  raise exception '% is final: % is refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
create function let_owner_purge() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null and not acts_as_owner(tg_relid) then
    raise exception '% is final once submitted: delete is refused', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
drop trigger "photo_attempt_is_final" on "photo_attempt";
create trigger "photo_attempt_is_final" before update on "photo_attempt" for each row execute function keep_submitted_photo();
create trigger "photo_attempt_stays" before delete on "photo_attempt" for each row execute function let_owner_purge();

-- Removes a case with everything of its people, and answers with the keys of their photo files. Judges by itself, whoever asks: the two
-- years, the end, the hold, and that the moment is not in the future. Its trail goes as well; the trail's last head stays (0015).
create function purge_case(its_case uuid, moment timestamptz) returns text[] language plpgsql security definer set search_path = public, pg_temp as $$
declare
  persons uuid[];
  accounts uuid[];
  attempts uuid[];
  files text[];
  chain uuid;
  child record;
begin
  if moment > now() + interval '1 minute' then
    raise exception 'a case is not purged ahead of time' using errcode = 'check_violation';
  end if;
  perform from case_file where id = its_case for update;
  if not found then return '{}'; end if;
  if not case_is_over(its_case, moment) then
    raise exception 'the case is kept: it is open, was used less than two years ago, or is under a legal hold' using errcode = 'check_violation';
  end if;
  persons := array(select id from person where case_file_id = its_case);
  accounts := array(select id from account where person_id = any(persons));
  attempts := array(select id from photo_attempt where person_id = any(persons));
  files := array(select store_key from photo_attempt where id = any(attempts));

  delete from "photo_undo" where decision_id in (select id from photo_decision where attempt_id = any(attempts));
  delete from "photo_decision" where attempt_id = any(attempts);
  delete from "photo_look" where attempt_id = any(attempts);
  delete from "photo_submission" where person_id = any(persons);
  delete from "presence_declaration" where person_id = any(persons);
  delete from "confirmation" where person_id = any(persons);
  delete from "photo_attempt" where id = any(attempts);
  delete from "card" where person_id = any(persons);
  delete from "reply" where person_id = any(persons);
  delete from "invitation" where case_file_id = its_case;
  delete from "representation" where case_file_id = its_case;
  delete from "session" where account_id = any(accounts);
  delete from "password_reset" where account_id = any(accounts);
  delete from "password_request" where account_id = any(accounts);
  delete from "acts_for" where person_id = any(persons) or account_id = any(accounts);
  delete from "search_word" where person_id = any(persons);
  delete from "legal_hold" where case_file_id = its_case;
  -- what else leads to a person or an account by now: second factors, mailed links, and whatever later migrations bring
  for child in
    select c.conrelid::regclass as its_table, a.attname as its_column, c.confrelid = 'account'::regclass as of_account
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and cardinality(c.conkey) = 1 and c.confdeltype in ('a', 'r')
       and c.confrelid in ('account'::regclass, 'person'::regclass) and c.conrelid <> 'account'::regclass
  loop
    execute format('delete from %s where %I = any($1)', child.its_table, child.its_column)
      using case when child.of_account then accounts else persons end;
  end loop;
  delete from "account" where id = any(accounts);
  delete from "person" where id = any(persons);
  delete from "case_file" where id = its_case;

  foreach chain in array its_case || persons || accounts || attempts loop
    perform audit_purge(chain, 'retention', moment);
  end loop;
  insert into audit_event (id, at, actor_kind, action, subject, case_file, details)
    values (uuidv7(), moment, 'system', 'case.purged', its_case, its_case, jsonb_build_object('persons', cardinality(persons), 'photos', cardinality(files)));
  return files;
end $$;

-- A hold is begun and ended, never removed or rewritten.
revoke all on function purge_case(uuid, timestamptz) from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on "legal_hold" from portal_app;
    grant update ("ended_at", "ended_by") on "legal_hold" to portal_app;
    grant execute on function purge_case(uuid, timestamptz) to portal_app;
  end if;
end $$;

-- down
drop function purge_case(uuid, timestamptz);
drop trigger "photo_attempt_stays" on "photo_attempt";
drop trigger "photo_attempt_is_final" on "photo_attempt";
create trigger "photo_attempt_is_final" before update or delete on "photo_attempt" for each row execute function keep_submitted_photo();
drop function let_owner_purge();
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_nargs > 0 and acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), tg_argv) then
    return new;
  end if;
  raise exception '% is final: % is refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
drop function case_is_over(uuid, timestamptz);
drop function case_is_closed(uuid);
drop function case_last_use(uuid);
drop function retention_limit(timestamptz);
drop table "legal_hold" cascade;
