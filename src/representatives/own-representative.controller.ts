import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { EMPTY_FORM, typedValues } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { ConsentEnds } from './consent-ends.service.js';
import { type CurrentRepresentation, Representations } from './representations.service.js';

/** The applicant's page of who represents them, and the end of it at any moment (PORTAL.md 2). */
@Controller()
export class OwnRepresentativeController {
  constructor(
    private readonly pages: Pages,
    private readonly representations: Representations,
    private readonly ends: ConsentEnds,
  ) {}

  @GetPage('accountRepresentative')
  @Requires('representative.end')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query('done') done: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const current = await this.representations.current(applicant.personId);
    const others = current ? await this.representations.othersSeen(applicant.personId) : [];
    this.pages.show(req, res, 'representatives/own', {
      representative: shown(current),
      others: others.map(({ fullName }) => fullName),
      ended: done === 'ended' && !current,
    });
  }

  @GetPage('accountRepresentativeEnd')
  @Requires('representative.end')
  async confirm(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const current = await this.representations.current(applicant.personId);
    if (!current) return redirectTo(res, 'accountRepresentative');
    this.pages.show(req, res, 'representatives/own-end', { representative: shown(current), form: EMPTY_FORM });
  }

  /** Ends the consent that was shown, never one that took its place since. */
  @PostPage('accountRepresentativeEnd')
  @Requires('representative.end')
  async end(@Res() res: Response, @Body() body: unknown, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    await this.ends.end(applicant, String(typedValues(body).representation ?? ''));
    res.redirect(303, `${href('accountRepresentative', res.locals.language as Language)}?done=ended`);
  }
}

/** The applicant signed the form, and may read what it says of who represents them. */
function shown(current: CurrentRepresentation | null) {
  if (!current) return null;
  const { id, since, form } = current;
  return {
    id,
    name: current.representativeName(),
    since,
    kind: form?.kind ?? '',
    body: form?.body ?? '',
    number: form?.membershipNumber ?? '',
  };
}
