import { keepable } from '../../src/forms/form-result.js';
import type { Visitor } from '../visitor.js';
import { plain } from '../visitor-page.js';

/** Fields that somebody types or chooses in. */
export const FIELDS = ':is(input:not([type=hidden], [type=submit], [type=image], [type=file]), textarea, select)';

/**
 * What the language toggle loses of a form with mistakes (PAGES.md 3.2): the twin must name the same mistakes, and what is typed there
 * must stand on the page that the toggle leads back to. Passwords, codes and files never travel back: nothing is asked of them.
 * @param browser shows the page with the mistakes; afterwards it shows that page again
 */
export async function lostByToggle(browser: Visitor): Promise<string[]> {
  const [language, wrong] = [browser.language, mistakesOn(browser)];
  if (!(await toggle(browser))) return ['the toggle of a page with mistakes is no button of its form'];
  const twin = mistakesOn(browser);
  const differs = wrong.join() === twin.join() ? [] : [`the toggle leads from mistakes in ${wrong} to mistakes in ${twin}`];
  if (browser.language === language) return [...differs, `the toggle leads from ${language} to ${language}`];
  typeEverywhere(browser);
  const typed = keptOf(browser);
  await toggle(browser);
  const kept = keptOf(browser);
  return [...differs, ...typed.filter((one) => !kept.includes(one)).map((one) => `the toggle loses ${one}`)];
}

const keptOf = (browser: Visitor): string[] =>
  browser
    .sends('main-form')
    .filter(([name]) => isKept(name))
    .map(([name, text]) => `${name} ${text}`);

const isKept = (name: string): boolean => name !== '' && name in keepable({ [name]: '' });

async function toggle(browser: Visitor): Promise<boolean> {
  const words = plain(browser.$('button.lang .lg').text());
  if (words) await browser.press(words);
  return words !== '';
}

const mistakesOn = (browser: Visitor): string[] => {
  const { $ } = browser;
  return Object.keys(browser.errors()).filter((id) => isKept($(`[id="${id}"]`).attr('name') ?? id) && !$(`[id="${id}"]`).is('[type=file]'));
};

/** Something into every field that the toggle sends: words, the last of the choices, every tick. */
function typeEverywhere({ $ }: Visitor): void {
  for (const field of $(`#main-form ${FIELDS}, ${FIELDS}[form=main-form]`).toArray()) {
    const one = $(field);
    if (one.is('textarea')) one.text('ça & là');
    else if (one.is('select')) one.find('option').removeAttr('selected').last().attr('selected', '');
    else if (one.is('[type=checkbox]')) one.attr('checked', '');
    else if (one.is('[type=radio]'))
      $(`${FIELDS}[type=radio][name="${one.attr('name')}"]`)
        .removeAttr('checked')
        .last()
        .attr('checked', '');
    else one.attr('value', '7 ça');
  }
}
