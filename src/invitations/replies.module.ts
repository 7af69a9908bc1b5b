import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { EmailConfirmationController } from './email-confirmation.controller.js';
import { EmailConfirmationService } from './email-confirmation.service.js';
import { IdentityCheckService } from './identity-check.service.js';
import { InvitationController } from './invitation.controller.js';
import { MemberController } from './member.controller.js';
import { ReplyController } from './reply.controller.js';
import { ReplyMails } from './reply-mails.js';
import { ReplyPages } from './reply-pages.js';
import { ReplyService } from './reply.service.js';
import { ReplySendingController } from './reply-sending.controller.js';
import { ReplyVisits } from './reply-visits.js';

/** How a person answers their invitation, before they have an account. */
@Module({
  imports: [CasesModule],
  controllers: [InvitationController, ReplyController, MemberController, ReplySendingController, EmailConfirmationController],
  providers: [IdentityCheckService, ReplyVisits, ReplyPages, ReplyMails, ReplyService, EmailConfirmationService],
})
export class RepliesModule {}
