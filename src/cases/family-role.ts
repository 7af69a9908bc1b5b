import { ageOn } from './age.js';
import type { Relation } from './person.entity.js';

/** From this age on people act for themselves (PORTAL.md 2). */
export const ADULT_AGE = 18;

/**
 * What somebody is on a case, by relation and age. A child of the application was under 18 on the application date, and is one of the
 * application for good: `childOfAge` is 18 by now. Spouses and partners are adults whatever their age.
 */
export type FamilyRole = 'principal' | 'spouse' | 'adultDependant' | 'child' | 'childOfAge';

/** @param appliedOn the application date; like `today` a `YYYY-MM-DD` */
export function familyRole(relation: Relation, dateOfBirth: string, appliedOn: string, today: string): FamilyRole {
  if (relation === 'principal') return 'principal';
  if (relation === 'spouse' || relation === 'partner') return 'spouse';
  if (ageOn(dateOfBirth, appliedOn) >= ADULT_AGE) return 'adultDependant';
  return ageOn(dateOfBirth, today) >= ADULT_AGE ? 'childOfAge' : 'child';
}
