import { Controller, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { CARDS_A_BATCH } from '../cards/batches/card-batch.rules.js';
import { CARD_NAME_CHARACTERS } from '../cards/card.rules.js';
import { CardService } from '../cards/card.service.js';
import type { Config } from '../config.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CONFIG } from '../tokens.js';
import { CardBatchPage } from './card-batch-page.js';
import { CardLists, CARDS_SHOWN } from './card-lists.js';

/** Cards to print, to mail, and mailed (S12, S13). */
@Controller()
export class CardsController {
  constructor(
    private readonly pages: Pages,
    private readonly lists: CardLists,
    private readonly batches: CardBatchPage,
    private readonly cards: CardService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  @GetPage('adminCards')
  @Requires('card.issue')
  async show(@Req() req: Request, @Res() res: Response, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    this.pages.show(req, res, 'admin/cards', {
      toPrint: await this.lists.toPrint(officer),
      toMail: await this.lists.toMail(officer),
      mailed: await this.lists.mailed(officer),
      batches: await this.batches.newest(),
      most: CARDS_A_BATCH,
      shown: CARDS_SHOWN,
      room: CARD_NAME_CHARACTERS,
      two: this.config.cardRelease === 'two',
      opensFiles: may(officer.role, 'presence.verify'),
    });
  }

  @PostPage('adminCardPrepared')
  @Requires('card.issue')
  async prepare(@Res() res: Response, @Param('card') cardId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.cards.prepare(officer, cardId);
    redirectTo(res, 'adminCards');
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
