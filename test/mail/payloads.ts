import type { MailPayloads, MailTemplate } from '../../src/mail/outbox.js';

const named = { name: 'Idris Quillfeather', caseNumber: 'E000123456' };
const receipt = { ...named, reference: 'PRC-26-8H4N-2QXW' };
const credentials = { username: 'k7mx-4qtr-p2', password: 'h7kq2 mtrx9 abcde fghjk mnpqr s', endsAt: '2026-12-23T21:30:00.000Z' };

/** One payload for each mail there is. */
export const PAYLOADS: MailPayloads = {
  invitation: { ...named, contact: 'case-help@office.example', token: 'token-of-the-invitation', days: 30 },
  'invitation-reminder': {
    ...named,
    contact: 'case-help@office.example',
    token: 'token-of-the-reminder',
    endsAt: '2026-12-23T15:00:00.000Z',
  },
  'reply-received': receipt,
  'email-confirm': { name: named.name, token: 'token-of-the-address' },
  'email-changed': named,
  'consent-asked': { name: named.name, contact: 'case-help@office.example', token: 'token-of-the-agreement', days: 30 },
  'temporary-password': credentials,
  'temporary-password-reissued': credentials,
  'password-reset': { token: 'token-of-the-reset', minutes: 30 },
  'password-changed': {},
  'new-device': { device: 'Firefox/windows', signedInAt: '2026-11-23T21:30:00.000Z' },
  'account-locked': { lockedAt: '2026-11-23T21:30:00.000Z' },
  'account-released': credentials,
  'sign-in-link': { token: 'token-of-the-sign-in', minutes: 30 },
  'email-change-link': { token: 'token-of-the-new-address', hours: 24 },
  'email-address-changed': { pausedUntilAt: '2026-12-23T21:30:00.000Z' },
  'staff-email-changed': {},
  'staff-password-reissued': credentials,
  'second-factor-added': { doneAt: '2026-11-23T15:00:00.000Z' },
  'second-factor-removed': { doneAt: '2026-11-23T15:00:00.000Z' },
  'recovery-code-used': { doneAt: '2026-11-23T15:00:00.000Z', left: 9 },
  'recovery-codes-made': { doneAt: '2026-11-23T15:00:00.000Z' },
  'declaration-received': receipt,
  'declaration-withdrawn': named,
  'return-asked': named,
  'documents-submitted': receipt,
  'photo-returned': named,
  'photo-accepted': named,
  'photographer-sent': named,
  'residence-confirmed': named,
  'new-message': named,
  'ecopr-corrected': named,
  'ecopr-answered': named,
  'card-mailed': named,
  'representative-added': named,
  'representative-ended': named,
  'representative-left': named,
  'representative-refused': named,
  'draft-prepared': named,
  'officer-account': credentials,
  'officer-suspended': { changedAt: '2026-11-23T21:30:00.000Z' },
  'officer-resumed': { changedAt: '2026-11-23T21:30:00.000Z' },
  'officer-role-changed': { changedAt: '2026-11-23T21:30:00.000Z' },
  'officer-reset': credentials,
  'representative-account': credentials,
  'client-added': {},
  'client-waits': {},
  'client-ended': { caseNumber: named.caseNumber },
};

export const TEMPLATES = Object.keys(PAYLOADS) as MailTemplate[];
