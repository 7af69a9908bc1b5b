import { Injectable } from '@nestjs/common';
import type { Language } from '../language/language.js';
import { Translator } from '../language/translator.js';
import { Pages } from '../pages/pages.js';
import { PublicUrl } from '../security/public-url.js';
import { inReadersOrder, mailHalf } from './mail-half.js';
import { mailText } from './mail-text.js';
import type { MailTemplate } from './outbox.js';
import type { MailPayload } from './outbox-message.entity.js';

export interface WrittenMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Writes mails: each in both languages in one message, the reader's first (PORTAL.md 4). */
@Injectable()
export class MailViews {
  constructor(
    private readonly pages: Pages,
    private readonly translator: Translator,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** @throws Error when a text, or a value it needs, is missing */
  write(template: MailTemplate, language: Language, payload: MailPayload): WrittenMail {
    const half = (its: Language) => mailHalf(this.translator, this.publicUrl, template, its, payload);
    const [first, second] = inReadersOrder(language);
    const [one, two] = [half(first), half(second)];
    return {
      subject: `${one.subject} / ${two.subject}`,
      html: this.pages.render('mail/message', { first: one, second: two }),
      text: mailText(one, two),
    };
  }
}
