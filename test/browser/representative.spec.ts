import { href } from '../../src/language/routes.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { asOfficer } from '../support/lanes.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { inChromium, signedIn } from './in-chromium.js';
import { faultsOnPage } from './judge-page.js';

/** The pages about a representative, in Chromium: what axe finds, and no wider than a phone. */
describe.each(['en', 'fr'] as const)('pages about a representative, in %s', (language) => {
  const at = inChromium();

  it('an officer records the form there, and the applicant ends the consent', async () => {
    const [applicant, officer] = [await anApplicant(at.portal, { language }), await anOfficer(at.portal, { language })];
    await at.portal.get(Representations).record(asOfficer(officer), applicant.personId, aForm(at.portal));
    const office = await signedIn(at, officer.username, language);
    await office.goto(at.portal.address + href('adminRepresentative', language, { person: applicant.personId }));
    expect(await faultsOnPage(office)).toEqual([]);
    await office.click('main form .btn');
    expect(await office.locator('[aria-invalid=true]').count()).toBeGreaterThan(6);
    expect(await faultsOnPage(office)).toEqual([]);

    const client = await signedIn(at, applicant.username, language);
    for (const page of ['accountRepresentative', 'accountRepresentativeEnd'] as const) {
      await client.goto(at.portal.address + href(page, language));
      expect([page, await faultsOnPage(client)]).toEqual([page, []]);
    }
    await client.click('main form .btn');
    expect(new URL(client.url()).pathname).toBe(href('accountRepresentative', language));
    expect(await faultsOnPage(client)).toEqual([]);
  });

  it('a representative prepares, and the applicant answers', async () => {
    const applicant = await anApplicant(at.portal, { language, stage: 'addressed' });
    const representative = await aRepresentativeOf(at.portal, applicant, { language });
    const person = { person: applicant.personId };
    const helper = await signedIn(at, representative.username, language);
    for (const page of ['clientHomeAddress', 'clientMailingAddress', 'clientPhoto', 'clientGivingUp', 'clientPhoto'] as const) {
      await helper.goto(at.portal.address + href(page, language, person));
      expect([page, await faultsOnPage(helper)]).toEqual([page, []]);
    }
    await helper.setInputFiles('[name=photo]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await drawPortrait()) });
    await helper.click('main form .btn');
    expect(await faultsOnPage(helper)).toEqual([]);
    await helper.goto(at.portal.address + href('clientHomeAddress', language, person));
    await helper.click('main form .btn');
    expect(await faultsOnPage(helper)).toEqual([]);
    for (const [name, value] of Object.entries({ street: '9 Rue Cartier', city: 'Dieppe', postalCode: 'E1A 1A1' }))
      await helper.fill(`[name=${name}]`, value);
    await helper.selectOption('[name=province]', 'NB');
    await helper.click('main form .btn');
    expect([new URL(helper.url()).pathname, await faultsOnPage(helper)]).toEqual([href('clients', language), []]);

    const client = await signedIn(at, applicant.username, language);
    expect(await faultsOnPage(client)).toEqual([]);
    for (const page of ['preparedPhoto', 'homeAddress'] as const) {
      await client.goto(at.portal.address + href(page, language, person));
      expect([page, await faultsOnPage(client)]).toEqual([page, []]);
    }
    await client.click('button[value=decline]');
    expect(await faultsOnPage(client)).toEqual([]);
  });
});
