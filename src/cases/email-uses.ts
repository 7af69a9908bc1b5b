import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { normalEmail } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';

/** Why an email address can't be used for a person; also names of texts. The person reads neutral words, the officer sees this (S2b). */
export type EmailRefusal =
  | { readonly reason: 'representative' }
  | { readonly reason: 'otherCase'; readonly caseFileId: string; readonly applicationNumber: string };

/** Who uses an email address already. */
@Injectable()
export class EmailUses {
  /**
   * Whether an address can be used for a person of a case: not while it is used in another open case (S2b), and never a
   * representative's (S32). Sharing it within the case is fine. Inside a transaction, the address is held until its end, so that two
   * cases can't take it at the same moment.
   * @param caseFileId the person's own case; null while it is being made
   */
  async refusalOf(em: EntityManager, email: string, caseFileId: string | null): Promise<EmailRefusal | null> {
    const emailIndex = vault().index('email', normalEmail(email));
    if (em.isInTransaction()) await em.execute('select pg_advisory_xact_lock(?)', [emailIndex.readBigInt64BE().toString()]);
    const representative = await em.findOne(Account, { emailIndex, kind: 'representative' }, { fields: ['id'], disableIdentityMap: true });
    if (representative) return { reason: 'representative' };
    const others = await em.find(
      Confirmation,
      { person: { emailIndex, ...(caseFileId ? { caseFile: { $ne: caseFileId } } : {}) } },
      { populate: ['person.caseFile', 'card'], orderBy: { createdAt: 'asc', id: 'asc' }, disableIdentityMap: true },
    );
    const open = others.find(({ card }) => card?.state !== 'closed');
    if (!open) return null;
    const { id, applicationNumber } = open.person.caseFile;
    return { reason: 'otherCase', caseFileId: id, applicationNumber };
  }
}
