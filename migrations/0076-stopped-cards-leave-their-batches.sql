-- up
-- A card that was printed when its file was suspended, or an account that acts for its person was reported, in an older release: it leaves its
-- batch and is held, like those of today.
alter table "card_batch_place" disable trigger user;
alter table "card" disable trigger user;
alter table "confirmation" disable trigger user;
with "stopped" as (
  select c."id", f."id" as "file" from "card" c join "confirmation" f on f."card_id" = c."id"
  where c."state" = 'printed' and (f."suspended_at" is not null or exists (
    select from "acts_for" a join "account" o on o."id" = a."account_id"
    where a."person_id" = f."person_id" and a."until" is null and o."state" = 'suspended' and o."suspended_reason" = 'not_me'))
), "left" as (
  update "card_batch_place" p set "withdrawn_for" = 'stopped', "withdrawn_released" = b."downloads" > 0,
    "withdrawn_at" = greatest(now(), coalesce(greatest(b."last_download_at", b."withdrawn_told_at"), now()) + interval '1 millisecond')
  from "card_batch" b where b."id" = p."batch_id" and p."withdrawn_at" is null and p."card_id" in (select "id" from "stopped")
), "thawed" as (
  update "confirmation" set "address" = 'given' where "address" = 'frozen' and "id" in (select "file" from "stopped")
)
update "card" set "state" = 'held', "prepared_at" = null, "prepared_by" = null, "released_by" = null, "printed_at" = null, "address" = null, "face" = null
  where "id" in (select "id" from "stopped");
alter table "confirmation" enable trigger user;
alter table "card" enable trigger user;
alter table "card_batch_place" enable trigger user;

-- down
select 1; -- what left its batch stays out of it
