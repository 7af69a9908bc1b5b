import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { pictureNamed, sendPicture } from '../photos/photo-picture.controller.js';
import { refuseOtherSites } from '../security/other-sites.js';
import { OFFICER_PICTURES, PhotoPictures } from '../photos/photo-pictures.js';
import { PhotoFile } from './photo-file.js';
import { PhotoList } from './photo-list.js';
import { PhotoReviewPage } from './photo-review-page.js';

/** The queue of photos, each photo's page, and its pictures (S11). */
@Controller()
export class AdminPhotosController {
  constructor(
    private readonly pages: Pages,
    private readonly page: PhotoReviewPage,
    private readonly list: PhotoList,
    private readonly files: PhotoFile,
    private readonly pictures: PhotoPictures,
  ) {}

  @GetPage('adminPhotos')
  @Requires('photo.review')
  async queue(@Req() req: Request, @Res() res: Response, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const undo = await this.page.undo(officer);
    this.pages.show(req, res, 'admin/photos', {
      ...(await this.list.waiting(officer)),
      undo,
      nextAddress: `${href('adminNext', res.locals.language as Language)}?what=photo`,
      scripts: undo && !req.session.keysOff ? ['photo-review'] : [],
    });
  }

  @GetPage('adminPhoto')
  @Requires('photo.review')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.page.show(req, res, officer, attemptId);
  }

  @GetPage('adminPhotoPicture')
  @Requires('photo.review')
  async picture(@Req() req: Request, @Res() res: Response, @Param() { attempt, picture }: Record<string, string>): Promise<void> {
    refuseOtherSites(req);
    const name = pictureNamed(picture, OFFICER_PICTURES);
    sendPicture(res, await this.pictures.draw(await this.files.attempt(attempt ?? ''), name));
  }
}
