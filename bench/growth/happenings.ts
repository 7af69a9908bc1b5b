import { setTimeout as wait } from 'node:timers/promises';
import { href } from '../../src/language/routes.js';
import { BOUNCE_HOOK } from '../../src/mail/bounces/bounce-hook.js';
import type { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import type { SamplePerson, Stage } from '../../src/seeds/sample-people.js';
import {
  addApp,
  linkForAStudio,
  openOwn,
  type Ready,
  recordsAPaper,
  reportsAnError,
  uploadsTables,
  writesAMessage,
} from '../../tools/pages/preparations.js';
import { linkTo } from '../../tools/link-to.js';
import { signInWith } from '../../tools/second-step.js';
import { Visitor } from '../../tools/visitor.js';

/** How long to wait for what the portal does in the background. */
const PATIENCE = 120_000;
/** An invitation, and the mail with a temporary password. */
const LOST = 2;

/** A portal with its sample people, before their cases are copied. */
export interface YoungPortal {
  readonly address: string;
  readonly people: readonly SamplePerson[];
  readonly bounceToken: string;
  readonly draw: typeof drawPortrait;
  /** Keys of mails that have left and will come back, some of each kind that waits for an officer. */
  readonly lost: () => Promise<string[]>;
}

/** What sample people and officers do on the pages, so that no list is empty once their cases are copied: each is copied with what belongs to it. */
export async function letThingsHappen(portal: YoungPortal): Promise<void> {
  const ready = new Map<Stage, Ready>();
  for (const stage of [
    'officer',
    'representative',
    'signedIn',
    'declared',
    'addressed',
    'cardRequested',
    'cardPrinted',
    'familySpouse',
  ] as const) {
    const signIn = signInOf(portal, stage);
    ready.set(stage, { browser: await signInWith(new Visitor(portal.address), signIn), from: [] });
  }
  const of = (stage: Stage): Ready => ready.get(stage) as Ready;
  const { browser: officer } = of('officer');
  const photo = { name: 'portrait.jpg', type: 'image/jpeg', bytes: await portal.draw() };

  for (const act of [writesAMessage, reportsAnError, uploadsTables]) await act(of);
  const studio = await linkForAStudio(of('signedIn'));
  await (await new Visitor(portal.address).visit(studio)).attach('photo', photo).press('Send the photo');
  await getsAPhotoReady((await openOwn(of('addressed').browser, 'photo')).choose('source', 'digital').attach('photo', photo));
  await preparesAPhoto(of('representative').browser, photo);
  await addApp(of('cardPrinted').browser);
  await notes(officer);
  await recordsAPaper(of, portal);
  await officer.visit(`${href('adminCases', 'en')}?find=Larkmoor`);
  await (await openCase(officer, 'Evander Larkmoor')).follow('Suspend for Evander Larkmoor');
  await officer.fill({ reason: 'Somebody called for them.' }).press('Suspend the file');
  await asksForAPassword(portal);
  const spouse = await of('familySpouse').browser.visit(href('accountNotMe', 'en'));
  await spouse.press(spouse.$('main button.btn').last().text());
  await loseMails(portal);
}

function signInOf({ people }: YoungPortal, stage: Stage): NonNullable<SamplePerson['signIn']> {
  const signIn = people.find((one) => one.stage === stage)?.signIn;
  if (!signIn) throw new Error(`nobody signs in at the stage ${stage}`);
  return signIn;
}

/** From upload to "Submit documents", which is not pressed. */
async function getsAPhotoReady(browser: Visitor): Promise<void> {
  await browser.press('Upload photo');
  await browser.press('Apply and check');
  await browser.tick('declaration').press('Next');
}

async function preparesAPhoto(browser: Visitor, photo: Parameters<Visitor['attach']>[1]): Promise<void> {
  await browser.visit(href('clients', 'en'));
  await browser.visit(linkTo(browser, 'clientPhoto'));
  await browser.attach('photo', photo).press('Prepare for my client');
}

/** The file of somebody, whose name is found once. */
async function openCase(officer: Visitor, name: string): Promise<Visitor> {
  await officer.visit(`${href('adminCases', 'en')}?${new URLSearchParams({ find: name })}`);
  return officer.visit(linkTo(officer, 'adminCase'));
}

async function notes(officer: Visitor): Promise<void> {
  await openCase(officer, 'Leopold Quenchwater');
  await officer.visit(linkTo(officer, 'adminNotes'));
  await officer.fill({ words: 'They called about the post box.' }).press('Save the note');
}

async function asksForAPassword(portal: YoungPortal): Promise<void> {
  const nobody = await new Visitor(portal.address).visit(href('temporaryPassword', 'en'));
  const { username } = signInOf(portal, 'temporary');
  await nobody.fill({ applicationNumber: username, email: 'ottoline.saltmarsh@example.test' }).press('Ask for a new password');
}

/** As a mail service tells it. */
async function loseMails({ address, bounceToken, lost }: YoungPortal): Promise<void> {
  const begun = performance.now();
  let mails = await lost();
  while (mails.length < LOST && performance.now() - begun < PATIENCE) {
    await wait(500);
    mails = await lost();
  }
  const headers = { authorization: `Bearer ${bounceToken}`, 'content-type': 'application/json' };
  for (const reference of mails) {
    const body = JSON.stringify({ reference, status: 'permanent-failure' });
    const { status } = await fetch(address + BOUNCE_HOOK, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`the bounce was answered with ${status}`);
  }
}
