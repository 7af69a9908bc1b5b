import { faultsOf } from '../support/markup.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { answersIn, bytesAfter } from '../support/raw-socket.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const HEAD = 'Host: localhost\r\n';
const FORM = `${HEAD}Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n`;
const SMUGGLED = 'GET /en/help HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** Bytes that no browser sends. Each gets exactly these statuses, and no request hidden in another is answered. */
const CASES: [string, string, number[]][] = [
  [
    'a length and chunks',
    `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    [400],
  ],
  [
    'chunks and a length',
    `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    [400],
  ],
  ['two lengths', `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`, [400]],
  ['the same length twice', `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`, [400]],
  ['a length in a list', `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: 0, 5\r\n\r\n${SMUGGLED}`, [400]],
  ['a negative length', `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: -1\r\n\r\n`, [400]],
  ['a length with a sign', `POST /en/sign-in HTTP/1.1\r\n${FORM}Content-Length: +5\r\n\r\n`, [400]],
  ['a coding that is not chunked', `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding: xchunked\r\n\r\n${SMUGGLED}`, [400]],
  [
    'chunked twice over',
    `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
    [400],
  ],
  ['a space before the colon', `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`, [400]],
  [
    'a tab before the coding',
    `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
    [400],
  ],
  ['chunks with a broken size', `POST /en/sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, [400]],
  ['lines that end with LF alone', `GET /en HTTP/1.1\nHost: localhost\n\n`, [400]],
  ['a header line that goes on', `GET /en HTTP/1.1\r\nHost: localhost\r\nX-A: one\r\n two\r\n\r\n`, [400]],
  ['a NUL in a header', `GET /en HTTP/1.1\r\n${HEAD}X-A: a\0b\r\n\r\n`, [400]],
  ['a NUL in the address', `GET /en\0 HTTP/1.1\r\n${HEAD}\r\n`, [400]],
  ['a CR alone', `GET /en HTTP/1.1\r\n${HEAD}X-A: a\rX-B: b\r\n\r\n`, [400]],
  ['letters beyond ASCII in the address', `GET /en/\xc3\xa9 HTTP/1.1\r\n${HEAD}\r\n`, [400]],
  ['a version that is none', `GET /en HTTP/9.9\r\n${HEAD}\r\n`, [400]],
  ['the old way, without a version', `GET /en\r\n\r\n`, [400]],
  ['something that is not HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
  ['a header without a name', `GET /en HTTP/1.1\r\n${HEAD}: x\r\n\r\n`, [400]],
  ['no host', 'GET /en HTTP/1.1\r\n\r\n', [400]],
  ['two hosts', `GET /en HTTP/1.1\r\n${HEAD}Host: evil.example\r\n\r\n`, [400]],
  ['a host that is none', `GET /en HTTP/1.1\r\nHost: evil.example/path?\r\n\r\n`, [400]],
  ['an empty host', `GET /en HTTP/1.1\r\nHost:\r\n\r\n`, [400]],
  ['a very long address', `GET /en/${'a'.repeat(20_000)} HTTP/1.1\r\n${HEAD}\r\n`, [431]],
  ['a very long header', `GET /en HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(20_000)}\r\n\r\n`, [431]],
  ['a hundred headers', `GET /en HTTP/1.1\r\n${HEAD}${'X-A: 1\r\n'.repeat(100)}\r\n`, [431]],
  ['a method that is none', `FOO /en HTTP/1.1\r\n${HEAD}\r\n`, [400]],
  ['a method in small letters', `get /en HTTP/1.1\r\n${HEAD}\r\n`, [400]],
  ['CONNECT', `CONNECT elsewhere.example:443 HTTP/1.1\r\n${HEAD}\r\n`, [405]],
  ['TRACE', `TRACE /en HTTP/1.1\r\n${HEAD}X-Secret: 1\r\n\r\n`, [405]],
  ['a method of WebDAV', `PROPFIND /en HTTP/1.1\r\n${HEAD}\r\n`, [405]],
  ['OPTIONS for the whole server', `OPTIONS * HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['an expectation nobody knows', `GET /en/help HTTP/1.1\r\n${HEAD}Expect: a-miracle\r\n\r\n`, [200]],
  ['a switch to another protocol', `GET /en/help HTTP/1.1\r\n${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, [200]],
  ['a way out of the folder', `GET /css/../../package.json HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['the same, encoded', `GET /css/%2e%2e/%2e%2e/package.json HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['the same, with backslashes', `GET /css/..%5c..%5cpackage.json HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['a file with a NUL', `GET /css/app.css%00.png HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['a hidden file', `GET /css/.htaccess HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['an address that begins with two slashes', `GET //evil.example/en HTTP/1.1\r\n${HEAD}\r\n`, [404]],
  ['a page asked for as of another host', `GET http://evil.example/en/help HTTP/1.1\r\n${HEAD}\r\n`, [200]],
  ['two requests at once', SMUGGLED + SMUGGLED, [200, 200]],
];

const statuses = (bytes: string): number[] => answersIn(bytes).map(({ status }) => status);

describe('bytes that no browser sends', () => {
  it.each(CASES)('%s', async (_what, sent, expected) => {
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
