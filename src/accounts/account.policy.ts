import type { EmailRefusal } from '../cases/email-uses.js';

/** Why an account can't be made for a person now; also names of texts. */
export type AccountRefusal = 'child' | 'alreadyMade' | 'suspended' | 'noReply' | 'addressNotConfirmed' | EmailRefusal['reason'];

export interface AccountFacts {
  /** The policy of who acts for whom gives them none (acts-for.policy.ts). */
  readonly isChild: boolean;
  readonly hasAccount: boolean;
  readonly suspended: boolean;
  readonly reply: { readonly sentAt?: Date | null | undefined; readonly emailConfirmedAt?: Date | null | undefined } | null;
  readonly emailRefusal: EmailRefusal | null;
}

/**
 * An account is made once, after the reply (S3), for an address that its reader confirmed: another address than ours counts only
 * after the link sent to it was opened (PORTAL.md 4). It never carries a representative's address (S32), nor one of another open case (S2b).
 */
export function whyNoAccount({ isChild, hasAccount, suspended, reply, emailRefusal }: AccountFacts): AccountRefusal | null {
  if (isChild) return 'child';
  if (hasAccount) return 'alreadyMade';
  if (suspended) return 'suspended';
  if (!reply?.sentAt) return 'noReply';
  if (!reply.emailConfirmedAt) return 'addressNotConfirmed';
  return emailRefusal?.reason ?? null;
}
