import request from 'supertest';
import { ROUTES } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const ADDRESSES = Object.values(ROUTES).flatMap((route) => Object.values(route).map((path) => path.replace(/:\w+/g, ID)));

/** TRUST.md 10: strict methods and addresses, for every page there is. */
describe('an address of the portal', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(['put', 'patch', 'delete'] as const)('takes no %s: nothing of ours uses it', async (method) => {
    for (const address of ADDRESSES) {
      const { status } = await request(portal.address)[method](address).set('Sec-Fetch-Site', 'same-origin');
      expect([address, [403, 405].includes(status)]).toEqual([address, true]);
    }
  });

  it('is taken as it is written: no capitals, no slash at the end', async () => {
    for (const address of ['/EN', '/en/', '/fr/Connexion', '/en/sign-in/', '/En/help']) {
      const { status, text, headers } = await request(portal.address).get(address);
      expect([address, status]).toEqual([address, 404]);
      expect(headers['content-type']).toContain('text/html');
      expect(text).toContain('<h1>');
    }
  });

  it('that is only for sending a form answers 405 to a look, with what it allows', async () => {
    const { status, headers } = await request(portal.address).get(ROUTES.signOut.en);
    expect([status, headers.allow]).toEqual([405, 'POST']);
  });

  it('names no page when its percent signs are broken', async () => {
    expect((await request(portal.address).get('/en/invitation/%E0%A4%A')).status).toBe(400);
  });
});
