import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { href } from '../../src/language/routes.js';
import { anInvited, beginReply, goOn, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';

/** S2c: the reply says whether the person is in Canada; "no" leads to a return date and country, never to a dead end. */
describe('S2c: in Canada, yes and no are both real answers', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('yes is stored, and is never the declaration of S8', async () => {
    const invited = await anInvited(portal);
    await replyTo(portal, invited);
    const { answers } = await portal.em().findOneOrFail(Reply, { invitation: invited.invitationId });
    expect([answers.inCanada, answers.country, answers.returnOn]).toEqual([true, undefined, undefined]);
    expect((await portal.em().findOneOrFail(Confirmation, { person: invited.personId })).presence).toBe('not_started');
  });

  it.each(['en', 'fr'] as const)('no asks kindly for country and day of return, and the reply goes on (%s)', async (language) => {
    const invited = await anInvited(portal, { language });
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'applicant'));
    await goOn(browser.choose('details', 'right'));
    await goOn(browser.choose('address', 'known'));
    await goOn(browser.choose('inCanada', 'no'));
    expect(browser.path).toBe(href('replyAbroad', language));
    expect(browser.lead).toContain(language === 'en' ? 'Your file stays open' : 'Votre dossier reste ouvert');
    expect(browser.text).toContain(
      language === 'en' ? 'do not travel before your PR card has arrived' : 'ne voyagez pas avant d’avoir reçu votre carte RP',
    );
    await goOn(browser.fill({ country: 'CL', 'returnOn-day': '23', 'returnOn-month': '11', 'returnOn-year': '2026' })); // today
    expect(browser.errors()).toEqual({ returnOn: language === 'en' ? 'Enter a day after today' : 'Entrez un jour après aujourd’hui' });
    await goOn(browser.fill({ 'returnOn-day': '24' }));
    expect(browser.path).toBe(href('replyAppearance', language));
    await goOn(browser.choose('eyeColour', 'brown').fill({ height: '171' }));
    await browser.press(language === 'en' ? 'Send my reply' : 'Envoyer ma réponse');
    expect(browser.text).toContain(language === 'en' ? 'expected back on November 24, 2026' : 'retour prévu le 24 novembre 2026');
    const { answers, sentAt } = await portal.em().findOneOrFail(Reply, { invitation: invited.invitationId });
    expect(answers).toMatchObject({ inCanada: false, country: 'CL', returnOn: '2026-11-24' });
    expect(sentAt).not.toBeNull();
  });

  it('a country outside the list is refused, Canada too', async () => {
    const browser = await beginReply(portal, await anInvited(portal));
    await goOn(browser.choose('who', 'applicant'));
    await goOn(browser.choose('details', 'right'));
    await goOn(browser.choose('address', 'known'));
    await goOn(browser.choose('inCanada', 'no'));
    for (const country of ['', 'CA', 'XX', 'ZZ', 'fr']) {
      const day = { 'returnOn-day': '1', 'returnOn-month': '2', 'returnOn-year': '2027' };
      await browser.forge(href('replyAbroad', 'en'), { country, ...day });
      expect(browser.errors()).toEqual({ country: 'Choose the country you are in' });
    }
  });
});
