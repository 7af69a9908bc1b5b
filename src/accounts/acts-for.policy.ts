import type { FamilyRole } from '../cases/family-role.js';
import type { ActingRelation } from './acts-for.entity.js';

export interface ActingFacts {
  readonly role: FamilyRole;
  /** Their own account; `opened` once it has a password of their own. */
  readonly account: 'none' | 'made' | 'opened';
  /** The newest answer to a link that asked whether the principal applicant may act. */
  readonly consent: 'none' | 'given' | 'refused';
}

/** Why it is so; also names of texts. */
export type ActingReason = 'principal' | 'ownAccount' | 'spouse' | 'child' | 'childOfAge' | 'agreed' | 'adultDependant' | 'refused';

export interface Acting {
  /** Who acts for this person now; nobody until an account is opened. */
  readonly by: 'self' | 'principal' | 'nobody';
  /** As what the principal applicant acts: what stands in `acts_for`. */
  readonly as: Exclude<ActingRelation, 'self'> | null;
  readonly reason: ActingReason;
  /** An account of their own: not for a child; offered to who is acted for and may do it themselves; else needed. */
  readonly account: 'never' | 'offered' | 'needed';
  /** Whether they can be asked to let the principal applicant act. */
  readonly mayAsk: boolean;
}

/**
 * Who acts for whom (PORTAL.md 2). The principal applicant acts for children of the application and for adult dependants who agreed by
 * their own link; every other adult acts for themselves. Whoever has opened an account of their own acts alone from then on.
 */
export function actingFor({ role, account, consent }: ActingFacts): Acting {
  const own = { as: null, account: 'needed', mayAsk: false } as const;
  if (role === 'child') return { by: 'principal', as: 'parent', reason: 'child', account: 'never', mayAsk: false };
  if (account === 'opened') return { ...own, by: 'self', reason: role === 'principal' ? 'principal' : 'ownAccount' };
  switch (role) {
    case 'principal':
    case 'spouse':
      return { ...own, by: 'nobody', reason: role };
    case 'childOfAge':
      return { by: 'principal', as: 'parent', reason: role, account: 'offered', mayAsk: false };
    case 'adultDependant':
      if (consent === 'given')
        return { by: 'principal', as: 'principal_with_consent', reason: 'agreed', account: 'offered', mayAsk: false };
      return { ...own, by: 'nobody', reason: consent === 'refused' ? 'refused' : role, mayAsk: account === 'none' };
  }
}
