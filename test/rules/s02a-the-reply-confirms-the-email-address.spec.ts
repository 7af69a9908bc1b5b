import { MINUTE } from '../../src/clock.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { href } from '../../src/language/routes.js';
import { anInvited, type Invited, openLink, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';

/** S2a: the invitation asks to confirm the applicant's email address; the reply stores the address confirmed and when. */
describe('S2a: the reply confirms the email address', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const storedOf = (invited: Invited) => portal.em().findOneOrFail(Reply, { invitation: invited.invitationId });

  it('the address we have is confirmed by the reply itself', async () => {
    const invited = await anInvited(portal);
    await replyTo(portal, invited);
    const { answers, emailConfirmedAt, sentAt } = await storedOf(invited);
    expect(answers.email).toBe(invited.email);
    expect([emailConfirmedAt, sentAt]).toEqual([portal.clock.now(), portal.clock.now()]);
  });

  it.each(['en', 'fr'] as const)(
    'another address counts only after the link sent to it is opened; both are told (%s)',
    async (language) => {
      const invited = await anInvited(portal, { language });
      await portal.deliverMail();
      const receipt = await replyTo(portal, invited, { email: `new-${language}@mail.example` });
      expect(receipt.text).toContain(
        language === 'en' ? 'Open the link we sent to new-en@mail.example' : 'Ouvrez le lien envoyé à new-fr@mail.example',
      );
      expect((await storedOf(invited)).emailConfirmedAt).toBeNull();
      const mails = await portal.deliverMail();
      theMail(mails, 'reply-received', invited.email);
      theMail(mails, 'email-changed', invited.email);
      const { link } = theMail(mails, 'email-confirm', `new-${language}@mail.example`);

      const reader = await portal.visitor({ language }).visit(link);
      expect(reader.heading).toBe(language === 'en' ? 'Confirm this email address' : 'Confirmer cette adresse courriel');
      expect((await storedOf(invited)).emailConfirmedAt).toBeNull(); // mail scanners open links too
      const second = await portal.visitor({ language }).visit(link); // the same link in another window
      portal.clock.advance(MINUTE);
      await reader.press(language === 'en' ? 'This address is mine' : 'Cette adresse est la mienne');
      expect([reader.status, reader.path]).toEqual([200, href('emailConfirmed', language)]);
      const { answers, emailConfirmedAt } = await storedOf(invited);
      expect([answers.email, emailConfirmedAt]).toEqual([`new-${language}@mail.example`, portal.clock.now()]);
      expect((await receipt.reload()).text).not.toContain(language === 'en' ? 'Open the link' : 'Ouvrez le lien');

      const confirmedAt = portal.clock.now();
      portal.clock.advance(MINUTE);
      await reader.visit(link);
      expect([reader.status, reader.heading]).toEqual([
        410,
        language === 'en' ? 'This email address is already confirmed' : 'Cette adresse courriel est déjà confirmée',
      ]);
      await second.press(language === 'en' ? 'This address is mine' : 'Cette adresse est la mienne');
      expect(second.status).toBe(410);
      expect((await storedOf(invited)).emailConfirmedAt).toEqual(confirmedAt);
    },
  );

  it('a link that is not whole confirms nothing, and says what to do', async () => {
    const invited = await anInvited(portal);
    await portal.deliverMail();
    await replyTo(portal, invited, { email: 'cut@mail.example' });
    const { link } = theMail(await portal.deliverMail(), 'email-confirm');
    const reader = await portal.visitor().visit(link.slice(0, -1));
    expect([reader.status, reader.heading]).toEqual([404, 'We can’t find this link']);
    expect(reader.text).toContain('Copy the whole address');
  });

  it('tells who replies that the invitation asks for it', async () => {
    expect((await openLink(portal, await anInvited(portal))).text).toContain('The email address you want to use, one that only you read');
  });
});
