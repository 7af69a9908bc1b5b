import { TIME_ZONE } from '../language/formats.js';
import { bandOf } from './band.sql.js';
import { BRIGHTNESS } from './report.rules.js';

/** What is counted of a day. What waits is counted of the moment, by waiting.sql.ts. */
export const FIGURES = [
  'invitation_sent',
  'reply_sent',
  'photo_submitted',
  'residence_confirmed',
  'card_mailed',
  'card_first_mailed',
  'card_in_time',
  'photo_returned',
  'return_reason',
  'warned',
  'warned_accepted',
  'mail_failed',
  'mail_bounced',
] as const;
export type FigureName = (typeof FIGURES)[number];

/** The moment lies in the day. Each such column leads an index, alone or after a few states. */
const inDay = (moment: string): string => `${moment} >= (select since from span) and ${moment} < (select until from span)`;

/** A decision that an officer took back was none. */
const DECIDED = `photo_decision d where ${inDay('d.decided_at')} and not exists (select from photo_undo u where u.decision_id = d.id)`;

/**
 * Each automatic warning that an officer decided on: check and brightness of the picture, once a photo however much the check had to say.
 * What could not be checked at all is no warning of a check. The brightness is kept with the finding about light, whatever that says.
 */
const WARNED = `select distinct d.id, d.decision, f.value ->> 'check' || '/' || ${bandOf('brightness', BRIGHTNESS, 'unknown')} part
    from (select * from ${DECIDED}) d
   cross join lateral jsonb_array_elements(d.findings) f
    left join lateral (select (l.value -> 'params' ->> 'brightness')::numeric brightness from jsonb_array_elements(d.findings) l
                        where l.value ->> 'check' = 'exposure_dark' limit 1) b on true
   where f.value ->> 'outcome' = 'warning' and coalesce(f.value ->> 'aspect', '') <> 'unchecked'`;

/** The promise is about a person's first card, when it first leaves: not one in place of a missing one, nor one that came back. */
const FIRST_MAILED = `card where ${inDay('mailed_at')} and mailed_to is null and replaces is null`;

const EACH: Record<FigureName, string> = {
  invitation_sent: `select '' part from invitation
     where state in ('sent', 'bounced', 'expired', 'declined', 'replied', 'closed') and ${inDay('sent_at')}`,
  reply_sent: `select '' part from reply where ${inDay('sent_at')}`,
  photo_submitted: `select '' part from photo_attempt
     where state in ('submitted', 'in_review', 'accepted', 'returned') and ${inDay('submitted_at')}`,
  residence_confirmed: `select '' part from confirmation where ${inDay('residence_confirmed_at')}`,
  card_mailed: `select '' part from card where ${inDay('mailed_at')}`,
  card_first_mailed: `select '' part from ${FIRST_MAILED}`,
  // S12: the promised day is that of the last of photo, address and residence, and 14 days
  card_in_time: `select '' part from ${FIRST_MAILED} and (mailed_at at time zone '${TIME_ZONE}')::date <= due_on`,
  photo_returned: `select '' part from ${DECIDED} and d.decision = 'returned'`,
  return_reason: `select r.value part from (select * from ${DECIDED}) d cross join lateral jsonb_array_elements_text(d.reasons) r
     where d.decision = 'returned'`,
  warned: `select part from (${WARNED}) w`,
  warned_accepted: `select part from (${WARNED}) w where w.decision = 'accepted'`,
  mail_failed: `select template part from outbox_message where failed_at is not null and ${inDay('failed_at')}`,
  mail_bounced: `select template part from outbox_message where bounce <> 'temporary' and ${inDay('bounced_at')}`,
};

/** What hangs on officers' decisions, which a supervisor may still correct on a later day. */
export const DECISION_FIGURES: readonly FigureName[] = ['photo_returned', 'return_reason', 'warned', 'warned_accepted'];

/** Writes a day's figures, in Eastern Time; the day is given three times. */
export const COUNT_DAY = counting(FIGURES);
export const COUNT_DECISIONS = counting(DECISION_FIGURES);

function counting(names: readonly FigureName[]): string {
  return `
  with span as materialized (select ?::date::timestamp at time zone '${TIME_ZONE}' since, (?::date + 1)::timestamp at time zone '${TIME_ZONE}' until),
       counted as (${names.map((name) => `select '${name}' figure, part, count(*)::int count from (${EACH[name]}) c group by part`).join(' union all ')})
  insert into report_figure (day, figure, part, count) select ?::date, figure, part, count from counted`;
}

/** Days before a day, on which something was decided that was taken back since a moment. */
export const CORRECTED_DAYS = `
  select distinct to_char(d.decided_at at time zone '${TIME_ZONE}', 'YYYY-MM-DD') "day"
    from photo_undo u join photo_decision d on d.id = u.decision_id
   where u.undone_at >= ? and d.decided_at < ?::date::timestamp at time zone '${TIME_ZONE}'`;
