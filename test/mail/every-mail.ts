import { LANGUAGES, type Language } from '../../src/language/language.js';
import type { MailViews, WrittenMail } from '../../src/mail/mail-views.js';
import type { MailPayload } from '../../src/mail/outbox-message.entity.js';
import { PAYLOADS, TEMPLATES } from './payloads.js';

/** A mail, and which one it is. */
export interface NamedMail extends WrittenMail {
  readonly name: string;
  readonly language: Language;
}

/** As it goes out: with the code by which its reader can tell that it is ours. */
const CODE = { checkCode: 'abcd-efgh-jkmn-pqrs' };
type Reader = Readonly<Record<string, string>>;
/** Who else may read it: one of two who share a mailbox, those who work here, and who acts for the person that it names. */
const READERS: readonly Reader[] = [
  {},
  { sharer: 'Wren' },
  { reader: 'officer' },
  { reader: 'representative' },
  { actor: 'Wren Quillfeather' },
];

/** Every mail there is, to readers of both languages and of these kinds, each once. */
export function everyMail(views: MailViews, readers = READERS): NamedMail[] {
  const all = TEMPLATES.flatMap((template) =>
    LANGUAGES.flatMap((language) =>
      readers
        .filter((reader) => !('actor' in reader) || 'name' in PAYLOADS[template])
        .map((reader) => ({
          ...views.write(template, language, { ...PAYLOADS[template], ...CODE, ...reader } as MailPayload),
          name: [template, language, ...Object.values(reader)].join(' '),
          language,
        })),
    ),
  );
  return [...new Map(all.map((mail): [string, NamedMail] => [mail.html, mail]).reverse()).values()];
}
