import { DECLARING_PAUSE_HOURS, EMAIL_LINK_HOURS } from '../accounts/email-change.rules.js';
import { RESET_LINK_MINUTES, SIGN_IN_LINK_MINUTES, TEMPORARY_PASSWORD_DAYS } from '../accounts/password.rules.js';
import { RECOVERY_CODES, RECOVERY_CODES_SHOWN, VERIFICATION_MINUTES } from '../accounts/second-factor/second-factor.rules.js';
import { CARD_DAYS, CARD_EXPIRY_YEARS, CARD_NAME_CHARACTERS } from '../cards/card.rules.js';
import { ANSWER_DAYS, ARRIVAL_DAYS, MISSING_DAYS, TRACKING_CHARACTERS } from '../cards/mailed/mailed-card.rules.js';
import { HOUR, MINUTE, SECOND } from '../clock.js';
import { ECOPR_DAYS, RETENTION_YEARS } from '../confirmation/confirmation.rules.js';
import { INVITATION_DAYS } from '../invitations/invitation.rules.js';
import { SENT_MAIL_DAYS } from '../mail/mail.rules.js';
import { MOST_MESSAGE } from '../messages/message.rules.js';
import { HEAD_MM, MAX_FILE_BYTES, MAX_PIXELS, MAX_SIZE, MIN_SIZE, PHOTO_HEIGHT_MM, RATIO } from '../photos/photo.rules.js';
import { PHOTO_MONTHS } from '../photos/editor/photo-statement.rules.js';
import { FORM_DAYS } from '../representatives/representative.rules.js';
import { RETRY_AFTER, WRONG_IN_A_ROW } from '../security/request-limits.js';
import { SESSION_IDLE, SESSION_LONGEST } from '../sessions/session.rules.js';

/** Numbers that texts quote, each from the value that enforces it (PORTAL.md 4: dates and limits in texts). */
export const RULES_IN_TEXTS = {
  temporaryPasswordDays: TEMPORARY_PASSWORD_DAYS,
  resetLinkMinutes: RESET_LINK_MINUTES,
  signInLinkMinutes: SIGN_IN_LINK_MINUTES,
  wrongInARow: WRONG_IN_A_ROW,
  emailLinkHours: EMAIL_LINK_HOURS,
  declaringPauseHours: DECLARING_PAUSE_HOURS,
  verificationMinutes: VERIFICATION_MINUTES,
  recoveryCodes: RECOVERY_CODES,
  recoveryCodesShownMinutes: RECOVERY_CODES_SHOWN / MINUTE,
  invitationDays: INVITATION_DAYS,
  cardDays: CARD_DAYS,
  cardExpiryYears: CARD_EXPIRY_YEARS,
  cardNameCharacters: CARD_NAME_CHARACTERS,
  arrivalDays: ARRIVAL_DAYS,
  missingLastDay: MISSING_DAYS - 1,
  missingDays: MISSING_DAYS,
  answerDays: ANSWER_DAYS,
  trackingCharacters: TRACKING_CHARACTERS,
  ecoprDays: ECOPR_DAYS,
  messageCharacters: MOST_MESSAGE,
  representativeFormDays: FORM_DAYS,
  retentionYears: RETENTION_YEARS,
  sessionIdleMinutes: SESSION_IDLE / MINUTE,
  sessionHours: SESSION_LONGEST / HOUR,
  sentMailDays: SENT_MAIL_DAYS,
  minWidth: MIN_SIZE.width,
  minHeight: MIN_SIZE.height,
  maxWidth: MAX_SIZE.width,
  maxHeight: MAX_SIZE.height,
  maxFileMegabytes: MAX_FILE_BYTES / 1024 / 1024,
  maxUploadMegapixels: MAX_PIXELS / 1_000_000,
  headMinMm: HEAD_MM[0],
  headMaxMm: HEAD_MM[1],
  cardPhotoWidthMm: Math.round(PHOTO_HEIGHT_MM * RATIO),
  cardPhotoHeightMm: PHOTO_HEIGHT_MM,
  photoMonths: PHOTO_MONTHS,
  retryAfterSeconds: RETRY_AFTER / SECOND,
} as const;
