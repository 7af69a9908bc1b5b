import { readFileSync } from 'node:fs';
import pg from 'pg';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { CardBatchPlace } from '../../src/cards/batches/card-batch-place.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { asOwner, verifyTrail } from '../support/trail.js';

/** Migrations 0076 and 0077 come to databases whose suspended files and reported accounts have cards that stand in batches. */
describe('a card that was stopped in an older release', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  async function aPerson(): Promise<Applicant> {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    return applicant;
  }
  const fileOf = ({ personId }: Applicant) => portal.em().findOneOrFail(Confirmation, { person: personId }, { populate: ['card'] });

  it('leaves its batch and is held; the others of the batch stay, and every rule is asked again afterwards', async () => {
    const [kept, suspended, reported] = [await aPerson(), await aPerson(), await aPerson()];
    const clerk = await anOfficer(portal, { role: 'card_clerk' });
    await portal.get(CardBatches).make(asOfficer(clerk), 'all');
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [suspended.personId]);
    await portal.sql("update account set state = 'suspended', suspended_at = now(), suspended_reason = 'not_me' where id = $1", [
      reported.accountId,
    ]);
    await migration('0076-stopped-cards-leave-their-batches.sql');
    // run again it tells nothing twice
    for (let times = 0; times < 2; times++) await migration('0077-stopped-cards-are-in-the-trail.sql');
    for (const [them, state, address] of [
      [kept, 'printed', 'frozen'],
      [suspended, 'held', 'given'],
      [reported, 'held', 'given'],
    ] as const) {
      const file = await fileOf(them);
      expect([file.card?.state, file.address, file.card?.printedAt === null]).toEqual([state, address, state === 'held']);
      const place = await portal.em().findOneOrFail(CardBatchPlace, { card: file.card?.id ?? '' });
      expect([place.withdrawnFor, place.withdrawnAt === null]).toEqual(state === 'held' ? ['stopped', false] : [null, true]);
    }
    const told = `select subject, actor_kind, details from audit_event where action = 'card.held' order by position`;
    const held = async (them: Applicant) => ({
      subject: them.personId,
      actor_kind: 'system',
      details: { card: (await fileOf(them)).card?.id, reason: 'stopped' },
    });
    expect(await portal.sql(told)).toEqual(expect.arrayContaining([await held(suspended), await held(reported)]));
    expect(await portal.sql(told)).toHaveLength(2);
    const owner = await asOwner(portal);
    expect((await verifyTrail(portal, owner).finally(() => owner.end())).findings).toEqual([]);
    await expect(portal.sql('update card set face = null where state = $1', ['printed'])).rejects.toThrow('what a card says is final');
  });

  async function migration(file: string): Promise<void> {
    const [up = ''] = readFileSync(new URL(`../../migrations/${file}`, import.meta.url), 'utf8').split('-- down');
    const url = new URL(process.env.TEST_SUPERUSER_URL ?? '');
    const [database] = await portal.sql<{ name: string }>('select current_database() name');
    url.pathname = `/${database?.name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query(up).finally(() => client.end());
  }
});
