import { HtmlValidate } from 'html-validate';

/** The HTML standard, and what helps people; matters of style are ours. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y', 'html-validate:document'],
  rules: {
    'require-sri': 'off', // own files only, held by the Content-Security-Policy
    'long-title': 'off', // the title names the page and the portal
    'no-trailing-whitespace': 'off',
    'prefer-native-element': 'off', // the summary of errors is a group; a fieldset of radios a radiogroup
    'input-missing-label': 'error',
    'heading-level': ['error', { minInitialRank: 'h2' }], // the summary of errors stands above the h1
    'no-inline-style': 'error',
    'no-dup-id': 'error',
  },
});

/** What is wrong with a page's markup, a line each; none when it is well-formed. */
export async function faultsOf(html: string): Promise<string[]> {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line, column }) =>
        `${ruleId}: ${message} at ${line}:${column} · ${html.split('\n')[line - 1]?.slice(Math.max(0, column - 60), column + 60) ?? ''}`,
    ),
  );
}
