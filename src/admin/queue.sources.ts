import { after as later, DAY } from '../clock.js';
import { notSuspended } from '../confirmation/suspended.sql.js';
import { bounceWaits } from '../mail/bounces/bounced-mails.js';
import type { QueueKind } from './queue.filter.js';

/** After so many days a link that nobody opened is an officer's to send again, or its address to correct. */
const LINK_WAITS = 7 * DAY;

/** Of a reply, or what it says of somebody else: the link to another address was mailed long ago, and nobody has opened it. */
const lateLink = (
  reply: 'r' | 'm' | 'e',
): string => `${reply}.email_confirmed_at is null and ${reply}.email_link_sent_at < (select late from moment)
        and not exists (select from account a where a.person_id = ${reply}.person_id)
        and ${notSuspended(reply)}`;

/** Whose account it is, is looked up for what is shown only, and not for what is counted. */
const REQUESTS = `select 'reissuePassword' task, (select a.person_id from account a where a.id = q.account_id) person_id, q.account_id, q.id target,
                 q.asked_at since, null::date due_on, 1 turn
            from password_request q
           where q.closed_at is null and not exists (select from account a where a.id = q.account_id and a.kind = 'officer' offset 0)`;

/**
 * What waits, one source or two a kind: task, person, account (where there may be no person), target (what it is done on), since,
 * due day, turn. Each condition is one that an index answers, whatever was done before. Where a row needs one of another table, it is
 * looked up for that row alone (`limit 1`, `offset 0`): of many that wait PostgreSQL would read all there are instead.
 */
const SOURCES: Record<QueueKind, readonly string[]> = {
  reply: [
    // every reply has an invitation: a left join is one that counting leaves out
    `select 'readReply' task, r.person_id, null::uuid account_id, i.case_file_id target, r.sent_at since, null::date due_on, 1 turn
       from reply r left join invitation i on i.id = r.invitation_id
      where r.sent_at is not null and r.read_at is null`,
    `select 'createAccount' task, r.person_id, null::uuid account_id, i.case_file_id target, r.sent_at since, null::date due_on, 1 turn
       from reply r left join invitation i on i.id = r.invitation_id
      where r.account_next_holds
        and not exists (select from account a where a.person_id = r.person_id)`,
    // one row a case, whoever of its adults waits; nobody who was asked to let the principal applicant act and has not answered
    `select 'createFamilyAccounts' task, (array_agg(m.person_id order by m.person_id))[1] person_id, null::uuid account_id,
            i.case_file_id target, r.sent_at since, null::date due_on, 1 turn
       from member_reply m join reply r on r.id = m.reply_id join invitation i on i.id = r.invitation_id join person p on p.id = m.person_id
      where m.awaits_account and i.state = 'closed' and p.email_confirmed_at is not null
        and not exists (select from acting_consent c where c.person_id = p.id and c.answer is null and c.closed_at is null
                           and c.ends_at > (select now from moment))
      group by i.case_file_id, r.sent_at`,
    `select 'emailNotConfirmed' task, r.person_id, null::uuid account_id, i.case_file_id target, r.email_link_sent_at since, null::date due_on, 1 turn
       from reply r join invitation i on i.id = r.invitation_id
      where ${lateLink('r')}`,
    // one row a case as well: of others where the principal applicant's own address does not wait, and of them the first
    `select 'emailNotConfirmed' task, m.person_id, null::uuid account_id, i.case_file_id target, m.email_link_sent_at since, null::date due_on, 1 turn
       from member_reply m join reply o on o.id = m.reply_id join invitation i on i.id = o.invitation_id
      where m.awaits_account and ${lateLink('m')}
        and not exists (select from reply r where r.id = o.id and ${lateLink('r')})
        and not exists (select from member_reply e where e.reply_id = m.reply_id and e.id < m.id and e.awaits_account and ${lateLink('e')})`,
  ],
  mail: [
    `select 'invitationBounced' task, (select p.id from person p where p.case_file_id = i.case_file_id and p.relation = 'principal') person_id,
            null::uuid account_id, i.case_file_id target, i.sent_at since, null::date due_on, 1 turn
       from invitation i
      where i.state = 'bounced'`,
    // one row a case, however many mails to its people came back: that of the first
    `select 'mailBounced' task, p.id person_id, null::uuid account_id, p.case_file_id target, o.bounced_at since, null::date due_on, 1 turn
       from outbox_message o join lateral (select * from person where id = o.about_person limit 1) p on true
      where ${bounceWaits('o', 'p')}
        and not exists (select from person q join outbox_message e on e.about_person = q.id
                         where q.case_file_id = p.case_file_id and (e.bounced_at, e.id) < (o.bounced_at, o.id) and ${bounceWaits('e', 'q')} offset 0)`,
  ],
  password: [REQUESTS],
  reported: [reportedAccounts(`a.kind <> 'officer'`)],
  presence: [
    `select 'verifyPresence' task, c.person_id, null::uuid account_id, c.person_id target, c.presence_declared_at since, null::date due_on, 1 turn
       from confirmation c
      where c.presence = 'declared' and c.suspended_at is null`,
  ],
  // who was sent back comes first (PORTAL.md 3): a source of its own, so that an index gives both in their order
  photo: [photos('lookAgain', 'a.number > 1', 0), photos('look', 'a.number = 1', 1)],
  residence: [
    `select 'confirmResidence' task, c.person_id, null::uuid account_id, c.person_id target, c.presence_verified_at since, null::date due_on, 1 turn
       from confirmation c
      where c.presence = 'verified' and c.residence = 'not_confirmed' and c.suspended_at is null`,
  ],
  error: [
    `select 'correctRecord' task, e.person_id, null::uuid account_id, e.person_id target, e.reported_at since, null::date due_on, 1 turn
       from record_error e
      where e.closed_at is null and ${notSuspended('e')}`,
  ],
  card: [
    `select case d.state when 'requested' then 'printCard' else 'mailCard' end task, d.person_id, null::uuid account_id, d.id target,
            coalesce(d.printed_at, d.requested_at) since, d.due_on, 1 turn
       from card d
      where d.state in ('requested', 'printed')
        and ${notSuspended('d')}`,
    // its person has said where it is to go, so no day ends it
    `select 'mailCardAgain' task, d.person_id, null::uuid account_id, d.id target, c.address_given_at since, null::date due_on, 1 turn
       from card d join confirmation c on c.person_id = d.person_id and c.suspended_at is null
      where d.state = 'came_back' and d.ends_on is null`,
    `select 'replaceCard' task, d.person_id, null::uuid account_id, d.id target, d.missing_at since, null::date due_on, 1 turn
       from card d
      where d.state = 'reported_missing'
        and ${notSuspended('d')}`,
  ],
  message: [
    `select 'answerMessage' task, t.person_id, null::uuid account_id, t.id target, t.last_at since, t.due_on, 1 turn
       from message_thread t
      where t.waits_for = 'office'`,
  ],
};

