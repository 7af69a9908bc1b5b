import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { fieldError, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { redirectTo } from '../pages/redirect.js';
import { goTo } from './go-to.js';
import { QUESTIONS } from './reply.questions.js';
import { ReplyPages } from './reply-pages.js';
import { ReplyService } from './reply.service.js';
import type { QuestionPage } from './reply.steps.js';
import { ReplyVisits } from './reply-visits.js';

/** The questions of the reply, one a page, saved on each Continue. Who may see them: ReplyVisits. */
@Controller()
export class ReplyController {
  constructor(
    private readonly visits: ReplyVisits,
    private readonly pages: ReplyPages,
    private readonly replies: ReplyService,
  ) {}

  @GetPage('replyWho') @Public() who(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyWho');
  }
  @GetPage('replyFacts') @Public() facts(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyFacts');
  }
  @GetPage('replyEmail') @Public() email(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyEmail');
  }
  @GetPage('replyPresence') @Public() presence(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyPresence');
  }
  @GetPage('replyAbroad') @Public() abroad(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyAbroad');
  }
  @GetPage('replyAppearance') @Public() appearance(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#ask(req, res, 'replyAppearance');
  }

  @PostPage('replyWho') @Public() saveWho(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyWho', body);
  }
  @PostPage('replyFacts') @Public() saveFacts(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyFacts', body);
  }
  @PostPage('replyEmail') @Public() saveEmail(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyEmail', body);
  }
  @PostPage('replyPresence') @Public() savePresence(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyPresence', body);
  }
  @PostPage('replyAbroad') @Public() saveAbroad(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyAbroad', body);
  }
  @PostPage('replyAppearance') @Public() saveAppearance(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    return this.#answer(req, res, 'replyAppearance', body);
  }

  /** A representative is stopped here, with advice; the way on is the applicant's. */
  @GetPage('replyRepresentative')
  @Public()
  async representative(@Req() req: Request, @Res() res: Response): Promise<void> {
    const reply = await this.visits.open(req, 'replyRepresentative');
    this.pages.show(req, res, 'invitations/reply-representative', reply, {});
  }

  async #ask(req: Request, res: Response, page: QuestionPage): Promise<void> {
    this.pages.question(req, res, page, await this.visits.open(req, { page, person: null }));
  }

  async #answer(req: Request, res: Response, page: QuestionPage, body: unknown): Promise<void> {
    const reply = await this.visits.open(req, { page, person: null });
    const form = readForm(QUESTIONS[page].form(this.pages.asked(res, reply)), body);
    if (!form.ok) return this.pages.question(req, res, page, reply, form.form);
    const saved = await this.replies.save(reply.id, form.value);
    // neutral words, the same for every reason (S2b)
    if (!saved.ok) return this.pages.question(req, res, page, reply, refused(body, fieldError('newEmail', 'reply:email.notUsable')));
    if (page === 'replyWho' && !saved.isApplicant) return redirectTo(res, 'replyRepresentative');
    goTo(res, saved.next);
  }
}
