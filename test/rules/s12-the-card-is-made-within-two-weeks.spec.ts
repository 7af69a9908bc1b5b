import { Card } from '../../src/cards/card.entity.js';
import { DAY, HOUR } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { ADDRESS, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S12: due 14 days after the photo is accepted; where residence or address is still open, from the day the last of the three is there. */
describe('S12: the card is made within two weeks', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal, { role: 'supervisor' });
  });
  afterAll(() => portal.close());
  beforeEach(() => portal.clock.moveTo('2026-11-23T15:00:00.000Z'));

  const cardOf = (personId: string) => portal.em().findOne(Card, { person: personId });

  it('counts from the day the photo is accepted, when residence and address are there', async () => {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, personId);
    await confirmResidence(portal, officer, personId);
    await aSentPhoto(portal, personId);
    portal.clock.advance(3 * DAY);
    expect(await cardOf(personId)).toBeNull();
    await acceptPhoto(portal, officer, personId);
    expect(await cardOf(personId)).toMatchObject({ state: 'requested', dueOn: '2026-12-10' });
  });

  it('counts from the day residence is confirmed, when that comes last', async () => {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, personId);
    await aSentPhoto(portal, personId);
    await acceptPhoto(portal, officer, personId);
    portal.clock.advance(5 * DAY);
    expect(await cardOf(personId)).toBeNull();
    await confirmResidence(portal, officer, personId);
    expect(await cardOf(personId)).toMatchObject({ dueOn: '2026-12-12' });
  });

  it('counts from the day the address is given, when that comes last', async () => {
    const applicant = await anApplicant(portal, { stage: 'declared' });
    const { personId } = applicant;
    await verifyPresence(portal, officer, personId);
    await confirmResidence(portal, officer, personId);
    await aSentPhoto(portal, personId);
    await acceptPhoto(portal, officer, personId);
    portal.clock.advance(7 * DAY);
    expect(await cardOf(personId)).toBeNull();
    const browser = await signIn(portal, applicant);
    await browser.visit(href('homeAddress', 'en', { person: personId }));
    await browser
      .fill({ street: ADDRESS.street, city: ADDRESS.city, province: ADDRESS.province, postalCode: ADDRESS.postalCode })
      .press('Save and continue');
    await browser.choose('to', 'home').press('Save and continue');
    expect(await cardOf(personId)).toMatchObject({ dueOn: '2026-12-14' });
    await browser.visit(href('status', 'en', { person: personId }));
    expect(browser.text).toContain('December 14, 2026');
  });

  it('counts days as Eastern Time has them', async () => {
    portal.clock.moveTo('2026-12-01T03:30:00.000Z'); // still November 30 in the East
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, personId);
    await aSentPhoto(portal, personId);
    await acceptPhoto(portal, officer, personId);
    await confirmResidence(portal, officer, personId);
    expect(await cardOf(personId)).toMatchObject({ dueOn: '2026-12-14' });
  });

  it('shows officers which cards are late: on the promised day not yet, the day after it', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', facts: { givenNames: 'Thessaly', familyName: 'Brambleworth' } });
    await verifyPresence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    portal.clock.moveTo('2026-12-07T23:00:00.000Z');
    let browser = await signIn(portal, officer);
    const rowOf = (name: string) => browser.textsOf('tbody tr').find((row) => row.includes(name));
    await browser.follow('Cards');
    expect(rowOf('Thessaly Brambleworth')).toContain('Today');
    portal.clock.advance(DAY - HOUR);
    browser = await signIn(portal, officer);
    await browser.follow('Cards');
    expect(rowOf('Thessaly Brambleworth')).toContain('Dec. 7, 1 day late');
    await browser.follow('Queue');
    expect(browser.lead).toMatch(/past (its|their) promised day/);
    expect(rowOf('Thessaly Brambleworth')).toContain('1 day late');
  });

  it('says to the person, in both languages, that a late card is late, and before that by when it is due', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    let browser = await signIn(portal, applicant);
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('It is due by December 7, 2026.');
    expect(browser.text).toContain('If there is a problem with your card, we contact you directly.'); // S34
    portal.clock.moveTo('2026-12-08T15:00:00.000Z');
    browser = await signIn(portal, applicant);
    await browser.visit(href('status', 'en', { person: applicant.personId }));
    expect(browser.text).toContain('It was due by December 7, 2026, and we are late.');
    await browser.visit(href('status', 'fr', { person: applicant.personId }));
    expect(browser.text).toContain('Elle était promise pour le 7 décembre 2026, et nous sommes en retard.');
  });
});
