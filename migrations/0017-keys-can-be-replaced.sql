-- up
-- What tells one key from another, and nothing else of it: a portal with other keys than its database's refuses to start.
create table "key_fingerprint" (
  "name" varchar(20) primary key,
  "fingerprint" bytea not null,
  "since" timestamptz(3) not null default now()
);

-- The application notes a key it meets for the first time; only keys:rotate, which runs as the owner, replaces or forgets one.
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on "key_fingerprint" from portal_app;
  end if;
end $$;

-- Only the owner's role, which is never the portal's: true inside keys:rotate and inside functions that run with their owner's rights.
create function acts_as_owner(its_table oid) returns boolean language sql stable as $$
  select relowner::regrole::text = quote_ident(current_user) from pg_class where oid = its_table
$$;

-- Whether nothing changed but that sealed values were sealed again: a value of the same length keeps its length.
create function only_sealed_again(old_row jsonb, new_row jsonb, sealed text[]) returns boolean language sql immutable as $$
  select old_row - sealed = new_row - sealed
     and not exists (select from unnest(sealed) one where length(old_row ->> one) is distinct from length(new_row ->> one))
$$;

-- S30: what was submitted can't be changed or removed by anybody; the owner may seal it again with a newer key. The trigger names the
-- sealed columns.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_nargs > 0 and acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), tg_argv) then
    return new;
  end if;
  raise exception '% is final: % is refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
drop trigger "photo_decision_is_final" on "photo_decision";
create trigger "photo_decision_is_final" before update or delete on "photo_decision" for each row execute function refuse_change('words');
drop trigger "presence_declaration_is_final" on "presence_declaration";
create trigger "presence_declaration_is_final" before update or delete on "presence_declaration" for each row execute function refuse_change('typed_name');

-- A submitted photo keeps the name of its file, sealed: that too may be sealed again by the owner, and nothing else of it
-- changes.
create or replace function keep_submitted_photo() returns trigger language plpgsql as $$
begin
  if old.submitted_at is null then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'photo_attempt is final once submitted: delete is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), array['file_name']) then
    return new;
  end if;
  if (new.person_id, new.number, new.source, new.file_name, new.media_type, new.byte_size, new.width, new.height, new.sha256, new.store_key,
      new.frame, new.head, new.faces, new.checked_before, new.findings, new.checked_at, new.declared_at, new.acknowledged_at, new.statement_version, new.statement_language, new.submitted_at, new.created_at)
     is distinct from
     (old.person_id, old.number, old.source, old.file_name, old.media_type, old.byte_size, old.width, old.height, old.sha256, old.store_key,
      old.frame, old.head, old.faces, old.checked_before, old.findings, old.checked_at, old.declared_at, old.acknowledged_at, old.statement_version, old.statement_language, old.submitted_at, old.created_at)
     or new.state in ('draft', 'framed', 'checked', 'ready') then
    raise exception 'photo_attempt is final once submitted: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- down
create or replace function keep_submitted_photo() returns trigger language plpgsql as $$
begin
  if old.submitted_at is null then
    if tg_op = 'DELETE' then return old; end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'photo_attempt is final once submitted: delete is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if (new.person_id, new.number, new.source, new.file_name, new.media_type, new.byte_size, new.width, new.height, new.sha256, new.store_key,
      new.frame, new.head, new.faces, new.checked_before, new.findings, new.checked_at, new.declared_at, new.acknowledged_at, new.statement_version, new.statement_language, new.submitted_at, new.created_at)
     is distinct from
     (old.person_id, old.number, old.source, old.file_name, old.media_type, old.byte_size, old.width, old.height, old.sha256, old.store_key,
      old.frame, old.head, old.faces, old.checked_before, old.findings, old.checked_at, old.declared_at, old.acknowledged_at, old.statement_version, old.statement_language, old.submitted_at, old.created_at)
     or new.state in ('draft', 'framed', 'checked', 'ready') then
    raise exception 'photo_attempt is final once submitted: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
drop trigger "presence_declaration_is_final" on "presence_declaration";
create trigger "presence_declaration_is_final" before update or delete on "presence_declaration" for each row execute function refuse_change();
drop trigger "photo_decision_is_final" on "photo_decision";
create trigger "photo_decision_is_final" before update or delete on "photo_decision" for each row execute function refuse_change();
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is final: % is refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
drop function only_sealed_again(jsonb, jsonb, text[]);
drop function acts_as_owner(oid);
drop table "key_fingerprint";
