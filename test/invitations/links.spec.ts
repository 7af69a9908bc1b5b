import { DAY, HOUR, SECOND } from '../../src/clock.js';
import { Invitation } from '../../src/invitations/invitation.entity.js';
import { INVITATION_LIFE } from '../../src/invitations/invitation.rules.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anInvited, beginReply, goOn, openLink, replyTo, sendAgain, showIdentity } from './invited.js';

const WORDS = {
  en: {
    used: 'This invitation was already answered',
    ended: 'The time to answer has run out',
    closed: 'This invitation is closed',
    unknown: 'We can’t find this invitation',
    address: 'the address in your invitation message',
  },
  fr: {
    used: 'Cette invitation a déjà servi',
    ended: 'Le délai de réponse est écoulé',
    closed: 'Cette invitation est fermée',
    unknown: 'Nous ne trouvons pas cette invitation',
    address: 'l’adresse indiquée dans votre message d’invitation',
  },
} as const;

/** Used, expired, replaced and unknown links: pages that help, with their true status (look 12). */
describe.each(['en', 'fr'] as const)('a link that can’t be used (%s)', (language) => {
  const words = WORDS[language];
  const other = language === 'en' ? 'fr' : 'en';
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('because it was answered: 410, what comes next, and the same in short in the other language', async () => {
    const invited = await anInvited(portal, { language });
    await replyTo(portal, invited);
    const page = await openLink(portal, invited);
    expect([page.status, page.heading]).toEqual([410, words.used]);
    expect(page.text).toContain(language === 'en' ? 'November 23, 2026' : '23 novembre 2026');
    expect(page.text).toContain(language === 'en' ? 'A second email' : 'Un deuxième courriel');
    expect(page.text).toContain(words.address.slice(2));
    expect(page.textOf(`.note[lang=${other}]`)).toContain(WORDS[other].used);
    expect(page.$(`.note a[hreflang=${other}]`).attr('href')).toBe(href('invitation', other, { token: invited.token }));
  });

  it('because its time has run out, to the second: 410, ask for a new one', async () => {
    const invited = await anInvited(portal, { language });
    const sent = portal.clock.now();
    portal.clock.advance(INVITATION_LIFE - SECOND);
    expect((await openLink(portal, invited)).status).toBe(200);
    portal.clock.advance(SECOND);
    const page = await openLink(portal, invited);
    portal.clock.moveTo(sent);
    expect([page.status, page.heading]).toEqual([410, words.ended]);
    expect(page.text).toContain(words.address);
  });

  it('because its time ran out between two questions: 410 as well', async () => {
    const invited = await anInvited(portal, { language });
    const sent = portal.clock.now();
    portal.clock.advance(INVITATION_LIFE - HOUR);
    const browser = await beginReply(portal, invited);
    portal.clock.advance(HOUR);
    await goOn(browser.choose('who', 'applicant'));
    portal.clock.moveTo(sent);
    expect([browser.status, browser.heading]).toEqual([410, words.ended]);
  });

  it('because the mail came back: 410', async () => {
    const invited = await anInvited(portal, { language });
    const em = portal.em();
    (await em.findOneOrFail(Invitation, { id: invited.invitationId })).state = 'bounced';
    await em.flush();
    const page = await openLink(portal, invited);
    expect([page.status, page.heading]).toEqual([410, words.closed]);
  });

  it('because a newer one replaced it, or it never was: 404, look for the newest message', async () => {
    const invited = await anInvited(portal, { language });
    portal.clock.advance(DAY);
    const token = await sendAgain(portal, invited);
    for (const dead of [invited.token, 'abc', `${token}x`, token.slice(0, -1), "' or 1=1 --"]) {
      const page = await portal.visitor().visit(href('invitation', language, { token: dead }));
      expect([page.status, page.heading]).toEqual([404, words.unknown]);
      expect(page.text).toContain(words.address);
    }
    expect((await portal.visitor().visit(href('invitation', language, { token }))).status).toBe(200);
  });

  it('a form sent to such a link gets the same page, and begins nothing', async () => {
    const invited = await anInvited(portal, { language });
    const open = await openLink(portal, invited);
    portal.clock.advance(SECOND);
    await sendAgain(portal, invited);
    await showIdentity(open, { dateOfBirth: invited.facts.dateOfBirth, caseNumber: invited.caseNumber });
    expect([open.status, open.heading]).toEqual([404, words.unknown]);
    expect(await portal.sql('select id from reply where invitation_id = $1', [invited.invitationId])).toEqual([]);
  });
});
