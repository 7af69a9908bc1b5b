import { href } from '../../src/language/routes.js';
import { anInvited, beginReply, openLink } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SAYS = {
  en: ['Accessibility needs or a technical problem? Write to ', ', the address in your invitation.'],
  fr: ['Besoin de mesures d’adaptation ou problème technique? Écrivez à ', ', l’adresse indiquée dans votre invitation.'],
} as const;
const POINTS_TO_IT = {
  en: 'For accessibility needs or a technical problem, write to the address in your invitation message.',
  fr: 'Pour des mesures d’adaptation ou un problème technique, écrivez à l’adresse indiquée dans votre message d’invitation.',
} as const;

/**
 * S36: accessibility needs or technical problems: write to the address in the invitation. It belongs to the invitation, and stands on
 * every signed-in page, in the same place.
 */
describe.each(['en', 'fr'] as const)('S36: write to the address in the invitation (%s)', (language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const line = (address: string): string => SAYS[language].join(address);

  it("two cases have two addresses; each person reads their own, at the end of a page's main part", async () => {
    for (const contactAddress of ['north@office.example', 'south@office.example']) {
      const browser = await signIn(portal, await anApplicant(portal, { language, contactAddress }));
      for (const page of ['confirmation', 'account', 'help', 'photoRequirements'] as const) {
        await browser.visit(href(page, language));
        expect(browser.textOf('main > .help:last-child')).toContain(line(contactAddress));
        expect(browser.$(`main > .help a[href="mailto:${contactAddress}"]`)).toHaveLength(1);
      }
    }
  });

  it('a newcomer reads it while they create their password', async () => {
    const browser = await signIn(portal, await anApplicant(portal, { language, stage: 'temporary' }));
    expect(browser.textOf('main > .help')).toContain(line('case-help@office.example'));
  });

  it('who replies to an invitation reads it on each question; the page before only points to the message', async () => {
    const invited = await anInvited(portal, { language });
    const before = await openLink(portal, invited);
    expect(before.text).toContain(POINTS_TO_IT[language]);
    expect(before.html).not.toContain(invited.contactAddress);
    const browser = await beginReply(portal, invited);
    expect(browser.textOf('main > .help:last-child')).toContain(line(invited.contactAddress));
  });
});
