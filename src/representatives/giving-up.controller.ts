import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { EMPTY_FORM, typedValues } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { ConsentEnds } from './consent-ends.service.js';
import { Representations } from './representations.service.js';

/** A representative gives up a client, in two steps. */
@Controller()
export class GivingUpController {
  constructor(
    private readonly pages: Pages,
    private readonly representations: Representations,
    private readonly ends: ConsentEnds,
  ) {}

  @GetPage('clientGivingUp')
  @Requires('client.give_up')
  async confirm(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const { id, caseFile, person } = await this.representations.ofClient(representative, personId);
    const client = { id: personId, name: person.fullName, representation: id, applicationNumber: caseFile.applicationNumber };
    this.pages.show(req, res, 'representatives/give-up', { client, form: EMPTY_FORM });
  }

  /** Ends the consent that was shown, never one that took its place since. */
  @PostPage('clientGivingUp')
  @Requires('client.give_up')
  async giveUp(
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const shown = String(typedValues(body).representation ?? '');
    await this.ends.giveUp(representative, personId, shown);
    res.redirect(303, `${href('clients', res.locals.language as Language)}?done=givenUp`);
  }
}
