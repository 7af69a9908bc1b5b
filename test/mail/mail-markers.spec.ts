import { createTransport } from 'nodemailer';
import { simpleParser } from 'mailparser';
import fc from 'fast-check';
import { load } from 'cheerio';
import { LANGUAGES } from '../../src/language/language.js';
import { MailViews } from '../../src/mail/mail-views.js';
import type { MailPayload } from '../../src/mail/outbox-message.entity.js';
import { HeaderRefused, messageOf } from '../../src/mail/transports.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aMarker } from '../support/markers.js';
import { addressesIn, structureOf } from '../support/structure.js';
import { PAYLOADS, TEMPLATES } from './payloads.js';

/** TRUST.md 2 and 3, for mails: what a payload says stays words, and a header stays one header. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const spaced = (text: string): string => text.replace(/\s+/gu, ' ').trim();

it.each(TEMPLATES)('the mail "%s" shows what it was given as words, in both its parts', (template) => {
  const views = portal.get(MailViews);
  const plain = PAYLOADS[template] as Readonly<Record<string, string | number>>;
  const words = Object.keys(plain).filter((name) => typeof plain[name] === 'string' && !name.endsWith('At'));
  fc.assert(
    fc.property(fc.constantFrom(...LANGUAGES), fc.tuple(...words.map(() => aMarker())), (language, markers) => {
      const odd = { ...plain, ...Object.fromEntries(words.map((name, at) => [name, markers[at]])) } as MailPayload;
      const [one, other] = [views.write(template, language, plain), views.write(template, language, odd)];
      expect(structureOf(other.html)).toEqual(structureOf(one.html));
      for (const address of addressesIn(other.html)) expect(address).toMatch(/^(?:http:\/\/localhost:\d+\/|#)[^\s"<>]*$/);
      const [usual, html, text] = [load(one.html).text(), load(other.html).text(), other.text].map(spaced);
      for (const name of words.filter((word) => usual?.includes(String(plain[word]))))
        for (const part of [html, text]) expect(part).toContain(spaced(String(odd[name])));
      expect(other.subject).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

const READY = {
  id: crypto.randomUUID(),
  date: new Date('2026-11-23T15:00:00Z'),
  text: 'a',
  html: '<p>a</p>',
  languages: ['en', 'fr'] as const,
  wasTried: false,
};
const FROM = 'Portal <portal@portal.example>';
const control = fc.constantFrom('\r\n', '\n', '\r', '\u0000', '\u000b', '\u0085', '\u001b');

it('a control character in any header is refused, wherever it stands', () => {
  fc.assert(
    fc.property(fc.string(), control, fc.string(), fc.constantFrom('to', 'subject', 'from'), (before, sign, rest, header) => {
      const broken = `${before}${sign}${rest}`;
      const mail = {
        ...READY,
        to: 'a@mail.example',
        subject: 'A subject',
        ...(header === 'from' ? {} : { [header]: header === 'to' ? `a${broken}@mail.example` : broken }),
      };
      expect(() => messageOf(mail, header === 'from' ? `Portal ${broken} <portal@portal.example>` : FROM)).toThrow(HeaderRefused);
    }),
  );
});

it('any other subject arrives as it was written, and brings no header of its own', async () => {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const headersOf = async (subject: string) => {
    const { message } = await composer.sendMail(messageOf({ ...READY, to: 'a@mail.example', subject }, FROM));
    const read = await simpleParser(message as Buffer);
    return { names: read.headerLines.map(({ key }) => key), subject: read.subject ?? '', to: [read.to ?? []].flat().length };
  };
  const usual = await headersOf('A subject');
  await fc.assert(
    fc.asyncProperty(aMarker(), async (subject) => {
      const odd = await headersOf(subject);
      expect(odd.names).toEqual(usual.names);
      expect(spaced(odd.subject)).toBe(spaced(subject));
      expect(odd.to).toBe(1);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});
