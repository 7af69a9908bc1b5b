import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { acceptPhoto, aSentPhoto, verifyPresence } from '../support/lanes.js';
import { anApplicant, type Applicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('an officer verifies presence and confirms residence', () => {
  let portal: TestPortal;
  let officer: Someone;
  let desk: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    desk = await signIn(portal, officer);
  });
  afterAll(() => portal.close());

  const pageOf = ({ personId }: Applicant) => href('adminPresence', 'en', { person: personId });
  const confirmationOf = ({ personId }: Applicant) => portal.em().findOneOrFail(Confirmation, { person: personId });

  /** Somebody who signed the declaration through the real page. */
  async function aDeclared(): Promise<Applicant> {
    const applicant = await anApplicant(portal, { facts: { familyName: 'Brambleworth', givenNames: 'Thessaly' } });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('presence', 'en', { person: applicant.personId }));
    await browser.tick('agreed').fill({ name: 'thessaly brambleworth', password: PASSWORD }).press('Sign my declaration');
    return applicant;
  }

  it('sees the declaration beside the file', async () => {
    const applicant = await aDeclared();
    await desk.visit(pageOf(applicant));
    expect(desk.heading).toBe('Presence and residence of Thessaly Brambleworth');
    expect(desk.text).toContain('The person reads now: Waiting on you: give your address and send your photo');
    expect(desk.text).toContain('thessaly brambleworth');
    expect(desk.text).toContain('Thessaly Brambleworth, for themselves');
    expect(desk.text).toContain('Version 1, in English');
    expect(desk.text).toMatch(/PRC-26-[A-Z0-9]{4}-[A-Z0-9]{4}/);
    expect(desk.text).toContain('March 14, 1991, Porto, Portugal');
    await desk.follow('Français');
    expect(desk.heading).toBe('Présence et résidence : Thessaly Brambleworth');
    expect(desk.text).toContain('Version 1, en anglais');
  });

  it('verifies, then confirms once the identity matches; the page says who did what, and the person is told', async () => {
    const applicant = await aDeclared();
    await portal.deliverMail();
    await desk.visit(pageOf(applicant));
    await desk.press('Verify presence');
    expect(desk.path).toBe(pageOf(applicant));
    expect(await confirmationOf(applicant)).toMatchObject({ presence: 'verified', presenceVerifiedAt: portal.clock.now() });
    expect(await portal.deliverMail()).toEqual([]);
    expect(desk.lead).toContain('Presence is verified');
    await desk.press('Confirm permanent residence');
    expect(desk.status).toBe(422);
    expect(desk.title).toMatch(/^Error: /);
    expect(desk.errors()).toEqual({ identityMatches: 'Tick the box to say that the identity matches the file' });
    expect((await confirmationOf(applicant)).residence).toBe('not_confirmed');
    await desk.press('Français');
    expect(desk.errors()).toEqual({ identityMatches: 'Cochez la case pour dire que l’identité correspond au dossier' });
    await desk.press('English');
    await desk.tick('identityMatches').press('Confirm permanent residence');
    expect(desk.path).toBe(pageOf(applicant));
    expect(await confirmationOf(applicant)).toMatchObject({ residence: 'confirmed', residenceConfirmedAt: portal.clock.now() });
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['residence-confirmed', applicant.email]]);
    expect(desk.lead).toBe('Nothing is left to do here: permanent residence is confirmed.');
    expect(desk.buttons()).not.toContain('Confirm permanent residence');
    expect(desk.textOf('.line')).toContain('Presence verified');
    expect(desk.textOf('.line')).toContain('Odile Marchbank, officer');
    const trail = await portal.em().find(AuditEvent, { subject: applicant.personId, actorAccount: officer.accountId });
    expect(trail.map(({ action }) => action)).toEqual(['presence.verified', 'residence.confirmed', 'ecopr.issued']);
  });

  it('the card is asked for in the same moment, when photo and address are there', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    await desk.visit(pageOf(applicant));
    await desk.tick('identityMatches').press('Confirm permanent residence');
    expect(desk.text).toContain('Card requested');
    expect((await confirmationOf(applicant)).card).not.toBeNull();
  });

  it.each([
    ['verify what was not declared', 'active', 'adminPresence', {}],
    ['verify twice', 'verified', 'adminPresence', {}],
    ['confirm before presence is verified', 'declared', 'adminResidence', { identityMatches: 'yes' }],
    ['confirm before presence is verified, without the box', 'declared', 'adminResidence', {}],
    ['confirm for somebody who has left since', 'withdrawn', 'adminResidence', { identityMatches: 'yes' }],
    ['verify for somebody suspended', 'suspended', 'adminPresence', {}],
  ] as const)('can not %s: 409, and nothing is written', async (_what, stage, route, fields) => {
    const applicant = await anApplicant(portal, { stage: stage === 'active' ? 'active' : 'declared' });
    if (stage === 'verified' || stage === 'withdrawn') await verifyPresence(portal, officer, applicant.personId);
    if (stage === 'withdrawn')
      await portal.sql(`update confirmation set presence = 'withdrawn' where person_id = $1`, [applicant.personId]);
    if (stage === 'suspended') await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [applicant.personId]);
    await desk.visit(pageOf(applicant));
    const before = await everyRow(portal);
    await desk.forge(href(route, 'en', { person: applicant.personId }), fields);
    expect(desk.status).toBe(409);
    expect(await everyRow(portal)).toEqual(before);
  });

  it('two clicks confirm once', async () => {
    const applicant = await anApplicant(portal, { stage: 'declared' });
    await verifyPresence(portal, officer, applicant.personId);
    await portal.deliverMail();
    await desk.visit(pageOf(applicant));
    const body = `_csrf=${encodeURIComponent(desk.csrfToken)}&identityMatches=yes`;
    const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: desk.address, 'Content-Type': 'application/x-www-form-urlencoded' };
    const path = href('adminResidence', 'en', { person: applicant.personId });
    const answers = await Promise.all([1, 2].map(() => desk.raw('POST', path, headers, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await portal.deliverMail()).toHaveLength(1);
  });

  it('shows what the person said who is outside Canada', async () => {
    const applicant = await anApplicant(portal);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('abroad', 'en', { person: applicant.personId }));
    await browser.fill({ 'returnOn-day': 8, 'returnOn-month': 1, 'returnOn-year': 2027, country: 'PT' }).press('Save the date');
    await desk.visit(pageOf(applicant));
    expect(desk.text).toContain('outside Canada (Portugal) and come back on January 8, 2027');
    expect(desk.buttons()).not.toContain('Verify presence');
  });

  it('nobody is found under an address that names nobody', async () => {
    for (const person of ['none', '0193a1b2-0000-7000-8000-000000000000']) {
      await desk.visit(href('adminPresence', 'en', { person }));
      expect(desk.status).toBe(404);
    }
  });
});
