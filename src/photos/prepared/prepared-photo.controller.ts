import { Body, Controller, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { PREPARED_TOLD } from '../../confirmation/drafts/prepared.js';
import { typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { refuseWhenLocked } from '../photo-pages.js';
import { refuseOtherSites } from '../../security/other-sites.js';
import { sendPicture } from '../photo-picture.controller.js';
import { PhotoPreviews } from '../photo-previews.js';
import { PhotoDrafts } from './photo-drafts.js';

/** The applicant's answer to a photo that was prepared for them (PORTAL.md 2). */
@Controller()
export class PreparedPhotoController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly drafts: PhotoDrafts,
    private readonly previews: PhotoPreviews,
  ) {}

  @GetPage('preparedPhoto')
  @Requires('photo.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Query('prepared') answered: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { person, photo } = await this.#open(applicant, personId);
    const draft = await this.drafts.waiting(personId);
    this.pages.show(req, res, 'photos/prepared', {
      person: { id: person.id, name: person.fullName },
      told: PREPARED_TOLD.find((told) => told === answered) ?? '',
      draft: draft && {
        id: draft.id,
        by: draft.representation.representativeName(),
        at: draft.preparedAt,
        fileName: draft.fileName,
      },
      hasDraft: Boolean(photo && photo.state !== 'returned'),
    });
  }

  @PostPage('preparedPhoto')
  @Requires('photo.prepare')
  async decide(
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#open(applicant, personId);
    const { draft, decision } = typedValues(body);
    const use = decision === 'use';
    if (typeof draft !== 'string' || (!use && decision !== 'decline')) return redirectTo(res, 'preparedPhoto', { person: personId });
    const decided = await this.drafts.decide(applicant, personId, draft, use);
    if (decided && use) return redirectTo(res, 'photoFrame', { person: personId });
    const page = href('preparedPhoto', res.locals.language as Language, { person: personId });
    res.redirect(303, `${page}?prepared=${decided ? 'declined' : 'gone'}`);
  }

  /** Drawn anew from its pixels: the file itself goes out to nobody (TRUST.md 3). */
  @GetPage('preparedPicture')
  @Requires('photo.prepare')
  async picture(
    @Req() req: Request,
    @Res() res: Response,
    @Param() { person, draft: id }: Record<string, string>,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    refuseOtherSites(req);
    const confirmation = await this.confirmations.of(applicant, person ?? '');
    const draft = await this.drafts.waiting(confirmation.person.id);
    if (!draft || draft.id !== id) throw new NotFoundException();
    sendPicture(res, await this.previews.whole(draft.storeKey));
  }

  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    refuseWhenLocked(confirmation);
    return confirmation;
  }
}
