import { href } from '../../src/language/routes.js';
import type { Visitor, VisitorOptions } from '../../tools/visitor.js';
import type { TestPortal } from './app.js';
import type { Someone } from './people.js';
import { codeFor } from './second-factor.js';

const SIGN_IN = { en: 'Sign in', fr: 'Se connecter' } as const;
const CONTINUE = { en: 'Continue', fr: 'Continuer' } as const;

/** Signs somebody in through the real page, in their language, with the code of their app where they have one; gives their browser, on the page where they begin. */
export async function signIn(portal: TestPortal, person: Someone, options: VisitorOptions = {}): Promise<Visitor> {
  const browser = portal.visitor({ language: person.language, ...options });
  await browser.visit(href('signIn', person.language));
  await browser.fill({ username: person.username, password: person.password }).press(SIGN_IN[person.language]);
  if (browser.status >= 400 && browser.path.startsWith(href('signIn', person.language))) {
    throw new Error(`${person.name} could not sign in (${browser.status}): ${browser.text}`);
  }
  if (browser.path === href('verification', person.language))
    await browser.fill({ oneTimeCode: await codeFor(portal, person.username) }).press(CONTINUE[person.language]);
  return browser;
}
