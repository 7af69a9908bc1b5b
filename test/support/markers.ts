import fc from 'fast-check';

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
