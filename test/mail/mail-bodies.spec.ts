/** PORTAL.md 4: no personal details beyond name and case number; username and temporary password never share a mail with these. */
import { LANGUAGES } from '../../src/language/language.js';
import { MailViews } from '../../src/mail/mail-views.js';
import type { MailPayload } from '../../src/mail/outbox-message.entity.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { PAYLOADS, TEMPLATES } from './payloads.js';

/** More than any mail is given: what a template could say if it wanted to. */
const EVERYTHING = {
  name: 'Canary Fullname',
  caseNumber: 'E5550001112',
  username: 'cnry-user-01',
  password: 'cnrya cnryb cnryc',
  email: 'canary@mail.example',
  uci: '77889900',
  dateOfBirth: '1977-07-07',
  placeOfBirth: 'Canaryville',
  street: '7 Canary Court',
  postalCode: 'C1A 7C7',
  words: 'Canary words of an officer',
};
const NEVER = ['email', 'uci', 'dateOfBirth', 'placeOfBirth', 'street', 'postalCode', 'words'] as const;

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

describe.each(TEMPLATES)('the mail "%s"', (template) => {
  it.each(LANGUAGES)('says in %s no more than it may, whatever it is given', (language) => {
    const payload = { ...PAYLOADS[template], ...EVERYTHING } as unknown as MailPayload;
    const { subject, html, text } = portal.get(MailViews).write(template, language, payload);
    const said = (['name', 'caseNumber', 'username', 'password', ...NEVER] as const).filter((fact) =>
      [subject, html, text].some((part) => part.includes(EVERYTHING[fact])),
    );
    expect(said.filter((fact) => (NEVER as readonly string[]).includes(fact))).toEqual([]);
    const [person, secret] = [
      said.some((fact) => fact === 'name' || fact === 'caseNumber'),
      said.some((fact) => fact === 'username' || fact === 'password'),
    ];
    expect(person && secret).toBe(false);
    for (const fact of ['username', 'password'] as const) expect(subject).not.toContain(EVERYTHING[fact]);
  });
});
