import { Module } from '@nestjs/common';
import { CaseSearch } from './case-search.js';
import { CaseService } from './case.service.js';
import { EmailUses } from './email-uses.js';
import { FamilyService } from './family.service.js';

@Module({ providers: [CaseService, CaseSearch, EmailUses, FamilyService], exports: [CaseService, CaseSearch, EmailUses, FamilyService] })
export class CasesModule {}
