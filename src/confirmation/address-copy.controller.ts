import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { someOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { copyTargets } from './address-copy.js';
import { AddressService } from './address.service.js';
import { addressLines } from './postal-address.js';
import type { StandingRecord } from './standing-record.js';
import { StandingRecords } from './standing-records.js';

/** "Use this address for others": the addresses of one person for the others the applicant acts for. */
@Controller()
export class AddressCopyController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly records: StandingRecords,
    private readonly addresses: AddressService,
  ) {}

  @GetPage('addressCopy')
  @Requires('address.give')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { record, targets } = await this.#open(applicant, personId);
    this.#page(req, res, record, targets, this.drafts.open(req, EMPTY_FORM, formOf(targets)));
  }

  @PostPage('addressCopy')
  @Requires('address.give')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const { record, targets } = await this.#open(applicant, personId);
    const form = readForm(formOf(targets), body);
    if (!form.ok) return this.#page(req, res, record, targets, form.form);
    await this.addresses.copy(applicant, personId, form.value.persons);
    redirectTo(res, 'confirmation');
  }

  /** Without an address, or without anybody who could use it, there is nothing to copy. */
  async #open(applicant: Actor<'applicant'>, personId: string): Promise<{ record: StandingRecord; targets: StandingRecord[] }> {
    const records = await this.records.ofApplicant(applicant.accountId);
    const record = records.find((one) => one.personId === personId);
    if (!record) throw new NotFoundException();
    const targets = copyTargets(record, records);
    if (!record.cardAddress) throw new GoElsewhere('homeAddress', { person: personId });
    if (targets.length === 0) throw new GoElsewhere('confirmation');
    return { record, targets };
  }

  #page(req: Request, res: Response, record: StandingRecord, targets: readonly StandingRecord[], form: FormState): void {
    const words = (key: string): string => this.pages.translator.text(res.locals.language, key);
    this.pages.show(req, res, 'confirmation/address-copy', {
      form,
      person: { id: record.personId, name: record.name },
      home: record.homeAddress ? addressLines(record.homeAddress) : [],
      mailing: record.mailingAddress ? addressLines(record.mailingAddress) : [],
      options: targets.map(({ personId, name, cardAddress }) => ({
        value: personId,
        text: name,
        ...(cardAddress ? { hint: `${words('address:copy.now')} ${addressLines(cardAddress).join(', ')}` } : {}),
      })),
    });
  }
}

const formOf = (targets: readonly StandingRecord[]) =>
  z.object({
    persons: someOf(targets.map(({ personId }) => personId) as [string, ...string[]]).refine(
      (chosen) => chosen.length > 0,
      'address:copy.choose',
    ),
  });
