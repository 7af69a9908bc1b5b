import { Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { GetPage } from '../language/page-routes.js';
import { dayOf } from '../language/formats.js';
import { Pages } from '../pages/pages.js';
import { aboutAnother, storyOfAnother } from './about-another.js';
import { SIGNED_IN } from './lane-facts.js';
import { standingOf } from './standing.js';
import type { StandingRecord } from './standing-record.js';
import { StandingRecords } from './standing-records.js';
import { timelineOf } from './timeline.js';

/** Where things stand for a person, with dates and who acts next (S14). */
@Controller()
export class StatusController {
  constructor(
    private readonly pages: Pages,
    private readonly records: StandingRecords,
    private readonly clock: Clock,
  ) {}

  @GetPage('status')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const [record] = isUuid(personId) ? await this.records.ofApplicant(applicant.accountId, personId) : [];
    if (!record) throw new NotFoundException();
    const now = this.clock.now();
    const standing = standingOf(record, SIGNED_IN, now);
    const timeline = timelineOf(record, dayOf(now));
    const self = record.acting === 'self';
    this.pages.show(req, res, 'confirmation/status', {
      person: { id: record.personId, name: record.name },
      standing: self ? standing : aboutAnother(standing),
      timeline: self ? timeline : storyOfAnother(timeline),
      self,
      leaving: leavingOf(record),
      closed: record.card?.state === 'closed' && !record.suspendedAt,
    });
  }
}

/** Where somebody says that they are not in Canada, or not any more, while that still matters; who is away finds it in the story above. */
function leavingOf({ residence, presence }: StandingRecord): { route: 'leftCanada' | 'abroad'; words: 'left' | 'away' } | null {
  if (residence === 'confirmed') return null;
  if (presence === 'declared' || presence === 'verified') return { route: 'leftCanada', words: 'left' };
  return presence === 'not_started' ? { route: 'abroad', words: 'away' } : null;
}
