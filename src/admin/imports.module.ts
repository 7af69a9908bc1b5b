import { Module } from '@nestjs/common';
import { CaseFileInterceptor } from '../imports/case-file-interceptor.js';
import { ImportsModule } from '../imports/imports.module.js';
import { ImportController } from './import.controller.js';
import { InvitationsController } from './invitations.controller.js';
import { ImportPage } from './import-page.js';
import { ImportsController } from './imports.controller.js';

/** Officers' pages about many cases at once: imports, and invitations of a selection. */
@Module({
  imports: [ImportsModule],
  controllers: [InvitationsController, ImportsController, ImportController],
  providers: [ImportPage, CaseFileInterceptor],
})
export class AdminImportsModule {}
