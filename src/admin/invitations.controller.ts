import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { CASES_A_PAGE } from '../cases/case.rules.js';
import { type Chosen, ManyInvitations, type NotSent } from '../invitations/many-invitations.service.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';

/** Invitations of the cases that were ticked on the list: what will be sent, and afterwards what was. */
@Controller()
export class InvitationsController {
  constructor(
    private readonly pages: Pages,
    private readonly invitations: ManyInvitations,
  ) {}

  /** Before the button, with `?case=…` of each that was ticked; after it, with `?sent=23&not=…`. */
  @GetPage('adminInvitations')
  @Requires('invitation.send')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query() { case: chosen, sent, not: refused }: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const list = `${href('adminCases', res.locals.language as Language)}?show=notInvited`;
    const count = typeof sent === 'string' && /^\d{1,2}$/.test(sent) ? Number(sent) : null;
    const { ready, not } = await this.invitations.judge(officer, textsOf(count === null ? chosen : refused));
    if (count === null) return this.pages.show(req, res, 'admin/invitations', { heading: 'title', list, ready, not });
    const changed = ready.map(({ id, applicationNumber }): NotSent => ({ id, applicationNumber, reason: 'changed' }));
    this.pages.show(req, res, 'admin/invitations', { heading: 'doneTitle', list, sent: count, not: [...not, ...changed] });
  }

  @PostPage('adminInvitations')
  @Requires('invitation.send')
  async send(@Res() res: Response, @Body() body: unknown, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const chosen = textsOf((body as Record<string, unknown> | undefined)?.chosen).map(readChosen);
    const { sent, notSent } = await this.invitations.send(officer, chosen);
    const result = new URLSearchParams({ sent: String(sent) });
    for (const id of notSent) result.append('not', id);
    res.redirect(303, `${href('adminInvitations', res.locals.language as Language)}?${result}`);
  }
}

/** What came once or several times, as many as a page of the list has. */
const textsOf = (given: unknown): string[] =>
  [given]
    .flat()
    .filter((one) => typeof one === 'string')
    .slice(0, CASES_A_PAGE);

function readChosen(text: string): Chosen {
  const [id = '', version] = text.split('.');
  return { id, version: Number(version) };
}
