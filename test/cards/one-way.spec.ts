import pg from 'pg';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { CARD_STATES, type CardAct, type CardState, nextCard } from '../../src/cards/card.states.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aMailedCard, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { withoutTriggers } from '../support/trail.js';

const ACTS: readonly CardAct[] = ['print', 'mail', 'presumeDelivered', 'comeBack', 'reportMissing', 'hold', 'release', 'close'];

/** Where an act of the code can bring a card. */
const waysFrom = (from: CardState): CardState[] =>
  ACTS.flatMap((act) => {
    try {
      return [nextCard(from, act)];
    } catch {
      return [];
    }
  });

/** PORTAL.md 3: whatever the code does, the database lets a card go these ways alone; plain SQL of the portal's own role here. */
describe('a card goes one way', () => {
  let portal: TestPortal;
  let app: pg.Client;
  let clerk: Someone;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    app = new pg.Client({ connectionString: portal.database.databaseUrl });
    await app.connect();
    clerk = await anOfficer(portal, { role: 'card_clerk' });
    officer = await anOfficer(portal);
  });
  afterAll(async () => {
    await app?.end();
    await portal?.close();
  });

  /** A card in a state, put there behind the trigger's back. */
  async function aCardIn(state: CardState): Promise<string> {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    const id = await aMailedCard(portal, officer, personId);
    const printed = !['requested', 'held'].includes(state);
    const ends = ['mailed', 'presumed_delivered', 'came_back'].includes(state);
    const put = `update card set state = $2, ends_on = case when $4 then date '2030-01-01' end,
              printed_at = case when $3 then printed_at end, address = case when $3 then address end, face = case when $3 then face end,
              mailed_at = case when $3 and $2 <> 'printed' then mailed_at end where id = $1`;
    await withoutTriggers(portal, 'card', (owner) => owner.query(put, [id, state, printed, ends]));
    return id;
  }
  async function aRequestedCard(): Promise<string> {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, personId);
    await confirmResidence(portal, officer, personId);
    await aSentPhoto(portal, personId);
    await acceptPhoto(portal, officer, personId);
    return (await portal.sql<{ id: string }>('select id from card where person_id = $1', [personId]))[0]?.id ?? '';
  }
  const aPrintedCard = async (): Promise<string> => {
    const id = await aRequestedCard();
    await portal.get(CardBatches).make(asOfficer(clerk), [id]);
    return id;
  };

  it.each(CARD_STATES)('from "%s" to where an act of the portal brings it, and nowhere else', async (from) => {
    const id = await aCardIn(from);
    const refused: CardState[] = [];
    for (const to of CARD_STATES.filter((state) => state !== from)) {
      await app.query('begin');
      const why = await app.query('update card set state = $2 where id = $1', [id, to]).then(() => '', String);
      await app.query('rollback');
      if (why.includes('a card does not go from')) refused.push(to);
    }
    expect(refused).toEqual(CARD_STATES.filter((to) => to !== from && !waysFrom(from).includes(to)));
  });

  it.each([
    ["mailed_at = mailed_at + interval '1 day'"],
    ['printed_at = now()'],
    ['address = null'],
    ["address = '\\x00'"],
    ["face = '\\x00'"],
    ["mailed_to = '\\x00'"],
    ["tracking_number = '\\x00'"],
    ['released_by = gen_random_uuid()'],
    ['ends_on = current_date'],
    ['due_on = current_date'],
    ['replaces = id'],
    ["state = 'presumed_delivered', address = '\\x00'"],
  ])('what a mailed card says stays: no "%s"', async (change) => {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    const id = await aMailedCard(portal, officer, personId);
    await expect(portal.sql(`update card set ${change} where id = $1`, [id])).rejects.toThrow('what a card says is final');
  });

  it('begins with its request, and stays once it went to print', async () => {
    const id = await aPrintedCard();
    await expect(portal.sql('delete from card where id = $1', [id])).rejects.toThrow('a card that went to print is final');
    await expect(
      portal.sql(
        `insert into card (id, person_id, state, requested_at, due_on, printed_at, address)
         select gen_random_uuid(), person_id, 'printed', now(), now(), now(), address from card where id = $1`,
        [id],
      ),
    ).rejects.toThrow('a card begins with its request');
  });

  it.each([['position = 77'], ["card_number = 'P22222222'"], ['card_id = gen_random_uuid()'], ['batch_id = gen_random_uuid()']])(
    'its place in a batch stays: no "%s"',
    async (change) => {
      const id = await aPrintedCard();
      await expect(portal.sql(`update card_batch_place set ${change} where card_id = $1`, [id])).rejects.toThrow(
        'a place in a batch is final',
      );
    },
  );

  it('its place is withdrawn once, while the card is held, and never given back or removed', async () => {
    const [printed, other] = [await aPrintedCard(), await aPrintedCard()];
    await expect(
      portal.sql(`update card_batch_place set withdrawn_at = now(), withdrawn_for = 'stopped' where card_id = $1`, [printed]),
    ).rejects.toThrow('card: printed without a place in a batch');
    await expect(portal.sql('delete from card_batch_place where card_id = $1', [printed])).rejects.toThrow('a place in a batch is final');
    const held = `state = 'held', prepared_at = null, prepared_by = null, released_by = null, printed_at = null, address = null, face = null`;
    await expect(portal.sql(`update card set ${held} where id = $1`, [printed])).rejects.toThrow('card: held with a place in a batch');
    await portal.sql(
      `with it as (update card set ${held} where id = $1) update card_batch_place set withdrawn_at = now(), withdrawn_for = 'stopped' where card_id = $1`,
      [other],
    );
    await expect(portal.sql('update card_batch_place set withdrawn_at = null where card_id = $1', [other])).rejects.toThrow(
      'a place in a batch is final',
    );
  });

  it('a mailed card keeps its place, and one that waits takes none without being printed', async () => {
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    const mailed = await aMailedCard(portal, officer, personId);
    await expect(
      portal.sql(`update card_batch_place set withdrawn_at = now(), withdrawn_for = 'stopped' where card_id = $1`, [mailed]),
    ).rejects.toThrow('card: mailed without a place in a batch');
    const waiting = await aRequestedCard();
    await expect(
      portal.sql(
        `insert into card_batch_place (id, batch_id, card_id, position, card_number)
         select gen_random_uuid(), batch_id, $2, 2, 'P33333333' from card_batch_place where card_id = $1`,
        [mailed, waiting],
      ),
    ).rejects.toThrow('card: requested with a place in a batch');
    await expect(
      portal.sql(`update card set state = 'printed', printed_at = now(), address = '\\x00' where id = $1`, [waiting]),
    ).rejects.toThrow('card: printed without a place in a batch');
  });

  it('a batch keeps its number and its day, and forgets no download', async () => {
    await aPrintedCard();
    for (const change of ["number = 'LOT-26-2222-2222'", "made_at = now() - interval '1 day'", 'downloads = downloads - 1'])
      await expect(portal.sql(`update card_batch set ${change}`)).rejects.toThrow('a batch is final');
  });
});
