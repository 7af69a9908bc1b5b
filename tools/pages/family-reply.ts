import { href } from '../../src/language/routes.js';
import type { Visitor } from '../visitor.js';
import { inBoth } from './crawl.js';
import { linkOf, mailTo } from './mail-to.js';
import type { SamplePortal } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';

const EMAILS = { given: 'sefa@mail.example', own: 'sefa.marrable@mail.example', adult: 'ines@mail.example' };
const NUMBER = 'E930000001';
const BORN = { 'dateOfBirth-day': 9, 'dateOfBirth-month': 7, 'dateOfBirth-year': 1980 };

/**
 * The pages of a reply for a family: each opens only to who answered those before it, and so no link of somebody who looks around leads
 * there. An officer enters and invites the family; its principal applicant replies in English, at another address than the one known;
 * its adult dependant is asked. On the way each page is looked at in both languages.
 */
export async function familyReply(portal: SamplePortal, officer: Visitor, newBrowser: () => Visitor): Promise<SeenPage[]> {
  const [pages, browser] = [[] as SeenPage[], newBrowser()];
  const look = async (one: Visitor): Promise<void> => void pages.push(...(await inBoth(one, 'nobody')));
  const goOn = async (): Promise<void> => {
    await browser.press('Continue');
    await look(browser);
  };
  const openMail = async (one: Visitor, email: string): Promise<Visitor> => one.visit(linkOf(await mailTo(portal, newBrowser(), email)));

  const caseId = await inviteFamily(officer);
  await openMail(browser, EMAILS.given);
  await look(browser);
  browser.fill({ ...BORN, applicationNumber: NUMBER });
  await goOn();
  browser.choose('who', 'representative');
  await goOn();
  await browser.visit(href('replyWho', 'en'));
  browser.choose('who', 'applicant');
  await goOn();
  browser.choose('details', 'right');
  await goOn();
  browser.choose('address', 'other').fill({ newEmail: EMAILS.own });
  await goOn();
  browser.choose('inCanada', 'no');
  await goOn();
  await browser.visit(href('replyPresence', 'en'));
  browser.choose('inCanada', 'yes');
  await goOn();
  browser.choose('eyeColour', 'brown').fill({ height: 170 });
  await goOn();
  for (const [address, isAdult] of [
    ['principal', false],
    ['known', true],
  ] as const) {
    browser.choose('details', 'right').choose('address', address);
    if (isAdult) browser.choose('acting', 'principal');
    await goOn();
    browser.choose('inCanada', 'yes').choose('eyeColour', 'blue').fill({ height: 140 });
    await goOn();
  }
  await look(await browser.press('Send my reply'));
  await look(await openMail(newBrowser(), EMAILS.own));
  await (await openMail(newBrowser(), EMAILS.own)).press('This address is mine');

  await officer.visit(href('adminReply', 'en', { case: caseId }));
  await officer.press('Mark as read');
  await officer.press('Create the account');
  await officer.visit(href('adminCase', 'en', { case: caseId }));
  await officer.press('Ask for consent');
  await look(await openMail(newBrowser(), EMAILS.adult));
  return pages;
}

/** With a child and an adult dependant; the case's id. */
async function inviteFamily(officer: Visitor): Promise<string> {
  const passport = { familyName: 'Marrable', placeOfBirth: 'Porto', countryOfBirth: 'PT', citizenship: 'PT', ...BORN };
  await officer.visit(href('adminCaseNew', 'en'));
  officer.choose('language', 'en').choose('sex', 'F');
  officer.fill({ ...passport, givenNames: 'Sefa', uci: '93000001', applicationNumber: NUMBER, email: EMAILS.given });
  officer.fill({ contactAddress: 'intake@office.example', 'appliedOn-day': 3, 'appliedOn-month': 11, 'appliedOn-year': 2025 });
  await officer.press('Open the case');
  const caseId = officer.path.split('/').at(-1) ?? '';
  const members = [
    { relation: 'child', givenNames: 'Teo', uci: '93000002', email: '', 'dateOfBirth-year': 2017 },
    { relation: 'dependant', givenNames: 'Inês', uci: '93000003', email: EMAILS.adult, 'dateOfBirth-year': 2003 },
  ];
  for (const { relation, ...facts } of members) {
    await officer.visit(href('adminPersonNew', 'en', { case: caseId }));
    await officer
      .choose('relation', relation)
      .choose('sex', 'F')
      .fill({ ...passport, ...facts })
      .press('Add the person');
  }
  await officer.visit(href('adminCase', 'en', { case: caseId }));
  await officer.press('Send the invitation');
  return caseId;
}
