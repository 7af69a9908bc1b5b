import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Person } from '../cases/person.entity.js';
import { normalEmail } from '../privacy/normalise.js';
import { Vault } from '../privacy/vault.js';
import { Invitation } from './invitation.entity.js';

/** Why an address can't be a person's: a representative's account carries it (S32), or another open case does (S2b). */
export type EmailProblem = 'representative' | 'otherCase';

/** Judges the email addresses of applicants. */
@Injectable()
export class EmailUse {
  constructor(private readonly vault: Vault) {}

  /** Null when persons of the case may use the address; several of them may share it (S2b). */
  async problemWith(em: EntityManager, email: string, caseFileId: string): Promise<EmailProblem | null> {
    const emailIndex = this.vault.index('email', normalEmail(email));
    if ((await em.count(Account, { emailIndex, kind: 'representative' })) > 0) return 'representative';
    const elsewhere = await em.find(Person, { emailIndex, caseFile: { $ne: caseFileId } });
    if (elsewhere.length === 0) return null;
    const cases = [...new Set(elsewhere.map((person) => person.caseFile.id))];
    const closed = await em.count(Invitation, { caseFile: { $in: cases }, state: 'closed' });
    return closed < cases.length ? 'otherCase' : null;
  }
}
