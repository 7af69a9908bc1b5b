import type { Element } from 'domhandler';
import { faultsOf } from '../../test/support/markup.js';
import { ReadPage, plain } from '../visitor-page.js';
import { faultsOfWords } from './probes-words.js';
import type { SeenPage } from './seen-page.js';

/** Tokens of `autocomplete` that a password or a code for once may have. */
const TOKENS = ['current-password', 'new-password', 'one-time-code', 'off'];

/**
 * What is wrong with a page as it was sent, without a browser: its markup by html-validate, its parts by PAGES.md 2, 3 and 6, its words; and
 * what went wrong when it was used.
 */
export async function faultsInMarkup(seen: Pick<SeenPage, 'html' | 'status' | 'language' | 'path' | 'used'>): Promise<string[]> {
  const page = new ReadPage(seen.html);
  const parts = [frame, headings, errors, forms, tables, states].flatMap((probe) => probe(page, seen));
  return [...(seen.used ?? []), ...parts, ...faultsOfWords(page), ...(await faultsOf(seen.html))];
}

const PORTAL = /. – (Permanent Residence Confirmation Portal|Portail de confirmation de la résidence permanente)$/;

type Probe = (page: ReadPage, seen: Pick<SeenPage, 'status' | 'language' | 'path'>) => string[];
const when = (bad: boolean, fault: string): string[] => (bad ? [fault] : []);

const frame: Probe = ({ $, language, title, heading }, seen) => {
  const navs = $('nav')
    .toArray()
    .map((nav) => $(nav).attr('aria-label') ?? $(nav).attr('aria-labelledby') ?? '');
  const viewport = $('meta[name=viewport]').attr('content') ?? '';
  return [
    ...when(language !== seen.language, `lang is "${language}"`),
    ...when(!title.includes(heading) || heading === '', `the title "${title}" does not hold the h1 "${heading}"`),
    ...when(!PORTAL.test(title), `the title "${title}" does not end with the portal's name`),
    ...when($('main').length !== 1 || $('header').length === 0 || $('footer').length === 0, 'main, header or footer is missing'),
    ...when(new Set(navs).size < navs.length || navs.includes(''), `navigations are called ${navs.join(', ')}`),
    ...when($('body a').first().attr('href') !== `#${$('main').attr('id')}`, 'the first link does not lead to the main part'),
    ...when($('meta[http-equiv=refresh i]').length > 0, 'the page turns by itself'),
    ...when(/user-scalable|maximum-scale/.test(viewport) || !viewport.includes('width=device-width'), `viewport: ${viewport}`),
    ...when(
      $('[tabindex]').is((_, one) => Number($(one).attr('tabindex')) > 0),
      'a positive tabindex',
    ),
    ...when($('[accesskey], marquee, blink, [onpaste], [oncopy], [onkeydown]').length > 0, 'an access key, moving text or a handler'),
    ...when(
      $('.lang').length !== 1 || $('.lang').attr('lang') !== (seen.language === 'en' ? 'fr' : 'en'),
      'the other language is not to be had',
    ),
    ...when($('link[rel=alternate][hreflang]').length !== 1, 'the twin is not named'),
    ...when($('.tabs a').is(`[href="${seen.path}"]:not([aria-current=page])`), 'the tab of this page does not say so'),
  ];
};

const headings: Probe = ({ $ }) => {
  const levels = $('body :is(h1, h2, h3, h4, h5, h6)')
    .not('[hidden] *, dialog *')
    .toArray()
    .map((one) => ({ level: Number((one as Element).name.slice(1)), text: plain($(one).text()) }));
  const skips = levels
    .filter(({ level }, at) => level > (levels[at - 1]?.level ?? 1) + 1)
    .map(({ level, text }) => `h${level} "${text}" skips a level`);
  return [
    ...when(levels.filter(({ level }) => level === 1).length !== 1, 'not one h1'),
    ...when(
      levels.some(({ text }) => !text),
      'an empty heading',
    ),
    ...skips,
  ];
};

