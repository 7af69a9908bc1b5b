import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StaffController } from './staff.controller.js';
import { StaffMemberController } from './staff-member.controller.js';
import { StaffSessionsController } from './staff-sessions.controller.js';
import { StaffService } from './staff.service.js';

/** Supervisors invite, suspend and reset officers, and end their sessions. */
@Module({
  imports: [AccountsModule],
  controllers: [StaffController, StaffMemberController, StaffSessionsController],
  providers: [StaffService],
})
export class StaffModule {}
