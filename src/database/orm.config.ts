import { defineConfig, type Options } from '@mikro-orm/postgresql';
import pg from 'pg';
import { Account } from '../accounts/account.entity.js';
import { ActingConsent } from '../accounts/acting-consent.entity.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import { PhotographerLink } from '../photos/photographer/photographer-link.entity.js';
import { KnownDevice } from '../accounts/known-device.entity.js';
import { PasswordRequest } from '../accounts/password-request.entity.js';
import { EmailChange } from '../accounts/email-change.entity.js';
import { PasswordReset } from '../accounts/password-reset.entity.js';
import { SignInEvent } from '../accounts/sign-in-event.entity.js';
import { SignInLink } from '../accounts/sign-in-link.entity.js';
import { RecoveryCode } from '../accounts/second-factor/recovery-code.entity.js';
import { SecondFactor } from '../accounts/second-factor/second-factor.entity.js';
import { AuditEvent } from '../audit/audit-event.entity.js';
import { CardBatch } from '../cards/batches/card-batch.entity.js';
import { CardBatchPlace } from '../cards/batches/card-batch-place.entity.js';
import { Card } from '../cards/card.entity.js';
import { MissingCard } from '../cards/mailed/missing-card.entity.js';
import { AddressWord } from '../cases/address-word.entity.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { Person } from '../cases/person.entity.js';
import { SearchWord } from '../cases/search-word.entity.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { AddressDraft } from '../confirmation/drafts/address-draft.entity.js';
import { PaperDeclaration } from '../confirmation/paper/paper-declaration.entity.js';
import { PresenceDeclaration } from '../confirmation/presence-declaration.entity.js';
import { KeptForm } from '../forms/kept-form.entity.js';
import { CaseImport } from '../imports/case-import.entity.js';
import { ImportMistake } from '../imports/import-mistake.entity.js';
import { ImportRow } from '../imports/import-row.entity.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { InvitationLink } from '../invitations/invitation-link.entity.js';
import { MemberReply } from '../invitations/member-reply.entity.js';
import { Reply } from '../invitations/reply.entity.js';
import { CaseNote } from '../messages/case-note.entity.js';
import { Message, MessageThread } from '../messages/message-thread.entity.js';
import { OutboxMessage } from '../mail/outbox-message.entity.js';
import { CheckDemotion } from '../photos/demotion/check-demotion.entity.js';
import { PhotoDraft } from '../photos/prepared/photo-draft.entity.js';
import { PhotoAttempt } from '../photos/photo-attempt.entity.js';
import { PhotoDecision } from '../photos/review/photo-decision.entity.js';
import { PhotoLook } from '../photos/review/photo-look.entity.js';
import { PhotoSubmission } from '../photos/submission/photo-submission.entity.js';
import { SecondLook } from '../photos/review/second-look.entity.js';
import { PhotoUndo } from '../photos/review/photo-undo.entity.js';
import { RecordError } from '../residence/record-error.entity.js';
import { ResidenceRecord } from '../residence/residence-record.entity.js';
import { LegalHold } from '../retention/legal-hold.entity.js';
import { RelativeFile } from '../relatives/relative-file.entity.js';
import { Representation } from '../representatives/representation.entity.js';
import { SECOND } from '../clock.js';
import { entitiesAtWork } from './request-entities.js';
import { UnnamedClient } from './unnamed-client.js';
import { watched } from './watched-client.js';

export const ENTITIES = [
  CaseFile,
  CaseImport,
  ImportRow,
  ImportMistake,
  Person,
  SearchWord,
  AddressWord,
  Account,
  ActsFor,
  ActingConsent,
  PasswordRequest,
  PasswordReset,
  SignInEvent,
  KnownDevice,
  PhotographerLink,
  KeptForm,
  SignInLink,
  EmailChange,
  SecondFactor,
  RecoveryCode,
  Invitation,
  InvitationLink,
  Reply,
  MemberReply,
  Confirmation,
  PresenceDeclaration,
  PaperDeclaration,
  ResidenceRecord,
  RecordError,
  PhotoAttempt,
  PhotoSubmission,
  PhotoLook,
  PhotoDecision,
  PhotoUndo,
  SecondLook,
  CheckDemotion,
  Card,
  CardBatch,
  CardBatchPlace,
  MissingCard,
  Representation,
  AddressDraft,
  PhotoDraft,
  MessageThread,
  Message,
  CaseNote,
  LegalHold,
  RelativeFile,
  AuditEvent,
  OutboxMessage,
];

/** Tables that are read and written by hand, without entities. */
export const TABLES_WITHOUT_ENTITIES = [
  'session',
  'request_limit',
  'wrong_try',
  'bounce_read',
  'job_lease',
  'key_fingerprint',
  'pepper_fingerprint',
  'file_claim',
  'photo_object',
  /^report_/,
  /^audit_(?!event$)/,
  'mikro_orm_migrations',
];

/** A connection, be it a new one or the next that is free, is waited for so long: then a person is told to come again. */
export const CONNECTION_WITHIN = 10 * SECOND;

/**
 * MikroORM's configuration, one for the application, the commands and the tests.
 * @param pooled whether a pooler in between gives each transaction another connection
 */
export function ormConfig(databaseUrl: string, pooled = false): Options {
  return defineConfig({
    clientUrl: databaseUrl,
    driverOptions: {
      connectionString: databaseUrl, // MikroORM reads no sslmode out of an address; pg does
      connectionTimeoutMillis: CONNECTION_WITHIN,
      Client: watched(pooled ? UnnamedClient : pg.Client, pooled),
    },
    entities: ENTITIES,
    forceUtcTimezone: true,
    implicitTransactions: true,
    context: entitiesAtWork,
    schemaGenerator: { ignoreTriggers: true, skipTables: TABLES_WITHOUT_ENTITIES },
    debug: false,
  });
}
