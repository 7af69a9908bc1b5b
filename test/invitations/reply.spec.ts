import { Invitation } from '../../src/invitations/invitation.entity.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { ReplyService } from '../../src/invitations/reply.service.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { answerAll, anInvited, beginReply, goOn, type Invited, replyTo } from './invited.js';

/** The reply: one question a page, saved on each Continue, sent once. */
describe('the reply', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const storedOf = (invited: Invited) =>
    portal.em().findOneOrFail(Reply, { invitation: invited.invitationId }, { populate: ['invitation', 'person'] });

  it('is walked page by page, forth and back', async () => {
    const browser = await beginReply(portal, await anInvited(portal));
    expect(browser.textOf('.step')).toBe('Step 1 of 6');
    expect(browser.textsOf('a.back')).toEqual([]);
    await goOn(browser.choose('who', 'applicant'));
    expect(browser.textOf('.step')).toBe('Step 2 of 6');
    await browser.follow('Back');
    expect(browser.isTicked('who', 'applicant')).toBe(true);
  });

  it('shows the details on file to check', async () => {
    const invited = await anInvited(portal, { facts: { givenNames: '', citizenship: 'XX' } });
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'applicant'));
    const { uci } = invited.facts;
    for (const shown of [
      'Larkspur',
      'None in the passport',
      'March 27, 1988',
      'Romania',
      'Stateless',
      `${uci.slice(0, 4)}-${uci.slice(4)}`,
    ])
      expect(browser.text).toContain(shown);
    await goOn(browser.choose('details', 'wrong'));
    expect(browser.errors()).toEqual({ note: 'Write what is wrong and what it should be' });
    await goOn(browser.fill({ note: 'My family name is Larkspurre.' }));
    expect((await storedOf(invited)).answers).toEqual({
      isApplicant: true,
      detailsRight: false,
      detailsNote: 'My family name is Larkspurre.',
    });
  });

  it('a later page opened early leads to the first open question', async () => {
    const browser = await beginReply(portal, await anInvited(portal));
    for (const later of ['replyFacts', 'replyEmail', 'replyAbroad', 'replyCheck', 'replySent'] as const) {
      await browser.visit(href(later, 'en'));
      expect(browser.path).toBe(href('replyWho', 'en'));
    }
    await goOn(browser.choose('who', 'applicant'));
    await browser.forge(href('replyCheck', 'en'));
    expect(browser.path).toBe(href('replyFacts', 'en'));
    await browser.forge(href('replyAppearance', 'en'), { eyeColour: 'blue', height: '170' });
    expect(browser.path).toBe(href('replyFacts', 'en'));
  });

  it('a representative is stopped with advice, and nothing leads on', async () => {
    const invited = await anInvited(portal);
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'representative'));
    expect(browser.heading).toBe('Only the applicant can answer');
    expect(browser.buttons()).toEqual([]);
    expect(browser.text).toContain('Sign in with the applicant’s username and password');
    expect(browser.text).toContain('Declare that they are in Canada');
    await browser.visit(href('replyFacts', 'en'));
    expect(browser.path).toBe(href('replyWho', 'en'));
    expect(await portal.sql(`select action from audit_event where action = 'reply.representative_stopped'`)).toHaveLength(1);
  });

  it('lets each answer be changed, and comes back to the list', async () => {
    const invited = await anInvited(portal);
    const browser = await answerAll(await beginReply(portal, invited), { abroad: { country: 'FR', day: '1', month: '2', year: '2027' } });
    expect(browser.text).toContain('France; expected back on February 1, 2027');
    await browser.follow('Change whether you are in Canada');
    expect(browser.isTicked('inCanada', 'no')).toBe(true);
    await goOn(browser.choose('inCanada', 'yes'));
    expect([browser.path, browser.textOf('.step')]).toEqual([href('replyCheck', 'en'), 'Step 6 of 6']);
    const { answers } = await storedOf(invited);
    expect([answers.inCanada, answers.country, answers.returnOn]).toEqual([true, undefined, undefined]);
    await browser.follow('Change height');
    await goOn(browser.fill({ height: '', feet: '5', inches: '7' }));
    expect(browser.text).toContain('170 cm');
  });

  it('takes another language in the middle, with what was typed and what was wrong with it', async () => {
    const browser = await answerAll(await beginReply(portal, await anInvited(portal)));
    await browser.visit(href('replyEmail', 'en'));
    await goOn(browser.choose('address', 'other').fill({ newEmail: 'half@' }));
    expect(browser.status).toBe(422);
    await browser.press('Français');
    expect(browser.path).toBe(href('replyEmail', 'fr'));
    expect(browser.value('newEmail')).toBe('half@');
    expect(browser.isTicked('address', 'other')).toBe(true);
    expect(browser.errors()).toEqual({ newEmail: 'Entrez une adresse courriel complète, par exemple nom@exemple.com' });
    expect(browser.title).toMatch(/^Erreur : /);
    await browser.visit(href('replyAbroad', 'fr')); // not asked of somebody in Canada
    expect(browser.path).toBe(href('replyCheck', 'fr'));
  });

  it('keeps the three fields of a day, and the identity page too, through the language', async () => {
    const invited = await anInvited(portal);
    const browser = portal.visitor();
    await browser.visit(href('invitation', 'en', { token: invited.token }));
    await browser.fill({ 'dateOfBirth-day': '27', 'dateOfBirth-year': '1988', applicationNumber: 'E12' }).press('Français');
    expect(browser.path).toBe(href('invitation', 'fr', { token: invited.token }));
    expect(['dateOfBirth-day', 'dateOfBirth-month', 'dateOfBirth-year', 'applicationNumber'].map((field) => browser.value(field))).toEqual([
      '27',
      '',
      '1988',
      'E12',
    ]);
  });

  it.each(['replyWho', 'replyFacts', 'replyEmail', 'replyPresence', 'replyAppearance'] as const)(
    'on %s, Enter means Continue',
    async (page) => {
      const browser = await answerAll(await beginReply(portal, await anInvited(portal)));
      await browser.visit(href(page, 'en'));
      await browser.pressEnter();
      expect(browser.path).toBe(href('replyCheck', 'en'));
    },
  );

  it('is sent once, however often and in how many windows the button is pressed', async () => {
    const invited = await anInvited(portal, { language: 'fr' });
    const browser = await answerAll(await beginReply(portal, invited));
    await portal.deliverMail();
    const { id } = await storedOf(invited);
    const service = portal.get(ReplyService);
    const sent = await Promise.all(Array.from({ length: 8 }, () => service.send(id, 'fr')));
    expect(sent).toEqual(Array.from({ length: 8 }, () => ({ ok: true })));
    await browser.press('Envoyer ma réponse'); // the page that was still open
    expect([browser.status, browser.path]).toEqual([200, href('replySent', 'fr')]);
    const mails = await portal.deliverMail();
    expect(mails.map(({ template, to }) => [template, to])).toEqual([['reply-received', invited.email]]);
    const stored = await storedOf(invited);
    expect(mails[0]?.payload).toEqual({ name: 'Mirabel Larkspur', caseNumber: invited.caseNumber, reference: stored.reference });
    expect(await portal.sql(`select id from audit_event where action = 'reply.sent' and subject = $1`, [id])).toHaveLength(1);
    expect((await portal.em().findOneOrFail(Invitation, { id: invited.invitationId })).state).toBe('replied');
  });

  it('ends with a receipt that can be kept: reference, answers, what comes next', async () => {
    const invited = await anInvited(portal);
    const browser = await replyTo(portal, invited);
    const stored = await storedOf(invited);
    expect(browser.heading).toBe('We have your reply');
    for (const shown of [stored.reference ?? '?', invited.caseNumber, invited.email, '168 cm', 'Hazel', 'November 23, 2026 at 10 am'])
      expect(browser.text).toContain(shown);
    expect(browser.text).toContain('We make your account. Do not create one yourself: it can delay your file.');
    await browser.visit(href('replyWho', 'en')); // no question opens again
    expect(browser.path).toBe(href('replySent', 'en'));
  });

  it('after it was sent no answer changes, not even by a form kept open', async () => {
    const invited = await anInvited(portal);
    await replyTo(portal, invited);
    const stored = await storedOf(invited);
    await expect(portal.get(ReplyService).save(stored.id, { heightCm: 200 })).rejects.toThrow('reply: no "change" from "sent"');
    expect((await storedOf(invited)).answers.heightCm).toBe(168);
  });
});
