import type { Element } from 'domhandler';
import { type Answer, type AttachedFile, CookieJar, type FormEntry, multipart, send, urlEncoded } from './visitor-http.js';
import { plain, ReadPage } from './visitor-page.js';

export type { Answer, AttachedFile } from './visitor-http.js';

export interface VisitorOptions {
  /** What the browser says it prefers. */
  readonly language?: 'en' | 'fr';
  /** Headers of every request, such as an address behind a proxy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called for each answer, redirects included: the guards look at all of them. */
  readonly onAnswer?: (answer: Answer, url: URL) => void;
}

/**
 * A person with a browser that has no JavaScript: follows links, fills forms and presses buttons by the words on them, keeps cookies,
 * follows redirects, and sends what browsers send. Throws when a link, field or button is not there, or is there twice.
 */
export class Visitor {
  readonly address: string;
  readonly cookies = new CookieJar();
  readonly #options: VisitorOptions;
  #url: URL;
  #page = new ReadPage('');
  #answer: Answer = { status: 0, headers: {}, body: Buffer.alloc(0) };
  #files = new Map<Element, AttachedFile>();
  #lastForm: Element | null = null;
  /** Paths and statuses that led to this page, the last one included. */
  trail: { method: string; path: string; status: number }[] = [];

  constructor(address: string, options: VisitorOptions = {}) {
    this.address = new URL(address).origin;
    this.#url = new URL(address);
    this.#options = options;
  }

  // Going somewhere

  /** Types an address (a path of the portal, or a whole link out of a mail). */
  async visit(path: string): Promise<this> {
    return this.#go('GET', new URL(path, this.address), { site: 'none' });
  }

