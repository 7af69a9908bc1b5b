import type { Element } from 'domhandler';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { href } from '../../src/language/routes.js';
import { FRAME_ACTS } from '../../src/photos/frame/frame.js';
import type { Photo, Walker } from '../../tools/journey.js';
import { type Answer, type FormEntry, multipart, send, urlEncoded } from '../../tools/visitor-http.js';
import { plain, ReadPage } from '../../tools/visitor-page.js';

export interface RealBrowserOptions {
  readonly address: string;
  readonly language: 'en' | 'fr';
  readonly javaScript: boolean;
  /** Whether each button that sends a form is clicked twice, as some people click all buttons. */
  readonly twice?: boolean;
  /** Called on each page once it is loaded. */
  onPage?(page: Page, path: string): Promise<void>;
}

const LINKS = 'a[href]';

interface SentForm {
  readonly action: string;
  readonly isMultipart: boolean;
  readonly entries: [string, string | { name: string; type: string; base64: string }][];
}
/** In the page: what a button would send; null where it sends no form that changes anything. */
const SENT_FORM = `async (button) => {
  if (!button.form || (button.getAttribute('formmethod') ?? button.form.method) !== 'post') return null;
  const base64 = (file) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.replace(/^[^,]*,?/, ''));
    reader.readAsDataURL(file);
  });
  const entries = [];
  for (const [name, value] of new FormData(button.form, button))
    entries.push([name, typeof value === 'string' ? value : { name: value.name, type: value.type, base64: await base64(value) }]);
  return {
    action: button.hasAttribute('formaction') ? button.formAction : button.form.action,
    isMultipart: (button.getAttribute('formenctype') ?? button.form.enctype) === 'multipart/form-data',
    entries,
  };
}`;

/** In the page: the scripts of ours that came to it. */
const SCRIPTS = `performance.getEntriesByType('resource').filter(({ name, responseStatus }) => name.includes('/js/') && responseStatus === 200)
  .map(({ name }) => name)`;
export const scriptsOn = (page: Page): Promise<string[]> => page.evaluate<string[]>(SCRIPTS);

/** A real browser, walked by the words on its pages like Visitor. What is filled in is typed when a button is pressed. */
export class RealBrowser implements Walker {
  readonly address: string;
  readonly trail: { method: string; path: string; status: number }[] = [];
  /** Of double clicks: how many second presses the portal took or told that it was done, and how many it answered with a fault of its own. */
  readonly presses = { all: 0, taken: 0, failed: 0 };
  readonly #browser: Browser;
  readonly #options: RealBrowserOptions;
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #read = new ReadPage('');
  #status = 0;
  #waiting: ((page: Page) => Promise<unknown>)[] = [];

  constructor(browser: Browser, options: RealBrowserOptions) {
    this.#browser = browser;
    this.#options = options;
    this.address = options.address;
  }

  async close(): Promise<void> {
    await this.#context?.close();
  }

  async visit(path: string): Promise<this> {
    const page = await this.#open();
    return this.#arrive(await page.goto(new URL(path, this.address).href, { waitUntil: 'load' }));
  }

  async reload(): Promise<this> {
    return this.#arrive(await (await this.#open()).reload({ waitUntil: 'load' }));
  }

  async follow(words: string): Promise<this> {
    return this.#click(LINKS, words);
  }

