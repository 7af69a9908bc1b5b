import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { CARD_NAME_CHARACTERS } from '../cards/card.rules.js';
import { CardService } from '../cards/card.service.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CardLists, CARDS_SHOWN } from './card-lists.js';

/** Cards to print, to mail, and mailed (S12, S13). */
@Controller()
export class CardsController {
  constructor(
    private readonly pages: Pages,
    private readonly lists: CardLists,
    private readonly cards: CardService,
  ) {}

  @GetPage('adminCards')
  @Requires('card.issue')
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    this.pages.show(req, res, 'admin/cards', {
      toPrint: await this.lists.toPrint(),
      toMail: await this.lists.toMail(),
      mailed: await this.lists.mailed(),
      shown: CARDS_SHOWN,
      room: CARD_NAME_CHARACTERS,
    });
  }

  @PostPage('adminCardPrinted')
  @Requires('card.issue')
  async print(@Res() res: Response, @Param('card') cardId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.cards.print(officer, cardId);
    redirectTo(res, 'adminCards');
  }

  @PostPage('adminCardMailed')
  @Requires('card.issue')
  async mail(@Res() res: Response, @Param('card') cardId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.cards.mail(officer, cardId);
    redirectTo(res, 'adminCards');
  }
}
