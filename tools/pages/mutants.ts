import type { CheerioAPI } from 'cheerio';
import { firstField, type Mutant } from './mutant.js';
import { WORDS_AND_FORMS } from './mutants-words.js';

const style = (rules: string) => ($: CheerioAPI) => void $('head').append(`<style>${rules}</style>`);

/** Of all kinds that PAGES.md 2, 3 and 7 speak of. */
export const MUTANTS: readonly Mutant[] = [
  ...WORDS_AND_FORMS,
  {
    name: 'two h1',
    seed: ($) =>
      $('main h2')
        .first()
        .each((_, one) => {
          one.tagName = 'h1';
        }),
  },
  {
    name: 'no h1',
    seed: ($) =>
      $('main h1').each((_, one) => {
        one.tagName = 'p';
      }),
  },
  {
    name: 'a level of headings left out',
    seed: ($) =>
      $('main h2').each((_, one) => {
        one.tagName = 'h4';
      }),
  },
  { name: 'an empty heading', seed: ($) => $('main h2').first().text('') },
  { name: 'a title of another page', seed: ($) => $('title').text('Portal') },
  {
    name: 'no main part',
    seed: ($) =>
      $('main').each((_, one) => {
        one.tagName = 'div';
      }),
  },
  { name: 'no skip link', seed: ($) => $('.skip').remove() },
  {
    name: 'navigations of one name',
    seed: ($) => {
      if ($('nav').length > 1) $('nav').attr('aria-label', 'Menu');
    },
  },
  { name: 'the focus not shown', seed: style(':focus-visible{outline:none!important}') },
  {
    name: 'the focus shown in one place less',
    seed: style('main .btn:focus-visible,main input:focus-visible,main a:focus-visible{outline:0!important}'),
  },
  { name: 'the focus in the background’s colour', seed: style(':focus-visible{outline-color:transparent!important}') },
  { name: 'paste blocked by an attribute', seed: ($) => firstField($).attr('onpaste', 'return false') },
  {
    name: 'paste blocked by a script',
    seed: ($) => {
      if (firstField($).length)
        $('body').append('<script>document.addEventListener("paste", (event) => event.preventDefault(), true)</script>');
    },
  },
  {
    name: 'a tiny button',
    seed: ($) => {
      if ($('main .btn:not([hidden])').length)
        style(
          'main .btn{padding:0!important;min-block-size:0!important;block-size:12px!important;line-height:1!important;overflow:visible}',
        )($);
    },
  },
  {
    name: 'tiny choices',
    seed: ($) => {
      if ($('main [type=radio], main [type=checkbox]').length)
        style(
          'main label{padding:0!important;min-block-size:0!important;line-height:.7!important;font-size:10px!important}main :is([type=radio],[type=checkbox]){inline-size:10px!important;block-size:10px!important}',
        )($);
    },
  },
  { name: 'the toggle loses what was typed', seed: ($) => $('button.lang').replaceWith('<a class="lang" href="/" lang="x">X</a>') },
  { name: 'the toggle judges the form', seed: ($) => $('button.lang').removeAttr('formnovalidate') },
  {
    name: 'the toggle steals Enter',
    seed: ($) => {
      if (firstField($).closest('#main-form').length) $('header button[hidden]').remove();
    },
  },
  {
    name: 'a second choice takes Enter',
    seed: ($) => {
      const words = $('#main-form .btn:not(.alt)').first().text();
      if (firstField($).closest('#main-form').length) $('header button[hidden]').removeAttr('hidden').addClass('btn alt').text(words);
    },
  },
  { name: 'the browser judges the form', seed: ($) => firstField($).attr('required', '') },
  { name: 'a state that is only a colour', seed: ($) => $('.done, .hold, .note').first().empty() },
  { name: 'a tab that only looks current', seed: ($) => $('.tabs [aria-current]').removeAttr('aria-current') },
  { name: 'low contrast', seed: style('main p,main .lead,main li{color:#999!important}') },
  {
    name: 'links told by colour alone',
    seed: ($) => {
      if ($('main p a').filter((_, one) => $(one).parent().text().length > $(one).text().length + 20).length)
        style('main p a{text-decoration:none!important;color:#333!important}')($);
    },
  },
  { name: 'a picture without an alternative', seed: ($) => $('main').append('<img src="/brand/mark.svg">') },
  { name: 'an id twice', seed: ($) => $('main').append(`<span id="${$('main [id]').first().attr('id') ?? 'main'}"></span>`) },
  {
    name: 'a table without headers',
    seed: ($) =>
      $('main table th').each((_, one) => {
        one.tagName = 'td';
      }),
  },
  { name: 'headers without a scope', seed: ($) => $('main table th').removeAttr('scope') },
  { name: 'a positive tabindex', seed: ($) => $('main a, main .btn').first().attr('tabindex', '3') },
  { name: 'a page that turns by itself', seed: ($) => $('head').append('<meta http-equiv="refresh" content="30">') },
  { name: 'zoom blocked', seed: ($) => $('meta[name=viewport]').attr('content', 'width=device-width, initial-scale=1, user-scalable=no') },
  { name: 'wider than a phone', seed: style('main p,main h1{min-inline-size:420px}') },
  { name: 'text cut off when it is large', seed: style('main h1{block-size:3rem;max-block-size:40px;overflow:hidden}') },
  { name: 'a link without words', seed: ($) => $('main').append('<p><a href="/en"></a></p>') },
  { name: 'a button without words', seed: ($) => $('main .btn:not([hidden])').first().text('') },
  { name: 'a password that no manager fills in', seed: ($) => $('input[type=password]').first().attr('autocomplete', 'off') },
  { name: 'a code for once without its token', seed: ($) => $('input[name=oneTimeCode]').first().removeAttr('autocomplete') },
  { name: 'a placeholder for a label', seed: ($) => firstField($).attr('placeholder', 'Name') },
  { name: 'a link that can’t be reached by keyboard', seed: ($) => $('main a[href]').first().attr('tabindex', '-1') },
  {
    name: 'a button made of a span',
    seed: ($) =>
      $('main .btn:not([hidden])')
        .first()
        .each((_, one) => {
          one.tagName = 'span';
          one.attribs.onclick = 'go()';
        }),
  },
  {
    name: 'a list that holds no items',
    seed: ($) =>
      $('main ul > li').each((_, one) => {
        one.tagName = 'div';
      }),
  },
  { name: 'a role that does not exist', seed: ($) => $('main h1').attr('role', 'headline') },
  {
    name: 'hidden from screen readers, but not from the keyboard',
    seed: ($) => $('main a[href]').first().parent().attr('aria-hidden', 'true'),
  },
];
