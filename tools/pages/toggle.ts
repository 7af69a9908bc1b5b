import type { Element } from 'domhandler';
import { keepable } from '../../src/forms/form-result.js';
import type { Visitor } from '../visitor.js';
import { plain } from '../visitor-page.js';

const FIELDS = 'main :is(input:not([type=hidden], [type=submit], [type=image], [type=file]), textarea, select)';

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
  const typed = valuesOf(browser);
  await toggle(browser);
  const kept = valuesOf(browser);
  const lost = [...typed].filter(([name, value]) => kept.get(name) !== value);
  return [...differs, ...lost.map(([name, value]) => `the toggle makes ${kept.get(name)} of ${name} ${value}`)];
}

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
  for (const field of fieldsOf($)) {
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

/** What stands in the fields, by name. */
function valuesOf({ $ }: Visitor): Map<string, string> {
  const values = new Map<string, string>();
  for (const field of fieldsOf($)) {
    const [one, name] = [$(field), $(field).attr('name') ?? ''];
    if (one.is('[type=radio], [type=checkbox]')) {
      if (one.is('[checked]')) values.set(name, `${values.get(name) ?? ''} ${one.attr('value') ?? 'on'}`.trim());
    } else if (one.is('select')) values.set(name, String(one.find('option[selected]').last().attr('value') ?? ''));
    else values.set(name, one.is('textarea') ? one.text() : (one.attr('value') ?? ''));
  }
  return values;
}

const fieldsOf = ($: Visitor['$']): Element[] =>
  $<Element, string>(FIELDS)
    .toArray()
    .filter((field) => {
      const form = $(field).attr('form') ?? $(field).closest('form').attr('id');
      return form === 'main-form' && isKept($(field).attr('name') ?? '');
    });
