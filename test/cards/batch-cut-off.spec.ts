import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type LogLines, listenToLog } from '../support/log-lines.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe('a batch whose photo is not on the disk', () => {
  let log: LogLines;
  let portal: TestPortal;
  beforeAll(async () => {
    log = listenToLog();
    portal = await aPortal();
  });
  afterAll(async () => {
    log?.stop();
    await portal?.close();
  });

  it('is cut off for its reader, is not in the trail as downloaded, and the log says so', async () => {
    const [officer, clerk] = [await anOfficer(portal), await anOfficer(portal, { role: 'card_clerk' })];
    const { personId } = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, personId);
    await confirmResidence(portal, officer, personId);
    await aSentPhoto(portal, personId); // the record alone
    await acceptPhoto(portal, officer, personId);
    const batch = (await portal.get(CardBatches).make(asOfficer(clerk), 'all')) ?? '';
    const desk = await signIn(portal, clerk);
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    await expect(desk.press('Download the batch (zip)')).rejects.toThrow();
    expect(log.lines().filter((line) => line.includes('an answer was cut off'))).toHaveLength(1);
    expect(await portal.sql("select from audit_event where action = 'card_batch.downloaded'")).toEqual([]);
  });
});
