import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { countryName } from '../cases/countries.js';
import { EMPTY_FORM } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { redirectTo } from '../pages/redirect.js';
import type { Reply } from './reply.entity.js';
import { ReplyPages } from './reply-pages.js';
import { ReplyService } from './reply.service.js';
import { ReplyVisits } from './reply-visits.js';

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
    const reply = await this.visits.open(req, 'replyCheck');
    this.pages.check(req, res, 'invitations/reply-check', reply, { form: EMPTY_FORM, answers: answersShown(reply, res) });
  }

  @PostPage('replyCheck')
  @Public()
  async create(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.open(req, 'replyCheck');
    const sent = await this.replies.send(reply.id, res.locals.language as Language);
    redirectTo(res, sent.ok ? 'replySent' : sent.page);
  }

  @GetPage('replySent')
  @Public()
  async receipt(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.sent(req);
    this.pages.show(req, res, 'invitations/reply-sent', reply, {
      name: reply.person.fullName,
      reference: reply.reference ?? '',
      sentAt: reply.sentAt ?? null,
      applicationNumber: reply.person.caseFile.applicationNumber,
      answers: answersShown(reply, res),
    });
  }
}

/** The answers as a list shows them. */
function answersShown({ person, answers, changesEmail, emailConfirmedAt }: Reply, res: Response) {
  return {
    name: person.fullName,
    detailsRight: answers.detailsRight ?? false,
    detailsNote: answers.detailsNote ?? '',
    email: answers.email ?? '',
    emailOpen: changesEmail && !emailConfirmedAt,
    inCanada: answers.inCanada ?? false,
    country: answers.country ? countryName(answers.country, res.locals.language as Language) : '',
    returnOn: answers.returnOn ?? null,
    eyes: `reply:eyes.${answers.eyeColour ?? 'other'}`,
    heightCm: answers.heightCm ?? 0,
  };
}