  /** Follows a link by its words. The same words twice are fine when both lead to the same place. */
  async follow(words: string, options: { near?: string } = {}): Promise<this> {
    const links = this.$('a[href]')
      .toArray()
      .filter((link) => this.#page.isShown(link) && this.#page.nameOf(link) === plain(words));
    const near = this.#near(links, options.near);
    const places = new Set(near.map((link) => this.$(link).attr('href') ?? ''));
    if (places.size !== 1) {
      const there = this.#page.links().map(({ text }) => text);
      throw new Error(`${places.size} links say "${words}" on ${this.path}. There are: ${there.join(' · ')}`);
    }
    return this.#go('GET', new URL([...places][0] ?? '', this.#url), { site: 'same-origin', from: this.#url });
  }

  async reload(): Promise<this> {
    return this.visit(this.path);
  }

  // Filling a form

  /** Types into fields, chooses in lists, by name or label. Days in three fields: `{ 'birth-day': '3', … }`. */
  fill(values: Readonly<Record<string, string | number>>): this {
    for (const [field, value] of Object.entries(values)) {
      const control = this.#control(field, 'input:not([type=radio], [type=checkbox], [type=file]), textarea, select');
      if (control.name === 'select') this.#select(control, String(value));
      else if (control.name === 'textarea') this.$(control).text(String(value));
      else this.$(control).attr('value', String(value));
    }
    return this;
  }

  /** Ticks a box, by name or label; one of several of a name by `tick('reasons', 'glare')`. */
  tick(field: string, value?: string): this {
    const box = this.#control(field, `input[type=checkbox]${value === undefined ? '' : `[value="${value}"]`}`);
    this.$(box).attr('checked', '');
    return this;
  }

  untick(field: string, value?: string): this {
    const box = this.#control(field, `input[type=checkbox]${value === undefined ? '' : `[value="${value}"]`}`);
    this.$(box).removeAttr('checked');
    return this;
  }

  /** Chooses in a group of radio buttons (or a list): `choose('inCanada', 'yes')`, or by the choice's words alone: `choose('Yes')`. */
  choose(field: string, value?: string): this {
    if (value !== undefined && this.$(`select[name="${field}"]`).length > 0) return this.fill({ [field]: value });
    const radio = this.#control(field, `input[type=radio]${value === undefined ? '' : `[value="${value}"]`}`);
    const [group, form] = [this.$(radio).attr('name') ?? '', this.#formOf(radio)];
    for (const other of this.$(`input[type=radio][name="${group}"]`).toArray()) {
      if (this.#formOf(other) === form) this.$(other).removeAttr('checked');
    }
    this.$(radio).attr('checked', '');
    return this;
  }

  attach(field: string, file: AttachedFile): this {
    this.#files.set(this.#control(field, 'input[type=file]'), file);
    return this;
  }

  // Sending it

  /**
   * Presses a button by its words; `near` says which of several: the one that shares the smallest part of the page with those words.
   * Several that send the same are one button that stands in several places.
   */
  async press(words: string, options: { near?: string; at?: { x: number; y: number } } = {}): Promise<this> {
    const buttons = this.$('button, input[type=submit], input[type=image]')
      .toArray()
      .filter((button) => this.#page.isShown(button) && this.#page.nameOf(button) === plain(words));
    const [button, ...others] = this.#near(buttons, options.near);
    const sent = (one: Element): string => ['name', 'value', 'formaction'].map((name) => this.$(one).attr(name) ?? '').join('\n');
    if (!button || others.some((other) => this.#formOf(other) !== this.#formOf(button) || sent(other) !== sent(button))) {
      throw new Error(`${buttons.length} buttons say "${words}" on ${this.path}. There are: ${this.#page.buttons().join(' · ')}`);
    }
    return this.#submit(button, options.at);
  }

  /** Presses Enter in a field: the first submit button of its form is pressed, shown or not, as browsers do. */
  async pressEnter(field?: string): Promise<this> {
    const form =
      field === undefined
        ? (this.#lastForm ?? (this.$('form#main-form').get(0) as Element | undefined))
        : this.#formOf(this.#control(field, INPUTS));
    if (!form) throw new Error(`no field to press Enter in on ${this.path}`);
    const first = this.$('button, input[type=submit], input[type=image]')
      .toArray()
      .find((button) => this.#formOf(button) === form && isSubmit(this.$(button).attr('type'), button.name));
    if (!first) throw new Error(`the form on ${this.path} has no button for Enter to press`);
    return this.#submit(first);
  }

  /** Sends a form that no page offered, with the token of the session's own: what a forger with an account could do. */
  async forge(path: string, fields: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}): Promise<this> {
    const body = Buffer.from(urlEncoded([...Object.entries(fields), ['_csrf', this.csrfToken]]));
    const type = 'application/x-www-form-urlencoded';
    return this.#go('POST', new URL(path, this.address), { site: 'same-origin', from: this.#url, body, type, headers });
  }

  /** One bare request with this visitor's cookies and exactly these headers; the page in hand stays. */
  async raw(method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer): Promise<Answer> {
    const url = new URL(path, this.address);
    const cookie = this.cookies.header ? { Cookie: this.cookies.header } : {};
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const answer = await send({ method, url, headers: { ...this.#options.headers, ...cookie, ...headers }, body: bytes });
    this.cookies.keep(answer.headers);
    this.#options.onAnswer?.(answer, url);
    return answer;
  }

  // Reading the page

  get status(): number {
    return this.#answer.status;
  }
  get headers(): Answer['headers'] {
    return this.#answer.headers;
  }
  /** Path and query of the page in hand. */
  get path(): string {
    return this.#url.pathname + this.#url.search;
  }
  get html(): string {
    return this.#page.html;
  }
  /** The answer's bytes: a picture, a file. */
  get bytes(): Buffer {
    return this.#answer.body;
  }
  get $() {
    return this.#page.$;
  }
  get title(): string {
    return this.#page.title;
  }
  get heading(): string {
    return this.#page.heading;
  }
  get lead(): string {
    return this.#page.lead;
  }
  /** The main part, a line a block; no-break spaces read as spaces. */
  get text(): string {
    return this.#page.text;
  }
  get wholeText(): string {
    return this.#page.wholeText;
  }
  get language(): string {
    return this.#page.language;
  }
  textOf(selector: string): string {
    return this.#page.textOf(selector);
  }
  textsOf(selector: string): string[] {
    return this.#page.textsOf(selector);
  }
  /** What is wrong, by field. Throws when a summary's line does not lead to a field that says the same. */
  errors(): Record<string, string> {
    return this.#page.errors();
  }
  links(): { text: string; href: string }[] {
    return this.#page.links();
  }
  buttons(): string[] {
    return this.#page.buttons();
  }

  /** What stands in a field now. */
  value(field: string): string {
    const control = this.$(this.#control(field, INPUTS));
    if (control.is('select')) return String(control.find('option[selected]').first().attr('value') ?? '');
    if (!control.is('[type=radio], [type=checkbox]'))
      return String(control.is('textarea') ? control.text() : (control.attr('value') ?? ''));
    return control.is('[checked]') ? (control.attr('value') ?? 'on') : '';
  }

  /** Whether a box is ticked, or a choice chosen. */
  isTicked(field: string, value?: string): boolean {
    const box = this.#control(field, `input:is([type=radio], [type=checkbox])${value === undefined ? '' : `[value="${value}"]`}`);
    return this.$(box).is('[checked]');
  }

  /** The names and texts that a form would send now, files left out. */
  sends(form: string): [name: string, text: string][] {
    const element = this.$(`form[id="${form}"]`).get(0) as Element | undefined;
    if (!element) throw new Error(`there is no form ${form} on ${this.path}`);
    return this.#entries(element, null).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  }

  get csrfToken(): string {
    return this.$('input[name=_csrf]').first().attr('value') ?? '';
  }

  // How it is done

  #control(field: string, kind: string): Element {
    const shown = this.$<Element, string>(kind)
      .toArray()
      .filter((control) => this.#page.isShown(control) && this.$(control).attr('type') !== 'hidden');
    const named = shown.filter((control) => this.$(control).attr('name') === field);
    const found = named.length > 0 ? named : shown.filter((control) => this.#labelsOf(control).includes(plain(field)));
    if (found.length !== 1) {
      const names = new Set(shown.map((control) => this.$(control).attr('name')));
      throw new Error(
        `${found.length} fields are called "${field}" on ${this.path} (${this.heading}). There are: ${[...names].join(' · ')}`,
      );
    }
    const control = found[0] as Element;
    if (this.#isDisabled(control)) throw new Error(`the field ${field} is disabled on ${this.path}`);
    this.#lastForm = this.#formOf(control);
    return control;
  }

  #labelsOf(control: Element): string[] {
    const id = this.$(control).attr('id');
    const labels = [...(id ? this.$(`label[for="${id}"]`).toArray() : []), ...this.$(control).closest('label').toArray()];
    return labels.map((label) => plain(this.$(label).contents().not('.hint').text()));
  }

  #select(control: Element, wanted: string): void {
    const options = this.$(control).find('option').toArray();
    const option = options.find((one) => this.$(one).attr('value') === wanted || plain(this.$(one).text()) === plain(wanted));
    if (!option) throw new Error(`the list ${this.$(control).attr('name')} does not offer "${wanted}"`);
    if (!this.$(control).is('[multiple]')) this.$(control).find('option').removeAttr('selected');
    this.$(option).attr('selected', '');
  }

  /** Of several of the same words, those that share the smallest part of the page with the words given. */
  #near(found: Element[], words: string | undefined): Element[] {
    if (words === undefined) return found;
    const distances = found.map((element) => {
      const parents = this.$(element).parents().toArray();
      const at = parents.findIndex((parent) => plain(this.$(parent).text()).includes(plain(words)));
      return at < 0 ? Number.POSITIVE_INFINITY : plain(this.$(parents[at] as Element).text()).length;
    });
    const least = Math.min(...distances);
    if (least === Number.POSITIVE_INFINITY) return [];
    return found.filter((_, index) => distances[index] === least);
  }

  #formOf(control: Element): Element | null {
    const id = this.$(control).attr('form');
    const form = id === undefined ? this.$(control).closest('form') : this.$(`form[id="${id}"]`);
    return (form.get(0) as Element | undefined) ?? null;
  }

  #isDisabled(control: Element): boolean {
    return this.$(control).is('[disabled]') || this.$(control).closest('fieldset[disabled]').length > 0;
  }

  async #submit(button: Element, at?: { x: number; y: number }): Promise<this> {
    const form = this.#formOf(button);
    if (!form) throw new Error(`the button "${this.#page.nameOf(button)}" on ${this.path} belongs to no form`);
    if (this.#isDisabled(button)) throw new Error(`the button "${this.#page.nameOf(button)}" on ${this.path} is disabled`);
    const said = (own: string, forms: string) => this.$(button).attr(own) ?? this.$(form).attr(forms);
    const url = new URL(said('formaction', 'action') || this.#url.href, this.#url);
    const method = (said('formmethod', 'method') ?? 'get').toUpperCase();
    const entries = this.#entries(form, button, at);
    if (method === 'GET') {
      url.search = urlEncoded(entries);
      return this.#go('GET', url, { site: 'same-origin', from: this.#url });
    }
    if (said('formenctype', 'enctype') === 'multipart/form-data') {
      return this.#go('POST', url, { site: 'same-origin', from: this.#url, ...multipart(entries) });
    }
    const body = Buffer.from(urlEncoded(entries));
    return this.#go('POST', url, { site: 'same-origin', from: this.#url, body, type: 'application/x-www-form-urlencoded' });
  }

  /** What the form sends, in the order of the page (HTML standard, "constructing the entry list"). */
  #entries(form: Element, button: Element | null, at = { x: 0, y: 0 }): FormEntry[] {
    const controls = this.$('input, select, textarea, button').toArray();
    return controls.flatMap((control): FormEntry[] => {
      if (this.#formOf(control) !== form || this.#isDisabled(control)) return [];
      const own = this.$(control);
      const [name, type] = [own.attr('name') ?? '', control.name === 'button' ? 'submit' : (own.attr('type') ?? 'text')];
      if (type === 'image') {
        const prefix = name ? `${name}.` : '';
        return control === button
          ? [`${prefix}x`, `${prefix}y`].map((key, index) => [key, String(index === 0 ? at.x : at.y)] as const)
          : [];
      }
      if (!name || ((control.name === 'button' || type === 'submit') && control !== button)) return [];
      if (type === 'radio' || type === 'checkbox') return own.is('[checked]') ? [[name, own.attr('value') ?? 'on']] : [];
      if (type === 'file')
        return [[name, this.#files.get(control) ?? { name: '', type: 'application/octet-stream', bytes: Buffer.alloc(0) }]];
      if (control.name === 'textarea') return [[name, own.text().replace(/\r?\n/g, '\r\n')]];
      if (control.name !== 'select') return [[name, own.attr('value') ?? '']];
      const chosen = own.find('option[selected]').toArray();
      const sent = chosen.length > 0 || own.is('[multiple]') ? chosen : own.find('option').toArray().slice(0, 1);
      return sent.map((option) => [name, this.$(option).attr('value') ?? plain(this.$(option).text())] as const);
    });
  }

  async #go(method: string, url: URL, how: Going): Promise<this> {
    this.trail = [];
    let [doing, at, going] = [method, url, how];
    for (;;) {
      const answer = await send({ method: doing, url: at, headers: this.#headers(doing, going), body: going.body });
      this.cookies.keep(answer.headers);
      this.#options.onAnswer?.(answer, at);
      this.trail.push({ method: doing, path: at.pathname + at.search, status: answer.status });
      if (this.trail.length > 10) throw new Error(`too many redirects: ${this.trail.map(({ path }) => path).join(' → ')}`);
      const location = answer.headers.location;
      if (answer.status < 300 || answer.status > 399 || typeof location !== 'string') return this.#arrive(answer, at);
      const next = new URL(location, at);
      if (next.origin !== this.address) throw new Error(`led away to ${next.href}`);
      if (answer.status !== 307 && answer.status !== 308) {
        doing = 'GET';
        going = { site: going.site, from: going.from };
      }
      at = next;
    }
  }

  #arrive(answer: Answer, url: URL): this {
    this.#answer = answer;
    this.#url = url;
    const isPage = String(answer.headers['content-type'] ?? '').startsWith('text/html');
    this.#page = new ReadPage(isPage ? answer.body.toString('utf8') : '');
    this.#files = new Map();
    this.#lastForm = null;
    return this;
  }

  /** What Chromium sends when a person moves from page to page. */
  #headers(method: string, { site, from, type, headers }: Going): Record<string, string> {
    const preferred = this.#options.language === 'fr' ? 'fr-CA,fr;q=0.9' : 'en-CA,en;q=0.9';
    return {
      Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'Accept-Language': preferred,
      'Sec-Fetch-Site': site,
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
      'Sec-Fetch-User': '?1',
      ...(from ? { Referer: from.href } : {}),
      ...(method === 'GET' ? {} : { Origin: this.address }),
      ...(type ? { 'Content-Type': type } : {}),
      ...(this.cookies.header ? { Cookie: this.cookies.header } : {}),
      ...this.#options.headers,
      ...headers,
    };
  }
}

interface Going {
  readonly site: 'none' | 'same-origin';
  readonly from?: URL | undefined;
  readonly body?: Buffer | undefined;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const INPUTS = 'input, select, textarea';

const isSubmit = (type: string | undefined, name: string): boolean =>
  name === 'button' ? type === undefined || type === 'submit' : type === 'submit' || type === 'image';
