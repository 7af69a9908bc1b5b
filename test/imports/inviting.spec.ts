import { ImportInviting } from '../../src/imports/import-inviting.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aFamilyRow, aRow, importTable, table } from './tables.js';

describe('the invitations of an import', () => {
  let portal: TestPortal;
  let account: Someone;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    account = await anOfficer(portal);
    officer = await signIn(portal, account);
  });
  afterAll(() => portal.close());

  const sendAll = async (): Promise<string[]> => {
    while (await portal.get(ImportInviting).sendNext());
    return (await portal.deliverMail()).filter(({ template }) => template === 'invitation').map(({ to }) => to);
  };

  it.each(['en', 'fr'] as const)('are confirmed with their number, and go to each case of it once (%s)', async (language) => {
    const rows = [aRow(), aRow(), aRow()];
    await importTable(portal, officer, table([...rows, aFamilyRow(rows[0]!)]), language);
    await officer.follow(language === 'en' ? 'Invite the 3 cases of this import' : 'Inviter les 3 dossiers de cette importation');
    expect(officer.lead).toMatch(language === 'en' ? /^3 persons get an email/ : /^3 personnes recevront un courriel/);
    const send = language === 'en' ? 'Send the invitations' : 'Envoyer les invitations';
    await officer.press(send);
    expect(officer.text).toContain(language === 'en' ? 'The invitations are being sent.' : 'Les invitations sont en cours d’envoi.');
    await portal
      .get(ImportInviting)
      .ask(
        { kind: 'officer', accountId: account.accountId, personId: null, language, role: 'officer' },
        officer.path.split('/').at(-1) ?? '',
      );
    expect((await sendAll()).sort()).toEqual(rows.map(({ email }) => email).sort());
    await officer.press(language === 'en' ? 'Refresh' : 'Actualiser');
    expect(officer.text).toContain(language === 'en' ? '3 invitations were sent from here.' : '3 invitations ont été envoyées d’ici.');
    await officer.visit(`${officer.path.replace(/\?$/, '')}/invitations`);
    expect(officer.buttons()).not.toContain(send);
    expect(await sendAll()).toEqual([]);
  });

  it('that can’t be sent stop no other, and the page says why', async () => {
    const [good, own, helped] = [aRow(), aRow({ email: account.email }), aRow()];
    await importTable(portal, officer, table([good, own, helped]));
    const helper = await aRepresentativeOf(portal, await anApplicant(portal));
    await portal.sql(
      `update account set email_index = (select p.email_index from person p join case_file f on f.id = p.case_file_id
        where f.import_id is not null order by f.id desc limit 1) where id = $1`,
      [helper.accountId],
    );
    await officer.follow('Invite the 3 cases of this import');
    await officer.press('Send the invitations');
    expect(await sendAll()).toEqual([good.email]);
    await officer.reload();
    expect(officer.text).toContain('2 cases of this import have no invitation yet.');
    expect(officer.text).toContain(own.applicationNumber);
    expect(officer.text).toContain('The file is your own or a relative’s.');
    expect(officer.text).toContain(helped.applicationNumber);
    expect(officer.text).toContain('The email address belongs to a representative’s account.');
    expect(officer.links().map(({ text }) => text)).toContain('Try again');
  });

  it('are offered only once the whole table was read', async () => {
    await officer.visit(href('adminImports', 'en'));
    await officer.attach('table', { name: 'a.csv', type: 'text/csv', bytes: table([aRow()]) }).press('Upload the table');
    expect(officer.links().map(({ text }) => text)).not.toContain('Invite the case of this import');
    await officer.forge(`${officer.path}/invitations`);
    expect(officer.status).toBe(404);
  });
});
