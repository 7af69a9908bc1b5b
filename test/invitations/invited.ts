import { CaseFile } from '../../src/cases/case-file.entity.js';
import { Person, type PersonFacts } from '../../src/cases/person.entity.js';
import { after } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Invitation } from '../../src/invitations/invitation.entity.js';
import { INVITATION_LIFE } from '../../src/invitations/invitation.rules.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { normalApplicationNumber, normalEmail } from '../../src/privacy/normalise.js';
import { hashOfToken, newToken, Vault } from '../../src/privacy/vault.js';
import type { Visitor } from '../../tools/visitor.js';
import type { TestPortal } from '../support/app.js';

/** Somebody whose invitation waits in their mailbox. */
export interface Invited {
  readonly caseId: string;
  readonly personId: string;
  readonly invitationId: string;
  readonly token: string;
  readonly caseNumber: string;
  readonly contactAddress: string;
  readonly email: string;
  readonly facts: PersonFacts;
  readonly language: Language;
}

let count = 0;

/** A case with one person, and its invitation, sent this moment. */
export async function anInvited(
  portal: TestPortal,
  wishes: { language?: Language; email?: string; facts?: Partial<PersonFacts> } = {},
): Promise<Invited> {
  const { language = 'en' } = wishes;
  const [vault, em, now, number] = [portal.get(Vault), portal.em(), portal.clock.now(), ++count];
  const facts: PersonFacts = { ...FACTS, uci: String(20_000_000 + number), ...wishes.facts };
  const caseNumber = `E${String(200_000_000 + number)}`;
  const email = wishes.email ?? `invited-${number}@mail.example`;
  const contactAddress = 'replies@office.example';
  const caseFile = em.create(CaseFile, {
    applicationNumber: caseNumber,
    applicationNumberIndex: vault.index('application-number', normalApplicationNumber(caseNumber)),
    contactAddress,
    language,
    appliedOn: '2025-11-03',
    createdAt: now,
    createdBy: crypto.randomUUID(),
  });
  const person = em.create(Person, {
    caseFile,
    relation: 'principal',
    facts,
    uciIndex: vault.index('uci', facts.uci),
    email,
    emailIndex: vault.index('email', normalEmail(email)),
    createdAt: now,
  });
  em.create(Confirmation, { person, createdAt: now });
  const invitation = em.create(Invitation, { caseFile });
  const token = newToken();
  invitation.send(hashOfToken(token), now, after(now, INVITATION_LIFE));
  await em.flush();
  const ids = { caseId: caseFile.id, personId: person.id, invitationId: invitation.id };
  return { ...ids, token, caseNumber, contactAddress, email, facts, language };
}

/** The invitation is sent again: a new link. */
export async function sendAgain(portal: TestPortal, invited: Invited): Promise<string> {
  const [em, now, token] = [portal.em(), portal.clock.now(), newToken()];
  const invitation = await em.findOneOrFail(Invitation, { id: invited.invitationId });
  invitation.send(hashOfToken(token), now, after(now, INVITATION_LIFE));
  await em.flush();
  return token;
}

/** Opens the link of the mail. */
export const openLink = (portal: TestPortal, invited: Invited, language = invited.language): Promise<Visitor> =>
  portal.visitor({ language }).visit(href('invitation', language, { token: invited.token }));

const CONTINUE = { en: 'Continue', fr: 'Continuer' } as const;

/** Presses the page's Continue. */
export const goOn = (browser: Visitor): Promise<Visitor> => browser.press(CONTINUE[browser.language as Language]);

export async function showIdentity(
  browser: Visitor,
  { dateOfBirth, caseNumber }: { dateOfBirth: string; caseNumber: string },
): Promise<Visitor> {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  browser.fill({ 'dateOfBirth-day': day, 'dateOfBirth-month': month, 'dateOfBirth-year': year, applicationNumber: caseNumber });
  return goOn(browser);
}

/** Opens the link and passes the identity check: on the first question. */
export async function beginReply(portal: TestPortal, invited: Invited, language = invited.language): Promise<Visitor> {
  const browser = await openLink(portal, invited, language);
  return showIdentity(browser, { dateOfBirth: invited.facts.dateOfBirth, caseNumber: invited.caseNumber });
}

export interface Answers {
  readonly email?: string;
  /** Left out: in Canada. */
  readonly abroad?: { readonly country: string; readonly day: string; readonly month: string; readonly year: string };
}

/** Answers every question, up to "Check your answers". */
export async function answerAll(browser: Visitor, answers: Answers = {}): Promise<Visitor> {
  await goOn(browser.choose('who', 'applicant'));
  await goOn(browser.choose('details', 'right'));
  if (answers.email) browser.choose('address', 'other').fill({ newEmail: answers.email });
  else browser.choose('address', 'known');
  await goOn(browser);
  await goOn(browser.choose('inCanada', answers.abroad ? 'no' : 'yes'));
  if (answers.abroad) {
    const { country, day, month, year } = answers.abroad;
    await goOn(browser.fill({ country, 'returnOn-day': day, 'returnOn-month': month, 'returnOn-year': year }));
  }
  return goOn(browser.choose('eyeColour', 'hazel').fill({ height: '168' }));
}

const SEND = { en: 'Send my reply', fr: 'Envoyer ma réponse' } as const;

/** The whole reply, sent: on its receipt. */
export async function replyTo(portal: TestPortal, invited: Invited, answers: Answers = {}): Promise<Visitor> {
  const browser = await answerAll(await beginReply(portal, invited), answers);
  return browser.press(SEND[browser.language as Language]);
}

const FACTS: PersonFacts = {
  familyName: 'Larkspur',
  givenNames: 'Mirabel',
  dateOfBirth: '1988-03-27',
  placeOfBirth: 'Cluj-Napoca',
  countryOfBirth: 'RO',
  sex: 'F',
  citizenship: 'RO',
  uci: '20000000',
};
