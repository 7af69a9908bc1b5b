import type { CheerioAPI } from 'cheerio';
import { firstField, type Mutant } from './mutant.js';

const FIELD = 'main .field:not(fieldset .field):has(> label + input), main .field:has(> label ~ input.num)';

/** Words of a page's own, in a block of text alone. */
const sentence = ($: CheerioAPI) =>
  $('main p.lead')
    .filter((_, one) => $(one).children().length === 0)
    .first();

/** Defects of fields, errors and words. */
export const WORDS_AND_FORMS: readonly Mutant[] = [
  { name: 'a field without a label', seed: ($) => $(FIELD).first().children('label').remove() },
  { name: 'a label for another field', seed: ($) => $(FIELD).first().children('label').attr('for', 'elsewhere') },
  { name: 'a label without words', seed: ($) => $(FIELD).first().children('label').text('') },
  {
    name: 'an error that its field does not name',
    seed: ($) => $('.bad [aria-describedby*=error]').first().removeAttr('aria-describedby'),
  },
  { name: 'a field with an error that is not invalid', seed: ($) => $('.bad input[aria-invalid]').first().removeAttr('aria-invalid') },
  { name: 'an error that the summary leads past', seed: ($) => $('.errors li a').first().attr('href', '#nowhere') },
  { name: 'a summary in other words than the field', seed: ($) => $('.errors li a').first().text('Oops') },
  { name: 'a summary that takes no focus', seed: ($) => $('.errors').removeAttr('autofocus') },
  { name: 'the summary below the heading', seed: ($) => $('main h1').first().after($('.errors')) },
  {
    name: 'the focus on the first field, not on the summary',
    seed: ($) => {
      if ($('.errors').length) firstField($).attr('autofocus', '');
    },
  },
  {
    name: 'the focus past the heading',
    seed: ($) => {
      if (!$('.errors').length) firstField($).attr('autofocus', '');
    },
  },
  {
    name: 'a title that does not tell of errors',
    seed: ($) => {
      if ($('.errors').length)
        $('title').text(
          $('title')
            .text()
            .replace(/^(Error:|Erreur.:) /, ''),
        );
    },
  },
  {
    name: 'a hint that is not there',
    seed: ($) =>
      $('main [aria-describedby$=hint]')
        .first()
        .each((_, one) => void $(`[id="${$(one).attr('aria-describedby')}"]`).remove()),
  },
  { name: 'a group without a legend', seed: ($) => $('fieldset > legend').first().remove() },
  { name: 'the page in the other language', seed: ($) => $('html').attr('lang', $('html').attr('lang') === 'en' ? 'fr' : 'en') },
  { name: 'a page without a language', seed: ($) => $('html').removeAttr('lang') },
  { name: 'the toggle’s words in the wrong language', seed: ($) => $('.lang').removeAttr('lang') },
  {
    name: 'a French paragraph in an English page',
    language: 'en',
    seed: ($) => sentence($).text('Nous avons reçu votre demande et vous écrirons dans les deux semaines.'),
  },
  {
    name: 'an English paragraph in a French page',
    language: 'fr',
    seed: ($) => sentence($).text('We have received your application and will write to you in the next two weeks.'),
  },
  { name: 'a button in English', language: 'fr', seed: ($) => $('main .btn:not([hidden])').first().text('Continue with your application') },
  { name: 'a key in place of its text', seed: ($) => sentence($).text('signIn:form.lead') },
  { name: 'a value that was not filled in', seed: ($) => sentence($).text('{{days}}') },
  { name: 'no space before a colon', language: 'fr', seed: ($) => sentence($).append(' Voici ce qui suit: une réponse.') },
  { name: 'a breaking space inside quotes', language: 'fr', seed: ($) => sentence($).append(' On lit « bonjour » ici.') },
  { name: 'straight quotes', seed: ($) => sentence($).append(' "photo"') },
  { name: 'a straight apostrophe', language: 'fr', seed: ($) => sentence($).append(" C'est fait.") },
  { name: 'a French space before !', language: 'fr', seed: ($) => sentence($).append(' Voilà !') },
  { name: 'a French date in English', language: 'en', seed: ($) => sentence($).append(' 22 November 2026.') },
  { name: 'an English time in French', language: 'fr', seed: ($) => sentence($).append(' 4:30 pm.') },
  { name: 'a decimal point in French', language: 'fr', seed: ($) => sentence($).append(' 3.5\u00a0cm.') },
  { name: 'a date for machines', seed: ($) => sentence($).append(' 2026-11-22.') },
];
