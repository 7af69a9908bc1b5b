import { COMMON_WORD, MOST_FOUND } from '../../src/cases/case.rules.js';
import { AddressService } from '../../src/confirmation/address.service.js';
import { vault } from '../../src/privacy/vault.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('finding cases by address', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterAll(() => portal.close());

  const names = (): string[] => officer.textsOf('tbody th a');
  const find = (words: string): Promise<Visitor> => officer.fill({ find: words }).press('Find');

  it('by postal address, with words of the name among them, as it is now', async () => {
    const one = await anApplicant(portal, { stage: 'addressed', facts: { givenNames: 'Ada', familyName: 'Quay' } });
    const services = portal.get(AddressService);
    const applicant = { kind: 'applicant', accountId: one.accountId, personId: one.personId, language: 'en' } as const;
    const address = { street: '14 chemin des Érables', extra: '', city: 'Rivière-du-Loup', province: 'QC', postalCode: 'G5R 1A1' } as const;
    await services.giveHome(applicant, one.personId, address);
    await officer.visit(href('adminCases', 'en'));
    for (const words of ['14 chemin des erables', 'loup RIVIERE', 'g5r 1a1 quay', 'G5R1A1 Ada', 'Érables 14']) {
      await find(words);
      expect([words, names()]).toEqual([words, ['Ada Quay']]);
    }
    await services.giveHome(applicant, one.personId, { ...address, street: '9 rue Neuve' });
    await find('erables');
    expect(names()).toEqual([]);
  });

  it('looks at so many people, and says when there are more', async () => {
    const one = await anApplicant(portal, { stage: 'declared', facts: { givenNames: 'Many', familyName: 'Zuzu' } });
    await portal.sql(
      `with made as (insert into person select gen_random_uuid(), case_file_id, relation, facts, uci_index, email, email_index, email_confirmed_at, appearance, created_at
         from person, generate_series(1, $2) where id = $1 returning id)
       insert into search_word (person_id, word) select made.id, w.word from made, search_word w where w.person_id = $1`,
      [one.personId, MOST_FOUND],
    );
    await portal.sql(`insert into confirmation (id, person_id, created_at) select gen_random_uuid(), id, now() from person p
       where not exists (select from confirmation c where c.person_id = p.id)`);
    await officer.visit(href('adminCases', 'en'));
    await find('zuzu many');
    expect(officer.text).toContain('These words are so common');
    await find('zuzu quay');
    expect(officer.text).not.toContain('so common');
  });

  it('looks for other words among the newest with the rarest, and calls nobody missing whom it did not look at', async () => {
    const old = await anApplicant(portal, { stage: 'declared', facts: { givenNames: 'Yvo', familyName: 'Nakamuro' } });
    await officer.visit(href('adminCases', 'en'));
    for (const word of ['nakamuro', 'yvo']) {
      await portal.sql(
        `with made as (insert into person select ('ffffffff' || substr(gen_random_uuid()::text, 9))::uuid, case_file_id, relation, facts, uci_index, email, email_index, email_confirmed_at, appearance, created_at
           from person, generate_series(1, $2) where id = $1 returning id) insert into search_word (person_id, word) select id, $3 from made`,
        [old.personId, COMMON_WORD, vault().index('word', word)],
      );
    }
    await find('nakamuro yvo');
    expect([names(), officer.text.includes('No case matches')]).toEqual([[], false]);
    expect(officer.text).toContain('Add another word, such as a street or a postal code');
  });
});
