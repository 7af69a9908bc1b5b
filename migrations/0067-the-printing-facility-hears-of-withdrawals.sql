-- up
-- Why a card left its batch, and whether the batch had been downloaded by then: then the printing facility must hear of it.
alter table "card_batch_place" add column "withdrawn_for" text null, add column "withdrawn_released" boolean not null default false;
alter table "card_batch_place" disable trigger user;
update "card_batch_place" set "withdrawn_for" = 'correction' where "withdrawn_at" is not null;
alter table "card_batch_place" enable trigger user;
alter table "card_batch_place" add constraint "card_batch_place_withdrawn_for_check" check ("withdrawn_for" in ('correction', 'stopped'));
alter table "card_batch_place" add constraint "card_batch_place_withdrawal_holds" check (("withdrawn_at" is null) = ("withdrawn_for" is null) and ("withdrawn_at" is not null or not "withdrawn_released"));
alter table "card_batch" add column "withdrawn_told_at" timestamptz(3) null;

create or replace function keep_batch_place() returns trigger language plpgsql as $$
declare
  withdrawal constant text[] := array['withdrawn_at', 'withdrawn_for', 'withdrawn_released'];
begin
  if acts_as_owner(tg_relid) and tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' and old.withdrawn_at is null and to_jsonb(old) - withdrawal = to_jsonb(new) - withdrawal then return new; end if;
  raise exception 'a place in a batch is final: % is refused', lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
create or replace function keep_batch() returns trigger language plpgsql as $$
declare
  added constant text[] := array['downloads', 'last_download_at', 'last_download_by', 'last_sha256', 'withdrawn_told_at'];
begin
  if to_jsonb(old) - added = to_jsonb(new) - added and new.downloads >= old.downloads then return new; end if;
  raise exception 'a batch is final: update is refused' using errcode = 'integrity_constraint_violation';
end $$;

-- down
create or replace function keep_batch() returns trigger language plpgsql as $$
declare
  added constant text[] := array['downloads', 'last_download_at', 'last_download_by', 'last_sha256'];
begin
  if to_jsonb(old) - added = to_jsonb(new) - added and new.downloads >= old.downloads then return new; end if;
  raise exception 'a batch is final: update is refused' using errcode = 'integrity_constraint_violation';
end $$;
create or replace function keep_batch_place() returns trigger language plpgsql as $$
begin
  if acts_as_owner(tg_relid) and tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' and old.withdrawn_at is null and to_jsonb(old) - 'withdrawn_at' = to_jsonb(new) - 'withdrawn_at' then return new; end if;
  raise exception 'a place in a batch is final: % is refused', lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
alter table "card_batch" drop column "withdrawn_told_at";
alter table "card_batch_place" drop column "withdrawn_released", drop column "withdrawn_for";
