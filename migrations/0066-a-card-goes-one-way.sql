-- up
-- Whatever the code does, a card goes the ways of PORTAL.md 3 alone, and what was frozen on it at print stays (S13): nobody takes a mailed
-- card back to print, and none is printed twice.
create function keep_card() returns trigger language plpgsql as $$
declare
  way constant text := case when tg_op = 'UPDATE' and old.state <> new.state then old.state || ' to ' || new.state end;
  printing constant text[] := array['prepared_at', 'prepared_by', 'released_by', 'printed_at', 'address', 'face'];
  mailing constant text[] := array['mailed_at', 'tracking_number', 'mailed_to', 'ends_on'];
  written text[];
begin
  if tg_op = 'INSERT' then
    if new.state = 'requested' and new.printed_at is null then return new; end if;
    raise exception 'a card begins with its request' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'DELETE' then
    if acts_as_owner(tg_relid) then return old; end if;
    if old.state = 'requested' and not exists (select from card_batch_place where card_id = old.id) then return old; end if;
    raise exception 'a card that went to print is final: delete is refused' using errcode = 'integrity_constraint_violation';
  end if;
  if acts_as_owner(tg_relid) and only_sealed_again(to_jsonb(old), to_jsonb(new), array['address', 'face', 'mailed_to', 'tracking_number']) then
    return new;
  end if;
  -- what each move writes; without one, a requested card is prepared, and the person of one that came back answers
  written := case
    when way is null then case old.state when 'requested' then array['prepared_at', 'prepared_by', 'due_on'] when 'came_back' then array['ends_on'] else '{}' end
    when way in ('requested to printed', 'requested to held', 'printed to held') then printing
    when way = 'held to requested' then array['due_on']
    when way in ('printed to mailed', 'came_back to mailed') then mailing
    when way in ('mailed to came_back', 'presumed_delivered to came_back') then array['came_back_at', 'came_back_on', 'came_back_reason', 'ends_on']
    when way in ('mailed to reported_missing', 'presumed_delivered to reported_missing') then array['missing_at', 'ends_on']
    when way in ('mailed to presumed_delivered', 'presumed_delivered to closed', 'came_back to closed', 'reported_missing to closed') then array['ends_on']
  end;
  if written is null then
    raise exception 'a card does not go from %', way using errcode = 'integrity_constraint_violation';
  end if;
  written := written || array['state', 'version'];
  if to_jsonb(old) - written is distinct from to_jsonb(new) - written then
    raise exception 'what a card says is final: update is refused' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger "card_goes_one_way" before insert or update or delete on "card" for each row execute function keep_card();

-- A place in a batch never changes; it is withdrawn, once.
create function keep_batch_place() returns trigger language plpgsql as $$
begin
  if acts_as_owner(tg_relid) and tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' and old.withdrawn_at is null and to_jsonb(old) - 'withdrawn_at' = to_jsonb(new) - 'withdrawn_at' then return new; end if;
  raise exception 'a place in a batch is final: % is refused', lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;
create trigger "card_batch_place_is_final" before update or delete on "card_batch_place" for each row execute function keep_batch_place();

-- At the end of a transaction a printed card stands in a batch, and one that is asked for or held does not; what was mailed keeps its place.
create function card_stands_in_batch() returns trigger language plpgsql as $$
declare
  its_card constant uuid := case when tg_table_name = 'card' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'card_id')::uuid end;
  its_state constant text := (select state from card where id = its_card);
  stands constant boolean := exists (select from card_batch_place where card_id = its_card and withdrawn_at is null);
begin
  if (stands and its_state in ('requested', 'held')) or (not stands and (its_state = 'printed' or (tg_table_name <> 'card' and its_state not in ('requested', 'held')))) then
    raise exception 'card: % % a place in a batch', its_state, case when stands then 'with' else 'without' end using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger "card_stands_in_batch" after update on "card" deferrable initially deferred
  for each row when (old.state is distinct from new.state) execute function card_stands_in_batch();
create constraint trigger "card_batch_place_has_card" after insert or update on "card_batch_place" deferrable initially deferred
  for each row execute function card_stands_in_batch();

-- What a batch is called, when and by whom it was made, stays; its downloads are only ever added to.
create function keep_batch() returns trigger language plpgsql as $$
declare
  added constant text[] := array['downloads', 'last_download_at', 'last_download_by', 'last_sha256'];
begin
  if to_jsonb(old) - added = to_jsonb(new) - added and new.downloads >= old.downloads then return new; end if;
  raise exception 'a batch is final: update is refused' using errcode = 'integrity_constraint_violation';
end $$;
create trigger "card_batch_is_final" before update on "card_batch" for each row execute function keep_batch();

-- down
drop trigger "card_batch_is_final" on "card_batch";
drop function keep_batch();
drop trigger "card_batch_place_has_card" on "card_batch_place";
drop trigger "card_stands_in_batch" on "card";
drop function card_stands_in_batch();
drop trigger "card_batch_place_is_final" on "card_batch_place";
drop function keep_batch_place();
drop trigger "card_goes_one_way" on "card";
drop function keep_card();
