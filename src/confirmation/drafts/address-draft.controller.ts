import { Body, Controller, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { redirectTo } from '../../pages/redirect.js';
import { AddressService } from '../address.service.js';
import { nextPage } from '../confirmation.steps.js';
import { Confirmations } from '../confirmations.js';
import type { AddressPiece } from './address-draft.entity.js';

/** The applicant's answer to an address that was prepared for them: each piece by itself, "Use this" or "Don't use it" (PORTAL.md 2). */
@Controller()
export class AddressDraftController {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly addresses: AddressService,
  ) {}

  @PostPage('homeAddressDraft')
  @Requires('address.give')
  decideHome(
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    return this.#decide(res, applicant, personId, 'homeAddress', body);
  }

  @PostPage('mailingAddressDraft')
  @Requires('address.give')
  async decideMailing(
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { homeAddress } = await this.confirmations.of(applicant, personId);
    if (!homeAddress) throw new GoElsewhere('homeAddress', { person: personId });
    return this.#decide(res, applicant, personId, 'mailingAddress', body);
  }

  async #decide(res: Response, applicant: Actor<'applicant'>, personId: string, piece: AddressPiece, body: unknown): Promise<void> {
    const { draft: id, decision } = typedValues(body);
    const use = decision === 'use';
    if (typeof id !== 'string' || (!use && decision !== 'decline')) {
      await this.confirmations.of(applicant, personId); // a person who is not theirs is not found
      return redirectTo(res, piece, { person: personId });
    }
    const decided = await this.addresses.decide(applicant, personId, { id, piece }, use);
    if (!decided || !use) {
      const page = href(piece, res.locals.language as Language, { person: personId });
      return res.redirect(303, `${page}?prepared=${decided ? 'declined' : 'gone'}`);
    }
    const after = await this.confirmations.of(applicant, personId);
    redirectTo(res, after.mailingAnswered ? nextPage(after) : 'mailingAddress', { person: personId });
  }
}
