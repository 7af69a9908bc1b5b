import type { Language } from '../../src/language/language.js';
import type { RouteName } from '../../src/language/route-table.js';
import { routeOf } from '../../src/language/routes.js';
import type { Stage } from '../../src/seeds/sample-people.js';
import type { Visitor } from '../visitor.js';
import { ReadPage } from '../visitor-page.js';

/** Who looks: one of the sample people, somebody who goes the whole way, or nobody who is known. */
export type Who = Stage | 'traveller' | 'nobody';

/** A page as somebody once saw it, kept whole: whoever judges it needs neither the portal's state nor the person. */
export interface SeenPage {
  /** The row of ROUTES; null at an address that is no page's. */
  readonly route: RouteName | null;
  readonly language: Language;
  readonly who: Who;
  readonly path: string;
  readonly status: number;
  readonly html: string;
  /** By it the page's pictures are shown again. */
  readonly cookie: string;
  /** What tells it from other states of the same page; the same in both languages. */
  readonly state: string;
  /** What went wrong when somebody used it. */
  readonly used?: readonly string[];
}

/** What somebody's browser shows now. */
export function seenPage(who: Who, { path, status, html, cookies }: Pick<Visitor, 'path' | 'status' | 'html' | 'cookies'>): SeenPage {
  const found = routeOf(path.replace(/\?.*$/, ''));
  const page = new ReadPage(html);
  const language = page.language === 'fr' ? 'fr' : 'en';
  return {
    route: found?.name ?? null,
    language,
    who,
    path,
    status,
    html,
    cookie: cookies.header,
    state: stateOf(page, found?.name, who, status),
  };
}

/** Pages that differ for each who stands elsewhere on the way, though they are made of the same parts. */
const ONES_OWN: readonly (RouteName | undefined)[] = ['confirmation', 'status', 'submitted', 'accountActivity', 'clients'];

/** Each mail is a page of its own. */
const MAILS: readonly (RouteName | undefined)[] = ['mailboxMessage', 'mailboxPreview'];

/** Two pages are in one state when they are made of the same parts: kinds of elements, names of fields. Of mails each subject is one. */
function stateOf(page: ReadPage, route: RouteName | undefined, who: Who, status: number): string {
  const parts = page
    .$('main *')
    .toArray()
    .map((one) => [one.name, one.attribs.class ?? '', one.attribs.name ?? ''].join('.'));
  if (MAILS.includes(route)) return page.heading || page.title;
  const whose = ONES_OWN.includes(route) ? who : '';
  return [status, whose, ...new Set(parts.sort())].join(' ');
}
