import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const HOME = { street: '214 Larkspur Lane', city: 'Moncton', province: 'NB', postalCode: 'e1c4z9' };

/** S9: home, and mailing if different; province and postal code checked; outside Canada refused with the reason. */
describe('S9: an address in Canada is given', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const atHome = async () => {
    const applicant = await anApplicant(portal, { stage: 'declared' });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    const stored = () => portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
    return { applicant, browser, stored };
  };

  it('is the home address for the card too, when the person says so', async () => {
    const { browser, stored } = await atHome();
    await browser.fill(HOME).press('Save and continue');
    expect(browser.heading).toBe('Where should we mail your card?');
    await browser.choose('to', 'home').press('Save and continue');
    const { cardAddress, address, mailingAddress } = await stored();
    expect(cardAddress).toEqual({ ...HOME, extra: '', postalCode: 'E1C 4Z9' });
    expect([address, mailingAddress]).toEqual(['given', null]);
  });

  it('may be another one for mail: a post office box is fine there', async () => {
    const { browser, stored } = await atHome();
    await browser.fill(HOME).press('Save and continue');
    await browser
      .choose('to', 'other')
      .fill({ street: 'PO Box 88', city: 'Sackville', province: 'NB', postalCode: 'E4L 1G6' })
      .press('Save and continue');
    expect((await stored()).cardAddress).toMatchObject({ street: 'PO Box 88', city: 'Sackville' });
  });

  it('says what is wrong in each field, keeps what was typed, and stores nothing', async () => {
    const { browser, stored } = await atHome();
    await browser.fill({ ...HOME, city: '', postalCode: 'K1Q 0O3' }).press('Save and continue');
    expect(browser.status).toBe(422);
    expect(browser.errors()).toEqual({
      city: 'Enter a city or town',
      postalCode: 'The postal code “K1Q 0O3” has letters that are not used there: Q, O',
    });
    expect(browser.value('street')).toBe('214 Larkspur Lane');
    expect(browser.value('province')).toBe('NB');
    expect((await stored()).address).toBe('none');
  });

  it('outside Canada is refused with the reason', async () => {
    const { browser } = await atHome();
    await browser.fill({ ...HOME, postalCode: '90210' }).press('Save and continue');
    expect(browser.errors().postalCode).toContain('We mail cards only inside Canada');
  });

  it('whose postal code belongs to another province is kept, with a warning', async () => {
    const { applicant, browser, stored } = await atHome();
    const warning = 'the postal code belongs to another province';
    await browser.fill({ ...HOME, province: 'QC' }).press('Save and continue');
    expect(browser.text).toContain(warning); // on the very next page
    await browser.choose('to', 'home').press('Save and continue');
    expect((await stored()).homeAddress?.province).toBe('QC');
    for (const page of [href('confirmation', 'en'), href('review', 'en', { person: applicant.personId })]) {
      await browser.visit(page);
      expect(browser.text).toContain(warning);
    }
    await browser.follow('Change the address');
    expect(browser.heading).toBe('Where do you live?');
  });

  it('keeps what was typed, errors included, when the language is switched in the middle', async () => {
    const { browser } = await atHome();
    await browser.fill({ street: '214 Larkspur Lane', city: 'Moncton' }).press('Français');
    expect(browser.language).toBe('fr');
    expect(browser.heading).toBe('Où habitez-vous?');
    expect(browser.value('street')).toBe('214 Larkspur Lane');
    expect(browser.status).toBe(200);
    await browser.press('Enregistrer et continuer');
    expect(browser.errors().postalCode).toBe('Entrez un code postal');
    await browser.press('English');
    expect(browser.errors().postalCode).toBe('Enter a postal code');
    expect(browser.value('city')).toBe('Moncton');
    await browser.pressEnter('street');
    expect(browser.language).toBe('en');
    expect(browser.errors().postalCode).toBe('Enter a postal code');
  });

  it('comes back filled in, to be changed', async () => {
    const { browser, applicant } = await atHome();
    await browser.fill(HOME).press('Save and continue');
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    expect(browser.value('postalCode')).toBe('E1C 4Z9');
    expect(browser.value('province')).toBe('NB');
  });
});
