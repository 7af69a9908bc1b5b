/** Mails are pages too (PAGES.md 7): what is asked of every page's markup and words is asked of each of them. A browser judges them as well: test/browser/mails.spec.ts. */
import { otherLanguage } from '../../src/language/language.js';
import { MailViews } from '../../src/mail/mail-views.js';
import { faultsOfWords } from '../../tools/pages/probes-words.js';
import { ReadPage } from '../../tools/visitor-page.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { everyMail } from './every-mail.js';
import { TEMPLATES } from './payloads.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

it('html-validate finds nothing in any mail', async () => {
  const mails = everyMail(portal.get(MailViews), [{}]); // what is said otherwise to other readers stands in the same markup
  expect(mails).toHaveLength(2 * TEMPLATES.length);
  const faults: string[] = [];
  for (const { name, html } of mails) faults.push(...(await faultsOf(html)).map((fault) => `${name}: ${fault}`));
  expect(faults).toEqual([]);
});

it('each half of a mail and of its subject is in the language it says, with its typography, its dates and its numbers', () => {
  const mails = everyMail(portal.get(MailViews));
  expect(mails.length).toBeGreaterThan(2 * TEMPLATES.length);
  const faults = mails.flatMap(({ name, language, subject, html }) => {
    const [mine = '', theirs = ''] = subject.split(' / ');
    const title = `<title>${mine}</title></head><body><p lang="${otherLanguage(language)}">${theirs}</p>`;
    return faultsOfWords(new ReadPage(html.replace(/<title>.*<body>/s, title))).map((fault) => `${name}: ${fault}`);
  });
  expect(faults).toEqual([]);
});
