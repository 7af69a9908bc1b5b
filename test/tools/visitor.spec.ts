import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Visitor } from '../../tools/visitor.js';

/** What the tests' own browser sends must be what browsers send: else the tests prove nothing. */
describe('the browser of the tests', () => {
  let server: Server;
  let address: string;
  let asked: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  let page = '';
  let answer: Record<string, string | string[]> = {};
  beforeAll(async () => {
    server = createServer((req, res) => {
      const parts: Buffer[] = [];
      req.on('data', (part: Buffer) => parts.push(part));
      req.on('end', () => {
        asked.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body: Buffer.concat(parts).toString() });
        if (req.url === '/elsewhere') res.writeHead(303, { Location: '/there' }).end();
        else res.writeHead(200, { 'Content-Type': 'text/html', ...answer }).end(page);
      });
    });
    await new Promise<void>((listening) => server.listen(0, listening));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));
  beforeEach(() => {
    asked = [];
    answer = {};
  });

  const on = async (body: string): Promise<Visitor> => {
    page = `<!DOCTYPE html><html lang="en"><title>T</title><body>${body}`;
    const visitor = await new Visitor(address).visit('/form');
    asked = [];
    return visitor;
  };
  const sent = () => Object.fromEntries(new URLSearchParams(asked[0]?.body));

  it('sends what a form holds, in order, and only the pressed button', async () => {
    const visitor =
      await on(`<form method="post" action="/to"><input type="hidden" name="h" value="1"><input name="a" value="x"><input name="off" value="no" disabled>
      <input type="checkbox" name="c" value="1"><input type="checkbox" name="c" value="2" checked><input type="radio" name="r" value="1"><input type="radio" name="r" value="2">
      <select name="s"><option value="one">One<option value="two">Two</select><textarea name="t">\nline</textarea>
      <button name="do" value="first">First</button><button name="do" value="second">Second</button></form><input name="late" form="none">`);
    await visitor.fill({ a: 'é & ü', t: 'one\ntwo' }).choose('r', '2').tick('c', '1').press('Second');
    expect(asked[0]?.body).toBe('h=1&a=%C3%A9+%26+%C3%BC&c=1&c=2&r=2&s=one&t=one%0D%0Atwo&do=second');
    expect(asked[0]?.headers).toMatchObject({
      'sec-fetch-site': 'same-origin',
      origin: address,
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  it('presses with Enter the first button of the form in the order of the page, shown or not', async () => {
    const visitor =
      await on(`<button form="f" formaction="/language">Français</button><button form="f" name="do" value="hidden" hidden>Go</button>
      <form id="f" method="post" action="/to"><input name="a"><button name="do" value="shown">Go on</button></form>`);
    await visitor.fill({ a: '1' }).pressEnter();
    expect(asked[0]?.url).toBe('/language');
    const cured =
      await on(`<button form="f" name="do" value="hidden" hidden>Go</button><button form="f" formaction="/language">Français</button>
      <form id="f" method="post" action="/to"><input name="a"></form>`);
    await cured.fill({ a: '1' }).pressEnter('a');
    expect([asked[0]?.url, sent()]).toEqual(['/to', { do: 'hidden', a: '1' }]);
    await (await on(page)).fill({ a: '2' }).press('Français');
    expect([asked[0]?.url, sent().a]).toEqual(['/language', '2']);
  });

  it('sends a file in a multipart body, with any name, and an empty one when none was chosen', async () => {
    const form =
      '<form method="post" enctype="multipart/form-data" action="/up?csrf=x"><input name="a" value="1"><input type="file" name="f"><button>Up</button></form>';
    await (await on(form)).attach('f', { name: 'é "à".jpg', type: 'image/jpeg', bytes: Buffer.from('bytes') }).press('Up');
    expect(asked[0]?.url).toBe('/up?csrf=x');
    expect(asked[0]?.body).toContain('name="f"; filename="é %22à%22.jpg"\r\nContent-Type: image/jpeg\r\n\r\nbytes\r\n');
    await (await on(form)).press('Up');
    expect(asked[0]?.body).toContain('filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n');
  });

  it('follows 303 with GET, and says where it has been', async () => {
    const visitor = await on('<form method="post" action="/elsewhere"><input name="a"><button>Go</button></form>');
    await visitor.press('Go');
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /elsewhere', 'GET /there']);
    expect([visitor.path, visitor.trail.map(({ status }) => status)]).toEqual(['/there', [303, 200]]);
  });

  it('keeps cookies, forgets them when told, and refuses what a browser refuses', async () => {
    answer = { 'Set-Cookie': ['__Host-session=1; Path=/; Secure; HttpOnly', 'plain=2; Path=/'] };
    const visitor = await on('<a href="/next">Next</a>');
    await visitor.follow('Next');
    expect(asked[0]?.headers.cookie).toBe('__Host-session=1; plain=2');
    answer = { 'Set-Cookie': 'plain=; Max-Age=0' };
    expect((await visitor.reload()).cookies.names).toEqual(['__Host-session']);
    answer = { 'Clear-Site-Data': '"cookies"' };
    expect((await visitor.reload()).cookies.names).toEqual([]);
    answer = { 'Set-Cookie': '__Host-session=1; Path=/' };
    await expect(visitor.reload()).rejects.toThrow('a browser refuses this cookie');
  });

  it('does nothing by guess: what is missing, hidden, disabled or there twice is an error that says what there is', async () => {
    const visitor = await on(`<a href="/1">Same</a><a href="/2">Same</a><a href="/3">Twice</a><a href="/3">Twice</a>
      <form><input name="a"><input name="b" disabled><button hidden>Hidden</button><button disabled>Off</button><button>On</button></form>`);
    await expect(visitor.follow('Same')).rejects.toThrow('2 links say "Same"');
    await expect(visitor.follow('None')).rejects.toThrow('There are: Same · Same · Twice · Twice');
    await expect(visitor.press('Hidden')).rejects.toThrow('0 buttons say "Hidden"');
    await expect(visitor.press('Off')).rejects.toThrow('is disabled');
    expect(() => visitor.fill({ c: '1' })).toThrow('0 fields are called "c"');
    expect(() => visitor.fill({ b: '1' })).toThrow('is disabled');
    expect((await visitor.follow('Twice')).path).toBe('/3');
  });

  it('takes the button nearest to some words, where several say the same', async () => {
    const row = (name: string) => `<tr><td>${name}</td><td><form method="post" action="/${name}"><button>Send</button></form></td></tr>`;
    const visitor = await on(`<table>${row('Ana')}${row('Bo')}</table>`);
    await visitor.press('Send', { near: 'Bo' });
    expect(asked[0]?.url).toBe('/Bo');
  });

  it('reads errors only where the summary leads to a field that says the same', async () => {
    const field = (text: string) =>
      `<div class="errors"><ul><li><a href="#a">Enter a name</a></li></ul></div><p id="a-error">${text}</p><input id="a" name="a" aria-describedby="a-error">`;
    expect((await on(field('Error: Enter a name'))).errors()).toEqual({ a: 'Enter a name' });
    const other = await on(field('Error: Something else'));
    expect(() => other.errors()).toThrow('the field a does not say "Enter a name"');
  });

  it('reads a page as it is heard: blocks apart, hidden parts left out', async () => {
    const visitor = await on(
      '<main><h1>One\u00a0two</h1><p>A<b>b</b>c</p><p hidden>no</p><svg><text>no</text></svg><ul><li>d</li><li>e <span aria-hidden="true">no</span></li></ul></main><footer>foot</footer>',
    );
    expect(visitor.heading).toBe('One two');
    expect(visitor.text).toBe('One two\nAbc\nd\ne');
    expect(visitor.wholeText).toContain('foot');
  });
});
