import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { EMPTY_FORM } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { answersShown, familyShown } from './answers-shown.js';
import { goTo } from './go-to.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { redirectTo } from '../pages/redirect.js';
import { ReplyPages } from './reply-pages.js';
import { ReplyService } from './reply.service.js';
import { ReplyVisits } from './reply-visits.js';

const CHECK = { page: 'replyCheck', person: null } as const;

/** Check your answers, send the reply, keep the receipt. */
@Controller()
export class ReplySendingController {
  constructor(
    private readonly visits: ReplyVisits,
    private readonly pages: ReplyPages,
    private readonly replies: ReplyService,
  ) {}

  @GetPage('replyCheck')
  @Public()
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.open(req, CHECK);
    const language = res.locals.language as Language;
    const shown = { answers: answersShown(reply, language), family: familyShown(reply, language) };
    this.pages.check(req, res, 'invitations/reply-check', reply, { form: EMPTY_FORM, ...shown });
  }

  @PostPage('replyCheck')
  @Public()
  async create(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.open(req, CHECK);
    const sent = await this.replies.send(reply.id, res.locals.language as Language);
    if (sent.ok) redirectTo(res, 'replySent');
    else goTo(res, sent.place);
  }

  @GetPage('replySent')
  @Public()
  async receipt(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.sent(req);
    const language = res.locals.language as Language;
    this.pages.show(req, res, 'invitations/reply-sent', reply, {
      name: reply.person.fullName,
      reference: reply.reference ?? '',
      sentAt: reply.sentAt ?? null,
      applicationNumber: reply.person.caseFile.applicationNumber,
      answers: answersShown(reply, language),
      family: familyShown(reply, language),
    });
  }
}
