import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { Confirmations } from './confirmations.js';
import { PresenceService } from './presence.service.js';
import { TransitionRefused } from './transition.js';

/** "I have left Canada": what it changes is said first, and one press withdraws the declaration (PORTAL.md 6.4). */
@Controller()
export class LeftCanadaController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly presence: PresenceService,
  ) {}

  @GetPage('leftCanada')
  @Requires('presence.tell_abroad')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { person, presence, residence } = await this.confirmations.of(applicant, personId);
    if (presence !== 'declared' && presence !== 'verified') throw new GoElsewhere('abroad', { person: personId });
    const view = residence === 'confirmed' ? 'confirmation/residence-is-confirmed' : 'confirmation/left-canada';
    this.pages.show(req, res, view, { person: { id: person.id, name: person.fullName } });
  }

  @PostPage('leftCanada')
  @Requires('presence.tell_abroad')
  async create(
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.presence.leaveCanada(applicant, personId).catch((fault: unknown) => {
      if (!(fault instanceof TransitionRefused)) throw fault;
      // pressed twice: the first press did it; confirmed meanwhile: the page says what holds now
      if (fault.from === 'residence confirmed') throw new GoElsewhere('leftCanada', { person: personId });
    });
    redirectTo(res, 'abroad', { person: personId });
  }
}
