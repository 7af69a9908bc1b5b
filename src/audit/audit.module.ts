import { Module } from '@nestjs/common';
import { AuditSeals } from './audit-seals.service.js';

/** The daily seal of the trail. Recording an event needs nothing of this: see audit-log.ts. */
@Module({ providers: [AuditSeals], exports: [AuditSeals] })
export class AuditModule {}
