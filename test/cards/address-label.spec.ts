import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aMailedCard, asOfficer } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.16: a card that came back is mailed again with a label of its own. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal?.close());

it.each(LANGUAGES)('an address label has where the card goes now, once its person has said so (%s)', async (language) => {
  const words = { en: 'Address label', fr: 'Étiquette d’adresse' }[language];
  const clerk = await anOfficer(portal, { role: 'card_clerk', language });
  const them = await anApplicant(portal, { stage: 'addressed' });
  const cardId = await aMailedCard(portal, await anOfficer(portal, { role: 'supervisor' }), them.personId);
  const desk = await signIn(portal, clerk);
  const label = async (): Promise<number> => {
    await desk.visit(href('adminCards', language));
    await desk.forge(href('adminCardLabel', language, { card: cardId }));
    return desk.status;
  };
  expect(await label()).toBe(409);
  await portal.get(CardMailing).comeBack(asOfficer(clerk), cardId, dayOf(portal.clock.now()), 'moved');
  expect(await label()).toBe(409);
  const browser = await signIn(portal, them);
  await browser.visit(href('homeAddress', 'en', { person: them.personId }));
  await browser.fill({ street: '7 Heron Court' }).press('Save and continue');
  await browser.press('Save and continue');

  await desk.visit(href('adminCardMailed', language, { card: cardId }));
  expect(await faultsOf(desk.html)).toEqual([]);
  await desk.press(`${words} (PDF)`);
  expect([desk.status, desk.headers['content-type']]).toEqual([200, 'application/pdf']);
  const pdf = await getDocumentProxy(new Uint8Array(desk.bytes));
  const { text } = await extractText(pdf, { mergePages: true });
  expect(text).toContain('7 Heron Court');
  expect(text).toContain('Idris Quillfeather');
  expect((await getMeta(pdf)).info).toMatchObject({
    Title: `${words}, ${language === 'en' ? 'case' : 'dossier'} ${them.caseNumber}`,
    Language: `${language}-CA`,
  });
  expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
  expect(JSON.stringify(await (await pdf.getPage(1)).getStructTree())).toContain('"role":"P"');
  expect(await portal.em().count(AuditEvent, { subject: them.personId, action: 'card.label_made' })).toBe(1);
  await desk.visit(href('adminCards', language));
  expect(desk.buttons().filter((button) => button.startsWith(`${words} (PDF)`))).toHaveLength(1);
  await portal.get(CardMailing).mail(asOfficer(clerk), cardId, null);
  expect(await label()).toBe(409);
});
