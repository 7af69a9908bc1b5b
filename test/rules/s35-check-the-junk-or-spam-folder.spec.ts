import { href } from '../../src/language/routes.js';
import { anInvited, beginReply, goOn, openLink, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';

const FOLDER = { en: /junk or spam folder/, fr: /pourriels/ } as const;

/** S35: check the junk or spam folder, said on the invitation help, password and contact pages. */
describe.each(['en', 'fr'] as const)('S35: check the junk or spam folder (%s)', (language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(['help', 'contact', 'passwordResetSent', 'temporaryPasswordAsked'] as const)('%s says so', async (page) => {
    expect((await portal.visitor().visit(href(page, language))).text).toMatch(FOLDER[language]);
  });

  it('the invitation, the question about email, the receipt and the closed links say so', async () => {
    const invited = await anInvited(portal, { language });
    expect((await openLink(portal, invited)).text).toMatch(FOLDER[language]);
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'applicant'));
    await goOn(browser.choose('details', 'right'));
    expect(browser.path).toBe(href('replyEmail', language));
    expect(browser.text).toMatch(FOLDER[language]);
    const replied = await anInvited(portal, { language });
    expect((await replyTo(portal, replied)).text).toMatch(FOLDER[language]);
    expect((await openLink(portal, replied)).text).toMatch(FOLDER[language]);
    expect((await portal.visitor().visit(href('invitation', language, { token: 'unknown' }))).text).toMatch(FOLDER[language]);
    expect((await portal.visitor().visit(href('replyWho', language))).text).toMatch(FOLDER[language]); // open the link again
  });
});
