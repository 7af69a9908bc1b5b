import { CaseFile } from '../../src/cases/case-file.entity.js';
import { ImportInviting } from '../../src/imports/import-inviting.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { StaffService } from '../../src/staff/staff.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aRow, importTable, readTables, table, upload } from './tables.js';

/** An import is read, and its cases are invited, in the name of an officer: never for longer than that officer may. */
let portal: TestPortal;
let supervisor: Someone;
beforeAll(async () => {
  portal = await aPortal();
  supervisor = await anOfficer(portal, { role: 'supervisor' });
});
afterAll(() => portal.close());

const WORDS = {
  en: {
    stopped: /^The import has stopped: \d of 6 rows were read/,
    goOn: 'Go on with this import',
    again: 'This table was uploaded before. Nothing was read again, and nothing changed.',
    sendingStopped: 'Sending has stopped',
    tryAgain: 'Try again',
    send: 'Send the invitations',
  },
  fr: {
    stopped: /^L’importation s’est arrêtée\s: \d lignes sur 6 ont été lues/,
    goOn: 'Poursuivre cette importation',
    again: 'Ce tableau a déjà été téléversé. Rien n’a été relu, et rien n’a changé.',
    sendingStopped: 'L’envoi s’est arrêté',
    tryAgain: 'Réessayer',
    send: 'Envoyer les invitations',
  },
} as const;
const cases = (): Promise<number> => portal.em().count(CaseFile);
const suspend = (officer: Someone) =>
  portal.get(StaffService).suspend({ ...asOfficer(supervisor), role: 'supervisor' }, officer.accountId, 'left');
const madeBy = (...officers: Someone[]) =>
  Promise.all(
    officers.map(async ({ accountId }) =>
      Number((await portal.sql('select count(*) n from case_file where import_id is not null and created_by = $1', [accountId]))[0]?.n),
    ),
  );

it.each(LANGUAGES)(
  'whose officer is suspended stops after the case in hand, says so, and another officer goes on (%s)',
  async (language) => {
    const words = WORDS[language];
    const [first, second] = [await anOfficer(portal, { language }), await anOfficer(portal, { language })];
    const bytes = table(Array.from({ length: 6 }, () => aRow()));
    const before = await cases();
    await upload(await signIn(portal, first), bytes, language);
    const stop = new AbortController();
    const reading = readTables(portal, stop.signal);
    while ((await cases()) < before + 2) await new Promise((done) => setTimeout(done, 2));
    stop.abort();
    await reading;
    const opened = (await cases()) - before;
    expect(await suspend(first)).toBeNull();
    await readTables(portal);
    expect((await cases()) - before).toBe(opened);

    const other = await signIn(portal, second);
    // the same table again leads to the same import, and reads nothing
    await upload(other, bytes, language);
    expect(other.text).toContain(words.again);
    expect(other.lead).toMatch(words.stopped);
    expect(other.text).toContain(first.name);
    expect(await faultsOf(other.html)).toEqual([]);
    await readTables(portal);
    expect((await cases()) - before).toBe(opened);
    await other.press(words.goOn);
    await Promise.all([readTables(portal), readTables(portal)]);
    expect((await cases()) - before).toBe(6);
    await other.reload();
    expect(await faultsOf(other.html)).toEqual([]);
    expect(other.buttons()).not.toContain(words.goOn);
    expect(await madeBy(first, second)).toEqual([opened, 6 - opened]);
    await upload(other, bytes, language);
    expect(other.text).toContain(words.again);
    await readTables(portal);
    expect((await cases()) - before).toBe(6);
    const events = await portal.sql(`select action, actor_account from audit_event where action like 'import.%' order by id desc limit 3`);
    expect(events).toEqual([
      { action: 'import.finished', actor_account: second.accountId },
      { action: 'import.resumed', actor_account: second.accountId },
      { action: 'import.stopped', actor_account: null },
    ]);
  },
);

it('whose officer became a card clerk stops too, and pressing twice goes on once', async () => {
  const first = await anOfficer(portal);
  const before = await cases();
  await upload(await signIn(portal, first), table([aRow(), aRow()]), 'en', 'clerk.csv');
  await portal.get(StaffService).changeRole({ ...asOfficer(supervisor), role: 'supervisor' }, first.accountId, 'card_clerk');
  await readTables(portal);
  expect(await cases()).toBe(before);
  const other = await signIn(portal, await anOfficer(portal));
  await other.visit(href('adminImports', 'en'));
  await other.follow('clerk.csv');
  const address = other.path;
  await other.press('Go on with this import');
  await other.forge(`${address}/resume`, {});
  await readTables(portal);
  expect(await cases()).toBe(before + 2);
  expect(
    await portal.sql(
      `select count(*)::int n from audit_event where action = 'import.resumed' and actor_account is not null and subject = $1`,
      [address.split('/').at(-1)],
    ),
  ).toEqual([{ n: 1 }]);
});

it.each(LANGUAGES)('invitations stop with the officer who asked for them, and another officer asks anew (%s)', async (language) => {
  const words = WORDS[language];
  const first = await signIn(portal, supervisor);
  const asked = await anOfficer(portal, { language });
  const officer = await signIn(portal, asked);
  await importTable(portal, officer, table([aRow(), aRow()]), language);
  const address = officer.path;
  await officer.visit(`${address}/invitations`);
  await officer.press(words.send);
  expect(await suspend(asked)).toBeNull();
  while (await portal.get(ImportInviting).sendNext());
  expect((await portal.deliverMail()).filter(({ template }) => template === 'invitation')).toEqual([]);
  await first.visit(address);
  expect(first.text).toContain(words.sendingStopped);
  expect(await faultsOf(first.html)).toEqual([]);
  await first.follow(words.tryAgain);
  await first.press(words.send);
  while (await portal.get(ImportInviting).sendNext());
  expect((await portal.deliverMail()).filter(({ template }) => template === 'invitation')).toHaveLength(2);
  await first.visit(address);
  expect(first.text).not.toContain(words.sendingStopped);
});
