import type { Language } from './language.js';
import { type RouteName, ROUTES } from './route-table.js';

type ParamsIn<Path extends string> = Path extends `${string}/:${infer Param}/${infer Rest}`
  ? Param | ParamsIn<`/${Rest}`>
  : Path extends `${string}/:${infer Param}`
    ? Param
    : never;
/** The parameters a route's address needs, by name. */
export type RouteParams<Name extends RouteName> = Record<ParamsIn<(typeof ROUTES)[Name]['en']>, string>;

/**
 * The address of a page: `href('status', 'fr', { person })`.
 * @throws Error when a parameter of the path is missing
 */
export function href<Name extends RouteName>(
  name: Name,
  language: Language,
  ...params: ParamsIn<(typeof ROUTES)[Name]['en']> extends never ? [] : [RouteParams<Name>]
): string {
  return fill(ROUTES[name][language], (params[0] ?? {}) as Record<string, string>);
}

/** The same, for callers that only know the name at run time (view helpers, the tests' matrix). */
export function hrefByName(name: string, language: Language, params: Record<string, unknown>): string {
  const route = (ROUTES as Record<string, Record<Language, string>>)[name];
  if (!route) throw new Error(`no route is named ${name}`);
  return fill(route[language], params);
}

function fill(path: string, params: Record<string, unknown>): string {
  if (!path.includes(':')) return path;
  return path.replace(/:(\w+)/g, (_, key: string) => {
    const value = params[key];
    if (typeof value !== 'string' || value === '') throw new Error(`the address ${path} needs a value for ${key}`);
    return encodeURIComponent(value);
  });
}

interface NamedPattern {
  readonly name: RouteName;
  readonly language: Language;
  readonly path: string;
  /** How many. */
  readonly parameters: number;
}

const ADDRESSES: readonly NamedPattern[] = (Object.entries(ROUTES) as [RouteName, Record<Language, string>][]).flatMap(([name, route]) =>
  (['en', 'fr'] as const).map((language) => ({ name, language, path: route[language], parameters: route[language].split(':').length - 1 })),
);
/** Most pages are asked for by an address without parameters: those are looked up, not searched for. */
const PLAIN = new Map(ADDRESSES.filter(({ parameters }) => parameters === 0).map((address) => [address.path, address]));
// fewer parameters first: /photos/:attempt/return is never read as /photos/:attempt/:picture
const PATTERNS = ADDRESSES.filter(({ parameters }) => parameters > 0)
  .sort((a, b) => a.parameters - b.parameters)
  .map((address) => ({ ...address, pattern: new RegExp(`^${address.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }));

/** Which page an address names, in which language, with which parameters; null when none. The path comes without query. */
export function routeOf(path: string): { name: RouteName; language: Language; params: Record<string, string> } | null {
  const plain = PLAIN.get(path);
  if (plain) return { name: plain.name, language: plain.language, params: {} };
  for (const { name, language, pattern } of PATTERNS) {
    const match = pattern.exec(path);
    if (!match) continue;
    try {
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]));
      return { name, language, params };
    } catch {
      return null; // a broken percent sign names no page
    }
  }
  return null;
}

/** The same page in the other language; the other start page when the address names none. */
export function twinOf(path: string, language: Language, route = routeOf(path)): string {
  return route ? hrefByName(route.name, language, route.params) : ROUTES.start[language];
}