  async press(words: string): Promise<this> {
    const page = await this.#open();
    for (const act of this.#waiting.splice(0)) await act(page);
    return this.#click('button, input[type=submit], input[type=image]', words);
  }

  fill(values: Readonly<Record<string, string | number>>): this {
    for (const [field, value] of Object.entries(values)) {
      this.#waiting.push(async (page) => {
        const control = page.locator(`[name="${field}"]:not([type=hidden])`);
        if (await control.evaluate((element) => element.nodeName === 'SELECT')) await control.selectOption(String(value));
        else await control.fill(String(value));
      });
    }
    return this;
  }

  choose(field: string, value?: string): this {
    if (value !== undefined) this.#waiting.push((page) => page.locator(`input[name="${field}"][value="${value}"]`).check());
    else {
      const { $ } = this.#read;
      const label = $('label')
        .toArray()
        .find((one) => plain($(one).contents().not('.hint').text()) === plain(field));
      if (!label) throw new Error(`no choice is called "${field}" on ${this.path}`);
      const id = $(label).attr('for') ?? '';
      this.#waiting.push((page) => page.locator(`[id="${id}"]`).check());
    }
    return this;
  }

  tick(field: string, value?: string): this {
    this.#waiting.push((page) =>
      page.locator(`input[type=checkbox][name="${field}"]${value === undefined ? '' : `[value="${value}"]`}`).check(),
    );
    return this;
  }

  attach(field: string, file: Photo): this {
    const given = { name: file.name, mimeType: file.type, buffer: Buffer.from(file.bytes) };
    this.#waiting.push((page) => page.locator(`input[type=file][name="${field}"]`).setInputFiles(given));
    return this;
  }

  get path(): string {
    const { pathname, search } = new URL(this.#page?.url() ?? this.address);
    return pathname + search;
  }
  get status(): number {
    return this.#status;
  }
  get title(): string {
    return this.#read.title;
  }
  get heading(): string {
    return this.#read.heading;
  }
  get lead(): string {
    return this.#read.lead;
  }
  get text(): string {
    return this.#read.text;
  }
  get wholeText(): string {
    return this.#read.wholeText;
  }
  get language(): string {
    return this.#read.language;
  }
  get $() {
    return this.#read.$;
  }
  errors(): Record<string, string> {
    return this.#read.errors();
  }
  links(): { text: string; href: string }[] {
    return this.#read.links();
  }
  textsOf(selector: string): string[] {
    return this.#read.textsOf(selector);
  }

  async #open(): Promise<Page> {
    const { language, javaScript } = this.#options;
    this.#context ??= await this.#browser.newContext({
      javaScriptEnabled: javaScript,
      locale: `${language}-CA`,
      viewport: { width: 1280, height: 900 },
    });
    // Firefox runs scripts all the same (PAGES.md 6)
    if (!javaScript) await this.#context.route('**/js/**', (route) => route.abort());
    this.#page ??= await this.#context.newPage();
    return this.#page;
  }

  /** Clicks the one link or button that says so; the same link twice is fine, and so are two buttons that send the same. */
  async #click(selector: string, words: string): Promise<this> {
    const page = await this.#open();
    const all = this.#read.$<Element, string>(selector).toArray();
    const found = all
      .map((element, index) => ({ element, index }))
      .filter(({ element }) => this.#read.isShown(element) && this.#read.nameOf(element) === plain(words));
    const places = new Set(
      found.map(({ element, index }) => {
        const own = this.#read.$(element);
        return own.attr('href') ?? (own.attr('name') ? `${own.attr('name')}=${own.attr('value')}` : index);
      }),
    );
    if (places.size !== 1) throw new Error(`${found.length} of ${selector} say "${words}" on ${this.path}: ${this.#read.text}`);
    const clicked = page.locator(selector).nth(found[0]?.index ?? 0);
    // with its script the photo editor moves the frame at once: no page follows
    if (await page.locator('html.js').count()) {
      const act = await clicked.getAttribute('value');
      if (FRAME_ACTS.some((one) => one === act)) {
        await clicked.click();
        this.#read = new ReadPage(await page.content());
        return this;
      }
    }
    const twice = this.#options.twice === true && selector !== LINKS;
    const arrival = async (): Promise<Response | null> =>
      (await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), clicked.click({ clickCount: twice ? 2 : 1 })]))[0];
    if (!twice) return this.#arrive(await arrival());
    const button = `document.querySelectorAll(${JSON.stringify(selector)})[${found[0]?.index ?? 0}]`;
    const sent = await page.evaluate<SentForm | null>(`(${SENT_FORM})(${button})`);
    return this.#arrive(await (sent ? this.#sentTwice(page, sent, arrival) : arrival()));
  }

  /**
   * A double click, of which a browser with scripts sends one press (press-once.js). The other is sent beside it, as without them, once the
   * first is answered: at the same time they would arrive in any order (test/journeys/pressed-twice.spec.ts tries that).
   */
  async #sentTwice(page: Page, sent: SentForm, arrival: () => Promise<Response | null>): Promise<Response | null> {
    this.presses.all++;
    const cookies = (await this.#context?.cookies(this.address)) ?? [];
    const headers = {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      origin: this.address,
      'user-agent': await page.evaluate<string>('navigator.userAgent'),
    };
    const answered = page.waitForResponse((response) => response.request().isNavigationRequest() && response.request().method() === 'POST');
    const second = answered.then(() => sendBeside(sent, headers));
    const [response, { status, headers: answer }] = await Promise.all([arrival(), second]);
    const { language } = this.#options;
    const isSentAway = [href('signIn', language), href('sessionEnded', language)].some((page) => page === answer.location);
    if ((status < 400 && !isSentAway) || status === 409) this.presses.taken++;
    if (status >= 500) this.presses.failed++;
    return response;
  }

  async #arrive(response: Response | null): Promise<this> {
    const page = await this.#open();
    this.#waiting = [];
    this.#status = response?.status() ?? 0;
    this.#read = new ReadPage(await page.content());
    await this.#options.onPage?.(page, this.path);
    return this;
  }
}

/** What a button sends; nobody sees the answer. */
function sendBeside({ action, isMultipart, entries }: SentForm, headers: Record<string, string>): Promise<Answer> {
  const parts = entries.map(([name, value]): FormEntry => {
    return [name, typeof value === 'string' ? value : { ...value, bytes: Buffer.from(value.base64, 'base64') }];
  });
  const plainly = { type: 'application/x-www-form-urlencoded', body: Buffer.from(urlEncoded(parts)) };
  const { type, body } = isMultipart ? multipart(parts) : plainly;
  return send({ method: 'POST', url: new URL(action), headers: { ...headers, 'Content-Type': type }, body });
}
