import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/access/actor.js';
import { ACTING_RELATIONS } from '../../src/accounts/acts-for.entity.js';
import { may, ONLY_THE_APPLICANT } from '../../src/access/permissions.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { HOUR } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import type { AddressService } from '../../src/confirmation/address.service.js';
import type { PresenceService } from '../../src/confirmation/presence.service.js';
import { PresenceDeclaration } from '../../src/confirmation/presence-declaration.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import type { PhotoDeclarationService } from '../../src/photos/editor/photo-declaration.service.js';
import type { PhotoFramingService } from '../../src/photos/editor/photo-framing.service.js';
import type { Finding } from '../../src/photos/finding.js';
import type { PhotoSubmissionService } from '../../src/photos/submission/photo-submission.service.js';
import type { PhotoUploadService } from '../../src/photos/upload/photo-upload.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { handlersOf } from '../support/handlers.js';
import { aSentPhoto } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const ACKNOWLEDGED = 'The sender acknowledged the warnings.';
const WARNED: Finding = {
  check: 'exposure_over',
  outcome: 'warning',
  measured: 0.012,
  limit: 0.003,
  unit: 'share',
  reason: 'features_not_visible',
};

/** S33: a representative can't declare presence for the applicant: refused by route, type, record and database; recorded; the applicant is told. */
describe('S33: representatives never declare presence', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let representative: Someone;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());
  beforeEach(async () => {
    applicant = await anApplicant(portal);
    representative = await aRepresentativeOf(portal, applicant);
    browser = await signIn(portal, representative);
    await portal.deliverMail();
  });

  const declaration = { agreed: 'yes', name: 'Idris Quillfeather', password: PASSWORD };
  const page = (language: 'en' | 'fr' = 'en') => href('presence', language, { person: applicant.personId });
  const lane = async () => (await portal.em().findOneOrFail(Confirmation, { person: applicant.personId })).presence;
  /** Other mails, of a new device say, are no matter of this rule. */
  const refusals = async () => (await portal.deliverMail()).filter(({ template }) => template === 'representative-refused');
  const trail = () =>
    portal.em().find(AuditEvent, { subject: applicant.personId, action: 'representative.refused' }, { orderBy: { id: 'asc' } });

  describe('by route', () => {
    it('are not offered the page, nor a link to it', async () => {
      expect(browser.path).toBe(href('clients', 'en'));
      expect(browser.links().filter((link) => link.href.includes('/confirmation'))).toEqual([]);
      expect((await browser.visit(page())).status).toBe(403);
      expect((await browser.visit(href('confirmation', 'en'))).status).toBe(403);
    });

    it.each(LANGUAGES)('are refused by the form with 403, and nothing is declared (%s)', async (language) => {
      await browser.forge(page(language), declaration);
      expect([browser.status, browser.language]).toEqual([403, language]);
      expect(await lane()).toBe('not_started');
      expect(await portal.em().count(PresenceDeclaration, { person: applicant.personId })).toBe(0);
    });

    it('are recorded, with what they tried', async () => {
      await browser.forge(page(), declaration);
      expect(await trail()).toMatchObject([
        {
          actorKind: 'representative',
          actorAccount: representative.accountId,
          caseFile: applicant.caseId,
          at: portal.clock.now(),
          details: { permission: 'presence.declare' },
        },
      ]);
    });

    it('are refused and recorded in every act that is the applicant’s alone, and change nothing else', async () => {
      const acts = handlersOf(portal).filter(
        ({ verb, access, route }) =>
          verb === 'POST' &&
          typeof access === 'object' &&
          ONLY_THE_APPLICANT.includes(access.permission) &&
          route !== null &&
          ROUTES[route].en.includes(':person'),
      );
      expect(acts.length).toBeGreaterThanOrEqual(5);
      for (const { paths } of acts) {
        const { audit_event: _trail, audit_chain: _heads, outbox_message: _mail, ...before } = await everyRow(portal);
        const known = (await trail()).length;
        const path = (paths[0] ?? '').replace(':person', applicant.personId).replace(/:\w+/g, () => randomUUID());
        await browser.visit(href('clients', 'en'));
        await browser.forge(path, declaration);
        expect([path, browser.status]).toEqual([path, 403]);
        expect([path, (await trail()).length]).toEqual([path, known + 1]);
        expect(await everyRow(portal)).toMatchObject(before);
      }
    });

    it('are told to the applicant by one mail a day at most, however often they try', async () => {
      await browser.forge(page(), declaration);
      const told = theMail(await portal.deliverMail(), 'representative-refused');
      expect(told.to).toBe(applicant.email);
      expect(told.text).toContain(applicant.caseNumber);
      expect(told.text).not.toContain(applicant.facts.dateOfBirth);

      for (let tries = 0; tries < 3; tries++) {
        portal.clock.advance(7 * HOUR);
        browser = await signIn(portal, representative);
        await browser.forge(page(), declaration);
        expect(await refusals()).toEqual([]);
      }
      portal.clock.advance(4 * HOUR); // a day after the mail, though not after the last try
      browser = await signIn(portal, representative);
      await browser.forge(page(), declaration);
      expect((await refusals()).map(({ to }) => to)).toEqual([applicant.email]);
      expect(await trail()).toHaveLength(5);
    });

    it('only looking is no attempt: nothing is recorded, and nobody is told', async () => {
      const before = await everyRow(portal);
      for (const method of ['GET', 'HEAD']) expect((await browser.raw(method, page())).status).toBe(403);
      expect(await everyRow(portal)).toEqual(before);
    });

    it('are told once when they try many times at the same moment', async () => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
      const body = new URLSearchParams({ ...declaration, _csrf: browser.csrfToken }).toString();
      const answers = await Promise.all(Array.from({ length: 6 }, () => browser.raw('POST', page(), headers, body)));
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(403));
      expect(await portal.deliverMail()).toHaveLength(1);
      expect(await trail()).toHaveLength(6);
    });

    it('learn nothing about people who are not there', async () => {
      const before = await everyRow(portal);
      for (const person of [randomUUID(), '-'.repeat(36), 'nobody']) {
        await browser.visit(href('clients', 'en'));
        await browser.forge(href('presence', 'en', { person }), declaration);
        expect([person, browser.status]).toEqual([person, 403]);
      }
      expect(await everyRow(portal)).toEqual(before);
    });
  });

  it('officers do not declare either: they verify', async () => {
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.forge(page(), declaration);
    expect(officer.status).toBe(403);
    expect(await lane()).toBe('not_started');
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('an applicant reaches only the people they act for: somebody else is not found', async () => {
    const other = await signIn(portal, await anApplicant(portal));
    await other.forge(page(), declaration);
    expect(other.status).toBe(404);
    expect(await lane()).toBe('not_started');
  });

  it('by type: no function that declares or sends takes a representative or an officer', () => {
    const neverRun = (
      confirmation: Confirmation,
      presence: PresenceService,
      photos: PhotoSubmissionService,
      declarations: PhotoDeclarationService,
      framing: PhotoFramingService,
      uploads: PhotoUploadService,
      addresses: AddressService,
      someoneElse: Actor<'representative'>,
      officer: Actor<'officer'>,
      anybody: Actor,
    ) => {
      // @ts-expect-error S33: a representative
      confirmation.declarePresence(someoneElse, new Date(0));
      // @ts-expect-error S33: an officer
      confirmation.declarePresence(officer, new Date(0));
      // @ts-expect-error S33: somebody whose kind is not known
      confirmation.declarePresence(anybody, new Date(0));
      // @ts-expect-error S33: a representative
      void presence.declare(someoneElse, '', '', 'en');
      // @ts-expect-error S33: an officer
      void presence.declare(officer, '', '', 'en');
      // @ts-expect-error S33: a representative does not say where the applicant is either
      void presence.tellAbroad(someoneElse, '', '', '');
      // @ts-expect-error S30, S33: a representative sends no photo
      void photos.submit(someoneElse, '', '');
      // @ts-expect-error S33: a representative gives no address
      confirmation.giveHomeAddress(someoneElse, undefined as never, new Date(0));
      // @ts-expect-error S33: nor through the service,
      void addresses.giveHome(someoneElse, '', undefined as never);
      // @ts-expect-error S33: nor where the card goes,
      void addresses.giveMailing(someoneElse, '', null);
      // @ts-expect-error S33: nor by copying another's
      void addresses.copy(someoneElse, '', []);
      // @ts-expect-error S33: a representative withdraws no declaration
      void presence.leaveCanada(someoneElse, '');
      // @ts-expect-error S33: on the record itself as little
      confirmation.leaveCanada(someoneElse, new Date(0));
      // @ts-expect-error S28, S29, S33: a representative ticks neither box above "Next"
      void declarations.declare(someoneElse, '', { acknowledged: true, seen: new Date(0) }, 'en');
      // @ts-expect-error S28, S29, S33: nor does an officer
      void declarations.declare(officer, '', { acknowledged: true, seen: new Date(0) }, 'en');
      // @ts-expect-error S33: what a representative prepares is no upload of the applicant's
      void uploads.keep(someoneElse, '', undefined as never, undefined as never);
      // @ts-expect-error S33: a representative sets no frame,
      void framing.setFrame(someoneElse, '', '', undefined as never);
      // @ts-expect-error S33: nor has it checked
      void framing.apply(someoneElse, '', undefined as never, undefined as never);
    };
    expect(neverRun).toBeInstanceOf(Function);
  });

  it('by record: the table of permissions has no such row', () => {
    for (const permission of ONLY_THE_APPLICANT) {
      expect([permission, may('representative', permission)]).toEqual([permission, false]);
      expect([permission, may('officer', permission)]).toEqual([permission, false]);
      expect([permission, may('newcomer', permission)]).toEqual([permission, false]);
    }
    expect(ONLY_THE_APPLICANT).toContain('presence.declare');
  });

  describe('by the database itself, whatever the code does, under the application’s own role', () => {
    const refusedBy = (constraint: string) => expect.objectContaining({ code: '23503', constraint });

    it('a representative does not act for a person', async () => {
      const acting = 'insert into acts_for (account_id, person_id, account_kind, relation, since) values ($1, $2, $3, $4, now())';
      const values = [representative.accountId, applicant.personId, 'applicant', 'parent'];
      await expect(portal.sql(acting, values)).rejects.toEqual(refusedBy('acts_for_applicant_holds'));
      values[2] = 'representative';
      await expect(portal.sql(acting, values)).rejects.toMatchObject({ code: '23514', constraint: 'acts_for_account_kind_check' });
      await expect(
        portal.sql('update acts_for set account_id = $1 where person_id = $2', [representative.accountId, applicant.personId]),
      ).rejects.toEqual(refusedBy('acts_for_applicant_holds'));
    });

    it('a representative’s account does not become an applicant’s', async () => {
      await expect(
        portal.sql(`update account set kind = 'applicant', person_id = $2 where id = $1`, [representative.accountId, applicant.personId]),
      ).rejects.toMatchObject({ message: 'account: its kind is final' });
      const other = await anApplicant(portal);
      await portal.sql('delete from acts_for where account_id = $1', [other.accountId]);
      await expect(
        portal.sql(`update account set kind = 'representative', person_id = null where id = $1`, [other.accountId]),
      ).rejects.toThrow('its kind is final');
    });

    it('a representative signs no declaration', async () => {
      const signed = `insert into presence_declaration (id, person_id, signer_account_id, relation, statement_version, statement_language, typed_name, reference, declared_at)
        values (gen_random_uuid(), $1, $2, $3, 1, 'en', '\\x00', $4, now())`;
      const values = [applicant.personId, representative.accountId, 'self', `PRC-${randomUUID()}`];
      await expect(portal.sql(signed, values)).rejects.toEqual(refusedBy('presence_declaration_signer_holds'));
      // the same row, signed by the applicant, is fine: nothing else was wrong with it
      await expect(portal.sql(signed, [applicant.personId, applicant.accountId, 'self', values[3]])).resolves.toEqual([]);
      await expect(
        portal.sql('update presence_declaration set signer_account_id = $1 where person_id = $2', [
          representative.accountId,
          applicant.personId,
        ]),
      ).rejects.toThrow('final');
    });

    it('a representative sends no photo', async () => {
      const attempt = await aSentPhoto(portal, applicant.personId);
      const sent = `insert into photo_submission (id, attempt_id, person_id, signer_account_id, relation, frame, statement_version, statement_language, declared_at, warnings, reference, submitted_at)
        values (gen_random_uuid(), $1, $2, $3, 'self', '{}', 1, 'en', now(), '[]', $4, now())`;
      const values = (account: string) => [attempt, applicant.personId, account, `PRC-${randomUUID()}`];
      await portal.sql('select 1');
      await expect(portal.sql(sent, values(representative.accountId))).rejects.toEqual(refusedBy('photo_submission_signer_holds'));
    });

    it('a representative acknowledges nothing: a tick of nobody’s counts only in a submission, signed by who acts for the person', async () => {
      const attempt = await aSentPhoto(portal, applicant.personId, { findings: [WARNED] });
      expect(await portal.sql('select 1 from photo_attempt where id = $1 and acknowledged_at is not null', [attempt])).toHaveLength(1);
      const officer = await (await signIn(portal, await anOfficer(portal))).visit(href('adminPhoto', 'en', { attempt }));
      await officer.press('Show what the checks found');
      expect([officer.textsOf('h2').includes('What the checks found'), officer.text.includes(ACKNOWLEDGED)]).toEqual([true, false]);

      const sent = `insert into photo_submission (id, attempt_id, person_id, signer_account_id, relation, frame, statement_version, statement_language, declared_at, acknowledged_at, warnings, reference, submitted_at)
        values (gen_random_uuid(), $1, $2, $3, $4, '{}', 1, 'en', now(), now(), '[]', $5, now())`;
      const signedBy = (account: string | null, relation = 'self') =>
        portal.sql(sent, [attempt, applicant.personId, account, relation, `PRC-${randomUUID()}`]);
      for (const relation of ACTING_RELATIONS)
        await expect(signedBy(representative.accountId, relation)).rejects.toEqual(refusedBy('photo_submission_signer_holds'));
      await expect(signedBy((await anApplicant(portal)).accountId)).rejects.toEqual(refusedBy('photo_submission_signer_holds'));
      await expect(signedBy(null)).rejects.toMatchObject({ code: '23502' });
      expect((await officer.reload()).text).not.toContain(ACKNOWLEDGED);

      await signedBy(applicant.accountId);
      expect((await officer.reload()).text).toContain(ACKNOWLEDGED);
    });

    it('the signer can’t be left out, and the rules can’t be taken away', async () => {
      const unsigned = `insert into presence_declaration (id, person_id, relation, statement_version, statement_language, typed_name, reference, declared_at)
        values (gen_random_uuid(), $1, 'self', 1, 'en', '\\x00', 'none', now())`;
      await expect(portal.sql(unsigned, [applicant.personId])).rejects.toMatchObject({ code: '23502' });
      for (const text of [
        'alter table presence_declaration drop constraint presence_declaration_signer_holds',
        'alter table acts_for drop constraint acts_for_applicant_holds',
        'alter table account disable trigger account_kind_is_final',
        `set session_replication_role = 'replica'`,
      ]) {
        await expect(portal.sql(text)).rejects.toMatchObject({ code: '42501' });
      }
    });
  });
});
