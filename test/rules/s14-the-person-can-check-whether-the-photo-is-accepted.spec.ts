import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S14: a status page with dates, per person; the label and who acts next at each moment. */
describe('S14: the person can check whether the photo is accepted', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each([
    ['en', 'Where things stand for Idris Quillfeather', 'Waiting on you: send your photo', 'You act next', 'Send your photo'],
    ['fr', 'Où en sont les choses pour Idris Quillfeather', 'À vous d’agir : envoyer votre photo', 'À vous d’agir', 'Envoyer votre photo'],
  ] as const)('on a page that says in %s what happened, what comes, and who acts next', async (language, heading, label, who, photo) => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('status', language, { person: applicant.personId }));
    expect(browser.heading).toBe(heading);
    expect(browser.lead).toBe(label);
    expect(browser.$('.who').text()).toBe(who);
    const current = browser.$('[aria-current=step]');
    expect(current.length).toBe(1);
    expect(current.find('h3').text()).toBe(photo);
    expect(browser.$('ol.line time').length).toBeGreaterThanOrEqual(2);
  });

  it('is reached from the tab, and leads to what is left to do', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    await browser.follow('See dates and details for Idris Quillfeather');
    await browser.follow('Send your photo');
    expect(browser.path).toBe(href('photo', 'en', { person: applicant.personId }));
  });

  it('is nobody else’s to read', async () => {
    const [one, other] = [await anApplicant(portal), await anApplicant(portal)];
    const browser = await signIn(portal, one);
    await browser.visit(href('status', 'en', { person: other.personId }));
    expect(browser.status).toBe(404);
    expect(browser.wholeText).not.toContain(other.caseNumber);
  });
});
