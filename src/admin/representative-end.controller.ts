import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { oneOf, typed } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { ConsentEnds } from '../representatives/consent-ends.service.js';
import { Representations } from '../representatives/representations.service.js';
import { ENDED_FOR } from '../representatives/representative.rules.js';

const endForm = z.object({ reason: oneOf(ENDED_FOR, 'representation:officerEnd.chooseReason'), representation: typed() });

/** An officer ends a consent: its giver asked by telephone or has no account, or the representative may not represent (PORTAL.md 2). */
@Controller()
export class AdminRepresentativeEndController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly representations: Representations,
    private readonly ends: ConsentEnds,
  ) {}

  @GetPage('adminRepresentativeEnd')
  @Requires('representative.record')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') _officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, personId, this.drafts.open(req, EMPTY_FORM, endForm));
  }

  /** Ends the consent that was shown, never one that took its place since. */
  @PostPage('adminRepresentativeEnd')
  @Requires('representative.record')
  async end(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const read = readForm(endForm, body);
    if (!read.ok) return this.#page(req, res, personId, read.form);
    const { reason, representation } = read.value;
    await this.representations.namer(personId); // somebody there is
    if (!(await this.ends.endFor(officer, personId, representation, reason)))
      return this.#page(req, res, personId, refused(body, fieldError('reason', 'representation:officerEnd.changed')));
    res.redirect(303, `${href('adminRepresentative', res.locals.language as Language, { person: personId })}?done=ended`);
  }

  /** Where nobody represents them any more, the page of who does says so. */
  async #page(req: Request, res: Response, personId: string, form: FormState): Promise<void> {
    const { person } = await this.representations.namer(personId);
    const current = await this.representations.current(personId);
    if (!current) return redirectTo(res, 'adminRepresentative', { person: personId });
    this.pages.show(req, res, 'admin/representative-end', {
      form,
      applicationNumber: person.caseFile.applicationNumber,
      person: { id: person.id, name: person.fullName },
      current: { id: current.id, name: current.representativeName() },
      reasons: this.pages.translator.choices(res.locals.language as Language, ENDED_FOR, 'representation:officerEnd.reasons'),
    });
  }
}
