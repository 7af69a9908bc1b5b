import type { Actor } from '../../src/access/actor.js';
import { CASES_A_PAGE } from '../../src/cases/case.rules.js';
import { CaseService } from '../../src/cases/case.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aCaseToOpen, type CaseToOpen } from './intake.js';

describe('finding cases', () => {
  let portal: TestPortal;
  let someone: Someone;
  let officer: Visitor;
  const known = aCaseToOpen({ facts: { familyName: 'Grange-Vent', givenNames: 'Théodule Élie' } });
  const namesake = aCaseToOpen({ facts: { familyName: 'Vent', givenNames: 'Odalys' } });
  beforeAll(async () => {
    portal = await aPortal();
    someone = await anOfficer(portal);
    officer = await signIn(portal, someone);
  });
  afterAll(() => portal.close());

  const open = async (given: CaseToOpen): Promise<void> => {
    const actor: Actor<'officer'> = { kind: 'officer', accountId: someone.accountId, personId: null, language: 'en', role: 'officer' };
    const made = await portal.get(CaseService).create(actor, { ...given, applicationNumber: given.number });
    expect(made).toHaveProperty('caseFileId');
  };
  const names = (): string[] => officer.textsOf('tbody th a');
  const find = (words: string): Promise<Visitor> => officer.fill({ find: words }).press('Find');

  it('an empty list says so, in both languages', async () => {
    expect((await officer.visit(href('adminCases', 'en'))).text).toContain('No case yet. Open the first one.');
    expect((await officer.visit(href('adminCases', 'fr'))).text).toContain('Aucun dossier pour l’instant. Ouvrez le premier.');
  });

  it.each([
    ['application number', known.number],
    ['application number with spaces and small letters', known.number.toLowerCase().replace(/(\d{3})/g, '$1 ')],
    ['UCI', known.facts.uci],
    ['UCI as it is printed', known.facts.uci.replace(/(\d{4})$/, '-$1')],
    ['email address', ` ${known.email.toUpperCase()}`],
    ['a name without accents', 'theodule'],
    ['words of a name in any order', 'VENT, elie'],
  ])('by %s', async (_, words) => {
    if ((await officer.visit(href('adminCases', 'en'))).$('tbody').length === 0) {
      await open(known);
      await open(namesake);
      await officer.reload();
    }
    await find(words);
    expect(names()).toEqual(['Théodule Élie Grange-Vent']);
    expect(officer.value('find').trim()).toBe(words.trim());
  });

  it('a word that several share finds them all; part of a word finds nothing, and the page says so', async () => {
    await officer.visit(href('adminCases', 'en'));
    await find('vent');
    expect(names()).toEqual(['Odalys Vent', 'Théodule Élie Grange-Vent']);
    await find('theodul');
    expect(officer.text).toContain('No case matches “theodul”');
    await officer.follow('Show every case');
    expect(names()).toHaveLength(2);
  });

  it('what was searched for is shown, never run', async () => {
    await officer.visit(`${href('adminCases', 'en')}?find=${encodeURIComponent('"><script>alert(1)</script>')}&find=x`);
    expect(officer.status).toBe(200);
    await officer.visit(`${href('adminCases', 'en')}?find=${encodeURIComponent('"><b id=mine>')}&before=nothing`);
    expect(officer.$('#mine')).toHaveLength(0);
    expect(officer.text).toContain('“"><b id=mine>”');
  });

  it('lists the newest first, a page at a time, each case once', async () => {
    for (let number = 0; number < CASES_A_PAGE; number++) await open(aCaseToOpen({ facts: { familyName: `Row ${number}` } }));
    await officer.visit(href('adminCases', 'fr'));
    expect(names()).toHaveLength(CASES_A_PAGE);
    expect(names()[0]).toBe(`Thessaly Row ${CASES_A_PAGE - 1}`);
    const first = names();
    await officer.follow('Dossiers plus anciens');
    expect(names()).toEqual(['Odalys Vent', 'Théodule Élie Grange-Vent']);
    expect(first.filter((name) => names().includes(name))).toEqual([]);
    await officer.follow('Revenir aux plus récents');
    expect(names()).toEqual(first);
  });

  it('by an address of mail however long', async () => {
    const long = aCaseToOpen({ email: `${'quillfeather'.repeat(5)}@${'long-domain'.repeat(5)}.example`, facts: { givenNames: 'Longin' } });
    await open(long);
    await officer.visit(href('adminCases', 'en'));
    await find(long.email);
    expect(names()).toEqual([`Longin ${long.facts.familyName}`]);
  });
});
