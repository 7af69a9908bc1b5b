import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CasesModule } from '../cases/cases.module.js';
import { InvitationAddress } from '../invitations/invitation-address.service.js';
import { InvitationFollowUp } from '../invitations/invitation-follow-up.js';
import { InvitationService } from '../invitations/invitation.service.js';
import { ReplyAddresses } from '../invitations/reply-addresses.service.js';
import { ReplyMails } from '../invitations/reply-mails.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import { BouncedMails } from '../mail/bounces/bounced-mails.js';
import { RepresentativesModule } from '../representatives/representatives.module.js';
import { LegalHolds } from '../retention/legal-holds.service.js';
import { BouncedMailsController } from './bounced-mails.controller.js';
import { CaseController } from './case.controller.js';
import { CaseListController } from './case-list.controller.js';
import { CasePage } from './case-page.js';
import { CasePersons } from './case-persons.js';
import { CaseRows } from './case-rows.js';
import { AdminEmailController } from './email-change.controller.js';
import { FactorResetController } from './factor-reset.controller.js';
import { FamilyController } from './family.controller.js';
import { PasswordRequestsController } from './password-requests.controller.js';
import { PersonSessions } from './person-sessions.js';
import { PersonSessionsController } from './person-sessions.controller.js';
import { AdminReplyController } from './reply.controller.js';
import { RepresentativeSessions } from './representative-sessions.js';
import { RepresentativeSessionsController } from './representative-sessions.controller.js';
import { LegalHoldController } from './legal-hold.controller.js';
import { ReplyPage } from './reply-page.js';
import { AdminRepresentativeController } from './representative.controller.js';
import { AdminRepresentativeEndController } from './representative-end.controller.js';
import { ReportedAccountsController } from './reported-accounts.controller.js';

/** Officers' intake: cases, invitations, replies, accounts, new temporary passwords. */
@Module({
  imports: [CasesModule, AccountsModule, RepresentativesModule],
  controllers: [
    CaseListController,
    CaseController,
    BouncedMailsController,
    FamilyController,
    LegalHoldController,
    AdminReplyController,
    AdminEmailController,
    PasswordRequestsController,
    ReportedAccountsController,
    PersonSessionsController,
    RepresentativeSessionsController,
    FactorResetController,
    AdminRepresentativeController,
    AdminRepresentativeEndController,
  ],
  providers: [
    LegalHolds,
    InvitationService,
    InvitationFollowUp,
    ReplyReading,
    ReplyMails,
    ReplyAddresses,
    InvitationAddress,
    BouncedMails,
    CaseRows,
    CasePage,
    CasePersons,
    ReplyPage,
    PersonSessions,
    RepresentativeSessions,
  ],
  exports: [InvitationService, ReplyReading],
})
export class IntakeModule {}
