import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StaffController } from './staff.controller.js';
import { StaffMemberController } from './staff-member.controller.js';
import { StaffService } from './staff.service.js';

/** Supervisors invite, suspend and reset officers. */
@Module({ imports: [AccountsModule], controllers: [StaffController, StaffMemberController], providers: [StaffService] })
export class StaffModule {}
