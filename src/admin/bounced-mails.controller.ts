import { Controller, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { PostPage } from '../language/page-routes.js';
import { BouncedMails } from '../mail/bounces/bounced-mails.js';
import { redirectTo } from '../pages/redirect.js';

/** An officer has seen on the page of a case that a mail came back, and nothing is left to do. */
@Controller()
export class BouncedMailsController {
  constructor(private readonly mails: BouncedMails) {}

  @PostPage('adminBounceSeen')
  @DecidesOnFile()
  @Requires('email.change')
  async see(
    @Res() res: Response,
    @Param('case') caseId: string,
    @Query('mail') mailId: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.mails.see(officer, caseId, String(mailId));
    redirectTo(res, 'adminCase', { case: caseId });
  }
}
