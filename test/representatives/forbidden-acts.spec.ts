import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/access/actor.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { DAY } from '../../src/clock.js';
import { AddressService } from '../../src/confirmation/address.service.js';
import { PresenceService } from '../../src/confirmation/presence.service.js';
import { href } from '../../src/language/routes.js';
import { PhotoDeclarationService } from '../../src/photos/editor/photo-declaration.service.js';
import { PhotoFramingService } from '../../src/photos/editor/photo-framing.service.js';
import { PhotoSubmissionService } from '../../src/photos/submission/photo-submission.service.js';
import { PhotoUploadService } from '../../src/photos/upload/photo-upload.service.js';
import { KINDS } from '../../src/representatives/representative.rules.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type Applicant, anApplicant, aRepresentativeOf, PASSWORD, type Someone } from '../support/people.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

type Page = 'presence' | 'abroad' | 'homeAddress' | 'mailingAddress' | 'photo' | 'photoFrame' | 'photoFindings' | 'review';

/** What is the applicant's alone, over each way in: its page, its form, its service, and the rows that it would leave (S30, S32, S33). */
interface Act {
  readonly act: string;
  readonly permission: string;
  readonly page: Page;
  readonly form: (attempt: string) => Record<string, string>;
  /** As code would call it that took no notice of types. */
  readonly service: (portal: TestPortal, someone: never, person: string, attempt: string) => Promise<unknown>;
  /** A row signed by `$1` for the person `$2`, and the constraint that refuses it; none where the act leaves no signed row. */
  readonly sql?: { readonly text: string; readonly values: (attempt: string) => string[]; readonly refusedBy: string };
}

const HOME = { street: '9 Rue Cartier', extra: '', city: 'Dieppe', province: 'NB', postalCode: 'E1A 1A1' } as const;
const SUBMISSION = `insert into photo_submission (id, attempt_id, person_id, signer_account_id, relation, frame, statement_version, statement_language, declared_at, acknowledged_at, warnings, reference, submitted_at)
  values (gen_random_uuid(), $3, $2, $1, 'self', '{}', 1, 'en', now(), now(), '[]', 'PRC-forged', now())`;

const ACTS: readonly Act[] = [
  {
    act: 'declares presence',
    permission: 'presence.declare',
    page: 'presence',
    form: () => ({ agreed: 'yes', name: 'Idris Quillfeather', password: PASSWORD }),
    service: (portal, someone, person) => portal.get(PresenceService).declare(someone, person, 'Idris Quillfeather', 'en'),
    sql: {
      text: `insert into presence_declaration (id, person_id, signer_account_id, relation, statement_version, statement_language, typed_name, reference, declared_at)
        values (gen_random_uuid(), $2, $1, 'self', 1, 'en', '\\x00', 'PRC-forged', now())`,
      values: () => [],
      refusedBy: 'presence_declaration_signer_holds',
    },
  },
  {
    act: 'says that the applicant is abroad',
    permission: 'presence.tell_abroad',
    page: 'abroad',
    form: () => ({ country: 'FR', 'returnOn-day': '1', 'returnOn-month': '6', 'returnOn-year': '2027' }),
    service: (portal, someone, person) => portal.get(PresenceService).tellAbroad(someone, person, '2027-06-01', 'FR'),
  },
  {
    act: 'gives the home address',
    permission: 'address.give',
    page: 'homeAddress',
    form: () => HOME,
    service: (portal, someone, person) => portal.get(AddressService).giveHome(someone, person, HOME),
  },
  {
    act: 'gives the mailing address',
    permission: 'address.give',
    page: 'mailingAddress',
    form: () => ({ to: 'other', ...HOME }),
    service: (portal, someone, person) => portal.get(AddressService).giveMailing(someone, person, HOME),
  },
  {
    act: 'uploads a photo',
    permission: 'photo.prepare',
    page: 'photo',
    form: () => ({ source: 'digital' }),
    service: async (portal, someone, person) => {
      const [uploads, { name, bytes }] = [portal.get(PhotoUploadService), await aPhoto()];
      const file = await uploads.judge(bytes);
      if (!file.ok) throw new Error('this photo is a good one');
      return uploads.keep(someone, person, { source: 'digital', name, bytes }, file);
    },
  },
  {
    act: 'frames the photo',
    permission: 'photo.prepare',
    page: 'photoFrame',
    form: (attempt) => ({ attempt, left: '0', top: '0', width: '900', angle: '0', act: 'apply' }),
    service: (portal, someone, person, attempt) =>
      portal.get(PhotoFramingService).setFrame(someone, person, attempt, { left: 0, top: 0, width: 900, angle: 0 }),
  },
  {
    act: 'makes the photo’s declaration and acknowledges its warnings',
    permission: 'photo.submit',
    page: 'photoFindings',
    form: (attempt) => ({ attempt, declaration: 'yes', acknowledgement: 'yes' }),
    service: (portal, someone, person) =>
      portal.get(PhotoDeclarationService).declare(someone, person, { acknowledged: true, seen: portal.clock.now() }, 'en'),
    sql: { text: SUBMISSION, values: (attempt) => [attempt], refusedBy: 'photo_submission_signer_holds' },
  },
  {
    act: 'submits the documents',
    permission: 'photo.submit',
    page: 'review',
    form: (attempt) => ({ attempt, password: PASSWORD }),
    service: (portal, someone, person, attempt) => portal.get(PhotoSubmissionService).submit(someone, person, attempt),
    sql: { text: SUBMISSION, values: (attempt) => [attempt], refusedBy: 'photo_submission_signer_holds' },
  },
];

