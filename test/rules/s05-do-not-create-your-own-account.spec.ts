import { href } from '../../src/language/routes.js';
import { anInvited, openLink, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** Both halves: an account of one's own can delay things, and the email is to be followed. */
const HALVES = {
  en: [/do not create (your own|an) account/i, /can delay (your file|things)/i, /follow the emails?/i],
  fr: [/ne créez pas de compte/i, /(peut|pourrait) retarder votre dossier/i, /(suivre|suivez)[^.]*courriel/i],
} as const;
const DELAY = {
  en: /Do not create one yourself: it can delay your file/,
  fr: /N’en créez pas vous-même : cela pourrait retarder votre dossier/,
};

/** S5: "Do not create your own account": it can delay things; follow the email. Said on start, sign-in, invitation and help pages. */
describe.each(['en', 'fr'] as const)('S5: do not create your own account (%s)', (language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(['start', 'signIn', 'help'] as const)('%s says so, with both halves', async (page) => {
    const { text } = await portal.visitor().visit(href(page, language));
    for (const half of HALVES[language]) expect(text).toMatch(half);
  });

  it('the invitation says so, with both halves', async () => {
    const { text } = await openLink(portal, await anInvited(portal, { language }));
    for (const half of HALVES[language]) expect(text).toMatch(half);
  });

  it('the receipt of the reply, the used link and the unknown link say it again', async () => {
    const invited = await anInvited(portal, { language });
    expect((await replyTo(portal, invited)).text).toMatch(DELAY[language]);
    expect((await openLink(portal, invited)).text).toMatch(DELAY[language]);
    const unknown = await portal.visitor().visit(href('invitation', language, { token: 'unknown' }));
    expect(unknown.text).toMatch(HALVES[language][1]);
  });
});
