import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { MINUTE } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { WaitingMails } from '../../src/representatives/waiting-mails.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto, returnPhoto } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { aPhoto } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    for: ' for ',
    home: 'Prepare the home address',
    photo: 'Prepare the photo',
    prepare: 'Prepare for my client',
    use: 'Use this',
    up: 'Give up this client',
    act: 'Give up this client',
    end: 'End this consent',
  },
  fr: {
    for: ' pour ',
    home: 'Préparer l’adresse résidentielle',
    photo: 'Préparer la photo',
    prepare: 'Préparer pour mon client',
    use: 'Utiliser',
    up: 'Renoncer à représenter ce client',
    act: 'Renoncer',
    end: 'Mettre fin à ce consentement',
  },
} as const;

/** PORTAL.md 2, S31 to S33: what one representative does for three clients on one day, and what stays the clients'. */
describe.each(['en', 'fr'] as const)('a representative’s whole day, in %s', (language) => {
  const words = WORDS[language];
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const named = (givenNames: string) =>
    anApplicant(portal, { stage: 'declared', language, facts: { givenNames, familyName: 'Verdigris' } });
  const told = async () =>
    (await portal.deliverMail()).filter(({ template }) => template !== 'new-device').map(({ template, to }) => [template, to]);

  it('prepares, is told, is stopped, gives up one client, and loses another', async () => {
    const [cosima, bastien, amarante] = [await named('Cosima'), await named('Bastien'), await named('Amarante')];
    const someone = await aRepresentativeOf(portal, cosima, { language });
    for (const { caseId, personId } of [bastien, amarante])
      await portal.sql(
        `insert into representation (id, account_id, case_file_id, person_id, since) select gen_random_uuid(), $1, $2, $3, since from representation where case_file_id = $4`,
        [someone.accountId, caseId, personId, cosima.caseId],
      );
    const helper = await signIn(portal, someone);
    expect(helper.textsOf('.board h2').sort()).toEqual(['Amarante Verdigris', 'Bastien Verdigris', 'Cosima Verdigris']);
    const begin = async (link: string, { name }: Applicant) => {
      await helper.visit(href('clients', language));
      return helper.follow(`${link}${words.for}${name}`);
    };

    // morning: an address for one, a photo for another
    await begin(words.home, cosima);
    await helper.choose('province', 'NB').fill({ street: '9 Rue Cartier', city: 'Dieppe', postalCode: 'E1A 1A1' }).press(words.prepare);
    await begin(words.photo, bastien);
    await helper.attach('photo', await aPhoto()).press(words.prepare);
    expect(helper.status).toBe(200);
    expect(await told()).toEqual([
      ['draft-prepared', cosima.email],
      ['draft-prepared', bastien.email],
    ]);
    const stands = (person: Applicant) => portal.em().findOneOrFail(Confirmation, { person: person.personId }, { populate: ['photo'] });
    expect([(await stands(cosima)).homeAddress, (await stands(bastien)).photo]).toEqual([null, null]);

    // noon: one uses the address; what only they may do stays theirs
    const client = await (await signIn(portal, cosima)).visit(href('homeAddress', language, { person: cosima.personId }));
    await client.press(words.use);
    expect((await stands(cosima)).homeAddress).toMatchObject({ street: '9 Rue Cartier' });
    await helper.visit(href('clients', language));
    await helper.forge(href('review', language, { person: bastien.personId }), { attempt: bastien.personId });
    expect(helper.status).toBe(403);
    expect(await portal.em().count(AuditEvent, { subject: bastien.personId, action: 'representative.refused' })).toBe(1);
    expect(await told()).toEqual([['representative-refused', bastien.email]]);

    // afternoon: a photo comes back, which is told without a detail
    await aSentPhoto(portal, amarante.personId);
    await returnPhoto(portal, await anOfficer(portal), amarante.personId);
    portal.clock.advance(10 * MINUTE);
    await portal.get(WaitingMails).tell(portal.clock.now());
    expect(await told()).toContainEqual(['client-waits', someone.email]);

    // evening: one is given up, another ends the consent while the page stands open
    await begin(words.up, amarante);
    await helper.press(words.act);
    expect(helper.textsOf('.board h2').sort()).toEqual(['Bastien Verdigris', 'Cosima Verdigris']);
    expect(await told()).toEqual([['representative-left', amarante.email]]);
    await helper.visit(href('clientPhoto', language, { person: bastien.personId }));
    const ending = await (await signIn(portal, bastien)).visit(href('accountRepresentativeEnd', language));
    await ending.press(words.end);
    await helper.attach('photo', await aPhoto()).press(words.prepare);
    expect(helper.status).toBe(404);
    await helper.visit(href('clients', language));
    expect(helper.textsOf('.board h2')).toEqual(['Cosima Verdigris']);
  });
});
