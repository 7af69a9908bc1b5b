import { formatDate, formatDateTime } from '../language/formats.js';
import { type Language, otherLanguage } from '../language/language.js';
import { say } from '../language/phrase.js';
import { hrefByName } from '../language/routes.js';
import type { TextValues, Translator } from '../language/translator.js';
import { RULES_IN_TEXTS } from '../pages/rules-in-texts.js';
import type { PublicUrl } from '../security/public-url.js';
import { devicePhrase } from '../sessions/device.js';
import { HELP_OF, type MailContents, MAILS } from './mail-contents.js';
import type { MailTemplate } from './outbox.js';
import type { MailPayload } from './outbox-message.entity.js';

/** Facts that are words of no language. */
const CODES: readonly string[] = ['username', 'password'];

/** A mail in one language: all its words, with their values in place. Nothing here is markup. */
export interface MailHalf {
  readonly language: Language;
  readonly portal: string;
  readonly unofficial: string;
  readonly disclaimer: string;
  /** Leads readers of this language past the other half. */
  readonly jump: string;
  readonly subject: string;
  readonly heading: string;
  readonly before: readonly string[];
  readonly facts: readonly { label: string; text: string; isCode: boolean }[];
  readonly button: { text: string; address: string } | null;
  readonly after: readonly string[];
  readonly closing: string;
  /** How to check that the mail is from us; null in one that was written before mails had codes. */
  readonly check: string | null;
}

/**
 * The words of a mail in one language. Links come from PUBLIC_URL and lead to this language's pages.
 * @throws Error when a text or a value that it needs is missing: the mail waits, it never goes out with a gap
 */
export function mailHalf(
  translator: Translator,
  publicUrl: PublicUrl,
  template: MailTemplate,
  language: Language,
  payload: MailPayload,
): MailHalf {
  const contents: MailContents = MAILS[template];
  const checkAddress = publicUrl.of(hrefByName('emailCheck', language, {}));
  const values: TextValues = { ...RULES_IN_TEXTS, checkAddress, ...shown(translator, payload, language) };
  const { actor } = payload;
  // what speaks of the reader as the person is said otherwise to whoever acts for them, and names the person
  const keyOf = (name: string): string => {
    const other = `mail:${template}.other.${name}`;
    return typeof actor === 'string' && translator.has(language, other) ? other : `mail:${template}.${name}`;
  };
  const text = (name: string): string => translator.text(language, keyOf(name), values);
  const frame = (name: string): string => translator.text(language, `mail:frame.${name}`, values);
  // who acts for somebody is greeted by their own name, and told whom the message is about
  const toActor = (name: string): string[] => [translator.text(language, 'mail:frame.hello', { name }), frame('about')];
  const greeting = typeof actor === 'string' ? toActor(actor) : contents.before.includes('hello') ? [frame('hello')] : [];
  // two accounts share the mailbox: a given name says whose message it is, and no more (PORTAL.md 4)
  const whose = payload.sharer ? [frame('sharer')] : [];
  const greeted = (name: string): string[] => (name === 'hello' ? greeting : [text(name)]);
  const help = contents.help === 'none' ? '' : frame(contents.help ?? HELP_OF[String(payload.reader)] ?? 'help');
  return {
    language,
    portal: translator.text(language, 'layout:portal'),
    unofficial: translator.text(language, 'layout:unofficial'),
    disclaimer: translator.text(language, 'layout:disclaimer'),
    jump: frame('jump'),
    subject: text('subject'),
    heading: text('heading'),
    before: [...whose, ...contents.before.flatMap(greeted)],
    facts: (contents.facts ?? []).map((name) => ({
      label: translator.text(language, `mail:facts.${name}`),
      text: given(values, name),
      isCode: CODES.includes(name),
    })),
    button: contents.leadsTo ? { text: text('act'), address: publicUrl.of(hrefByName(contents.leadsTo, language, payload)) } : null,
    after: (contents.after ?? []).map(text),
    check: payload.checkCode ? frame('check') : null,
    closing: `${frame('neverAsk')} ${help}`.trim(),
  };
}

/** Both halves, the reader's language first. */
export const inReadersOrder = (language: Language): readonly [Language, Language] => [language, otherLanguage(language)];

/** Moments are given in ISO and read in Eastern Time, days as `YYYY-MM-DD`; a device is named in the reader's language. */
function shown(translator: Translator, payload: MailPayload, language: Language): TextValues {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      name.endsWith('At')
        ? formatDateTime(new Date(String(value)), language)
        : name.endsWith('On')
          ? formatDate(String(value), language)
          : name === 'device'
            ? say(translator, language, devicePhrase(String(value)))
            : (value as string | number),
    ]),
  );
}

function given(values: TextValues, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`a mail was given no ${name}`);
  return String(value);
}
