import { Module } from '@nestjs/common';
import { CaseSearch } from './case-search.js';
import { CaseService } from './case.service.js';
import { EmailUses } from './email-uses.js';

@Module({ providers: [CaseService, CaseSearch, EmailUses], exports: [CaseService, CaseSearch, EmailUses] })
export class CasesModule {}
