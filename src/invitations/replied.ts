import { inFamilyOrder } from '../cases/family-order.js';
import type { Person } from '../cases/person.entity.js';
import { normalEmail } from '../privacy/normalise.js';
import type { MemberAnswers } from './member-reply.entity.js';
import type { Reply } from './reply.entity.js';

/** What a reply says of one person, whoever gave it: the principal applicant for themselves, or for somebody of their family. */
export interface Replied {
  readonly person: Person;
  readonly answers: Omit<MemberAnswers, 'emailFrom' | 'email' | 'emailSince'>;
  /** The address to use from now on. */
  readonly email: string;
  readonly emailChanged: boolean;
  /** When its owner confirmed it: by the reply itself for an address we have, by the link sent to it for another one (S2a). */
  readonly emailConfirmedAt: Date | null;
}

/** Everybody but the principal applicant, in their order. */
export const familyOf = ({ person }: Reply): Person[] =>
  inFamilyOrder(person.caseFile.persons.getItems()).filter(({ relation }) => relation !== 'principal');

/** The answers so far about somebody of the family. */
export const memberAnswers = (reply: Reply, personId: string): MemberAnswers =>
  reply.members.getItems().find(({ person }) => person.id === personId)?.answers ?? {};

/** The address that these answers give somebody; of the principal applicant, the one that their own answer gives. */
export function emailOf(principal: string, { emailFrom, email, emailSince }: MemberAnswers, known: string): string {
  if (emailSince) return emailSince;
  if (emailFrom === 'principal') return principal;
  return emailFrom === 'other' && email ? email : known;
}

/**
 * Where mail goes to somebody, and when that address was confirmed. Once a person's address is confirmed the reply is taken over: what
 * they or an officer changed since counts, not what was said then.
 * @param reply with its members and the persons of its case
 */
export function addressOf(reply: Reply, person: Person): Pick<Replied, 'email' | 'emailConfirmedAt'> {
  const { email, emailConfirmedAt } = person;
  return emailConfirmedAt ? { email, emailConfirmedAt } : repliedOf(reply, person);
}

/** @param reply with its members and the persons of its case */
export function repliedOf(reply: Reply, person: Person): Replied {
  const own = { person: reply.person, email: reply.givenEmail };
  if (person.id === reply.person.id) {
    const { email: _email, emailSince: _since, isApplicant: _isApplicant, ...answers } = reply.answers;
    return { ...own, answers, emailChanged: reply.changesEmail, emailConfirmedAt: reply.emailConfirmedAt ?? null };
  }
  const member = reply.members.getItems().find((one) => one.person.id === person.id);
  const { emailFrom, email: _other, emailSince, ...answers } = member?.answers ?? {};
  const email = emailOf(own.email, member?.answers ?? {}, person.email);
  // what an officer was given counts by its own link alone, whoever else has that address
  const shared = !emailSince && emailFrom !== 'known' && normalEmail(email) === normalEmail(own.email);
  return {
    person,
    answers,
    email,
    emailChanged: normalEmail(email) !== normalEmail(person.email),
    emailConfirmedAt: (shared ? reply.emailConfirmedAt : member?.emailConfirmedAt) ?? null,
  };
}
