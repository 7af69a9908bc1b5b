import { Card } from '../../src/cards/card.entity.js';
import { AddressService } from '../../src/confirmation/address.service.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Suspensions } from '../../src/confirmation/suspensions.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { ADDRESS, anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.19: suspicion, death, refusal: suspended, neutral text, no automatic mail. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const WORDS = {
  en: { link: 'Suspend', act: 'Suspend the file', resume: 'Let the file go on', label: 'We need to speak with you' },
  fr: { link: 'Suspendre', act: 'Suspendre le dossier', resume: 'Reprendre le dossier', label: 'Nous devons vous parler' },
} as const;

it.each(LANGUAGES)('an officer suspends a file with a reason that the person never reads, and lets it go on (%s)', async (language) => {
  const applicant = await anApplicant(portal, { stage: 'declared', language });
  const officer = await signIn(portal, await anOfficer(portal, { language, name: 'Bram Ellery' }));
  const [page, presence] = [
    href('adminSuspension', language, { person: applicant.personId }),
    href('adminPresence', language, { person: applicant.personId }),
  ];
  await portal.deliverMail();
  await officer.visit(href('adminCase', language, { case: applicant.caseId }));
  expect(officer.links().map(({ href: to }) => to)).toContain(page);
  await officer.visit(page);
  expect(await faultsOf(officer.html)).toEqual([]);
  await officer.press(WORDS[language].act);
  expect([officer.status, Object.keys(officer.errors())]).toEqual([422, ['reason']]);
  await officer.fill({ reason: 'The passport may be another’s' }).press(WORDS[language].act);
  expect([officer.status, officer.path]).toEqual([200, page]);
  expect(await faultsOf(officer.html)).toEqual([]);
  expect(officer.text).toContain('The passport may be another’s');
  expect(officer.text).toContain('Bram Ellery');

  const person = await signIn(portal, applicant);
  await person.visit(href('status', language, { person: applicant.personId }));
  expect(person.lead.replaceAll('\u00a0', ' ')).toContain(WORDS[language].label);
  await person.visit(href('accountActivity', language));
  expect(person.text).not.toMatch(/passport|suspend/i);
  expect((await portal.deliverMail()).filter(({ template }) => template !== 'new-device')).toEqual([]);
  await officer.forge(presence);
  expect(officer.status).toBe(409);

  await officer.forge(page, { reason: 'Another reason' });
  const suspended = await portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
  expect(suspended.suspendedReason).toBe('The passport may be another’s');
  await officer.visit(page);
  await officer.press(WORDS[language].resume);
  expect(officer.buttons()).toContain(WORDS[language].act);
  await officer.forge(href('adminSuspensionEnd', language, { person: applicant.personId }));
  const rows = await portal.sql<{ action: string }>(
    `select action from audit_event where subject = $1 and action like 'file.%' order by position`,
    [applicant.personId],
  );
  expect(rows.map(({ action }) => action)).toEqual(['file.suspended', 'file.resumed']);
  await officer.forge(presence);
  expect(officer.status).toBe(200);
});

it('the card whose last condition came meanwhile is asked for once the file goes on', async () => {
  const officer = await anOfficer(portal);
  const { accountId, personId } = await anApplicant(portal, { stage: 'declared' });
  const applicant = { kind: 'applicant', accountId, personId, language: 'en' } as const;
  await verifyPresence(portal, officer, personId);
  await confirmResidence(portal, officer, personId);
  await aSentPhoto(portal, personId);
  await acceptPhoto(portal, officer, personId);
  await portal.get(Suspensions).suspend(asOfficer(officer), personId, 'Suspicion');
  await portal.get(AddressService).giveHome(applicant, personId, ADDRESS);
  await portal.get(AddressService).giveMailing(applicant, personId, null);
  expect(await portal.em().count(Card, { person: personId })).toBe(0);
  await portal.get(Suspensions).resume(asOfficer(officer), personId);
  expect(await portal.em().findOneOrFail(Card, { person: personId })).toMatchObject({ state: 'requested' });
});
