import type { OfficerRole } from '../../src/access/actor.js';
import { Account } from '../../src/accounts/account.entity.js';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { newReference, newTemporaryPassword, newUsername } from '../../src/accounts/credentials.js';
import { normalPassword, normalTemporaryPassword, TEMPORARY_PASSWORD_LIFE } from '../../src/accounts/password.rules.js';
import { PasswordHasher } from '../../src/accounts/password-hasher.js';
import { CaseFile } from '../../src/cases/case-file.entity.js';
import { Person, type PersonFacts } from '../../src/cases/person.entity.js';
import { SearchWord } from '../../src/cases/search-word.entity.js';
import { after, DAY } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PRESENCE_STATEMENT_VERSION } from '../../src/confirmation/presence.rules.js';
import { keepAddressWords } from '../../src/confirmation/address-words.js';
import { PresenceDeclaration } from '../../src/confirmation/presence-declaration.entity.js';
import { Invitation } from '../../src/invitations/invitation.entity.js';
import { INVITATION_LIFE } from '../../src/invitations/invitation.rules.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import type { Language } from '../../src/language/language.js';
import { normalApplicationNumber, normalEmail, normalUci, wordsOf } from '../../src/privacy/normalise.js';
import { hashOfToken, newToken, Vault } from '../../src/privacy/vault.js';
import { Representation, type RepresentativeForm } from '../../src/representatives/representation.entity.js';
import type { TestPortal } from './app.js';
import { aForm } from './representatives.js';
import { addApp } from './second-factor.js';

/** Somebody who can sign in. */
export interface Someone {
  readonly accountId: string;
  readonly username: string;
  readonly password: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  /** Of officers. */
  readonly role?: OfficerRole;
}

export interface Applicant extends Someone {
  readonly personId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly contactAddress: string;
  readonly facts: PersonFacts;
}

/** How far an applicant has come; at `replied` there is no account yet. */
export type Stage = 'replied' | 'temporary' | 'active' | 'declared' | 'addressed';

/** A password that fits the rules, of everybody in the tests. */
export const PASSWORD = 'seven quiet herons at dusk';

let count = 0;

/** An officer with a password of their own, and an authenticator app unless told otherwise. */
export async function anOfficer(
  portal: TestPortal,
  wishes: { language?: Language; role?: OfficerRole; email?: string; name?: string; app?: boolean } = {},
): Promise<Someone> {
  const { app, ...wished } = wishes;
  const role = wishes.role ?? 'officer';
  const officer = await anAccount(portal, { kind: 'officer', name: 'Odile Marchbank', language: 'en', ...wished, role });
  if (app !== false) await addApp(portal, officer.accountId);
  return { ...officer, role };
}

/** The principal applicant of a case of one person; by default with an account and a password of their own, and nothing done yet. */
export async function anApplicant(
  portal: TestPortal,
  wishes: { stage?: Stage; language?: Language; facts?: Partial<PersonFacts>; email?: string; contactAddress?: string } = {},
): Promise<Applicant> {
  const { stage = 'active', language = 'en' } = wishes;
  const now = portal.clock.now();
  const [vault, em, number] = [portal.get(Vault), portal.em(), ++count];
  const facts: PersonFacts = { ...FACTS, uci: String(10_000_000 + number), ...wishes.facts };
  const caseNumber = `E${String(100_000_000 + number)}`;
  const contactAddress = wishes.contactAddress ?? 'case-help@office.example';
  const email = wishes.email ?? `applicant-${number}@mail.example`;
  const caseFile = em.create(CaseFile, {
    applicationNumber: caseNumber,
    applicationNumberIndex: vault.index('application-number', normalApplicationNumber(caseNumber)),
    contactAddress,
    language,
    appliedOn: '2025-11-03',
    createdAt: after(now, -20 * DAY),
    createdBy: newUuid(),
  });
  const person = em.create(Person, {
    caseFile,
    relation: 'principal',
    facts,
    uciIndex: vault.index('uci', normalUci(facts.uci)),
    email,
    emailIndex: vault.index('email', normalEmail(email)),
    emailConfirmedAt: after(now, -10 * DAY),
    appearance: { eyeColour: 'brown', heightCm: 171 },
    createdAt: after(now, -20 * DAY),
  });
  for (const word of wordsOf(person.fullName)) em.create(SearchWord, { word: vault.index('word', word), person });
  const invitation = em.create(Invitation, { caseFile });
  invitation.send(hashOfToken(newToken()), after(now, -20 * DAY), after(now, INVITATION_LIFE - 20 * DAY));
  invitation.reply(after(now, -10 * DAY));
  const confirmation = em.create(Confirmation, { person, createdAt: after(now, -20 * DAY) });
  if (stage === 'replied') {
    const replied = after(now, -10 * DAY);
    const answers = { detailsRight: true, email, inCanada: true, eyeColour: 'brown', heightCm: 171 } as const;
    const reply = { invitation, person, language, answers, startedAt: replied, sentAt: replied, reference: newReference(now) };
    em.create(Reply, { ...reply, emailConfirmedAt: replied });
  }
  await em.flush();
  const known = { personId: person.id, caseId: caseFile.id, caseNumber, contactAddress, facts };
  if (stage === 'replied') return { ...known, accountId: '', username: '', password: '', email, name: person.fullName, language };
  const account = await anAccount(portal, {
    kind: 'applicant',
    personId: person.id,
    name: person.fullName,
    email,
    language,
    temporary: stage === 'temporary',
  });
  const actor = { kind: 'applicant', accountId: account.accountId, personId: person.id, language } as const;
  if (stage === 'declared' || stage === 'addressed') {
    confirmation.declarePresence(actor, after(now, -DAY));
    em.create(PresenceDeclaration, {
      person,
      signerAccountId: account.accountId,
      relation: 'self',
      statementVersion: PRESENCE_STATEMENT_VERSION,
      statementLanguage: language,
      typedName: person.fullName,
      reference: newReference(now),
      declaredAt: after(now, -DAY),
    });
  }
  if (stage === 'addressed') {
    confirmation.giveHomeAddress(actor, ADDRESS, after(now, -DAY));
    confirmation.giveMailingAddress(actor, null, after(now, -DAY));
  }
  await em.flush();
  if (stage === 'addressed') await keepAddressWords(em, confirmation);
  await em.flush();
  return { ...account, ...known };
}

