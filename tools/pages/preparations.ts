import { extractText } from 'unpdf';
import { COLUMNS } from '../../src/imports/import.rules.js';
import { dayValues } from '../../src/forms/fields.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { codeOf } from '../../src/accounts/second-factor/authenticator-code.js';
import { stepAt } from '../../src/accounts/second-factor/second-factor.rules.js';
import { type RouteName, ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { SAMPLE_PASSWORD, type Stage } from '../../src/seeds/sample-people.js';
import type { Visitor } from '../visitor.js';
import { crawl } from './crawl.js';
import { linkTo, ownPerson } from '../link-to.js';
import { linkOf, mailTo } from './mail-to.js';
import type { SamplePortal } from './sample-portal.js';
import type { SeenPage } from './seen-page.js';

/** Somebody of the sample people in a browser of their own, signed in. */
export interface Ready {
  readonly browser: Visitor;
  /** Where they begin to look around; what they did by a form leads to more. */
  readonly from: string[];
}

/** What sample people do by forms before anybody looks around: it leads to pages that nobody has at first. All of it in English. */
export async function prepare(portal: SamplePortal, of: (stage: Stage | 'nobody') => Ready): Promise<void> {
  const nobody = of('nobody');
  const acts = [writesAMessage, reportsAnError, asksForAnotherAddress, addsAnApp, uploadsTables, uploadsAPhoto, recordsAPaper];
  for (const act of acts) await act(of, portal);
  of('supervisor').from.push(href('adminInvitations', 'en'), href('adminReportsCheck', 'en', { check: 'glare' })); // no link yet
  nobody.from.push(await linkForAStudio(of('signedIn')), await checkOfARecord(of('cardDelivered')));
  nobody.from.push(linkOf(await mailTo(portal, nobody.browser, OTHER_EMAIL)));
  nobody.from.push(...(await mailsOfAPassword(portal, nobody.browser)));
}

/** What ends somebody's looking around, and what officers then find. */
export async function afterwards(of: (stage: Stage) => Ready): Promise<SeenPage[]> {
  const [owner, supervisor] = [of('cardDelivered').browser, of('supervisor').browser];
  await owner.visit(href('accountNotMe', 'en'));
  await owner.press(owner.$('main button.btn').last().text());
  return crawl(supervisor, 'supervisor', [href('adminReportedAccounts', 'en')], new Set(MET_BEFORE), 'states');
}

/** Of what stands beside the list of reported accounts, nothing is new. */
const MET_BEFORE = (Object.keys(ROUTES) as RouteName[]).filter((one) => one !== 'adminReportedAccounts' && one !== 'adminAccountRelease');

const OTHER_EMAIL = 'another.address@mail.example';

type Of = (stage: Stage) => Ready;

export async function writesAMessage(of: Of): Promise<void> {
  const { browser, from } = of('declared');
  await browser.visit(href('messageNew', 'en'));
  await browser.choose('topic', 'card').fill({ words: 'My middle name is missing.\nWhat should I do?' }).pressEnter('words');
  from.push(browser.path);
}

export async function reportsAnError(of: Of): Promise<void> {
  const { browser } = of('cardRequested');
  await openOwn(browser, 'ecoprError');
  await browser.tick('parts', 'familyName').fill({ words: 'It is spelled with one l.' }).pressEnter('words');
}

async function asksForAnotherAddress(of: Of): Promise<void> {
  const { browser, from } = of('addressed');
  await browser.visit(href('accountEmail', 'en'));
  await browser.fill({ email: OTHER_EMAIL, password: SAMPLE_PASSWORD }).pressEnter('email');
  from.push(browser.path);
}

const addsAnApp = (of: Of, portal: SamplePortal): Promise<void> => addApp(of('photoWaiting').browser, portal.now?.());

/** An authenticator app of their own: from then on they sign in with its code. */
export async function addApp(browser: Visitor, now = new Date()): Promise<void> {
  await browser.visit(href('factorApp', 'en'));
  const secret = browser.$('main code').first().text().replace(/\s/g, '').toUpperCase();
  const oneTimeCode = codeOf(secret, stepAt(now));
  await browser.fill({ oneTimeCode, password: SAMPLE_PASSWORD }).pressEnter('oneTimeCode');
}

/** One with mistakes, and one without. */
export async function uploadsTables(of: Of): Promise<void> {
  const { browser, from } = of('officer');
  const good =
    'E920000001,intake@office.example,en,2025-11-03,principal,Larkenfield,Oriel,1990-07-09,Tartu,EE,F,EE,92000001,oriel@mail.example';
  for (const row of [good, good.replace('EE', 'XX').replace('1990', '2990')]) {
    await browser.visit(href('adminImports', 'en'));
    const bytes = Buffer.from(`${COLUMNS.join(',')}\r\n${row}\r\n`);
    await browser.attach('table', { name: 'cases.csv', type: 'text/csv', bytes }).press('Upload the table');
    from.push(browser.path);
  }
}

/** As far as the findings. */
async function uploadsAPhoto(of: Of): Promise<void> {
  const { browser } = of('addressed');
  await openOwn(browser, 'photo');
  const bytes = await drawPortrait({ background: '#d9c9a8' });
  await browser.choose('source', 'digital').attach('photo', { name: 'photo.jpg', type: 'image/jpeg', bytes }).press('Upload photo');
  await browser.press('Apply and check');
}

/** On a form that came by post, of somebody who has not signed in yet. */
export async function recordsAPaper(of: Of, portal: SamplePortal): Promise<void> {
  const { browser } = of('officer');
  const name = portal.people.find(({ stage }) => stage === 'temporary')?.name ?? '';
  await browser.visit(href('adminCases', 'en'));
  await browser.visit(browser.$(`main tr:contains("${name}") a`).first().attr('href') ?? '');
  for (const route of ['adminPresence', 'adminPaper'] as const) await browser.visit(linkTo(browser, route));
  const today = dayOf(portal.now?.() ?? new Date());
  const signer = browser.$('[name=signer]').first().attr('value');
  browser.choose('signer', signer).choose('language', 'en').tick('signed').tick('ownHand');
  browser.fill({ name, ...dayValues('signedOn', addDays(today, -2)), ...dayValues('receivedOn', today) });
  await browser.press('Record the declaration');
}

/** Where the mail that somebody asked for leads who lost their password, and where anybody checks that it is from the portal. */
async function mailsOfAPassword(portal: SamplePortal, browser: Visitor): Promise<string[]> {
  const username = portal.people.find(({ stage }) => stage === 'cardRequested')?.signIn?.username ?? '';
  await browser.visit(href('passwordReset', 'en'));
  await browser.fill({ usernameOrEmail: username }).pressEnter('usernameOrEmail');
  const mail = await mailTo(portal, browser, 'Create a new password');
  const [code = ''] = /\b\w{4}(-\w{4}){3}\b/.exec(mail.text) ?? [];
  return [linkOf(mail), href('emailChecked', 'en', { code })];
}

/** Where the studio sends the photo. */
export async function linkForAStudio({ browser }: Ready): Promise<string> {
  await openOwn(browser, 'photographerLink');
  await browser.press('Make a link');
  const code = browser.$('main code').first().text();
  return href('photographerUpload', 'en', { code });
}

/** Where anybody who holds the printed eCOPR checks it. */
async function checkOfARecord({ browser }: Ready): Promise<string> {
  await openOwn(browser, 'ecopr');
  await browser.visit(linkTo(browser, 'ecoprDocument'));
  const { text } = await extractText(new Uint8Array(browser.bytes), { mergePages: true });
  const [code = ''] = /\b[\dA-Z]{5}(-[\dA-Z]{5}){3}\b/.exec(text) ?? [];
  return href('ecoprChecked', 'en', { code });
}

/** A page of the person themselves, whom the links of their board name. */
export async function openOwn(browser: Visitor, route: OwnRoute): Promise<Visitor> {
  return browser.visit(href(route, 'en', { person: await ownPerson(browser) }));
}
type OwnRoute = 'ecopr' | 'ecoprError' | 'photographerLink' | 'photo';
