import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { caseOf } from '../cases/case-of.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { CaseNotes } from '../messages/case-notes.js';
import { replyForm } from '../messages/message.form.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';

/** Officers' notes on a case, which nobody else sees. */
@Controller()
export class NotesController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly notes: CaseNotes,
  ) {}

  @GetPage('adminNotes')
  @Requires('note.write')
  async showNotes(@Req() req: Request, @Res() res: Response, @Param('case') caseId: string): Promise<void> {
    await this.#notes(req, res, caseId, this.drafts.open(req, EMPTY_FORM, replyForm));
  }

  @PostPage('adminNotes')
  @Requires('note.write')
  async note(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(replyForm, body);
    if (!form.ok) return this.#notes(req, res, caseId, form.form);
    await this.notes.write(officer, caseId, form.value.words);
    redirectTo(res, 'adminNotes', { case: caseId });
  }

  async #notes(req: Request, res: Response, caseId: string, form: FormState): Promise<void> {
    const { id, applicationNumber } = await caseOf(this.em, caseId);
    this.pages.show(req, res, 'admin/notes', { form, caseFile: { id, applicationNumber }, notes: await this.notes.of(caseId) });
  }
}
