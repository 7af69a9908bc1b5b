import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto, returnPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 3: after three returns help is offered, never a lock. */
describe('after three returns', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const returned = async (times: number) => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    for (let n = 0; n < times; n++) {
      await aSentPhoto(portal, applicant.personId);
      await returnPhoto(portal, officer, applicant.personId);
    }
    return { applicant, browser: await signIn(portal, applicant) };
  };

  it('a call is offered: number and time go to the officers as a message, sealed, and their queue says so', async () => {
    const { applicant, browser } = await returned(3);
    await browser.visit(href('photoReturned', 'en', { person: applicant.personId }));
    await browser.follow('Ask us to call you');
    await browser.press('Ask for a call');
    expect([browser.status, browser.errors()]).toEqual([422, { phone: 'Enter a phone number', when: 'Choose when we may call' }]);
    await browser.fill({ phone: 'tomorrow' }).choose('when', 'morning').press('Ask for a call');
    expect(browser.errors()).toEqual({ phone: 'Enter a phone number with its area code, in digits' });
    await browser.fill({ phone: '(506) 555-0199 ext. 12' }).press('Ask for a call');
    expect(browser.text).toContain('Please call me about the photo. My number is (506) 555-0199 ext. 12. In the morning.');
    const kept = await portal.sql<{ words: string }>(`select encode(words, 'escape') words from message`);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.words).not.toContain('555');
    const desk = await (await signIn(portal, officer)).visit(`${href('adminQueue', 'en')}?what=message`);
    expect(desk.$('tbody tr').length).toBe(1);
    await desk.press('Start the next task');
    expect(desk.text).toContain('My number is (506) 555-0199 ext. 12.');
    await desk.fill({ words: 'We call you tomorrow morning.' }).press('Send the answer');
    expect(await portal.sql('select 1 from file_claim')).toEqual([]);
    // nothing is locked
    await browser.visit(href('photoReturned', 'en', { person: applicant.personId }));
    expect(browser.links().map(({ text }) => text)).toContain('Send a new photo');
  });

  it('and not before: the address leads to why the photo came back', async () => {
    const { applicant, browser } = await returned(2);
    await browser.visit(href('photoCall', 'fr', { person: applicant.personId }));
    expect(browser.path).toBe(href('photoReturned', 'fr', { person: applicant.personId }));
    expect(browser.links().map(({ text }) => text)).not.toContain('Demander un appel');
  });
});
