import { Module } from '@nestjs/common';
import { CaseFileInterceptor } from '../imports/case-file-interceptor.js';
import { ImportsModule } from '../imports/imports.module.js';
import { ImportController } from './import.controller.js';
import { ImportPage } from './import-page.js';
import { ImportsController } from './imports.controller.js';

/** Officers' pages of imports. */
@Module({
  imports: [ImportsModule],
  controllers: [ImportsController, ImportController],
  providers: [ImportPage, CaseFileInterceptor],
})
export class AdminImportsModule {}
