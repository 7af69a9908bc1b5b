import type { FamilyRelation, PersonFacts } from '../../src/cases/person.entity.js';
import type { NewMember } from '../../src/cases/person.form.js';
import { dayValues } from '../../src/forms/fields.js';
import { type Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { replyTo, type Answers, type Invited } from '../invitations/invited.js';
import type { TestPortal } from '../support/app.js';
import { type Mail, theMail } from '../support/mailbox.js';

/** What an officer types to open a case. */
export interface CaseToOpen {
  readonly number: string;
  readonly email: string;
  readonly contactAddress: string;
  readonly language: Language;
  readonly appliedOn: string;
  readonly facts: PersonFacts;
}

let count = 0;

export function aCaseToOpen(wishes: Partial<Omit<CaseToOpen, 'facts'>> & { facts?: Partial<PersonFacts> } = {}): CaseToOpen {
  const number = ++count;
  const { facts, ...others } = wishes;
  return {
    number: `E${String(300_000_000 + number)}`,
    email: `opened-${number}@mail.example`,
    contactAddress: 'intake@office.example',
    language: 'en',
    appliedOn: '2025-11-03',
    ...others,
    facts: { ...FACTS, uci: String(30_000_000 + number), ...facts },
  };
}

export const BUTTONS = {
  open: { en: 'Open the case', fr: 'Ouvrir le dossier' },
  send: { en: 'Send the invitation', fr: 'Envoyer l’invitation' },
  sendAgain: { en: 'Send the invitation again', fr: 'Envoyer l’invitation de nouveau' },
  markRead: { en: 'Mark as read', fr: 'Marquer comme lue' },
  createAccount: { en: 'Create the account', fr: 'Créer le compte' },
  addPerson: { en: 'Add the person', fr: 'Ajouter la personne' },
  reissue: { en: 'Send a new temporary password', fr: 'Envoyer un nouveau mot de passe temporaire' },
} as const;

/** The button of a page, in the page's language. */
export const press = (browser: Visitor, button: keyof typeof BUTTONS): Promise<Visitor> =>
  browser.press(BUTTONS[button][browser.language as Language]);

/** Fills the form for a new case. */
export async function typeCase(officer: Visitor, given: CaseToOpen, language: Language = 'en'): Promise<Visitor> {
  await officer.visit(href('adminCaseNew', language));
  const { facts } = given;
  return typePerson(officer.choose('language', given.language), facts).fill({
    applicationNumber: given.number,
    contactAddress: given.contactAddress,
    ...dayValues('appliedOn', given.appliedOn),
    email: given.email,
  });
}

/** Fills what the passport says of a person. */
export function typePerson(officer: Visitor, facts: PersonFacts): Visitor {
  return officer.choose('sex', facts.sex).fill({
    familyName: facts.familyName,
    givenNames: facts.givenNames,
    ...dayValues('dateOfBirth', facts.dateOfBirth),
    placeOfBirth: facts.placeOfBirth,
    countryOfBirth: facts.countryOfBirth,
    citizenship: facts.citizenship,
    uci: facts.uci,
  });
}

/** Somebody else on a case. */
export function aMember(wishes: { relation?: FamilyRelation; email?: string; facts?: Partial<PersonFacts> } = {}): NewMember {
  const { facts, ...others } = wishes;
  const uci = String(40_000_000 + ++count);
  return { relation: 'child', email: '', ...others, facts: { ...FACTS, givenNames: 'Pim', dateOfBirth: '2016-02-03', uci, ...facts } };
}

/** Adds somebody to a case, with the form. */
export async function addMember(officer: Visitor, caseId: string, member: NewMember, language: Language = 'en'): Promise<Visitor> {
  await officer.visit(href('adminPersonNew', language, { case: caseId }));
  typePerson(officer.choose('relation', member.relation), member.facts).fill({ email: member.email });
  return press(officer, 'addPerson');
}

/** Opens a case; the officer is on its page, whose id comes back. */
export async function openCase(officer: Visitor, given: CaseToOpen, language: Language = 'en'): Promise<string> {
  await press(await typeCase(officer, given, language), 'open');
  return officer.path.split('/').at(-1) ?? '';
}

/** Sends the invitation of the case whose page is open; its mail. */
export async function invite(portal: TestPortal, officer: Visitor): Promise<Mail> {
  await portal.deliverMail();
  await press(officer, 'send');
  return theMail(await portal.deliverMail(), 'invitation');
}

/** Opens a case, invites its person and answers as they would: the officer's next task is the reply. */
export async function openRepliedCase(
  portal: TestPortal,
  officer: Visitor,
  given: CaseToOpen = aCaseToOpen(),
  answers: Answers = {},
): Promise<{ caseId: string; personId: string; given: CaseToOpen; mails: Mail[] }> {
  const caseId = await openCase(officer, given);
  const mail = await invite(portal, officer);
  const [row] = await portal.sql<{ person: string }>('select id as person from person where case_file_id = $1', [caseId]);
  const invited = { ...given, caseNumber: given.number, token: String(mail.payload.token) } as unknown as Invited;
  await replyTo(portal, invited, answers);
  return { caseId, personId: row?.person ?? '', given, mails: await portal.deliverMail() };
}

/** The officer reads the reply and creates the account; its mail. */
export async function createAccount(portal: TestPortal, officer: Visitor, caseId: string, language: Language = 'en'): Promise<Mail> {
  await officer.visit(href('adminReply', language, { case: caseId }));
  await press(officer, 'markRead');
  await press(officer, 'createAccount');
  return theMail(await portal.deliverMail(), 'temporary-password');
}

const FACTS: PersonFacts = {
  familyName: 'Brambleworth',
  givenNames: 'Thessaly',
  dateOfBirth: '1990-07-09',
  placeOfBirth: 'Tartu',
  countryOfBirth: 'EE',
  sex: 'F',
  citizenship: 'EE',
  uci: '30000000',
};
