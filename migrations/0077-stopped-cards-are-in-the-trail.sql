-- up
-- Migration 0076 held the printed cards of suspended files and reported accounts and took them out of their batches: the trail of each case
-- says so, as it does when an act holds a card. The database chains these events when the migration's transaction ends, like all others.
insert into "audit_event" ("id", "at", "actor_kind", "action", "subject", "case_file", "details")
select uuidv7(), date_trunc('milliseconds', now()), 'system', 'card.held', p."id", p."case_file_id", jsonb_build_object('card', c."id", 'reason', 'stopped')
  from "card" c join "person" p on p."id" = c."person_id" join "confirmation" f on f."card_id" = c."id"
 where c."state" = 'held'
   and (f."suspended_at" is not null or exists (
     select from "acts_for" a join "account" o on o."id" = a."account_id"
     where a."person_id" = p."id" and a."until" is null and o."state" = 'suspended' and o."suspended_reason" = 'not_me'))
   and not exists (select from "record_error" r where r."person_id" = p."id" and r."closed_at" is null)
   and not exists (select from "audit_event" e where e."subject" = p."id" and e."action" = 'card.held' and e."at" >= c."requested_at")
 order by c."id";

-- down
select 1; -- what happened stays in the trail
