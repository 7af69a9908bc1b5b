import { AccountService } from '../../src/accounts/account.service.js';
import { DAY, MINUTE } from '../../src/clock.js';
import { AddressDraft } from '../../src/confirmation/drafts/address-draft.entity.js';
import { PresenceService } from '../../src/confirmation/presence.service.js';
import { Returns } from '../../src/confirmation/returns.js';
import { ReplyReading } from '../../src/invitations/reply-reading.service.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { WaitingMails } from '../../src/representatives/waiting-mails.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer, aSentPhoto, returnPhoto } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    link: 'Give up this client for ',
    act: 'Give up this client',
    done: 'You no longer represent this client',
    by: 'Your representative',
    waits: 'Something waits for a client of yours',
  },
  fr: {
    link: 'Renoncer à représenter ce client pour ',
    act: 'Renoncer',
    done: 'Vous ne représentez plus ce client',
    by: 'La personne qui vous représente',
    waits: 'Quelque chose attend un de vos clients',
  },
} as const;

/** PORTAL.md 2 and 4. */
describe('a representative', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const tell = async () => {
    await portal.get(WaitingMails).tell(portal.clock.now());
    return (await portal.deliverMail()).filter(({ template }) => template === 'client-waits');
  };

  it('is told by one mail, without a detail, that something waits for a client; once each time', async () => {
    const [one, two] = [await anApplicant(portal, { stage: 'addressed' }), await anApplicant(portal, { stage: 'addressed' })];
    const someone = await aRepresentativeOf(portal, one);
    await portal.sql(
      `insert into representation (id, account_id, case_file_id, person_id, since) select gen_random_uuid(), account_id, $2, $3, since from representation where case_file_id = $1`,
      [one.caseId, two.caseId, two.personId],
    );
    const officer = await anOfficer(portal);
    for (const { personId } of [one, two]) {
      await aSentPhoto(portal, personId);
      await returnPhoto(portal, officer, personId);
    }
    const mails = await tell();
    expect(mails.map(({ to }) => to)).toEqual([someone.email]);
    for (const hidden of [one.name, one.caseNumber, two.caseNumber, 'photo', 'glare']) expect(mails[0]?.text).not.toContain(hidden);
    portal.clock.advance(10 * MINUTE);
    expect(await tell()).toEqual([]);
    portal.clock.advance(DAY);
    await aSentPhoto(portal, one.personId);
    await returnPhoto(portal, officer, one.personId);
    expect((await tell()).map(({ to }) => to)).toEqual([someone.email]);
  });

  it.each(LANGUAGES)(
    'is told so when the client is asked whether they are back, and when the client’s account is made (%s)',
    async (language) => {
      const away = await anApplicant(portal, { language });
      const invited = await anApplicant(portal, { language, stage: 'replied' });
      const [ofAway, ofInvited] = [
        await aRepresentativeOf(portal, away, { language }),
        await aRepresentativeOf(portal, invited, { language }),
      ];
      const actor = { kind: 'applicant', accountId: away.accountId, personId: away.personId, language } as const;
      await portal.get(PresenceService).tellAbroad(actor, away.personId, addDays(dayOf(portal.clock.now()), 2), 'PT');
      expect(await tell()).toEqual([]);
      portal.clock.advance(3 * DAY);
      expect(await portal.get(Returns).ask(portal.clock.now())).toBe(1);
      const asked = await tell();
      expect(asked.map(({ to }) => to)).toEqual([ofAway.email]);
      const officer = asOfficer(await anOfficer(portal));
      await portal.get(ReplyReading).markRead(officer, invited.caseId);
      expect(await portal.get(AccountService).createForPerson(officer, invited.personId)).toBeNull();
      const made = await tell();
      expect(made.map(({ to }) => to)).toEqual([ofInvited.email]);
      for (const [{ subject, text, html }, client] of [
        [theMail(asked, 'client-waits'), away],
        [theMail(made, 'client-waits'), invited],
      ] as const) {
        expect(subject.startsWith(WORDS[language].waits)).toBe(true);
        for (const hidden of [client.facts.givenNames, client.facts.familyName, client.caseNumber, client.email, 'Portugal'])
          expect(text + html).not.toContain(hidden);
        expect(text).not.toMatch(
          /\b(photo|travel|abroad|return|declar|back in Canada|new account|voyage|étranger|retour|déclar|nouveau compte)/i,
        );
      }
      expect(await tell()).toEqual([]);
    },
  );

  it('hears nothing of a decision that can still be undone, nor of one that was', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await aRepresentativeOf(portal, applicant);
    const officer = asOfficer(await anOfficer(portal));
    const attempt = await aSentPhoto(portal, applicant.personId);
    await portal.get(PhotoReviewService).return(officer, attempt, { reasons: ['glare'], words: null, language: 'en' });
    expect(await tell()).toEqual([]);
    await portal.get(PhotoUndoService).undo(officer, attempt);
    portal.clock.advance(DAY);
    expect(await tell()).toEqual([]);
  });

  it('hears nothing once the consent has ended', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await aRepresentativeOf(portal, applicant);
    await aSentPhoto(portal, applicant.personId);
    await returnPhoto(portal, await anOfficer(portal), applicant.personId);
    await portal.sql('update representation set ended_at = $1 where case_file_id = $2', [portal.clock.now(), applicant.caseId]);
    expect(await tell()).toEqual([]);
  });

  it.each(LANGUAGES)('gives up a client in two steps; the applicant is told, and what was prepared is gone (%s)', async (language) => {
    const words = WORDS[language];
    const applicant = await anApplicant(portal, { language });
    const someone = await aRepresentativeOf(portal, applicant, { language });
    await portal.sql(
      `insert into address_draft (id, representation_id, person_id, piece, prepared_at) select gen_random_uuid(), id, $1, 'mailingAddress', now() from representation where case_file_id = $2`,
      [applicant.personId, applicant.caseId],
    );
    const helper = await signIn(portal, someone);
    await portal.deliverMail();
    await helper.follow(`${words.link}${applicant.name}`);
    expect(helper.text).toContain(applicant.caseNumber);
    expect(await portal.em().count(Representation, { caseFile: applicant.caseId, endedAt: null })).toBe(1);
    await helper.press(words.act);
    expect([helper.status, helper.path.split('?')[0]]).toEqual([200, href('clients', language)]);
    expect(helper.text).toContain(words.done);
    expect(helper.text).not.toContain(applicant.name);
    expect(helper.text).not.toMatch(/A consent has ended|Un consentement a pris fin/);
    expect(await portal.em().count(AddressDraft, { person: applicant.personId })).toBe(0);
    const mail = theMail(await portal.deliverMail(), 'representative-left');
    expect([mail.to, mail.text.includes(applicant.caseNumber)]).toEqual([applicant.email, true]);
    const client = await (await signIn(portal, applicant)).visit(href('accountActivity', language));
    expect(client.text).toContain(words.by);
    await helper.visit(href('clientGivingUp', language, { person: applicant.personId }));
    expect(helper.status).toBe(404);
  });

  it('gives up only the consent that was shown, and only their own', async () => {
    const applicant = await anApplicant(portal);
    const helper = await signIn(portal, await aRepresentativeOf(portal, applicant));
    const stranger = await signIn(portal, await aRepresentativeOf(portal, await anApplicant(portal)));
    const { id } = await portal.em().findOneOrFail(Representation, { caseFile: applicant.caseId });
    const page = href('clientGivingUp', 'en', { person: applicant.personId });
    await stranger.forge(page, { representation: id });
    expect(stranger.status).toBe(404);
    await helper.forge(page, { representation: applicant.caseId });
    expect(await portal.em().count(Representation, { id, endedAt: null })).toBe(1);
  });
});
