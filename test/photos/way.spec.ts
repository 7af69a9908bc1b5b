import { href } from '../../src/language/routes.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('the way of a photo', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('goes from upload to acceptance', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    const person = { person: applicant.personId };
    await browser.visit(href('photo', 'en', person));
    expect([browser.status, browser.heading]).toEqual([200, 'Send a photo']);
    const bytes = await drawPortrait({ background: '#ddd2c0' });
    await browser.choose('source', 'selfie').attach('photo', { name: 'é à.jpg', type: 'image/jpeg', bytes }).press('Upload photo');
    console.log(browser.status, browser.path, browser.text);
    await browser.press('+ Larger');
    await browser.press('− Smaller');
    console.log(browser.status, browser.path, browser.text.slice(0, 700));
    await browser.press('Apply and check');
    console.log(browser.status, browser.path, browser.text);
    await browser.press('Next');
    console.log(browser.status, browser.errors());
    await browser.tick('declaration').tick('acknowledgement').press('Next');
    console.log(browser.status, browser.path, browser.text);
    for (const src of browser.$('main img').toArray().map((img) => browser.$(img).attr('src') ?? '')) console.log(src, (await browser.raw('GET', src)).headers['content-type']);
    await browser.press('Submit documents');
    console.log(browser.status, browser.path, browser.text);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminPhotos', 'en'));
    console.log(officer.status, officer.text);
    await officer.follow('Look at the first photo');
    console.log(officer.status, officer.text);
    for (const src of officer.$('main img').toArray().map((img) => officer.$(img).attr('src') ?? '')) console.log(src, (await officer.raw('GET', src)).headers['content-type']);
    await officer.press('Return photo');
    console.log(officer.status, officer.errors());
    await officer.tick('reasons', 'glare').tick('reasons', 'other').fill({ words: 'A\nB' }).press('Return photo');
    console.log(officer.status, officer.path, officer.text);
    await browser.visit(href('photoReturned', 'en', person));
    console.log(browser.status, browser.path, browser.text);
  });
});
