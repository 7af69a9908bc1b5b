import type { MailTemplate } from './outbox.js';

/** Of mails that are due together the lower ones leave first: it matters after a fault, and where a budget holds mails back. */
export const URGENCY = { first: 1, other: 2, last: 3 } as const;

/** Somebody waits for these before the screen, or must act at once: links, passwords, what happened to an account. */
const FIRST: readonly MailTemplate[] = [
  'email-confirm',
  'email-changed',
  'temporary-password',
  'temporary-password-reissued',
  'temporary-password-expiring',
  'password-reset',
  'password-changed',
  'new-device',
  'account-locked',
  'account-released',
  'sign-in-link',
  'email-change-link',
  'email-address-changed',
  'staff-email-changed',
  'staff-password-reissued',
  'second-factor-added',
  'second-factor-removed',
  'recovery-code-used',
  'recovery-codes-made',
  'representative-refused',
  'officer-account',
  'officer-reset',
  'representative-account',
];

/** Nobody waits for these at this hour. */
const LAST: readonly MailTemplate[] = ['invitation-reminder', 'return-asked', 'client-waits', 'time-runs-out', 'ecopr-waits'];

export const urgencyOf = (template: MailTemplate): number =>
  FIRST.includes(template) ? URGENCY.first : LAST.includes(template) ? URGENCY.last : URGENCY.other;
