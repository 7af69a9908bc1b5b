import { DAY } from '../clock.js';
import { SENT_MAIL_KEPT } from '../mail/mail.rules.js';
import { OWNER_KNOWN } from '../sessions/session.rules.js';

/** Rows that go, or lose what they hold, by the clock alone. */
export interface RowClass {
  readonly name: string;
  /** The rule in words, and where it comes from. */
  readonly rule: string;
  readonly source: string;
  readonly table: string;
  /** The moment from which the time counts, in SQL over the table as `r`; null: not yet. */
  readonly since: string;
  readonly keep: number;
  /** What is emptied; without it the row goes. */
  readonly wipe?: string;
  /** Rows that still hold something to empty. */
  readonly only?: string;
  /** The case that a row belongs to, in SQL over `r`: a legal hold on it keeps the row. */
  readonly caseFile?: string;
}

const OF_ACCOUNT = '(select p.case_file_id from account a join person p on p.id = a.person_id where a.id = r.account_id)';

/**
 * How long each class of records is kept. [A] marks our own choice where neither law nor source says. Classes that need more than a
 * clock are beside it: closed cases (closed-cases.ts), accounts of officers
 * who left (staff-accounts.ts), files that no row names (stray-files.ts). Two more keep nothing from the start:
 * a draft photo goes when it is replaced (S27, photos/upload), and the public checker stores no photo at all (PORTAL 5).
 */
