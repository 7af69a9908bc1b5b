import { Account } from '../../src/accounts/account.entity.js';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { addPerson } from '../../src/cases/add-person.js';
import { CaseFile } from '../../src/cases/case-file.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import type { Person, Relation } from '../../src/cases/person.entity.js';
import { Person as PersonEntity } from '../../src/cases/person.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { addMember, aCaseToOpen, aMember, type CaseToOpen, invite, openCase, press } from '../cases/intake.js';
import { answerAll, beginReply, goOn, type Invited } from '../invitations/invited.js';
import type { TestPortal } from './app.js';
import type { Mail } from './mailbox.js';
import { anAccount, anApplicant, type Applicant, type Someone, type Stage } from './people.js';

/** The dates of birth of a family, on a clock of November 2026 and an application of November 3, 2025. */
export const BORN = { adult: '1992-04-05', child: '2016-02-03', ofAge: '2008-02-03' } as const;

export interface MemberWishes {
  readonly relation: Exclude<Relation, 'principal'>;
  readonly givenNames: string;
  readonly born: string;
  readonly email?: string;
}

export interface FamilyCase {
  readonly caseId: string;
  readonly given: CaseToOpen;
  readonly invitation: Mail;
  /** By given names; the principal applicant's as well. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A case with a family, entered and invited by an officer with the forms. */
export async function inviteFamily(
  portal: TestPortal,
  officer: Visitor,
  members: readonly MemberWishes[],
  wishes: Parameters<typeof aCaseToOpen>[0] = {},
): Promise<FamilyCase> {
  const given = aCaseToOpen(wishes);
  const caseId = await openCase(officer, given);
  for (const { relation, givenNames, born, email = '' } of members)
    await addMember(officer, caseId, aMember({ relation, email, facts: { givenNames, dateOfBirth: born } }));
  const invitation = await invite(portal, officer);
  return { caseId, given, invitation, ids: await idsOf(portal, caseId) };
}

async function idsOf(portal: TestPortal, caseId: string): Promise<Record<string, string>> {
  const persons: Person[] = await portal.em().find(PersonEntity, { caseFile: caseId });
  return Object.fromEntries(persons.map(({ id, facts }) => [facts.givenNames, id]));
}

export interface MemberAnswers {
  readonly address?: 'principal' | 'known';
  /** Another address. */
  readonly email?: string;
  readonly acting?: 'own' | 'principal';
  readonly abroad?: boolean;
}

/** Answers the pages about the next person of the family. */
export async function answerMember(
  browser: Visitor,
  { address = 'principal', email, acting, abroad }: MemberAnswers = {},
): Promise<Visitor> {
  browser.choose('details', 'right').choose('address', email ? 'other' : address);
  if (email) browser.fill({ newEmail: email });
  if (acting) browser.choose('acting', acting);
  await goOn(browser);
  browser
    .choose('inCanada', abroad ? 'no' : 'yes')
    .choose('eyeColour', 'blue')
    .fill({ height: '120' });
  if (abroad) browser.fill({ country: 'FR', 'returnOn-day': '24', 'returnOn-month': '12', 'returnOn-year': '2026' });
  return goOn(browser);
}

const SEND = { en: 'Send my reply', fr: 'Envoyer ma réponse' } as const;

/** The principal applicant's whole reply, up to "Check your answers". */
export async function answerForFamily(
  portal: TestPortal,
  { given, invitation }: FamilyCase,
  answers: readonly MemberAnswers[],
  language: Language = given.language,
): Promise<Visitor> {
  const invited = { ...given, language, caseNumber: given.number, token: String(invitation.payload.token) } as unknown as Invited;
  const browser = await answerAll(await beginReply(portal, invited, language));
  for (const about of answers) await answerMember(browser, about);
  return browser;
}

/** The same, sent; what was mailed. */
export async function replyForFamily(portal: TestPortal, family: FamilyCase, answers: readonly MemberAnswers[]): Promise<Mail[]> {
  const browser = await answerForFamily(portal, family, answers);
  await browser.press(SEND[family.given.language]);
  return portal.deliverMail();
}

/** The officer reads the reply and makes the principal applicant's account; on the page of the case. */
export async function openPrincipalsAccount(officer: Visitor, { caseId }: FamilyCase): Promise<Visitor> {
  await officer.visit(href('adminReply', 'en', { case: caseId }));
  await press(officer, 'markRead');
  return press(officer, 'createAccount');
}

/** A principal applicant who acts for a child, with a spouse who has an account of their own. */
export interface ActingFamily {
  readonly principal: Applicant;
  readonly child: { readonly id: string; readonly name: string };
  readonly spouse: { readonly id: string; readonly name: string; readonly account: Someone };
}

/** The same as rows: everybody has an account who may have one, and nothing is done yet. */
export async function aFamily(
  portal: TestPortal,
  wishes: { language?: Language; childBorn?: string; abroad?: 'child'; stage?: Stage; familyName?: string } = {},
): Promise<ActingFamily> {
  const { language = 'en', stage = 'active', familyName } = wishes;
  const principal = await anApplicant(portal, { language, stage, ...(familyName ? { facts: { familyName } } : {}) });
  const [em, now] = [portal.em(), portal.clock.now()];
  const caseFile = await em.findOneOrFail(CaseFile, { id: principal.caseId });
  const facts = { ...principal.facts, uci: principal.facts.uci.replace(/^1/, '5') };
  const spouse = addPerson(em, caseFile, 'spouse', { facts: { ...facts, givenNames: 'Odo' }, email: `odo-${principal.email}` }, now);
  const born = wishes.childBorn ?? BORN.child;
  const childFacts = { ...facts, uci: facts.uci.replace(/^5/, '6'), givenNames: 'Pim', dateOfBirth: born };
  const child = addPerson(em, caseFile, 'child', { facts: childFacts, email: principal.email }, now);
  await em.flush();
  em.create(ActsFor, { account: em.getReference(Account, principal.accountId), person: child, relation: 'parent', since: now });
  if (wishes.abroad) (await em.findOneOrFail(Confirmation, { person: child })).goAbroad('2026-12-24', 'FR');
  await em.flush();
  const account = await anAccount(portal, {
    kind: 'applicant',
    personId: spouse.id,
    name: spouse.fullName,
    email: spouse.email,
    language: principal.language,
  });
  return {
    principal,
    child: { id: child.id, name: child.fullName },
    spouse: { id: spouse.id, name: spouse.fullName, account },
  };
}

let agreed = 0;

/** An adult dependant without an account who agreed by their own link that a principal applicant acts for them, as rows. */
export async function anAdultWhoAgreed(portal: TestPortal, principal: Applicant): Promise<Person> {
  const [em, now] = [portal.em(), portal.clock.now()];
  const caseFile = await em.findOneOrFail(CaseFile, { id: principal.caseId });
  const facts = { ...principal.facts, givenNames: 'Zita', uci: `88${String(++agreed).padStart(6, '0')}` };
  const adult = addPerson(em, caseFile, 'dependant', { facts, email: `zita-${agreed}@own.example` }, now);
  await em.flush();
  const [consent] = await portal.sql<{ id: string }>(
    `insert into acting_consent (id, person_id, token_hash, asked_at, asked_by, ends_at, answer, answered_at)
      values (gen_random_uuid(), $1, sha256($2::bytea), $3, $4, $3, 'given', $3) returning id`,
    [adult.id, Buffer.from(adult.id), now, principal.accountId],
  );
  await portal.sql(
    `insert into acts_for (account_id, person_id, relation, since, consent_id, consent_answer)
      values ($1, $2, 'principal_with_consent', $3, $4, 'given')`,
    [principal.accountId, adult.id, now, consent?.id],
  );
  return adult;
}
