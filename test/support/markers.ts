import fc from 'fast-check';
import { OTHER_SCRIPT, UNSHOWABLE } from '../../src/cases/case.rules.js';

/** Words that mean something to a browser, a template, a query or a mail, and letters that turn the direction of reading. */
const MEANT = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onfocus=alert(1) autofocus='",
  '</textarea></title></option><b>',
  '<!-- ',
  ']]>',
  '&lt;i&gt;&quot;&#39;',
  '{{constructor}}{{{this}}}{{> mail/half}}',
  '$t(layout:portal) {{name}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of somebody else's template
  '${7*7}<%= 7*7 %>',
  'javascript:alert(1)',
  "'; drop table person; --",
  '\u202e\u2066gnp\u200f\u061c',
  '\ud800\udf48\u0301\ufeff\u200d',
  '=1+1',
  '%0d%0aBcc: x@y.example',
] as const;

/** Latin letters as names have them: marks over and under them, letters of one language alone, names that are long. */
const NAMES = [
  'Nguyễn Thị Ánh Tuyết',
  'Đặng',
  'Þórðardóttir-Œuvrard',
  'Żółć',
  'Ŵŷǵ̃',
  'Əliyeva',
  'İpekçi ẞ',
  'Ŧŋħĳ',
  'Wolfeschlegelsteinhausenberger',
] as const;

/** A name that tries to be more than one, in the letters that a file takes in names. */
export const aNameMarker = (): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...NAMES, ...MEANT.filter((text) => !OTHER_SCRIPT.test(text) && !UNSHOWABLE.test(text))), {
      minLength: 3,
      maxLength: 6,
    })
    .map((parts) => `m${parts.join(' ')}m`);

/** A text that tries to be more than a text: some of these in any order, with letters of any script between them, without control characters. */
export const aMarker = (): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...MEANT) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
      ),
      {
        minLength: 3,
        maxLength: 6,
      },
    )
    .map((parts) =>
      `m${parts.join(' ')}m`
        .replace(/\p{Cc}/gu, ' ')
        .replace(/\s+/gu, ' ')
        .toWellFormed(),
    );
