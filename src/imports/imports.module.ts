import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CaseImporter } from './case-importer.js';
import { InvitationService } from '../invitations/invitation.service.js';
import { ManyInvitations } from '../invitations/many-invitations.service.js';
import { ImportInviting } from './import-inviting.service.js';
import { ImportReading } from './import-reading.service.js';
import { ImportReceiving } from './import-receiving.service.js';
import { ImportWords } from './import-words.js';

/** Many cases in one table: taken in while it arrives, read in the background. */
@Module({
  imports: [CasesModule],
  providers: [ImportWords, ImportReceiving, CaseImporter, ImportReading, ImportInviting, InvitationService, ManyInvitations],
  exports: [ImportReceiving, ImportReading, ImportInviting, ManyInvitations],
})
export class ImportsModule {}
