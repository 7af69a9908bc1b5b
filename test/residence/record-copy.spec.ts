import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { DAY } from '../../src/clock.js';
import { ECOPR_DAYS } from '../../src/confirmation/confirmation.rules.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { ResidenceRecord } from '../../src/residence/residence-record.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { confirmResidence, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** The paper channel: who has no account gets the eCOPR by post. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal?.close());

const COPY = { en: 'Save the eCOPR in English', fr: 'Save the eCOPR in French' };

it.each(LANGUAGES)('an officer saves an eCOPR to send it by post; history and activity say so (%s)', async (language) => {
  const officer = await anOfficer(portal);
  const them = await anApplicant(portal, { stage: 'declared' });
  const desk = await signIn(portal, officer);
  await portal.sql("update account set state = 'temporary' where id = $1", [them.accountId]);
  const page = href('adminPresence', 'en', { person: them.personId });
  await desk.visit(page);
  expect(desk.buttons()).not.toContain(COPY[language]);
  await desk.forge(href('adminRecordCopy', language, { person: them.personId }));
  expect(desk.status).toBe(409);
  await verifyPresence(portal, officer, them.personId);
  await confirmResidence(portal, officer, them.personId);

  await desk.visit(page);
  expect(await faultsOf(desk.html)).toEqual([]);
  await desk.press(COPY[language]);
  expect([desk.status, desk.headers['content-type']]).toEqual([200, 'application/pdf']);
  const record = await portal.em().findOneOrFail(ResidenceRecord, { person: them.personId });
  expect(desk.headers['content-disposition']).toMatch(new RegExp(`^attachment; filename="(ecopr|crpe)-${record.number}.pdf"$`));
  const pdf = await getDocumentProxy(new Uint8Array(desk.bytes));
  expect((await extractText(pdf, { mergePages: true })).text).toContain(record.number);
  expect((await getMeta(pdf)).info).toMatchObject({ Language: `${language}-CA` });
  expect([record.downloads, record.lastDownloadAt]).toEqual([0, null]);
  const events = await portal.em().find(AuditEvent, { subject: them.personId, action: 'ecopr.printed' });
  expect(events).toMatchObject([{ actorAccount: officer.accountId, caseFile: them.caseId }]);

  await desk.visit(page);
  expect(desk.text).toContain('A copy of the eCOPR was taken, to send it by post');
  await desk.visit(href('adminCaseHistory', 'en', { case: them.caseId }));
  expect(desk.text).toContain('An officer took a copy of the eCOPR to send it by post.');
  await portal.sql("update account set state = 'active' where id = $1", [them.accountId]);
  const browser = await signIn(portal, them);
  await browser.visit(href('accountActivity', 'en'));
  expect(browser.text).toContain('An officer took a copy of the eCOPR to send it by post.');
});

it('who has an account downloads it themselves, until its days are over', async () => {
  const officer = await anOfficer(portal);
  const them = await anApplicant(portal, { stage: 'declared' });
  await verifyPresence(portal, officer, them.personId);
  await confirmResidence(portal, officer, them.personId);
  const copies = async () => {
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPresence', 'en', { person: them.personId }));
    const offered = desk.buttons().includes(COPY.en);
    await desk.forge(href('adminRecordCopy', 'en', { person: them.personId }));
    return [offered, desk.status];
  };
  expect(await copies()).toEqual([false, 409]);
  portal.clock.advance(ECOPR_DAYS * DAY);
  expect(await copies()).toEqual([true, 200]);
});

it('nobody takes a copy of their own eCOPR as an officer', async () => {
  const officer = await anOfficer(portal);
  const them = await anApplicant(portal, { stage: 'declared', email: officer.email });
  const desk = await signIn(portal, officer);
  await desk.visit(href('adminQueue', 'en'));
  await desk.forge(href('adminRecordCopy', 'en', { person: them.personId }));
  expect(desk.status).toBe(403);
});
