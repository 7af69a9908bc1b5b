import { Card } from '../../src/cards/card.entity.js';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { CardService } from '../../src/cards/card.service.js';
import { MissingCards } from '../../src/cards/mailed/missing-cards.service.js';
import { ARRIVAL_DAYS } from '../../src/cards/mailed/mailed-card.rules.js';
import { DAY } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aMailedCard, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.18: no card is printed with an error that was reported before the card was asked for. */
describe('a card that is asked for while an error is looked at', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal, { role: 'supervisor' });
  });
  afterAll(() => portal.close());

  const asThem = ({ accountId, personId }: Applicant) => ({ kind: 'applicant', accountId, personId, language: 'en' }) as const;
  const report = (them: Applicant) => portal.get(RecordErrors).report(asThem(them), them.personId, ['familyName'], 'Quillfether');
  const answer = (them: Applicant) => portal.get(RecordErrors).answer(asOfficer(officer), them.personId, 'As in the passport');
  const fileOf = ({ personId }: Applicant) =>
    portal.em().findOneOrFail(Confirmation, { person: personId }, { populate: ['card', 'photo'] });

  /** Residence is confirmed, an error on the eCOPR reported, and the photo accepted only then. */
  async function acceptedAfterReport(): Promise<Applicant> {
    const them = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, them.personId);
    await confirmResidence(portal, officer, them.personId);
    await aSentPhoto(portal, them.personId);
    await report(them);
    await acceptPhoto(portal, officer, them.personId);
    return them;
  }

  it('is held at once and goes to no batch; answered, it goes to print', async () => {
    const them = await acceptedAfterReport();
    const { card } = await fileOf(them);
    const id = card?.id ?? '';
    expect(card?.state).toBe('held');
    expect(await portal.get(CardBatches).make(asOfficer(officer), [id])).toBeNull();
    const browser = await signIn(portal, them);
    await browser.visit(href('status', 'en', { person: them.personId }));
    expect(browser.lead).toBe('We are correcting your card');
    await answer(them);
    await portal.get(CardService).print(asOfficer(officer), id);
    expect((await fileOf(them)).card?.state).toBe('printed');
  });

  it('leaves the decision on its photo open to be taken back, as long as nothing was printed', async () => {
    const them = await acceptedAfterReport();
    const { photo } = await fileOf(them);
    await portal.get(PhotoUndoService).reopen(asOfficer(officer), photo?.id ?? '');
    expect([(await fileOf(them)).card, await portal.em().count(Card, { person: them.personId })]).toEqual([null, 0]);
    await acceptPhoto(portal, officer, them.personId);
    expect((await fileOf(them)).card?.state).toBe('held');
    await answer(them);
    expect((await fileOf(them)).card?.state).toBe('requested');
  });

  it('in place of one that never came, waits as well', async () => {
    const them = await anApplicant(portal, { stage: 'addressed' });
    const cardId = await aMailedCard(portal, officer, them.personId);
    await report(them);
    portal.clock.advance(ARRIVAL_DAYS * DAY);
    await portal.get(MissingCards).report(asThem(them), them.personId, them.facts.familyName, 'en');
    await portal.get(MissingCards).replace(asOfficer(officer), cardId);
    expect((await fileOf(them)).card).toMatchObject({ state: 'held', replaces: cardId });
    await answer(them);
    expect((await fileOf(them)).card?.state).toBe('requested');
  });

  it('one that waited already when its error was reported in an older release goes to no batch', async () => {
    const them = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, them.personId);
    await confirmResidence(portal, officer, them.personId);
    await aSentPhoto(portal, them.personId);
    await acceptPhoto(portal, officer, them.personId);
    await report(them);
    const id = (await fileOf(them)).card?.id ?? '';
    await portal.sql("update card set state = 'requested' where id = $1", [id]);
    expect(await portal.get(CardBatches).make(asOfficer(officer), [id])).toBeNull();
    await expect(portal.get(CardService).print(asOfficer(officer), id)).rejects.toThrow('error_reported');
  });
});
