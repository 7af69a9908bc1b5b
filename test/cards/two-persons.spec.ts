import { Card } from '../../src/cards/card.entity.js';
import { CardService } from '../../src/cards/card.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { anApplicant, type Applicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

async function aCard(portal: TestPortal): Promise<{ applicant: Applicant; id: string }> {
  const [applicant, officer] = [await anApplicant(portal, { stage: 'addressed' }), await anOfficer(portal)];
  await verifyPresence(portal, officer, applicant.personId);
  await confirmResidence(portal, officer, applicant.personId);
  await aSentPhoto(portal, applicant.personId);
  await acceptPhoto(portal, officer, applicant.personId);
  return { applicant, id: (await portal.em().findOneOrFail(Card, { person: applicant.personId })).id };
}

const row = (browser: Visitor, id: string) => browser.textOf(`#card-${id}`);
const FOR = ': Idris Quillfeather';

describe('with CARD_RELEASE=two', () => {
  let portal: TestPortal;
  let [first, second] = [] as unknown as [Someone, Someone];
  beforeAll(async () => {
    portal = await aPortal({ environment: { CARD_RELEASE: 'two' } });
    [first, second] = [
      await anOfficer(portal, { role: 'card_clerk', name: 'Bram Ellery' }),
      await anOfficer(portal, { role: 'card_clerk' }),
    ];
  });
  afterAll(() => portal.close());
  const card = (id: string) => portal.em().findOneOrFail(Card, { id });

  it('one person prepares a card, and another releases it', async () => {
    const { applicant, id } = await aCard(portal);
    const near = { near: applicant.caseNumber };
    const [one, other] = [await signIn(portal, first), await signIn(portal, second)];
    expect(row(one, id)).not.toContain('Send to print');
    await one.press(`Prepare${FOR}`, near);
    expect(row(one, id)).toContain('You prepared it: a colleague releases it');
    expect(row(one, id)).not.toContain('Send to print');
    await other.visit(href('adminCards', 'en'));
    expect(row(other, id)).toContain('Prepared by Bram Ellery');
    await other.press(`Send to print${FOR}`, near);
    expect(await card(id)).toMatchObject({ state: 'printed', preparedBy: first.accountId, releasedBy: second.accountId });
  });

  it('the same person can’t do both: neither by the form, nor by the service, nor by the database', async () => {
    const { id } = await aCard(portal);
    await portal.get(CardService).prepare(asOfficer(first), id);
    const browser = await signIn(portal, first);
    const body = `_csrf=${encodeURIComponent(browser.csrfToken)}`;
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await browser.raw('POST', href('adminCardPrinted', 'en', { card: id }), headers, body);
    expect([answer.status, answer.body.toString().includes('You prepared it yourself')]).toEqual([409, true]);
    await expect(portal.get(CardService).print(asOfficer(first), id)).rejects.toMatchObject({ status: 409 });
    await expect(
      portal.sql(`update card set state = 'printed', printed_at = now(), address = '\\x00', released_by = prepared_by where id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'card_two_persons_holds' });
    await expect(
      portal.sql(`update card set state = 'printed', printed_at = now(), address = '\\x00' where id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'card_released_holds' });
    expect((await card(id)).state).toBe('requested');
  });

  it('an account that one made for the other is no second person: neither for the page, the service, nor the database', async () => {
    const [{ id }, chief] = [await aCard(portal), await anOfficer(portal, { role: 'supervisor' })];
    const made = await anOfficer(portal, { role: 'card_clerk', name: 'Sunniva Made' });
    await portal.sql('update account set created_by = $1 where id = $2', [chief.accountId, made.accountId]);
    await portal.get(CardService).prepare(asOfficer(made), id);
    const browser = await signIn(portal, chief);
    await browser.visit(href('adminCards', 'en'));
    expect(row(browser, id)).toContain('One of you made the other’s account');
    expect(row(browser, id)).not.toContain('Send to print');
    await browser.forge(href('adminCardPrinted', 'en', { card: id }), {});
    expect([browser.status, browser.text.includes('Another colleague releases it')]).toEqual([409, true]);
    const release = `update card set state = 'printed', printed_at = now(), address = '\\x00', released_by = $2 where id = $1`;
    await expect(portal.sql(release, [id, chief.accountId])).rejects.toMatchObject({ constraint: 'card_second_person_holds' });
    await portal.sql('update card set prepared_by = $2 where id = $1', [id, chief.accountId]); // the other way round
    await expect(portal.get(CardService).print(asOfficer(made), id)).rejects.toMatchObject({ status: 409 });
    await expect(portal.sql(release, [id, made.accountId])).rejects.toMatchObject({ constraint: 'card_second_person_holds' });
    expect((await card(id)).state).toBe('requested');
  });

  it('nobody releases what nobody prepared, and nobody prepares twice', async () => {
    const { id } = await aCard(portal);
    await expect(portal.get(CardService).print(asOfficer(second), id)).rejects.toMatchObject({ status: 409 });
    await portal.get(CardService).prepare(asOfficer(first), id);
    await expect(portal.get(CardService).prepare(asOfficer(second), id)).rejects.toThrow();
    expect((await card(id)).preparedBy).toBe(first.accountId);
  });
});

describe('with CARD_RELEASE=one, as it is unless set', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('one person sends a card to print, and nobody prepares', async () => {
    const { applicant, id } = await aCard(portal);
    const clerk = await anOfficer(portal, { role: 'card_clerk' });
    const browser = await signIn(portal, clerk);
    expect(row(browser, id)).not.toContain('Prepare');
    await browser.press(`Send to print${FOR}`, { near: applicant.caseNumber });
    expect(await portal.em().findOneOrFail(Card, { id })).toMatchObject({
      state: 'printed',
      preparedBy: null,
      releasedBy: clerk.accountId,
    });
  });

  it('has no act of preparing; a card prepared under the other rule is released by anyone', async () => {
    const { id } = await aCard(portal);
    const clerk = await anOfficer(portal, { role: 'card_clerk' });
    await expect(portal.get(CardService).prepare(asOfficer(clerk), id)).rejects.toMatchObject({ status: 404 });
    await portal.sql('update card set prepared_at = now(), prepared_by = $2 where id = $1', [id, clerk.accountId]);
    await portal.get(CardService).print(asOfficer(clerk), id);
    expect(await portal.em().findOneOrFail(Card, { id })).toMatchObject({ state: 'printed', preparedBy: null });
  });
});