/** Few among all requests: looked for from the officers on. */
const REQUESTS_OF_STAFF = `select 'reissuePassword' task, a.person_id, a.id account_id, q.id target, q.asked_at since, null::date due_on, 1 turn
            from account a
            join lateral (select id, asked_at from password_request where account_id = a.id and closed_at is null offset 0) q on true
           where a.kind = 'officer'`;

/** What only supervisors do: the accounts of officers. */
const SOURCES_OF_STAFF: Partial<Record<QueueKind, readonly string[]>> = {
  password: [REQUESTS_OF_STAFF],
  reported: [reportedAccounts(`a.kind = 'officer'`)],
};

function photos(task: string, which: string, turn: number): string {
  return `select '${task}' task, a.person_id, null::uuid account_id, a.id target, a.submitted_at since, null::date due_on, ${turn} turn
            from photo_attempt a
           where a.state in ('submitted', 'in_review') and ${which}
             and ${notSuspended('a')}`;
}

function reportedAccounts(whose: string): string {
  return `select 'releaseAccount' task, a.person_id, a.id account_id, a.id target, a.suspended_at since, null::date due_on, 1 turn
            from account a
           where a.suspended_at is not null and a.suspended_reason = 'not_me' and ${whose}`;
}

/** Whether something of a source can be late. */
export const hasDueDay = (source: string): boolean => !source.includes('null::date due_on');

/** What waits of a kind; with what is about officers' own accounts, where that is asked for. */
export const sourcesOf = (name: QueueKind, ofStaff: boolean): string[] => [
  ...SOURCES[name],
  ...((ofStaff && SOURCES_OF_STAFF[name]) || []),
];

/** For all sources: what is late now, and since when. */
export const MOMENT = 'moment as (select ?::timestamptz now, ?::timestamptz late)';
export const momentOf = (now: Date): (string | number)[] => [now.toISOString(), later(now, -LINK_WAITS).toISOString()];
