import type { RouteName } from '../language/route-table.js';
import type { MailPayloads, MailTemplate } from './outbox.js';

/** What a mail is made of, in order; each name is a text of `mail:<template>`. To add a mail is to add a row here, and its words. */
export interface MailContents<Fact extends string = string> {
  readonly before: readonly string[];
  /** Values shown by themselves under a label, `mail:facts.<name>`. */
  readonly facts?: readonly Fact[];
  /** The one thing to do, as a button: the text `act` and where it leads. */
  readonly leadsTo?: RouteName;
  readonly after?: readonly string[];
  /** Who helps, where it is always the same; an invitation names the address itself. Otherwise it follows the reader (HELP_OF). */
  readonly help?: 'none' | 'forStaff' | 'forHelpers';
}

/** Who helps whom: applicants are told the address in their invitation; officers and representatives were never invited (S36). */
export const HELP_OF: Readonly<Record<string, 'forStaff' | 'forHelpers'>> = { officer: 'forStaff', representative: 'forHelpers' };

export const MAILS: { readonly [Template in MailTemplate]: MailContents<keyof MailPayloads[Template] & string> } = {
  // S2a-c, S5 with both halves, S1, S35, S36
  invitation: {
    before: ['hello', 'approved', 'asks'],
    leadsTo: 'invitation',
    after: ['oneReply', 'noAccount', 'separate', 'junk', 'contact'],
    help: 'none',
  },
  // PORTAL.md 3
  'invitation-reminder': {
    before: ['hello', 'waits', 'until'],
    leadsTo: 'invitation',
    after: ['answered', 'noAccount', 'junk', 'contact'],
    help: 'none',
  },
  'reply-received': { before: ['hello', 'received', 'next'], after: ['notDeclared', 'junk'] },
  'email-confirm': { before: ['hello', 'given'], leadsTo: 'emailConfirm', after: ['notYou'] },
  'email-changed': { before: ['hello', 'changed'], after: ['notYou'] },
  // PORTAL.md 2
  'consent-asked': { before: ['hello', 'asked', 'choice'], leadsTo: 'consent', after: ['once', 'notYou', 'contact'], help: 'none' },
  // S4, S38, S6, S32
  'temporary-password': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late', 'noSharing'],
  },
  // S39
  'temporary-password-reissued': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late', 'noSharing'],
  },
  // PORTAL.md 4
  'temporary-password-expiring': { before: ['ends'], facts: ['endsAt'], leadsTo: 'signIn', after: ['own', 'lost', 'noSharing'] },
  'password-reset': { before: ['asked'], leadsTo: 'passwordResetNew', after: ['once', 'notYou'] },
  'password-changed': { before: ['changed'], leadsTo: 'signIn', after: ['notYou'] },
  // S32: who gets them may be an applicant, a representative or an officer
  'new-device': { before: ['seen'], facts: ['device', 'signedInAt'], leadsTo: 'accountSignIns', after: ['you', 'notYou'], help: 'none' },
  'account-locked': { before: ['locked', 'ended'], facts: ['lockedAt'], after: ['next', 'contact'], help: 'none' },
  'account-released': {
    before: ['released'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'secondStep', 'noSharing', 'contact'],
    help: 'none',
  },
  // TRUST.md 1
  'sign-in-link': { before: ['tried', 'needed'], leadsTo: 'signInLink', after: ['once', 'notYou'] },
  // PORTAL.md 6.9
  'email-change-link': { before: ['given'], leadsTo: 'newEmailConfirm', after: ['once', 'notYou'], help: 'none' },
  'email-address-changed': { before: ['changed', 'paused'], leadsTo: 'signIn', after: ['notYou'] },
  'staff-email-changed': { before: ['changed'], leadsTo: 'signIn', after: ['notYou'], help: 'none' },
  // S39, for officers and representatives
  'staff-password-reissued': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late'],
    help: 'none',
  },
  'second-factor-added': { before: ['added'], leadsTo: 'signIn', after: ['notYou'] },
  'second-factor-removed': { before: ['removed'], leadsTo: 'signIn', after: ['notYou'] },
  'recovery-code-used': { before: ['used'], leadsTo: 'signIn', after: ['notYou'] },
  'recovery-codes-made': { before: ['made'], leadsTo: 'signIn', after: ['notYou'] },
  'declaration-received': { before: ['hello', 'received', 'notYet', 'leaving'], leadsTo: 'confirmation', after: ['notYou'] },
  // S2c, PORTAL.md 6.4
  'declaration-struck': { before: ['hello', 'struck', 'next'], leadsTo: 'confirmation', after: ['paper'] },
  'declaration-withdrawn': { before: ['hello', 'withdrawn', 'next'], leadsTo: 'confirmation', after: ['travel', 'notYou'] },
  'return-asked': { before: ['hello', 'day', 'back', 'later'], leadsTo: 'confirmation', after: ['travel'] },
  'documents-submitted': { before: ['hello', 'received', 'next'], leadsTo: 'confirmation' },
  // S14-S16
  'photo-reopened': { before: ['hello', 'reopened', 'next'], leadsTo: 'confirmation' },
  'photo-returned': { before: ['hello', 'looked', 'next'], leadsTo: 'confirmation' },
  'photo-accepted': { before: ['hello', 'accepted', 'next'], leadsTo: 'confirmation' },
  'photographer-sent': { before: ['hello', 'sent', 'next'], leadsTo: 'confirmation', after: ['notYou'] },
  'residence-confirmed': { before: ['hello', 'confirmed', 'next'], leadsTo: 'confirmation', after: ['travel'] },
  // PORTAL.md 6.18
  // PORTAL.md 4
  'time-runs-out': { before: ['hello', 'open', 'until'], leadsTo: 'confirmation', after: ['then'] },
  'ecopr-waits': { before: ['hello', 'waits', 'until'], leadsTo: 'confirmation' },
  'ecopr-corrected': { before: ['hello', 'corrected', 'next'], leadsTo: 'confirmation' },
  'ecopr-answered': { before: ['hello', 'looked', 'next'], leadsTo: 'confirmation' },
  // S34: without content
  'new-message': { before: ['hello', 'wrote'], leadsTo: 'messages', after: ['safe'] },
  'card-mailed': { before: ['hello', 'mailed', 'next'], leadsTo: 'confirmation', after: ['missing', 'wrong'] },
  // PORTAL.md 6.16, 6.17
  'card-reported-missing': { before: ['hello', 'received', 'next'], leadsTo: 'confirmation', after: ['found', 'notYou'] },
  'card-came-back': { before: ['hello', 'cameBack', 'next', 'until'], leadsTo: 'confirmation' },
  // S31, PORTAL.md 2
  'representative-added': { before: ['hello', 'added', 'limits'], leadsTo: 'accountRepresentative', after: ['end', 'notYou'] },
  // who agreed that another acts has no account of their own to look into
  'representative-added-for-you': {
    before: ['hello', 'added', 'limits'],
    leadsTo: 'representatives',
    after: ['end', 'notYou'],
    help: 'none',
  },
  'representative-ended': { before: ['hello', 'ended'], leadsTo: 'accountRepresentative', after: ['notYou'] },
  'representative-ended-for-you': { before: ['hello', 'ended'], leadsTo: 'representatives', after: ['notYou', 'again'] },
  'representative-not-entitled': { before: ['hello', 'ended'], leadsTo: 'representatives', after: ['wrong', 'again'] },
  'representative-left': { before: ['hello', 'left'], leadsTo: 'representatives', after: ['again'] },
  // S33
  'representative-refused': { before: ['hello', 'tried', 'may'], leadsTo: 'representatives', after: ['noSharing'] },
  'draft-prepared': { before: ['hello', 'prepared', 'counts'], leadsTo: 'confirmation', after: ['end'] },
  'officer-account': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late'],
    help: 'forStaff',
  },
  'officer-suspended': { before: ['changed'], facts: ['changedAt'], after: ['wrong'], help: 'forStaff' },
  'officer-resumed': { before: ['changed'], facts: ['changedAt'], leadsTo: 'signIn', help: 'forStaff' },
  'officer-role-changed': { before: ['changed'], facts: ['changedAt'], leadsTo: 'signIn', after: ['wrong'], help: 'forStaff' },
  'officer-reset': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late'],
    help: 'forStaff',
  },
  // S31, S32
  'representative-account': {
    before: ['made'],
    facts: ['username', 'password', 'endsAt'],
    leadsTo: 'signIn',
    after: ['own', 'late', 'limits'],
    help: 'forHelpers',
  },
  'client-added': { before: ['added'], leadsTo: 'clients', after: ['limits'], help: 'forHelpers' },
  'client-waits': { before: ['waits', 'who'], leadsTo: 'clients', help: 'forHelpers' },
  'client-ended': { before: ['ended'], leadsTo: 'clients', help: 'forHelpers' },
};

export const MAIL_TEMPLATES = Object.keys(MAILS) as MailTemplate[];
