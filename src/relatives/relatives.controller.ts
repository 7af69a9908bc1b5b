import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { nameOf } from '../accounts/account-name.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { oneOf, required } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RELATIONS } from './relative-file.entity.js';
import { RelativesService } from './relatives.service.js';

const relativeForm = z.object({
  applicationNumber: required('admin-relatives:numberMissing', 40),
  relation: oneOf(RELATIONS, 'admin-relatives:relationMissing'),
});

/** Which files are an officer's own or their relatives'. */
@Controller()
export class RelativesController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly relatives: RelativesService,
  ) {}

  @GetPage('adminRelatives')
  @Requires('relatives.declare')
  show(@Req() req: Request, @Res() res: Response, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    return this.#page(req, res, officer, this.drafts.open(req, EMPTY_FORM, relativeForm));
  }

  @PostPage('adminRelatives')
  @Requires('relatives.declare')
  async declare(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(relativeForm, body);
    if (!form.ok) return this.#page(req, res, officer, form.form);
    const { applicationNumber, relation } = form.value;
    if (!(await this.relatives.declare(officer, applicationNumber, relation)))
      return this.#page(req, res, officer, refused(body, fieldError('applicationNumber', 'admin-relatives:numberUnknown')));
    redirectTo(res, 'adminRelatives');
  }

  @PostPage('adminRelativeRemoval')
  @Requires('relatives.view_all')
  async remove(@Res() res: Response, @Param('declaration') id: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.relatives.remove(officer, id);
    redirectTo(res, 'adminRelatives');
  }

  async #page(req: Request, res: Response, officer: Actor<'officer'>, form: FormState): Promise<void> {
    const all = may(officer.role, 'relatives.view_all');
    const rows = await this.relatives.list(officer);
    this.pages.show(req, res, 'admin/relatives', {
      form,
      all,
      relations: RELATIONS.map((value) => ({
        value,
        text: this.pages.translator.text(res.locals.language as Language, `admin-relatives:relation.${value}`),
      })),
      rows: rows.map(({ id, account, caseFile, relation, declaredAt }) => ({
        id,
        officer: nameOf(account),
        applicationNumber: caseFile.applicationNumber,
        relation,
        declaredAt,
        removable: all && account.id !== officer.accountId,
      })),
    });
  }
}