/** Nobody's but the representative's. */
const THEIR_PASSWORD = 'their own four quiet kettles';

/** Helpers without a fee follow the same rules (PORTAL.md 2). */
describe.each(KINDS)('a representative never (%s)', (kind) => {
  let portal: TestPortal;
  let applicant: Applicant;
  let representative: Someone;
  let attempt: string;
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal);
    await new PhotoWay(await signIn(portal, applicant), applicant).checked();
    attempt = (await portal.sql<{ id: string }>('select id from photo_attempt where person_id = $1', [applicant.personId]))[0]?.id ?? '';
    representative = await aRepresentativeOf(portal, applicant, { kind, password: THEIR_PASSWORD });
  });
  afterAll(() => portal.close());
  beforeEach(() => portal.clock.advance(DAY)); // so that each act is told anew

  /** What stays as it is; the trail and its mail grow by right, and signing in is remembered elsewhere. */
  async function rows(): Promise<Record<string, string>> {
    const { audit_event: _trail, audit_chain: _heads, outbox_message: _mail, ...others } = await everyRow(portal);
    return others;
  }

  describe.each(ACTS)('$act', ({ permission, page, form, service, sql }) => {
    const path = (language: 'en' | 'fr') => href(page, language, { person: applicant.personId });

    it('over its page: there is none for them', async () => {
      const browser = await signIn(portal, representative);
      const before = await everyRow(portal);
      for (const language of ['en', 'fr'] as const) expect((await browser.visit(path(language))).status).toBe(403);
      expect(await everyRow(portal)).toEqual(before);
    });

    it('over a forged form: refused, recorded, shown to the applicant, and told by one mail', async () => {
      const browser = await signIn(portal, representative);
      await portal.deliverMail();
      const before = await rows();
      for (const language of ['en', 'fr'] as const) {
        await browser.visit(href('clients', language));
        await browser.forge(path(language), form(attempt));
        expect([browser.status, browser.language]).toEqual([403, language]);
      }
      expect(await rows()).toEqual(before);
      const recorded = { caseFile: applicant.caseId, action: 'representative.refused', at: portal.clock.now() } as const;
      const events = await portal.em().find(AuditEvent, recorded, { orderBy: { id: 'asc' } });
      expect(events.map(({ actorAccount, details }) => [actorAccount, details])).toEqual([
        [representative.accountId, { permission, told: true }],
        [representative.accountId, { permission, told: false }],
      ]);
      expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['representative-refused', applicant.email]]);
      const client = await (await signIn(portal, applicant)).visit(href('accountActivity', 'en'));
      expect(client.text).toContain('A representative tried something that only the applicant may do, and was refused.');
      await client.visit(href('accountActivity', 'fr'));
      expect(client.text).toMatch(/représentant.* a tenté .*refusé/);
    });

    it('through the service, were its types overlooked', async () => {
      const { accountId, language } = representative;
      for (const personId of [null, applicant.personId]) {
        const disguised: Actor = { kind: 'representative', accountId, personId, language };
        const before = await everyRow(portal);
        await expect(service(portal, disguised as never, applicant.personId, attempt)).rejects.toMatchObject({ status: 404 });
        expect(await everyRow(portal)).toEqual(before);
      }
    });

    if (sql)
      it('by a row of their own in the database', async () => {
        const values = [representative.accountId, applicant.personId, ...sql.values(attempt)];
        await expect(portal.sql(sql.text, values)).rejects.toMatchObject({ code: '23503', constraint: sql.refusedBy });
      });
  });

  describe('signs in as the applicant', () => {
    it('over the page: the applicant’s password is not theirs, and their own opens their own account', async () => {
      const browser = await portal.visitor().visit(href('signIn', 'en'));
      await browser.fill({ username: applicant.username, password: THEIR_PASSWORD }).press('Sign in');
      expect(browser.status).toBe(422);
      await browser.fill({ username: representative.username, password: applicant.password }).press('Sign in');
      expect(browser.status).toBe(422);
      await browser.fill({ username: representative.username, password: THEIR_PASSWORD }).press('Sign in');
      expect(browser.path).toBe(href('clients', 'en'));
    });

    it('over a forged form, with or without a session of their own: refused, and whoever was signed in stays so', async () => {
      const [nobody, theirs] = [await portal.visitor().visit(href('signIn', 'en')), await signIn(portal, representative)];
      for (const browser of [nobody, theirs])
        for (const [username, password] of [
          [applicant.username, THEIR_PASSWORD],
          [representative.username, applicant.password],
        ] as const) {
          await browser.forge(href('signIn', 'en'), { username, password });
          expect(browser.status).toBe(422);
        }
      expect((await nobody.visit(href('confirmation', 'en'))).path).toBe(href('signIn', 'en'));
      expect([(await theirs.visit(href('confirmation', 'en'))).status, (await theirs.visit(href('clients', 'en'))).status]).toEqual([
        403, 200,
      ]);
    });

    // It names no representative and is told by no mail of theirs, unlike the acts above: a wrong password says nothing of who typed it, and
    // whoever knows a username could accuse somebody else. The applicant reads of each among their sign-ins, and may say "this wasn't me".
    it('and each try stands on the applicant’s sign-in page, as nobody’s', async () => {
      await portal.deliverMail();
      const refused = async () => (await portal.em().find(AuditEvent, { subject: applicant.accountId, action: 'sign_in.refused' })).length;
      const client = await signIn(portal, applicant);
      const shown = async () => (await client.visit(href('accountSignIns', 'en'))).text.split('Refused').length;
      const [recordedBefore, shownBefore] = [await refused(), await shown()];
      const browser = await signIn(portal, representative);
      await browser.forge(href('signIn', 'en'), { username: applicant.username, password: THEIR_PASSWORD });
      expect([await refused(), await shown()]).toEqual([recordedBefore + 1, shownBefore + 1]);
      const events = await portal.em().find(AuditEvent, { subject: applicant.accountId, action: 'sign_in.refused' });
      expect(events.filter(({ actorAccount }) => actorAccount !== null)).toEqual([]);
      expect(client.text).not.toContain(representative.name);
      expect((await portal.deliverMail()).map(({ template }) => template)).not.toContain('representative-refused');
    });

    it('by a row: they act for nobody, and an account never changes its kind', async () => {
      const acting = `insert into acts_for (account_id, person_id, account_kind, relation, since) values ($1, $2, 'applicant', 'self', now())`;
      const { accountId } = representative;
      await expect(portal.sql(acting, [accountId, applicant.personId])).rejects.toMatchObject({ constraint: 'acts_for_applicant_holds' });
      const kind = `update account set kind = 'applicant', person_id = $2 where id = $1`;
      await expect(portal.sql(kind, [accountId, applicant.personId])).rejects.toThrow('its kind is final');
    });
  });

  it('and nobody but a representative represents, by the database itself', async () => {
    const other = await anApplicant(portal);
    const named =
      'insert into representation (id, account_id, account_kind, case_file_id, person_id, since) values ($1, $2, $3, $4, $5, now())';
    for (const account of [other.accountId, applicant.accountId]) {
      const row = [randomUUID(), account, 'representative', other.caseId, other.personId];
      await expect(portal.sql(named, row)).rejects.toMatchObject({ code: '23503', constraint: 'representation_representative_holds' });
      row[2] = 'applicant';
      await expect(portal.sql(named, row)).rejects.toMatchObject({ code: '23514', constraint: 'representation_account_kind_check' });
    }
    await expect(
      portal.sql(named, [randomUUID(), representative.accountId, 'representative', other.caseId, other.personId]),
    ).resolves.toEqual([]);
  });
});
