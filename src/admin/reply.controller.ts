import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import type { Language } from '../language/language.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import { ReplyPage } from './reply-page.js';

/** The reply beside the file, and marking it as read. */
@Controller()
export class AdminReplyController {
  constructor(
    private readonly pages: Pages,
    private readonly replyPage: ReplyPage,
    private readonly replies: ReplyReading,
  ) {}

  @GetPage('adminReply')
  @Requires('reply.read')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    this.pages.show(req, res, 'admin/reply', await this.replyPage.of(officer, caseId, res.locals.language as Language));
  }

  @PostPage('adminReply')
  @DecidesOnFile()
  @Requires('reply.read')
  async create(@Res() res: Response, @Param('case') caseId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.replies.markRead(officer, caseId);
    redirectTo(res, 'adminReply', { case: caseId });
  }
}