/**
 * A representative whom the applicant, or another adult of their family, let see where they stand; with the form that names them, where a
 * kind is wished for.
 */
export async function aRepresentativeOf(
  portal: TestPortal,
  applicant: Pick<Applicant, 'caseId' | 'personId'>,
  { language = 'en', password, kind }: { language?: Language; password?: string; kind?: RepresentativeForm['kind'] } = {},
): Promise<Someone> {
  const representative = await anAccount(portal, { kind: 'representative', name: 'Perrin Aldous', language, password });
  const em = portal.em();
  const unpaid = kind === 'unpaid' && { kind, body: null, membershipNumber: null };
  const recorded = kind && aForm(portal, { email: representative.email, ...unpaid });
  em.create(Representation, {
    account: em.getReference(Account, representative.accountId),
    caseFile: em.getReference(CaseFile, applicant.caseId),
    person: em.getReference(Person, applicant.personId),
    since: after(portal.clock.now(), -DAY),
    ...(recorded && { form: recorded.form, signedOn: recorded.signedOn, receivedOn: recorded.receivedOn, recordedBy: newUuid() }),
  });
  await em.flush();
  return representative;
}

export const ADDRESS = { street: '18 Linden Row', extra: '', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' } as const;

const FACTS: PersonFacts = {
  familyName: 'Quillfeather',
  givenNames: 'Idris',
  dateOfBirth: '1991-03-14',
  placeOfBirth: 'Porto',
  countryOfBirth: 'PT',
  sex: 'M',
  citizenship: 'PT',
  uci: '10000000',
};

interface AccountWishes {
  readonly kind: 'applicant' | 'representative' | 'officer';
  readonly role?: OfficerRole;
  readonly personId?: string;
  readonly name: string;
  readonly email?: string;
  readonly language: Language;
  readonly temporary?: boolean;
  /** Another than everybody's. */
  readonly password?: string | undefined;
}

/** An account with a password of its own, unless a temporary one is wished for. */
export async function anAccount(portal: TestPortal, wishes: AccountWishes): Promise<Someone> {
  const [hasher, em, now] = [portal.get(PasswordHasher), portal.em(), portal.clock.now()];
  const email = wishes.email ?? `${wishes.kind}-${++count}@office.example`;
  const username = newUsername();
  const account = em.create(Account, {
    kind: wishes.kind,
    role: wishes.role ?? null,
    person: wishes.personId ? em.getReference(Person, wishes.personId) : null,
    username,
    displayName: wishes.personId ? null : wishes.name,
    email,
    emailIndex: portal.get(Vault).index('email', normalEmail(email)),
    language: wishes.language,
    createdAt: now,
    createdBy: newUuid(),
  });
  const temporary = newTemporaryPassword();
  account.issueTemporaryPassword(await hasher.hash(normalTemporaryPassword(temporary)), after(now, TEMPORARY_PASSWORD_LIFE));
  const own = wishes.password ?? PASSWORD;
  if (!wishes.temporary) account.setPassword(await hasher.hash(normalPassword(own)), now);
  if (wishes.personId) em.create(ActsFor, { account, person: em.getReference(Person, wishes.personId), relation: 'self', since: now });
  await em.flush();
  const password = wishes.temporary ? temporary : own;
  return { accountId: account.id, username, password, email, name: wishes.name, language: wishes.language };
}

const newUuid = (): string => crypto.randomUUID();
