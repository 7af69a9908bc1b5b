import { Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { isUuid } from '../database/uuid.js';
import { GetPage } from '../language/page-routes.js';
import { refuseOtherSites } from '../security/other-sites.js';
import { PhotoAttempt } from './photo-attempt.entity.js';
import { APPLICANT_PICTURES, PhotoPictures, type PictureName } from './photo-pictures.js';

/** The pictures on an applicant's pages. */
@Controller()
export class PhotoPictureController {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly pictures: PhotoPictures,
  ) {}

  @GetPage('photoPicture')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param() { person, attempt, picture }: Record<string, string>,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    refuseOtherSites(req);
    const name = pictureNamed(picture, APPLICANT_PICTURES);
    const confirmation = await this.confirmations.of(applicant, person ?? '');
    const found = isUuid(attempt ?? '') ? await this.em.findOne(PhotoAttempt, { id: attempt ?? '', person: confirmation.person }) : null;
    if (!found) throw new NotFoundException();
    sendPicture(res, await this.pictures.draw(found, name));
  }
}

/** @throws NotFoundException for a name that is not of this list */
export function pictureNamed(name: string | undefined, names: readonly PictureName[]): PictureName {
  const found = names.find((one) => one === name);
  if (!found) throw new NotFoundException();
  return found;
}

/** Never stored, by browsers or between (`neverStored`), for our own pages only, and called by a name of ours when somebody saves it. */
export function sendPicture(res: Response, jpeg: Buffer): void {
  res.set('Cross-Origin-Resource-Policy', 'same-origin').set('Content-Disposition', 'inline; filename="photo.jpg"');
  res.type('image/jpeg').send(jpeg);
}
