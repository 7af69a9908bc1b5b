import { Card } from '../../src/cards/card.entity.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { CardService } from '../../src/cards/card.service.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { ADDRESS, anApplicant, type Applicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S13: mailed to the Canadian mailing address given; it is frozen on the card's record when the card goes to print. */
describe('S13: the card is mailed to the address given', () => {
  let portal: TestPortal;
  let officer: Someone;
  let desk: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal, { role: 'supervisor' });
    desk = await signIn(portal, officer);
  });
  afterAll(() => portal.close());

  const aRequestedCard = async (): Promise<{ applicant: Applicant; cardId: string; browser: Visitor }> => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    const { id } = await portal.em().findOneOrFail(Card, { person: applicant.personId });
    return { applicant, cardId: id, browser: await signIn(portal, applicant) };
  };
  const card = (id: string) => portal.em().findOneOrFail(Card, { id });
  const confirmation = (applicant: Applicant) => portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
  const moveHouse = async (browser: Visitor, applicant: Applicant, street: string) => {
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.fill({ street }).press('Save and continue');
  };

  it('as it stands when the card goes to print, changes after the request included', async () => {
    const { applicant, cardId, browser } = await aRequestedCard();
    await moveHouse(browser, applicant, '7 Heron Court');
    await desk.visit(href('adminCards', 'en'));
    expect(desk.textOf(`#card-${cardId}`)).toContain('7 Heron Court');
    await desk.press('Send to print: Idris Quillfeather', { near: applicant.caseNumber });
    expect(await card(cardId)).toMatchObject({ state: 'printed', address: { ...ADDRESS, street: '7 Heron Court' } });
    expect((await confirmation(applicant)).address).toBe('frozen');
    expect(desk.textOf('#to-mail ~ table')).toContain('7 Heron Court');
  });

  it('and the person can no longer change it afterwards', async () => {
    const { applicant, cardId, browser } = await aRequestedCard();
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId })); // open before the print
    await portal.get(CardService).print(asOfficer(officer), cardId);
    await browser.fill({ street: '9 Too Late Lane' }).press('Save and continue');
    expect(browser.text).not.toContain('Where should we mail your card?');
    expect(await card(cardId)).toMatchObject({ address: ADDRESS });
    expect((await confirmation(applicant)).homeAddress).toEqual(ADDRESS);
  });

  it('two clicks are one print', async () => {
    const { applicant, cardId } = await aRequestedCard();
    await desk.visit(href('adminCards', 'en'));
    const path = href('adminCardPrinted', 'en', { card: cardId });
    const token = desk.csrfToken;
    const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: desk.address, 'Content-Type': 'application/x-www-form-urlencoded' };
    const answers = await Promise.all([1, 2].map(() => desk.raw('POST', path, headers, `_csrf=${encodeURIComponent(token)}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await portal.em().count(AuditEvent, { subject: applicant.personId, action: 'card.printed' })).toBe(1);
  });

  it('is mailed once, after it was printed, and the person is told', async () => {
    const { applicant, cardId } = await aRequestedCard();
    await desk.visit(href('adminCards', 'en'));
    await desk.forge(href('adminCardMailed', 'en', { card: cardId }));
    expect(desk.status).toBe(409);
    expect(await card(cardId)).toMatchObject({ state: 'requested', mailedAt: null });
    await desk.visit(href('adminCards', 'en'));
    await desk.press('Send to print: Idris Quillfeather', { near: applicant.caseNumber });
    await portal.deliverMail();
    await desk.press('Mark as mailed: Idris Quillfeather', { near: applicant.caseNumber });
    expect(await card(cardId)).toMatchObject({ state: 'mailed', mailedAt: portal.clock.now() });
    const mails = await portal.deliverMail();
    expect(mails.map(({ template, to }) => [template, to])).toEqual([['card-mailed', applicant.email]]);
    await desk.visit(href('adminCards', 'en'));
    await desk.forge(href('adminCardMailed', 'en', { card: cardId }));
    expect(desk.status).toBe(409);
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('is not printed when its photo is no longer accepted', async () => {
    const { applicant, cardId } = await aRequestedCard();
    await portal.sql(`update photo_attempt set state = 'in_review' where person_id = $1`, [applicant.personId]);
    await expect(portal.get(CardService).print(asOfficer(officer), cardId)).rejects.toThrow('photo_not_accepted');
    expect((await confirmation(applicant)).address).toBe('given');
  });

  it('no card is printed without an address, whatever the code does', async () => {
    const { cardId } = await aRequestedCard();
    await expect(portal.sql(`update card set state = 'printed', printed_at = now() where id = $1`, [cardId])).rejects.toThrow(
      'card_address_holds',
    );
  });
});