const errors: Probe = (page, { status, language }) => {
  const { $, title } = page;
  const summary = $('.errors');
  const wrong = $('p.err').toArray();
  if (summary.length === 0 && wrong.length === 0) return when($('[autofocus]').length > 0, 'the focus begins elsewhere than at the top');
  let links: Record<string, string> = {};
  try {
    links = page.errors();
  } catch (fault) {
    return [(fault as Error).message];
  }
  const described = new Set(
    $('[aria-describedby]')
      .toArray()
      .flatMap((one) => $(one).attr('aria-describedby')?.split(/\s+/) ?? []),
  );
  const invalid = Object.keys(links).filter((id) => {
    const field = $(`[id="${id}"]`);
    return (
      !field.is('[aria-invalid=true]') &&
      !field.closest('[aria-invalid=true]').length &&
      !field.closest('fieldset[aria-describedby]').length
    );
  });
  return [
    ...when(
      status === 422 && !title.startsWith(language === 'fr' ? 'Erreur :' : 'Error:'),
      `the title of a page with errors is "${title}"`,
    ),
    ...when(
      !summary.is('[autofocus][tabindex="-1"]') || $('[autofocus]').length !== 1,
      'the focus does not begin at the summary of errors',
    ),
    ...when($('.errors ~ h1').length === 0, 'the summary of errors is not above the heading'),
    ...wrong.filter((one) => !described.has($(one).attr('id') ?? '')).map((one) => `an error that no field names: ${plain($(one).text())}`),
    ...invalid.map((id) => `the field ${id} is not marked as invalid`),
    ...when(Object.values(links).length === 0, 'the summary leads nowhere'),
  ];
};

const forms: Probe = ({ $ }) => {
  const ids = new Set(
    $('[id]')
      .toArray()
      .map((one) => $(one).attr('id')),
  );
  const gaps = ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for', 'form'].flatMap((name) =>
    $(`[${name}]`)
      .toArray()
      .flatMap((one) => ($(one).attr(name) ?? '').split(/\s+/))
      .filter((id) => id && !ids.has(id))
      .map((id) => `${name} names #${id}, which is not there`),
  );
  const enter = $('main form[method=post]')
    .toArray()
    .flatMap((form) => {
      const id = $(form).attr('id');
      const first = $(`button:not([type=button]), input[type=submit], input[type=image]`)
        .filter((_, one) => ($(one).attr('form') === undefined ? $(one).closest('form').is(form) : $(one).attr('form') === id))
        .first();
      const takesText =
        $(form).find('input:not([type=hidden], [type=submit], [type=image], [type=radio], [type=checkbox], [type=file])').length > 0;
      const isPrimary = first.is('[hidden]') ? !first.is('[formaction]') : first.is('.btn:not(.alt), main button:not(.link, .alt)');
      return when(takesText && !isPrimary, `Enter presses "${plain(first.text())}"`);
    });
  const saved = $('.lang').is('button') || $('#main-form').length === 0;
  return [
    ...gaps,
    ...enter,
    ...when(!saved, 'the other language loses what was typed'),
    ...when(
      $('button.lang').length > 0 && !$('button.lang').is('[form=main-form][formaction][formnovalidate]'),
      'the other language’s button does not send the form along',
    ),
    ...when($('[required]').length > 0 || $('#main-form').is(':not([novalidate])'), 'the browser judges a form before us'),
    ...$('input[type=password], input[name=oneTimeCode]')
      .toArray()
      .filter((one) => !TOKENS.includes($(one).attr('autocomplete') ?? ''))
      .map((one) => `${$(one).attr('name')} has no right autocomplete`),
    ...when($('input[name=oneTimeCode], input[type=password]').is('[autocomplete=off]'), 'a password or a code that no manager fills in'),
    ...$('fieldset')
      .toArray()
      .filter((one) => !plain($(one).children('legend').text()))
      .map(() => 'a group of fields without a legend'),
    ...when($('.btn').not('a[href], button, input, summary, label').length > 0 || $('[onclick]').length > 0, 'a button that is none'),
    ...when($('main :is(input, textarea, select):is([placeholder])').length > 0, 'a placeholder instead of a hint'),
  ];
};

const tables: Probe = ({ $ }) =>
  $('table')
    .toArray()
    .flatMap((one) => {
      const table = $(one);
      return [
        ...when(
          table.find('th').length === 0 || table.find('th:not([scope])').length > 0,
          'a table whose headers are missing or have no scope',
        ),
        ...when(!table.is('[aria-label], [aria-labelledby], :has(caption)'), 'a table without a name'),
      ];
    });

/** A state is never only a colour or a picture (PAGES.md 3.10). */
const states: Probe = ({ $ }) =>
  $('.state, .hold, .done, .note, .warn, .tag, .badge, .outcome')
    .toArray()
    .filter((one) => !/\p{L}/u.test($(one).text()))
    .map((one) => `a state without words: ${(one as Element).attribs.class}`);