export const ROW_CLASSES: readonly RowClass[] = [
  {
    name: 'session contents',
    rule: 'emptied when the session is over',
    source: 'TRUST 1',
    table: 'session',
    since: 'ends_at',
    keep: 0,
    wipe: 'data = null, device = null',
    only: 'r.data is not null or r.device is not null',
  },
  {
    name: 'sessions',
    rule: 'whose it was, one day after its end',
    source: 'PORTAL 6.21',
    table: 'session',
    since: 'ends_at',
    keep: OWNER_KNOWN,
  },
  {
    name: 'forms kept over the end of a session',
    rule: 'at their end',
    source: 'PORTAL 6.21',
    table: 'kept_form',
    since: 'ends_at',
    keep: 0,
  },
  {
    name: 'request limits',
    rule: 'when they no longer count',
    source: 'TRUST 7',
    table: 'request_limit',
    since: 'to_timestamp(r.expire / 1000.0)',
    keep: 0,
  },
  {
    name: 'links to reset a password',
    rule: '1 day after their end [A]',
    source: 'S41',
    table: 'password_reset',
    since: 'ends_at',
    keep: DAY,
    caseFile: OF_ACCOUNT,
  },
  {
    name: 'links to sign in after many wrong tries',
    rule: '1 day after their end [A]',
    source: 'TRUST 1',
    table: 'sign_in_link',
    since: 'ends_at',
    keep: DAY,
    caseFile: OF_ACCOUNT,
  },
  {
    name: 'links that change an address',
    rule: '90 days after they were opened, closed or ended [A]',
    source: 'PORTAL 6.9',
    table: 'email_change',
    since: 'coalesce(r.opened_at, r.closed_at, r.ends_at)',
    keep: 90 * DAY,
    caseFile: OF_ACCOUNT,
  },
  { name: 'wrong tries', rule: 'when they no longer count', source: 'TRUST 7', table: 'wrong_try', since: 'forgotten_at', keep: 0 },
  {
    name: 'answered requests for a password',
    rule: '90 days after the answer [A]',
    source: 'S39',
    table: 'password_request',
    since: 'closed_at',
    keep: 90 * DAY,
    caseFile: OF_ACCOUNT,
  },
  {
    name: 'links of invitations',
    rule: 'emptied 90 days after it ended [A]; until then an old link says that it is over',
    source: 'PORTAL 3',
    table: 'invitation',
    since: 'ends_at',
    keep: 90 * DAY,
    wipe: `token_hash = null, state = case state when 'sent' then 'expired' else state end, version = version + 1`,
    only: 'r.token_hash is not null',
    caseFile: 'r.case_file_id',
  },
  {
    name: 'links of reminders',
    rule: '90 days after the invitation ended [A]',
    source: 'PORTAL 3',
    table: 'invitation_link',
    since: '(select i.ends_at from invitation i where i.id = r.invitation_id)',
    keep: 90 * DAY,
    caseFile: '(select i.case_file_id from invitation i where i.id = r.invitation_id)',
  },
  {
    name: 'links that confirm an address',
    rule: 'emptied 90 days after the reply [A]',
    source: 'PORTAL 4',
    table: 'reply',
    since: 'sent_at',
    keep: 90 * DAY,
    wipe: 'email_token_hash = null, version = version + 1',
    only: 'r.email_token_hash is not null',
    caseFile: '(select i.case_file_id from invitation i where i.id = r.invitation_id)',
  },
  {
    name: 'receivers and contents of mails given up',
    rule: 'emptied 30 days after the last try [A]; those of a mail that left go at once',
    source: 'TRUST 19',
    table: 'outbox_message',
    since: 'failed_at',
    keep: 30 * DAY,
    wipe: 'recipient = null, payload = null',
    only: 'r.recipient is not null or r.payload is not null',
  },
  {
    name: 'mails that left or never will',
    rule: '90 days: which mail, when, how often tried, to whom in masked form, for who checks its code [A]',
    source: 'TRUST 19',
    table: 'outbox_message',
    since: 'coalesce(r.sent_at, r.withdrawn_at, r.failed_at)',
    keep: SENT_MAIL_KEPT,
  },
  {
    name: 'marks of messages about mails that came back',
    rule: '180 days after they were read [A]; by then the mails themselves are gone',
    source: 'TRUST 19',
    table: 'bounce_read',
    since: 'read_at',
    keep: 2 * SENT_MAIL_KEPT,
  },
  {
    name: 'links for photographers, with the photo that came and was not taken over',
    rule: '30 days after the link was made [A]',
    source: 'PORTAL 5',
    table: 'photographer_link',
    since: 'made_at',
    keep: 30 * DAY,
    caseFile: '(select p.case_file_id from person p where p.id = r.person_id)',
  },
  {
    name: 'addresses that a representative prepared and that were not taken over',
    rule: '30 days after they were prepared [A]',
    source: 'PORTAL 2',
    table: 'address_draft',
    since: 'prepared_at',
    keep: 30 * DAY,
    caseFile: '(select p.case_file_id from person p where p.id = r.person_id)',
  },
  {
    name: 'photos that a representative prepared and that were not taken over',
    rule: '30 days after they were prepared [A]',
    source: 'PORTAL 2',
    table: 'photo_draft',
    since: 'prepared_at',
    keep: 30 * DAY,
    caseFile: '(select p.case_file_id from person p where p.id = r.person_id)',
  },
  {
    name: 'imports of cases, with their mistakes',
    rule: '90 days after the table was read [A]; its rows go as they are read, the table itself is never kept',
    source: 'TRUST 22',
    table: 'case_import',
    since: 'finished_at',
    keep: 90 * DAY,
  },
  {
    name: 'tables of cases that were cut off while they arrived',
    rule: '1 day after the upload began [A]',
    source: 'TRUST 22',
    table: 'case_import',
    since: '(case when r.arrived_at is null then r.begun_at end)',
    keep: DAY,
  },
  {
    name: 'batches of cards, once the cases of all their cards are gone',
    rule: '2 years after they were made [A]',
    source: 'TRUST 22',
    table: 'card_batch',
    since: '(case when not exists (select from card_batch_place l where l.batch_id = r.id) then r.made_at end)',
    keep: 2 * 365 * DAY,
  },
  {
    name: 'known devices',
    rule: '1 year after they were last seen [A]',
    source: 'TRUST 16',
    table: 'known_device',
    since: 'last_seen_at',
    keep: 365 * DAY,
    caseFile: OF_ACCOUNT,
  },
  {
    name: 'sign-ins',
    rule: '2 years [A]',
    source: 'S32',
    table: 'sign_in_event',
    since: 'at',
    keep: 730 * DAY,
    caseFile: OF_ACCOUNT,
  },
];

/** A file that no row names is left by a killed process; one that is being uploaded has no row yet. */
export const STRAY_FILE_KEEP = DAY;
