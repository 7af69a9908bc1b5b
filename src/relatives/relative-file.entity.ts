import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/account.entity.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { id, time } from '../database/columns.js';

export const RELATIONS = ['own', 'relative'] as const;

const RelativeFileSchema = defineEntity({
  name: 'RelativeFile',
  tableName: 'officer_relative',
  uniques: [
    {
      name: 'officer_relative_account_id_case_file_id_unique',
      properties: ['account', 'caseFile'],
      where: 'removed_at is null',
    },
  ],
  properties: {
    id: id(),
    account: () => p.manyToOne(Account),
    caseFile: () => p.manyToOne(CaseFile).index().deleteRule('cascade'),
    relation: p.enum(RELATIONS),
    declaredAt: time(),
    removedAt: time().nullable(),
    removedBy: () => p.manyToOne(Account).nullable(),
  },
});

/** A file that an officer said is their own or a relative's: they don't open it (PORTAL.md 2). */
export class RelativeFile extends RelativeFileSchema.class {
  /** Only a supervisor takes a declaration back, and never their own: the database holds to the second. */
  remove(by: Account, at: Date): void {
    this.removedAt = at;
    this.removedBy = by;
  }
}
RelativeFileSchema.setClass(RelativeFile);
