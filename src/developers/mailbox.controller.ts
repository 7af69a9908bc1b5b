import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { MailFolder } from './mail-folder.js';

const SHOWN = 100;

/** The mails that would have gone out. For developers, never in production. */
@Controller()
export class MailboxController {
  constructor(
    private readonly pages: Pages,
    private readonly folder: MailFolder,
  ) {}

  @GetPage('mailbox')
  @Public()
  async list(@Req() req: Request, @Res() res: Response): Promise<void> {
    const ids = this.folder.ids();
    const mails = await Promise.all(ids.slice(0, SHOWN).map((id) => this.folder.read(id)));
    const shown = mails.map(({ id, to, subject, date }) => ({ id, to, subject, sentAt: date }));
    this.pages.show(req, res, 'developers/mailbox', { mails: shown, all: ids.length, shown: shown.length });
  }

  @GetPage('mailboxMessage')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('message') id: string): Promise<void> {
    const { text, date, ...mail } = await this.folder.read(id);
    this.pages.show(req, res, 'developers/mailbox-message', { mail: { ...mail, sentAt: date }, paragraphs: paragraphsOf(text) });
  }

  /** The HTML part as a mail program shows it, in a page that can do nothing: its style is the mail's own, and only here allowed. */
  @GetPage('mailboxPreview')
  @Public()
  async preview(@Res() res: Response, @Param('message') id: string): Promise<void> {
    const { html } = await this.folder.read(id);
    res.removeHeader('Origin-Agent-Cluster'); // a page without an origin can’t have a cluster by origin, and Chromium says so
    res.set('Content-Security-Policy', PREVIEW_POLICY).type('html').send(html);
  }
}

const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-top-navigation-by-user-activation";

/** The plain part in paragraphs and lines; a line that is an address becomes a link. */
function paragraphsOf(text: string): { isRule: boolean; lines: { words: string; address: string | null }[] }[] {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => ({
      isRule: /^-+$/.test(paragraph),
      lines: paragraph
        .split('\n')
        .map((line) => ({ words: line.trim(), address: /^https?:\/\/\S+$/.test(line.trim()) ? line.trim() : null })),
    }));
}
