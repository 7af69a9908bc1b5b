import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoSubmission } from '../../src/photos/submission/photo-submission.entity.js';
import { PhotoFramingService } from '../../src/photos/editor/photo-framing.service.js';
import { PhotoSubmissionService } from '../../src/photos/submission/photo-submission.service.js';
import { TransitionRefused } from '../../src/confirmation/transition.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto } from '../support/lanes.js';
import { type Applicant, anApplicant, aRepresentativeOf, type Stage } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

/**
 * S30: the photo with its frame, declaration, acknowledgement and warnings is final: a double press makes one submission; a later
 * change is refused by the page, the service, and a database trigger against UPDATE and DELETE, tested by raw SQL under the
 * application's own role.
 */
describe('S30: submitted documents are final', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const aWay = async (stage: Stage = 'addressed') => {
    const applicant = await anApplicant(portal, { stage });
    return new PhotoWay(await signIn(portal, applicant), applicant);
  };
  const actorOf = ({ accountId, personId, language }: Applicant) => ({ kind: 'applicant', accountId, personId, language }) as const;
  const submissionsOf = ({ personId }: Applicant) => portal.em().find(PhotoSubmission, { person: personId });
  const attemptOf = ({ personId }: Applicant) => portal.em().findOneOrFail(PhotoAttempt, { person: personId });

  it('gives a receipt with a reference, and tells the person by mail', async () => {
    const way = await aWay();
    await way.submitted();
    const { browser, applicant } = way;
    const [submission] = await submissionsOf(applicant);
    expect(browser.heading).toBe('Documents submitted');
    expect(browser.text).toContain(submission?.reference);
    expect(browser.text).toContain('November 23, 2026 at 10 am, Eastern Time');
    expect(browser.text).toContain('Idris Quillfeather, signed in with their own account');
    expect(submission).toMatchObject({
      signerAccountId: applicant.accountId,
      relation: 'self',
      statementVersion: 1,
      statementLanguage: 'en',
      warnings: [],
    });
    const mails = (await portal.deliverMail()).filter(({ to }) => to === applicant.email);
    expect(mails).toMatchObject([{ template: 'documents-submitted', payload: { reference: submission?.reference } }]);
  });

  it('pressed fifty times at once makes one submission, one mail and one event; each press leads to the receipt, or is told to wait', async () => {
    const way = await aWay();
    await way.ready();
    await portal.deliverMail();
    const { browser, applicant } = way;
    const attempt = browser.$('[name=attempt]').attr('value') ?? '';
    const body = new URLSearchParams({ attempt, password: applicant.password, _csrf: browser.csrfToken }).toString();
    const headers = {
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': String(body.length),
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.raw('POST', way.at('review'), headers, body)));
    // the password is compared for six at once at most: more could be guesses
    const outcomes = answers.map((answer) => `${answer.status} ${answer.headers.location ?? ''}`.trim());
    expect(outcomes.filter((outcome) => outcome !== '429')).toContain(`303 ${way.at('submitted')}`);
    expect([...new Set(outcomes)].filter((outcome) => outcome !== '429')).toEqual([`303 ${way.at('submitted')}`]);
    expect(await submissionsOf(applicant)).toHaveLength(1);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'documents-submitted')).toHaveLength(1);
    expect(await portal.em().count(AuditEvent, { action: 'photo.submitted', subject: attempt })).toBe(1);
  });

  it('asks for the password once more; without the right one nothing is submitted, and after six wrong ones it waits', async () => {
    const way = await aWay();
    await way.ready();
    const { browser, applicant } = way;
    await browser.press('Submit documents');
    expect([browser.status, browser.errors()]).toEqual([422, { password: 'Enter your password' }]);
    for (let press = 1; press <= 6; press++) {
      await browser.fill({ password: 'not the password at all' }).press('Submit documents');
      expect([browser.status, browser.errors().password]).toEqual([422, 'That is not your password. Nothing was submitted. Try again.']);
      expect(browser.value('password')).toBe('');
    }
    const page = browser.html;
    await browser.fill({ password: applicant.password }).press('Submit documents');
    expect([browser.status, await submissionsOf(applicant)]).toEqual([429, []]);
    expect(page).not.toContain('not the password at all');
  });

  it.each(['active', 'declared'] as const)(
    'needs presence, address and photo: with less it lists what is missing and has no button (%s)',
    async (stage) => {
      const way = await aWay(stage);
      await way.ready();
      const { browser, applicant } = way;
      await browser.visit(way.at('review'));
      expect(browser.buttons()).not.toContain('Submit documents');
      const links = browser.textsOf('.note a');
      expect(links).toContain('Give your home address');
      expect(links.includes('Declare that you are in Canada')).toBe(stage === 'active');
      await browser.forge(way.at('review'), { attempt: (await attemptOf(applicant)).id });
      expect([browser.status, await submissionsOf(applicant)]).toEqual([409, []]);
    },
  );

  it('sends the photo that stood on the page, and no other', async () => {
    const way = await aWay();
    await way.ready();
    const old = way.browser.$('[name=attempt]').attr('value') ?? '';
    await way.ready(); // in another window
    await way.browser.forge(way.at('review'), { attempt: old, password: way.applicant.password });
    expect([way.browser.status, await submissionsOf(way.applicant)]).toEqual([409, []]);
  });

  it('a later change is refused by the service', async () => {
    const way = await aWay();
    await way.submitted();
    const attempt = await attemptOf(way.applicant);
    const framing = portal
      .get(PhotoFramingService)
      .setFrame(actorOf(way.applicant), way.applicant.personId, attempt.id, { ...attempt.frame, width: 800 });
    await expect(framing).rejects.toThrow(TransitionRefused);
    await portal.sql("update photo_attempt set state = 'in_review' where id = $1", [attempt.id]);
    await expect(portal.get(PhotoSubmissionService).submit(actorOf(way.applicant), way.applicant.personId, attempt.id)).rejects.toThrow(
      TransitionRefused,
    );
  });

  describe('by the database itself, under the application’s own role', () => {
    let attempt: PhotoAttempt;
    beforeAll(async () => {
      const way = await aWay();
      await way.submitted();
      attempt = await attemptOf(way.applicant);
    });

    it('which is not its owner', async () => {
      const [{ current_user: role } = { current_user: '' }] = await portal.sql<{ current_user: string }>('select current_user');
      expect(role).toBe('portal_app');
    });

    it.each([
      'delete from photo_submission where attempt_id = $1',
      "update photo_submission set warnings = '[]' where attempt_id = $1",
      "update photo_submission set reference = 'PRC-26-AAAA-AAAA' where attempt_id = $1",
      'update photo_submission set acknowledged_at = now() where attempt_id = $1',
      'delete from photo_attempt where id = $1',
      `update photo_attempt set frame = '{"left":1,"top":1,"width":800,"angle":0}' where id = $1`,
      "update photo_attempt set findings = '[]' where id = $1",
      "update photo_attempt set store_key = 'another' where id = $1",
      "update photo_attempt set sha256 = '\\x00' where id = $1",
      'update photo_attempt set declared_at = now() where id = $1',
      'update photo_attempt set submitted_at = null where id = $1',
      "update photo_attempt set statement_language = 'fr' where id = $1",
      "update photo_attempt set state = 'draft' where id = $1",
    ])('%s', async (statement) => {
      await expect(portal.sql(statement, [attempt.id])).rejects.toThrow(/is final/);
    });

    it('a submission names a photo of the very person it is for, and one that is there', async () => {
      const [one, other] = [await anApplicant(portal, { stage: 'addressed' }), await anApplicant(portal, { stage: 'addressed' })];
      const theirs = await aSentPhoto(portal, other.personId);
      const own = await aSentPhoto(portal, one.personId);
      const send = (photo: string) =>
        portal.sql(
          `insert into photo_submission (id, attempt_id, person_id, signer_account_id, relation, frame, statement_version, statement_language, declared_at, warnings, reference, submitted_at)
           values (gen_random_uuid(), $1, $2, $3, 'self', '{}', 1, 'en', now(), '[]', gen_random_uuid(), now())`,
          [photo, one.personId, one.accountId],
        );
      await expect(send(theirs)).rejects.toMatchObject({ code: '23503', constraint: 'photo_submission_photo_holds' });
      await expect(send(crypto.randomUUID())).rejects.toMatchObject({ code: '23503' });
      await send(own);
      await expect(portal.sql('update photo_attempt set person_id = $2 where id = $1', [own, other.personId])).rejects.toThrow(/is final/);
    });

    it.each(['truncate photo_submission', 'truncate photo_attempt cascade', 'alter table photo_attempt disable trigger all'])(
      '%s',
      async (statement) => {
        await expect(portal.sql(statement)).rejects.toThrow(/permission denied|must be owner/);
      },
    );
  });

  it('and nobody but the applicant can submit: a representative gets 403, and the applicant is told', async () => {
    const way = await aWay();
    await way.ready();
    const representative = await signIn(portal, await aRepresentativeOf(portal, way.applicant));
    await portal.deliverMail();
    await representative.forge(way.at('review'), { attempt: (await attemptOf(way.applicant)).id });
    expect([representative.status, await submissionsOf(way.applicant)]).toEqual([403, []]);
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toContainEqual([
      'representative-refused',
      way.applicant.email,
    ]);
  });
});
