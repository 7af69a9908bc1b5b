import { AccountService } from '../../src/accounts/account.service.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Suspensions } from '../../src/confirmation/suspensions.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { type Invited, anInvited, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { asSigner, papersOf, presenceOf, record, WORDS } from './papers.js';

/** A form on paper counts until something newer says otherwise, or it is struck. The clock stands on November 23, 2026. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const AWAY = { abroad: { country: 'FR', day: '5', month: '12', year: '2026' } };
const invitedSigner = ({ personId, facts }: Invited) => ({ id: personId, name: `${facts.givenNames} ${facts.familyName}` });

it.each(LANGUAGES)(
  'a reply that says “not in Canada” is newer than a form of a day before: it does not count, and the officer reads why (%s)',
  async (language) => {
    const invited = await anInvited(portal, { language });
    const signer = invitedSigner(invited);
    await replyTo(portal, invited, AWAY);
    const officer = await signIn(portal, await anOfficer(portal, { language }));
    await record(officer, invited.personId, signer, { signed: '2026-11-22' });
    expect(officer.status).toBe(422);
    expect(officer.errors().signedOn).toContain(language === 'en' ? 'in the reply to the invitation' : 'dans la réponse à l’invitation');
    expect(await papersOf(portal, invited.personId)).toEqual([]);
    // a form of the same day or later says that they are back
    await record(officer, invited.personId, signer, { signed: '2026-11-23' });
    expect(await presenceOf(portal, invited.personId)).toBe('declared');
  },
);

it.each(LANGUAGES)(
  'a reply that comes after a form on paper and says “not in Canada” ends it, verified or not; person and officers read so (%s)',
  async (language) => {
    const [first, second] = [
      await signIn(portal, await anOfficer(portal, { language })),
      await signIn(portal, await anOfficer(portal, { language })),
    ];
    const presence = (personId: string) => href('adminPresence', language, { person: personId });
    for (const verified of [false, true]) {
      const invited = await anInvited(portal, { language });
      await record(first, invited.personId, invitedSigner(invited));
      if (verified) await (await second.visit(presence(invited.personId))).press(WORDS[language].verify);
      expect(await presenceOf(portal, invited.personId)).toBe(verified ? 'verified' : 'declared');
      await portal.deliverMail();
      await replyTo(portal, invited, AWAY);
      expect(await presenceOf(portal, invited.personId)).toBe('withdrawn');
      const mail = theMail(await portal.deliverMail(), 'declaration-withdrawn');
      expect(mail.to).toBe(invited.email);
      await second.visit(presence(invited.personId));
      expect(second.text).toContain(
        language === 'en'
          ? 'Declaration on paper counts no more: the later reply says outside Canada'
          : 'Déclaration sur papier sans effet : la réponse plus récente dit à l’extérieur du Canada',
      );
      expect(second.lead).toContain(
        language === 'en' ? 'the reply, which came after the form on paper' : 'la réponse, reçue après le formulaire papier',
      );
      expect(second.text).toContain(language === 'en' ? 'This form counts no more since' : 'Ce formulaire ne compte plus depuis');
      expect(second.text).not.toMatch(/has left Canada|a quitté le Canada/);
      expect(second.text).not.toContain(WORDS[language].verify);
      expect(await faultsOf(second.html)).toEqual([]);
      await second.visit(href('adminCaseHistory', language, { case: invited.caseId }));
      expect(second.text).toContain(
        language === 'en'
          ? 'the reply, which came later, says that the person is outside Canada'
          : 'la réponse, reçue plus tard, dit que la personne est à l’extérieur du Canada',
      );
      // what the reply says becomes theirs with the account
      await portal.get(AccountService).createForPerson(asOfficer(await anOfficer(portal)), invited.personId);
      expect(await presenceOf(portal, invited.personId)).toBe('abroad');
    }
  },
);

it('a reply that ends the form of a suspended file sends no mail about it (PORTAL.md 6.19)', async () => {
  const officer = await anOfficer(portal);
  const invited = await anInvited(portal);
  await record(await signIn(portal, officer), invited.personId, invitedSigner(invited));
  await portal.get(Suspensions).suspend(asOfficer(officer), invited.personId, 'Suspicion');
  await portal.deliverMail();
  await replyTo(portal, invited, AWAY);
  expect(await presenceOf(portal, invited.personId)).toBe('withdrawn');
  const about = (await portal.deliverMail()).filter(({ template }) => template === 'declaration-withdrawn');
  expect(about).toEqual([]);
});

it('a reply that says “in Canada”, or comes once residence is confirmed, leaves the form as it is', async () => {
  const officer = await signIn(portal, await anOfficer(portal));
  const [here, confirmed] = [await anInvited(portal), await anInvited(portal)];
  for (const invited of [here, confirmed]) await record(officer, invited.personId, invitedSigner(invited));
  await replyTo(portal, here);
  await portal.sql(
    `update confirmation set presence = 'verified', presence_verified_at = now(), residence = 'confirmed', residence_confirmed_at = now() where person_id = $1`,
    [confirmed.personId],
  );
  await replyTo(portal, confirmed, AWAY);
  expect([await presenceOf(portal, here.personId), await presenceOf(portal, confirmed.personId)]).toEqual(['declared', 'verified']);
});

it.each(LANGUAGES)(
  'a verified form is struck with a reason by a third officer or a supervisor until residence is confirmed (%s)',
  async (language) => {
    const someone = (role?: 'supervisor') => anOfficer(portal, { language, ...(role ? { role } : {}) });
    const first = await signIn(portal, await someone());
    for (const role of [undefined, 'supervisor'] as const) {
      const applicant = await anApplicant(portal, { language });
      const [presence, strike] = [
        href('adminPresence', language, { person: applicant.personId }),
        href('adminPaperStrike', language, { person: applicant.personId }),
      ];
      const striker = await signIn(portal, await someone(role));
      // a supervisor who verified it strikes it alike
      const verifier = role ? striker : await signIn(portal, await someone());
      await record(first, applicant.personId, asSigner(applicant));
      await (await verifier.visit(presence)).press(WORDS[language].verify);
      for (const own of role ? [first] : [first, verifier]) {
        await own.visit(presence);
        expect(own.$(`a[href="${strike}"]`)).toHaveLength(0);
        await own.forge(strike, { because: 'in_doubt' });
        expect([own.status, await presenceOf(portal, applicant.personId)]).toEqual([409, 'verified']);
      }
      await portal.deliverMail();
      await striker.visit(presence);
      expect(await faultsOf(striker.html)).toEqual([]);
      await striker.follow(language === 'en' ? 'This form does not count' : 'Ce formulaire ne compte pas');
      await striker.press(WORDS[language].strike);
      expect([striker.status, Object.keys(striker.errors())]).toEqual([422, ['because']]);
      await striker.choose('because', 'in_doubt').press(WORDS[language].strike);
      const lane = await portal.em().findOneOrFail(Confirmation, { person: applicant.personId }, { refresh: true });
      expect([striker.status, lane.presence, lane.presenceVerifiedAt]).toEqual([200, 'not_started', null]);
      expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['declaration-struck']);
      await striker.visit(href('adminCaseHistory', language, { case: applicant.caseId }));
      expect(striker.text).toContain(language === 'en' ? 'The declaration on paper was struck' : 'La déclaration sur papier a été rejetée');
      // once residence is confirmed there is nothing to strike
      await record(first, applicant.personId, asSigner(applicant));
      await (await verifier.visit(presence)).press(WORDS[language].verify);
      await (await verifier.visit(presence))
        .tick('identityMatches')
        .press(language === 'en' ? 'Confirm permanent residence' : 'Confirmer la résidence permanente');
      await striker.forge(strike, { because: 'in_doubt' });
      expect([striker.status, await presenceOf(portal, applicant.personId)]).toEqual([409, 'verified']);
      await expect(
        portal.sql(
          `update paper_declaration set struck_at = now(), struck_by = recorded_by, struck_because = 'in_doubt' where person_id = $1 and struck_at is null`,
          [applicant.personId],
        ),
      ).rejects.toThrow('struck no more');
    }
  },
);
