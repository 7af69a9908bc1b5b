import { type DynamicModule, Module } from '@nestjs/common';
import { AdminPhotosModule } from './admin/photos.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AdminImportsModule } from './admin/imports.module.js';
import { IntakeModule } from './admin/intake.module.js';
import { ActivityModule } from './activity/activity.module.js';
import { AuditModule } from './audit/audit.module.js';
import { MissingCardsModule } from './cards/mailed/missing-cards.module.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { ConfirmationModule } from './confirmation/confirmation.module.js';
import { CoreModule } from './core.module.js';
import { DevelopersModule } from './developers/developers.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { MailModule } from './mail/mail.module.js';
import { RepliesModule } from './invitations/replies.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { PhotosModule } from './photos/photos.module.js';
import { OperationModule } from './operation/operation.module.js';
import { PublicPagesModule } from './pages/public-pages.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { ResidenceModule } from './residence/residence.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { StaffModule } from './staff/staff.module.js';
import { RelativesModule } from './relatives/relatives.module.js';
import { RepresentativesModule } from './representatives/representatives.module.js';

/** The portal: its foundation and one module a part of the domain. */
@Module({})
export class AppModule {
  static with(config: Config & { databaseUrl: string }, clock = new Clock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(config, clock),
        JobsModule,
        AuditModule,
        MailModule,
        PublicPagesModule,
        AccountsModule,
        IntakeModule,
        AdminImportsModule,
        ConfirmationModule,
        MissingCardsModule,
        ResidenceModule,
        MessagesModule,
        OperationModule,
        PhotosModule,
        AdminPhotosModule,
        RepliesModule,
        RepresentativesModule,
        RelativesModule,
        StaffModule,
        ActivityModule,
        AdminModule,
        ReportsModule,
        RetentionModule,
        ...(config.mode === 'production' ? [] : [DevelopersModule]),
      ],
    };
  }
}
