import { faultsOf } from '../support/markup.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { RAW_CASES } from '../../tools/attack/raw-cases.js';
import { answersIn, bytesAfter } from '../../tools/attack/raw-socket.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const statuses = (bytes: string): number[] => answersIn(bytes).map(({ status }) => status);

describe('bytes that no browser sends', () => {
  it.each([...RAW_CASES])('%s', async (_what, sent, expected) => {
    const bytes = await bytesAfter(portal, Buffer.from(sent, 'latin1'));
    expect(statuses(bytes)).toEqual(expected);
    for (const { headers, status, body } of answersIn(bytes)) {
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      if (status !== 200) expect(body).toContain('<h1>');
      expect(body).not.toContain('evil.example');
    }
  });

  it('get a page in both languages, well formed, where nobody knows which one is read', async () => {
    const [answer] = answersIn(await bytesAfter(portal, 'GET /en HTTP/1.1\r\nBad header\r\n\r\n'));
    const page = Buffer.from(answer?.body ?? '', 'latin1').toString('utf8');
    expect(page).toContain('We could not read that request');
    expect(page).toContain('Nous n’avons pas pu lire cette demande');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('never tell of what Node found wrong', async () => {
    const bytes = await bytesAfter(portal, 'GET /en HTTP/1.1\r\nBad header\r\n\r\n');
    expect(bytes).not.toMatch(/HPE_|Parse Error|llhttp|node/i);
  });
});

describe('a host that is not ours', () => {
  it('is in no page, no redirect and no cookie: links come from PUBLIC_URL', async () => {
    for (const path of ['/', '/en', '/en/sign-in', '/en/account', '/en/nothing']) {
      const [ours, theirs] = await Promise.all(
        ['localhost', 'evil.example'].map((host) =>
          portal.visitor().raw('GET', path, { Host: host, 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' }),
        ),
      );
      expect([path, theirs?.status, theirs?.headers.location]).toEqual([path, ours?.status, ours?.headers.location]);
      expect(`${JSON.stringify(theirs?.headers)} ${theirs?.body.toString()}`).not.toContain('evil.example');
    }
  });

  it('is not where somebody who asked for a page as of another host comes to after signing in', async () => {
    const bytes = await bytesAfter(portal, 'GET http://evil.example/en/account HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(answersIn(bytes).map(({ status, headers }) => [status, headers.location])).toEqual([[303, '/en/sign-in']]);
    const kept = await portal.sql<{ data: Buffer }>('select data from session');
    expect(kept.length).toBeGreaterThan(0);
  });
});
