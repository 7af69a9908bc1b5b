import type { Element } from 'domhandler';
import type { Visitor } from '../visitor.js';
import { isPage } from './crawl.js';
import { type SeenPage, seenPage } from './seen-page.js';
import { FIELDS, lostByToggle } from './toggle.js';

/**
 * Each page with a form again, sent with nothing in it: what people read who made a mistake. Some forms take that: then there is nothing
 * to see. The toggle is pressed there and back.
 */
export async function mistakesOn(pages: readonly SeenPage[], browserOf: (page: SeenPage) => Visitor | undefined): Promise<SeenPage[]> {
  const seen = new Map<string, SeenPage>();
  for (const page of pages) {
    const browser = browserOf(page);
    const isForm = page.status === 200 && /<form[^>]*method="post"/i.test(page.html);
    if (!browser || !isForm) continue;
    await browser.visit(page.path);
    const mistaken = isPage(browser) && browser.status === 200 && (await sendEmpty(browser));
    if (!mistaken || Number(browser.status) !== 422) continue;
    const wrong = seenPage(page.who, browser);
    const key = `${wrong.language} ${wrong.route} ${wrong.state}`;
    if (!seen.has(key)) seen.set(key, { ...wrong, used: await lostByToggle(browser) });
  }
  return [...seen.values()];
}

/** False where the page asks for nothing. */
async function sendEmpty(browser: Visitor): Promise<boolean> {
  const { $ } = browser;
  const form = $('main form[method=post]')
    .toArray()
    .find((one) => $(one).find(FIELDS).length > 0 || $(`[form="${$(one).attr('id')}"]`).is(FIELDS));
  if (!form) return false;
  const fields = $(form).find(FIELDS).toArray() as Element[];
  for (const field of fields) {
    const one = $(field);
    if (one.is('textarea')) one.text('');
    else if (one.is('[type=radio], [type=checkbox]')) one.removeAttr('checked');
    else if (one.is('select')) one.find('option').removeAttr('selected').first().attr('selected', '');
    else one.attr('value', '');
  }
  const name = fields
    .map((field) => $(field).attr('name') ?? '')
    .find((name) => $(`main [name="${name}"]:not([type=hidden])`).length === 1);
  try {
    await browser.pressEnter(name);
  } catch {
    return false; // nothing to press: fields that are sent by a button of their own
  }
  return true;
}
