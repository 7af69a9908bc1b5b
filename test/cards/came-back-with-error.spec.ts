import { AccountLockService } from '../../src/accounts/account-lock.service.js';
import { Card } from '../../src/cards/card.entity.js';
import { AddressLabels } from '../../src/cards/mailed/address-labels.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { MissingCards } from '../../src/cards/mailed/missing-cards.service.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aMailedCard, asOfficer } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.16 with 6.18: a card that came back is not mailed again with an error on it. */
describe('a card that came back, and an error that was reported', () => {
  let portal: TestPortal;
  let officer: Someone;
  let clerk: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal, { role: 'supervisor' });
    clerk = await anOfficer(portal, { role: 'card_clerk' });
  });
  afterAll(() => portal.close());

  const asThem = ({ accountId, personId }: Applicant) => ({ kind: 'applicant', accountId, personId, language: 'en' }) as const;
  const report = (them: Applicant) => portal.get(RecordErrors).report(asThem(them), them.personId, ['familyName'], 'Quillfether');
  const mail = (cardId: string) => portal.get(CardMailing).mail(asOfficer(clerk), cardId, null);
  const desk = async (): Promise<Visitor> => (await signIn(portal, clerk)).visit(href('adminCards', 'en'));

  /** It came back, and its person has said where it is to go, or not. */
  async function aReturn({ answered = true } = {}): Promise<{ them: Applicant; cardId: string }> {
    const them = await anApplicant(portal, { stage: 'addressed' });
    const cardId = await aMailedCard(portal, officer, them.personId);
    await portal.get(CardMailing).comeBack(asOfficer(clerk), cardId, dayOf(portal.clock.now()), 'moved');
    const browser = await signIn(portal, them);
    await browser.visit(href('mailingAddress', 'en', { person: them.personId }));
    if (answered) await browser.press('Save and continue');
    return { them, cardId };
  }

  it('waits while the error is looked at; answered, it is mailed as it is', async () => {
    const { them, cardId } = await aReturn();
    await report(them);
    await expect(mail(cardId)).rejects.toThrow('came_back, error');
    await expect(portal.get(MissingCards).replace(asOfficer(clerk), cardId)).rejects.toThrow('no "replace"');
    const page = await desk();
    expect(page.textOf('#again ~ table')).toContain('An error is reported: answer it first');
    await page.visit(href('adminCardMailed', 'en', { card: cardId }));
    expect([page.text, page.buttons()]).toEqual([
      expect.stringContaining('an error on it was reported'),
      expect.not.arrayContaining(['Mark as mailed']),
    ]);
    await portal.get(RecordErrors).answer(asOfficer(officer), them.personId, 'It is as in the passport');
    await mail(cardId);
    expect((await portal.em().findOneOrFail(Card, { id: cardId })).state).toBe('mailed');
  });

  it('says what was corrected: another card is made, with a number of its own, and the former is closed', async () => {
    const { them, cardId } = await aReturn();
    await report(them);
    await portal.get(RecordErrors).correct(asOfficer(officer), them.personId, { ...them.facts, familyName: 'Quillfether' });
    await expect(mail(cardId)).rejects.toThrow('came_back, replace');
    const page = await desk();
    expect(page.textOf('#again ~ table')).toContain('It says what was corrected since.');
    await page.press(`Order a new card: Idris Quillfether`);
    const { card, address } = await portal.em().findOneOrFail(Confirmation, { person: them.personId }, { populate: ['card'] });
    expect([card?.state, card?.replaces ?? null, card?.id === cardId, address]).toEqual(['requested', null, false, 'given']);
    expect((await portal.em().findOneOrFail(Card, { id: cardId })).state).toBe('closed');
    const browser = await signIn(portal, them);
    await browser.visit(href('status', 'en', { person: them.personId }));
    expect(browser.lead).toMatch(/^In progress: making your card, due by /);
    expect(browser.text).not.toContain('did not come');
  });

  it('a correction of what no card says leaves the card good', async () => {
    const { them, cardId } = await aReturn();
    await report(them);
    await portal.get(RecordErrors).correct(asOfficer(officer), them.personId, { ...them.facts, placeOfBirth: 'Elsewhere' });
    await mail(cardId);
    expect((await portal.em().findOneOrFail(Card, { id: cardId })).state).toBe('mailed');
  });

  it('is not made anew before its person has said where it is to go, nor mailed while an account is reported', async () => {
    const [open, answered] = [await aReturn({ answered: false }), await aReturn()];
    await report(open.them);
    await portal.get(RecordErrors).correct(asOfficer(officer), open.them.personId, { ...open.them.facts, familyName: 'Quillfether' });
    await expect(portal.get(MissingCards).replace(asOfficer(clerk), open.cardId)).rejects.toThrow('no "replace"');
    await portal.get(AccountLockService).report(asThem(answered.them));
    await expect(mail(answered.cardId)).rejects.toThrow('account_reported');
    await expect(portal.get(AddressLabels).pdf(asOfficer(clerk), answered.cardId, String)).rejects.toThrow('account_reported');
  });
});
