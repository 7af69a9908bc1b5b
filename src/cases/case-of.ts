import type { EntityManager } from '@mikro-orm/postgresql';
import { NotFoundException } from '@nestjs/common';
import { isUuid } from '../database/uuid.js';
import { CaseFile } from './case-file.entity.js';

/** The case that an address names. @throws NotFoundException, also for what is no id */
export async function caseOf(em: EntityManager, caseFileId: string): Promise<CaseFile> {
  const caseFile = isUuid(caseFileId) ? await em.findOne(CaseFile, { id: caseFileId }) : null;
  if (!caseFile) throw new NotFoundException();
  return caseFile;
}
