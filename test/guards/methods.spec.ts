import request from 'supertest';
import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { KnownAddresses } from '../../src/security/known-addresses.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Handler, handlersOf } from '../support/handlers.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'QUERY'];
/** For every address there is. */
const SOME = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'];

/** TRUST.md 10: strict methods and addresses, for every page there is. */
describe('an address of the portal', () => {
  let portal: TestPortal;
  let handlers: Handler[];
  beforeAll(async () => {
    portal = await aPortal();
    handlers = handlersOf(portal);
  });
  afterAll(() => portal.close());

  it('answers every method it has no handler for with 405, and says in Allow what it has', async () => {
    const has = new Map<string, Set<string>>();
    for (const { verb, paths } of handlers) {
      for (const path of paths) {
        const methods = has.get(path) ?? new Set();
        for (const method of verb === 'GET' ? ['GET', 'HEAD'] : [verb]) methods.add(method);
        has.set(path, methods);
      }
    }
    const wrong: string[] = [];
    for (const [path, methods] of has) {
      const asked = path.replace(/:\w+/g, ID);
      for (const method of (path === '/en/help' ? METHODS : SOME).filter((one) => !methods.has(one))) {
        const { status, headers } = await portal.visitor().raw(method, asked, { 'Sec-Fetch-Site': 'same-origin' });
        const allowed = new Set(String(headers.allow).split(', '));
        if (status !== 405 || allowed.size !== methods.size || ![...methods].every((one) => allowed.has(one)))
          wrong.push(`${method} ${asked}: ${status}, Allow ${String(headers.allow)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(has.size).toBeGreaterThan(100);
  });

  it.each([
    ['a look', href('adminPhotoLook', 'en', { attempt: ID })],
    ['an acceptance', href('adminPhotoAcceptance', 'fr', { attempt: ID })],
    ['single keys', href('adminPhotoKeys', 'en', { attempt: ID })],
    ['a reissue', href('adminReissue', 'en', { request: ID })],
    ['signing out', ROUTES.signOut.en],
  ])('that is only for sending a form answers 405 when it is opened: %s', async (_, address) => {
    const { status, headers, text } = await request(portal.address).get(address);
    expect([status, headers.allow]).toEqual([405, 'POST']);
    expect(text).toContain('<h1>');
  });

  it('that does not exist is 404 whatever it is asked with', async () => {
    for (const method of METHODS) {
      const { status } = await portal.visitor().raw(method, '/en/nothing', { 'Sec-Fetch-Site': 'same-origin' });
      expect([method, status]).toEqual([method, 404]);
    }
  });

  it('is a file: it is only looked at', async () => {
    for (const method of METHODS.filter((one) => one !== 'GET' && one !== 'HEAD')) {
      const { status, headers } = await portal.visitor().raw(method, '/css/app.css');
      expect([method, status, headers.allow, headers['cache-control']]).toEqual([method, 405, 'GET, HEAD', 'no-store']);
    }
  });

  it('answers HEAD as GET, without the page', async () => {
    for (const { paths } of handlers.filter(({ verb }) => verb === 'GET')) {
      const path = (paths[0] ?? '').replace(/:\w+/g, ID);
      const [get, head] = [await portal.visitor().raw('GET', path), await portal.visitor().raw('HEAD', path)];
      expect([path, head.status, head.headers.location, head.body.length]).toEqual([path, get.status, get.headers.location, 0]);
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

  it('names no page when its percent signs are broken', async () => {
    expect((await request(portal.address).get('/en/invitation/%E0%A4%A')).status).toBe(400);
  });
});

it('addresses with a fixed last part are never read as those with any', () => {
  const known = new KnownAddresses([
    { verb: 'GET', paths: ['/photos/:attempt/:picture'] },
    { verb: 'POST', paths: ['/photos/:attempt/look'] },
    { verb: 'GET', paths: ['/cases/new'] },
    { verb: 'POST', paths: ['/cases/:case'] },
  ]);
  expect(known.methodsAt('/photos/1/look')).toEqual(['POST']);
  expect(known.methodsAt('/photos/1/grey')).toEqual(['GET', 'HEAD']);
  expect(known.methodsAt('/cases/new')).toEqual(['GET', 'HEAD']);
  expect(known.methodsAt('/cases/1')).toEqual(['POST']);
  expect(known.methodsAt('/cases/')).toBeNull();
  expect(known.methodsAt('/cases/1/2')).toBeNull();
});
