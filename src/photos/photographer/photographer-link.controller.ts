import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { Pages } from '../../pages/pages.js';
import { qrPicture } from '../../pages/qr-picture.js';
import { redirectTo } from '../../pages/redirect.js';
import { PublicUrl } from '../../security/public-url.js';
import { refuseWhenLocked } from '../photo-pages.js';
import { PhotoPreviews } from '../photo-previews.js';
import { refuseOtherSites } from '../../security/other-sites.js';
import { sendPicture } from '../photo-picture.controller.js';
import { PHOTOGRAPHER_LINK_DAYS, PhotographerLinks } from './photographer-links.js';

/** "A photographer sends the photo": the applicant makes the link, ends it, and takes over what came, or not. */
@Controller()
export class PhotographerLinkController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly links: PhotographerLinks,
    private readonly previews: PhotoPreviews,
    private readonly publicUrl: PublicUrl,
  ) {}

  @GetPage('photographerLink')
  @Requires('photo.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const link = await this.links.of(confirmation);
    const code = link && !link.arrivedAt ? (req.session.photographers?.[personId] ?? null) : null;
    const address = code ? this.publicUrl.value + href('photographerUpload', res.locals.language as Language, { code }) : null;
    this.pages.show(req, res, 'photos/photographer-link', {
      person: { id: personId, name: confirmation.person.fullName },
      state: link ? (link.arrivedAt ? 'arrived' : 'open') : 'none',
      link: link?.id ?? '',
      endsAt: link?.endsAt ?? null,
      arrivedAt: link?.arrivedAt ?? null,
      fileName: link?.fileName ?? '',
      hasDraft: Boolean(confirmation.photo && confirmation.photo.state !== 'returned'),
      days: PHOTOGRAPHER_LINK_DAYS,
      code,
      address,
      qr: address ? qrPicture(address) : null,
    });
  }

  /** The code is shown once in this session, and is kept nowhere else. */
  @PostPage('photographerLink')
  @Requires('photo.prepare')
  async make(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#open(applicant, personId);
    const code = await this.links.make(applicant, personId);
    req.session.photographers = { ...req.session.photographers, [personId]: code };
    redirectTo(res, 'photographerLink', { person: personId });
  }

  @PostPage('photographerLinkEnd')
  @Requires('photo.prepare')
  async end(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.links.end(applicant, personId);
    const { [personId]: _ended, ...others } = req.session.photographers ?? {};
    req.session.photographers = others;
    redirectTo(res, 'photographerLink', { person: personId });
  }

  @PostPage('photographerPhoto')
  @Requires('photo.prepare')
  async adopt(
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#open(applicant, personId);
    const adopted = await this.links.adopt(applicant, personId, String(typedValues(body).link ?? ''));
    redirectTo(res, adopted ? 'photoFrame' : 'photographerLink', { person: personId });
  }

  /** Drawn anew from its pixels: the studio's file itself goes out to nobody (TRUST.md 3). */
  @GetPage('photographerPicture')
  @Requires('photo.prepare')
  async picture(
    @Req() req: Request,
    @Res() res: Response,
    @Param() { person, link: id }: Record<string, string>,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    refuseOtherSites(req);
    const link = await this.links.of(await this.confirmations.of(applicant, person ?? ''));
    if (!link?.storeKey || link.id !== id) throw new NotFoundException();
    sendPicture(res, await this.previews.whole(link.storeKey));
  }

  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    refuseWhenLocked(confirmation);
    return confirmation;
  }
}

declare module 'express-session' {
  interface SessionData {
    /** Codes of photographers' links that were made in this session, by person, to show them again on their pages. */
    photographers?: Record<string, string>;
  }
}
