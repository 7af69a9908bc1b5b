import { DAY } from '../clock.js';
import { OWNER_KNOWN } from '../sessions/session.rules.js';
import type { RowClass } from './row-class.js';

const OF_ACCOUNT = '(select p.case_file_id from account a join person p on p.id = a.person_id where a.id = r.account_id)';

/** What is kept of accounts, sessions and signing in. */
export const ACCOUNT_ROWS: readonly RowClass[] = [
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
