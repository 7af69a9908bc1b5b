import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { Board } from './board.js';

/** The tab "Permanent Residence Confirmation" (S7): each person's lanes, and what is left to do. */
@Controller()
export class BoardController {
  constructor(
    private readonly pages: Pages,
    private readonly board: Board,
    private readonly clock: Clock,
  ) {}

  @GetPage('confirmation')
  @Requires('confirmation.view')
  async show(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const { persons, others, size, onHold } = await this.board.of(applicant, this.clock.now());
    const waiting = persons.filter(({ standing }) => standing.who === 'you' && standing.whoSign !== 'hold');
    this.pages.show(req, res, 'confirmation/board', {
      persons,
      waiting: waiting.length,
      allOnHold: persons.every(({ standing }) => standing.whoSign === 'hold'),
      onHold,
      others,
      size,
      first: waiting[0] ?? null,
      applicationNumber: persons[0]?.applicationNumber ?? '',
    });
  }
}
