import { Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { CARDS_A_BATCH } from '../cards/batches/card-batch.rules.js';
import { CARD_NAME_CHARACTERS } from '../cards/card.rules.js';
import { CardService } from '../cards/card.service.js';
import { MissingCards } from '../cards/mailed/missing-cards.service.js';
import type { Config } from '../config.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CONFIG } from '../tokens.js';
import { type BatchList, CardBatchPage } from './card-batch-page.js';
import { type CardList, CardLists } from './card-lists.js';
import { CARD_LISTS, cardListQuery, type CardListName, readCardList } from './card-lists.query.js';

/** Cards to print and to mail, in the mail, and those that came back (S12, S13). */
@Controller()
export class CardsController {
  constructor(
    private readonly pages: Pages,
    private readonly lists: CardLists,
    private readonly batches: CardBatchPage,
    private readonly cards: CardService,
    private readonly missing: MissingCards,
    @Inject(CONFIG) private readonly config: Pick<Config, 'cardRelease'>,
  ) {}

  /** The beginnings of all lists; with `?list=mailed&after=…` one list from there on; with `?find=…` what is found. */
  @GetPage('adminCards')
  @Requires('card.issue')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const typed = typeof query.find === 'string' ? query.find.trim().slice(0, 60) : '';
    const one = typed ? null : readCardList(query);
    const wanted = (name: CardListName | 'batches') => !typed && (one === null || one.list === name);
    const address = href('adminCards', res.locals.language as Language);
    const paged = <List extends CardList | BatchList>(name: CardListName | 'batches', list: List) => ({
      ...list,
      first: one?.after ? address + cardListQuery(name, null) : null,
      next: list.next ? address + cardListQuery(name, list.next) : null,
    });
    const lists: Record<string, unknown> = {};
    for (const name of CARD_LISTS)
      lists[name] = wanted(name) ? paged(name, await this.lists.read(officer, name, one?.after ?? null)) : null;
    this.pages.show(req, res, 'admin/cards', {
      ...lists,
      batches: wanted('batches') ? paged('batches', await this.batches.list(one?.after ?? null)) : null,
      typed,
      found: typed ? await this.lists.find(officer, typed) : [],
      whole: !typed && one === null,
      most: CARDS_A_BATCH,
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

  /** Another card in place of one that its person declared missing. */
  @PostPage('adminCardReplacement')
  @Requires('card.issue')
  async replace(@Res() res: Response, @Param('card') cardId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.missing.replace(officer, cardId);
    redirectTo(res, 'adminCards');
  }
}
