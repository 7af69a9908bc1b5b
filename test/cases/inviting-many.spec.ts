import { DAY, MINUTE } from '../../src/clock.js';
import { InvitationFollowUp } from '../../src/invitations/invitation-follow-up.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { anInvited } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aCaseToOpen, openCase } from './intake.js';

describe('inviting the cases that were ticked', () => {
  let portal: TestPortal;
  let account: Someone;
  let officer: Visitor;
  beforeEach(async () => {
    portal = await aPortal();
    account = await anOfficer(portal);
    officer = await signIn(portal, account);
  });
  afterEach(() => portal.close());

  const list = (show: string, language: 'en' | 'fr' = 'en') => officer.visit(`${href('adminCases', language)}?show=${show}`);
  const invitations = async (): Promise<string[]> =>
    (await portal.deliverMail())
      .filter(({ template }) => template === 'invitation')
      .map(({ to }) => to)
      .sort();
  const open = async (wishes: Parameters<typeof aCaseToOpen>[0] = {}) => {
    const given = aCaseToOpen(wishes);
    return { ...given, id: await openCase(officer, given) };
  };

  it.each(['en', 'fr'] as const)('is confirmed with their number, sends each once, and says how many were sent (%s)', async (language) => {
    const [one, two, left] = [await open(), await open(), await open()];
    await list('notInvited', language);
    officer.tick('case', one.id).tick('case', two.id);
    await officer.press(language === 'en' ? 'Invite the chosen cases' : 'Inviter les dossiers choisis');
    expect(officer.lead).toBe(
      language === 'en' ? 'The invitations of 2 cases can be sent.' : 'Les invitations de 2 dossiers peuvent être envoyées.',
    );
    expect(await invitations()).toEqual([]);
    await officer.press(language === 'en' ? 'Send the invitations' : 'Envoyer les invitations');
    expect(officer.lead).toBe(language === 'en' ? '2 invitations were sent.' : '2 invitations ont été envoyées.');
    expect(await invitations()).toEqual([one.email, two.email].sort());
    await officer.follow(`← ${language === 'en' ? 'Back to the cases' : 'Retour aux dossiers'}`);
    expect(officer.text).toContain(left.number);
    expect(officer.text).not.toContain(one.number);
  });

  it('“select all” ticks every box of the page without JavaScript, and a second press sends nothing more', async () => {
    const cases = [await open(), await open()];
    await list('notInvited');
    await officer.follow('Select all on this page');
    await officer.press('Invite the chosen cases');
    const pressed = officer.$('form[action$="invitations"]').first();
    const body = new URLSearchParams(
      officer
        .$('input[name]', pressed)
        .toArray()
        .map((input): [string, string] => [officer.$(input).attr('name') ?? '', officer.$(input).attr('value') ?? '']),
    ).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const answers = await Promise.all([1, 2].map(() => officer.raw('POST', href('adminInvitations', 'en'), headers, body)));
    expect(answers.map((answer) => answer.headers.location)).toEqual(Array(2).fill(`${href('adminInvitations', 'en')}?sent=2`));
    expect(await invitations()).toEqual(cases.map(({ email }) => email).sort());
    portal.clock.advance(2 * MINUTE);
    const late = await officer.raw('POST', href('adminInvitations', 'en'), headers, body);
    await officer.visit(String(late.headers.location));
    expect(officer.lead).toBe('0 invitations were sent.');
    expect(officer.text).toContain('It was sent already.');
    expect(await invitations()).toEqual([]);
  });

  it('names those that can’t be invited with the reason, and sends the others', async () => {
    const [good, helped, own] = [await open(), await open(), await open({ email: account.email })];
    const helper = await aRepresentativeOf(portal, await anApplicant(portal));
    await portal.sql('update account set email_index = (select email_index from person where case_file_id = $2) where id = $1', [
      helper.accountId,
      helped.id,
    ]);
    await list('notInvited');
    expect(officer.$(`#case-${own.id}`).length).toBe(0);
    await officer.visit(`${href('adminInvitations', 'en')}?${[good, helped, own].map(({ id }) => `case=${id}`).join('&')}&case=nothing`);
    expect(officer.lead).toBe('The invitation of 1 case can be sent.');
    expect(officer.text).toContain('2 cases can’t be invited:');
    await officer.forge(href('adminInvitations', 'en'), { chosen: `${own.id}.1` });
    expect(officer.text).toContain('The file is your own or a relative’s.');
    await officer.forge(href('adminInvitations', 'en'), { chosen: `${helped.id}.1` });
    expect(officer.text).toContain('The email address belongs to a representative’s account.');
    await officer.forge(href('adminInvitations', 'en'), { chosen: `${good.id}.1` });
    expect(await invitations()).toEqual([good.email]);
  });

  it('that nobody ticked says so', async () => {
    await open();
    await list('notInvited');
    await officer.press('Invite the chosen cases');
    expect(officer.lead).toMatch(/^No case was chosen\./);
  });

  it('finds those that wait and those that expired, before and after the job that ends them; these are invited again', async () => {
    const invited = await anInvited(portal);
    await list('unanswered');
    expect(officer.text).toContain(invited.caseNumber);
    expect(officer.buttons()).not.toContain('Invite the chosen cases');
    await list('expired', 'fr');
    expect(officer.text).toContain('Aucun dossier n’en est là.');
    portal.clock.advance(31 * DAY);
    officer = await signIn(portal, await anOfficer(portal));
    for (const ended of [false, true]) {
      if (ended) await portal.get(InvitationFollowUp).expire(portal.clock.now());
      await list('unanswered');
      expect(officer.text).not.toContain(invited.caseNumber);
      await list('expired');
      expect(officer.text).toContain(invited.caseNumber);
    }
    await officer.follow('Select all on this page');
    await officer.press('Invite the chosen cases');
    await officer.press('Send the invitations');
    expect(await invitations()).toEqual([invited.email]);
    await list('expired');
    expect(officer.text).not.toContain(invited.caseNumber);
  });
});
