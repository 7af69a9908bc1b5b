import { TestClock } from '../support/clock.js';
import { aPortal } from '../support/app.js';
import { BORN, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** TRUST.md 22: with a case goes everything of everybody on it. */
it('a family’s case that is over is purged whole: replies about each, consents, and who acted for whom', async () => {
  const portal = await aPortal({ clock: new TestClock(new Date('2023-01-05T15:00:00Z')) });
  try {
    const officer = await signIn(portal, await anOfficer(portal));
    const members = [
      { relation: 'child', givenNames: 'Pim', born: BORN.child },
      { relation: 'dependant', givenNames: 'Zita', born: BORN.adult, email: 'zita@mail.example' },
    ] as const;
    const family = await inviteFamily(portal, officer, members, { appliedOn: '2022-11-03' });
    await replyForFamily(portal, family, [{}, { address: 'known', acting: 'principal' }]);
    await openPrincipalsAccount(officer, family);
    await officer.visit(`/en/admin/cases/${family.caseId}`);
    await officer.press('Ask for consent');
    const dependant = await portal.visitor().visit(theMail(await portal.deliverMail(), 'consent-asked').link);
    await dependant.choose('answer', 'given').press('Send my answer');
    const rows = async (table: string): Promise<number> => (await portal.sql(`select 1 from ${table}`)).length;
    expect([await rows('member_reply'), await rows('acting_consent'), await rows('acts_for')]).toEqual([2, 1, 3]);
    await portal.sql(
      `update confirmation set residence = 'confirmed', residence_confirmed_at = $1, presence_verified_at = $1, presence_declared_at = $1`,
      [portal.clock.now()],
    );
    await portal.sql(`select purge_case($1, '2026-01-01T00:00:00Z')`, [family.caseId]);
    for (const table of ['case_file', 'person', 'reply', 'member_reply', 'acting_consent', 'acts_for', 'confirmation'])
      expect([table, await rows(table)]).toEqual([table, 0]);
  } finally {
    await portal.close();
  }
});
