import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { Confirmations } from './confirmations.js';
import { PhotoQueue } from './photo-queue.js';
import { SIGNED_IN, standingOf } from './standing.js';
import { timelineOf } from './timeline.js';

/** Where things stand for a person, with dates and who acts next (S14). */
@Controller()
export class StatusController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly queue: PhotoQueue,
    private readonly clock: Clock,
  ) {}

  @GetPage('status')
  @Requires('confirmation.view')
  async show(@Req() req: Request, @Res() res: Response, @Param('person') personId: string, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { person, photo } = confirmation;
    const waiting = photo?.state === 'submitted' || photo?.state === 'in_review';
    this.pages.show(req, res, 'confirmation/status', {
      person: { id: person.id, name: person.fullName },
      standing: standingOf(confirmation, SIGNED_IN, this.clock.now()),
      timeline: timelineOf(confirmation, waiting ? await this.queue.oldestWaiting() : null),
      mayLeave: confirmation.residence === 'not_confirmed',
    });
  }
}
