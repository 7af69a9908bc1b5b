import { familyRole } from '../cases/family-role.js';
import type { Person } from '../cases/person.entity.js';
import type { MemberSoFar } from './family.steps.js';
import { familyOf, memberAnswers } from './replied.js';
import type { Reply } from './reply.entity.js';

/** Only an adult dependant can choose who acts: spouses act for themselves, children are acted for (PORTAL.md 2). */
export const asksActing = (person: Person, today: string): boolean => roleOf(person, today) === 'adultDependant';

const roleOf = ({ relation, facts, caseFile }: Person, today: string) => familyRole(relation, facts.dateOfBirth, caseFile.appliedOn, today);

/** Spouses and adult dependants act for themselves, with accounts of their own, until one of these agreed to be acted for. */
export const awaitsAccount = (person: Person, today: string): boolean => ['spouse', 'adultDependant'].includes(roleOf(person, today));

/** The family of who replies, with the answers about each so far. @param today `YYYY-MM-DD` */
export const familySoFar = (reply: Reply, today: string): MemberSoFar[] =>
  familyOf(reply).map((person) => ({ id: person.id, asksActing: asksActing(person, today), answers: memberAnswers(reply, person.id) }));
