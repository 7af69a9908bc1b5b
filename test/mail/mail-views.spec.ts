import { readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { LANGUAGES, type Language, otherLanguage } from '../../src/language/language.js';
import { routeOf } from '../../src/language/routes.js';
import { MAIL_TEMPLATES, MAILS, type MailContents } from '../../src/mail/mail-contents.js';
import { MailViews } from '../../src/mail/mail-views.js';
import type { MailTemplate } from '../../src/mail/outbox.js';
import type { MailPayload } from '../../src/mail/outbox-message.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { PAYLOADS, TEMPLATES } from './payloads.js';

let portal: TestPortal;
let views: MailViews;
const ADDRESS = 'https://portal.test';

beforeAll(async () => {
  portal = await aPortal({ environment: { PUBLIC_URL: ADDRESS } });
  views = portal.get(MailViews);
});
afterAll(() => portal.close());

const write = (template: MailTemplate, language: Language, payload: object = PAYLOADS[template]) =>
  views.write(template, language, payload as MailPayload);

it('knows the contents of every mail that can be sent', () => {
  expect([...MAIL_TEMPLATES].sort()).toEqual([...TEMPLATES].sort());
});

/** The mails of PORTAL.md 4, as that section lists them, each with ours. All that is asked of a mail below is asked of these. */
const ASKED_FOR: Readonly<Record<string, readonly MailTemplate[]>> = {
  invitation: ['invitation'],
  reminder: ['invitation-reminder'],
  'temporary account details': ['temporary-password'],
  reissued: ['temporary-password-reissued'],
  'expiring (7 and 1 days)': ['temporary-password-expiring'],
  'reset link': ['password-reset'],
  'password changed': ['password-changed'],
  'declaration received': ['declaration-received'],
  'documents submitted': ['documents-submitted'],
  'photo returned': ['photo-returned'],
  'photo accepted': ['photo-accepted'],
  'eCOPR ready': ['residence-confirmed'],
  'card mailed': ['card-mailed'],
  'card came back': ['card-came-back'],
  'new message': ['new-message'],
  'representative added or ended': ['representative-added', 'representative-ended'],
  'address of mail changed (to both)': ['email-changed', 'email-address-changed'],
  'a representative’s blocked attempt': ['representative-refused'],
  '180-day reminders': ['time-runs-out', 'ecopr-waits'],
  'to representatives: something waits for a client': ['client-waits'],
};

it.each(Object.entries(ASKED_FOR))('there is a mail for “%s”', (_asked, ours) => {
  expect(TEMPLATES).toEqual(expect.arrayContaining([...ours]));
});

describe.each(TEMPLATES)('the mail "%s"', (template) => {
  describe.each(LANGUAGES)('to a reader of %s', (language) => {
    const other = otherLanguage(language);

    it('says everything in both languages, the reader’s first', () => {
      const { subject, html, text } = write(template, language);
      const $ = load(html);
      const [mine, theirs] = [wordsOf(template, language), wordsOf(template, other)];
      expect(subject).toBe(`${mine.subject} / ${theirs.subject}`);
      expect($('title').text()).toBe(subject);
      expect($('html').attr('lang')).toBe(language);
      expect($('h1').text()).toBe(mine.heading);
      expect($('h2').text()).toBe(theirs.heading);
      expect(
        $('.half')
          .toArray()
          .map((half) => $(half).attr('lang')),
      ).toEqual([language, other]);
      expect(text.indexOf(mine.heading)).toBeLessThan(text.indexOf(theirs.heading));
      for (const part of [html, text]) expect(part).not.toMatch(/undefined|\{\{|\bnull\b|\[object/);
    });

    it('leads past the first half, and each half to its own language at PUBLIC_URL', () => {
      const { html, text } = write(template, language);
      const $ = load(html);
      expect($('.top').attr('lang')).toBe(other);
      expect($($('.top a').attr('href') ?? '').length).toBe(1);
      const leadsTo = (MAILS[template] as MailContents).leadsTo ?? null;
      for (const its of [language, other]) {
        const addresses = $(`.half[lang=${its}] a`)
          .toArray()
          .map((a) => $(a).attr('href') ?? '');
        expect(addresses).toHaveLength(leadsTo ? 1 : 0);
        for (const address of addresses) {
          expect(address.startsWith(`${ADDRESS}/${its}/`)).toBe(true);
          expect(routeOf(address.slice(ADDRESS.length))).toMatchObject({ name: leadsTo, language: its });
          expect(text).toContain(`\n${address}\n`);
        }
      }
    });

    it('shows no markup of what was typed', () => {
      const marker = `<b x>"'&{{name}}$t(mail:frame.help)`;
      const marked = Object.fromEntries(
        Object.entries(PAYLOADS[template]).map(([name, value]) => [
          name,
          typeof value === 'string' && !name.endsWith('At') ? value + marker : value,
        ]),
      );
      const [plain, typed] = [load(write(template, language).html), load(write(template, language, marked).html)];
      const elements = (document: ReturnType<typeof load>) =>
        document('*')
          .toArray()
          .map((element) => ('name' in element ? element.name : ''));
      expect(elements(typed)).toEqual(elements(plain));
      expect(typed('[x]')).toHaveLength(0);
    });
  });

  it('says in the text what it says in HTML', () => {
    const { html, text } = write(template, 'en');
    const $ = load(html);
    for (const element of $('.half :is(h1, h2, p, dt, dd), .foot p').toArray()) expect(text).toContain($(element).text().trim());
  });

  it('does not go out with a gap', () => {
    for (const name of Object.keys(PAYLOADS[template])) {
      const { [name]: _gone, ...rest } = PAYLOADS[template] as Record<string, unknown>;
      expect(() => write(template, 'en', rest)).toThrow();
    }
  });
});

it.each(['temporary-password', 'temporary-password-reissued', 'officer-account', 'representative-account'] as const)(
  'keeps name and case number out of "%s", and tells date and time of its end (S4, S38)',
  (template) => {
    const { text } = write(template, 'en');
    expect(text).toContain('k7mx-4qtr-p2');
    expect(text).toContain('December\u00a023, 2026 at 4:30\u00a0pm, Eastern Time');
    expect(text).toContain('23\u00a0décembre\u00a02026 à 16\u00a0h\u00a030, heure de l’Est');
    expect(text).not.toMatch(/Quillfeather|E000123456|Hello|Bonjour/);
  },
);

it.each([
  'password-reset',
  'password-changed',
  'second-factor-added',
  'second-factor-removed',
  'recovery-code-used',
  'sign-in-link',
] as const)('names in "%s" who helps: the address in the invitation to applicants only (S36)', (template) => {
  const to = (reader?: string) => write(template, 'en', { ...PAYLOADS[template], ...(reader ? { reader } : {}) }).text;
  expect(to()).toMatch(/Write to the address in your invitation\..*Écrivez à l’adresse indiquée dans votre invitation\./s);
  expect(to('officer')).toMatch(/Tell your service desk\..*centre de service\./s);
  expect(to('representative')).toMatch(/Write to the office that made your account\..*bureau qui a créé votre compte/s);
  for (const reader of ['officer', 'representative']) expect(to(reader)).not.toMatch(/your invitation|votre invitation/);
});

it('tells the invited not to create an account, where to look for mail and whom to ask (S5, S35, S36)', () => {
  const { text } = write('invitation', 'fr');
  for (const words of [
    'Ne créez pas de compte vous-même\u00a0: cela peut causer des retards. Suivez plutôt ce courriel.',
    'Do not create an account yourself: that can delay things. Follow this email instead.',
    'pourriels',
    'junk or spam folder',
    'Écrivez à case-help@office.example',
    'Write to case-help@office.example',
  ])
    expect(text).toContain(words);
});

describe.each(LANGUAGES)('a mail to whoever acts for the person it is about (%s)', (language) => {
  const about = TEMPLATES.filter((template) => catalogue(language)[template]?.other);
  const OF_THE_READER = {
    en: /\byou(’re| are| would be| will be) (back|in Canada|away)|when you come back|if you (leave|are in) Canada|your (card|file|photo|documents|permanent residence)\b/i,
    fr: /vous (êtes|serez|revenez|quittez)|à votre retour|votre (carte|dossier|photo|résidence)|vos documents|êtes-vous/i,
  } as const;

  it('is written for every act that is told of', () => {
    const acts = [
      'declaration-received',
      'declaration-withdrawn',
      'declaration-struck',
      'return-asked',
      'documents-submitted',
      'photo-returned',
      'photo-accepted',
      'photo-reopened',
    ];
    expect(about).toEqual(expect.arrayContaining([...acts, 'photographer-sent', 'residence-confirmed', 'card-mailed']));
  });

  it.each(about)('greets the reader and names the person, and never takes the one for the other: "%s"', (template) => {
    const { subject, text } = write(template, language, { ...PAYLOADS[template], actor: 'Wren Quillfeather' });
    const hello = { en: 'Hello', fr: 'Bonjour' } as const;
    expect(text).toContain(`${hello[language]} Wren Quillfeather,`);
    expect(text).not.toContain(`${hello[language]} Idris`);
    expect(text).toContain('Idris Quillfeather');
    for (const words of [subject, text]) for (const its of LANGUAGES) expect(words).not.toMatch(OF_THE_READER[its]);
    // to the person themselves nothing changes
    expect(write(template, language).text).toContain(`${hello[language]} Idris Quillfeather,`);
  });
});

it('has words for each mail, and none that no mail uses', () => {
  for (const language of LANGUAGES) {
    const { frame, facts, ...mails } = catalogue(language);
    expect(Object.keys(mails).sort()).toEqual([...TEMPLATES].sort());
    for (const template of TEMPLATES) {
      const contents: MailContents = MAILS[template];
      const used = [...contents.before, ...(contents.after ?? [])].filter((name) => name !== 'hello');
      const names = ['subject', 'heading', ...used, ...(contents.leadsTo ? ['act'] : [])];
      const { other = {}, ...words } = mails[template] ?? {};
      expect(Object.keys(words).sort()).toEqual(names.sort());
      expect(Object.keys(other).filter((name) => !names.includes(name))).toEqual([]);
    }
    expect(Object.keys(frame ?? {})).toEqual(['hello', 'jump', 'neverAsk', 'help', 'forStaff', 'forHelpers', 'about', 'sharer', 'check']);
    expect(Object.keys(facts ?? {})).toEqual(['username', 'password', 'endsAt', 'device', 'signedInAt', 'lockedAt', 'changedAt']);
  }
});

/** The words of a mail; `other` holds those for whoever acts for the person. */
type Words = Record<string, string> & { readonly other?: Record<string, string> };

function catalogue(language: Language): Record<string, Words> {
  return JSON.parse(readFileSync(new URL(`../../locales/${language}/mail.json`, import.meta.url), 'utf8')) as Record<string, Words>;
}

function wordsOf(template: MailTemplate, language: Language): { subject: string; heading: string } {
  return catalogue(language)[template] as unknown as { subject: string; heading: string };
}
