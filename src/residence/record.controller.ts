import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { LANGUAGES, type Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { refuseOtherSites } from '../security/other-sites.js';
import { PublicUrl } from '../security/public-url.js';
import { RecordErrors } from './record-errors.js';
import { recordPdf } from './record-pdf.js';
import { downloadableUntil, ResidenceRecords } from './residence-records.js';

/** A person's eCOPR: what it says, and the document in either language. */
@Controller()
export class RecordController {
  constructor(
    private readonly pages: Pages,
    private readonly records: ResidenceRecords,
    private readonly errors: RecordErrors,
    private readonly publicUrl: PublicUrl,
    private readonly clock: Clock,
  ) {}

  @GetPage('ecopr')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { record, person } = await this.records.ofApplicant(applicant, personId);
    const until = downloadableUntil(record);
    const error = await this.errors.newest(personId);
    this.pages.show(req, res, 'residence/record', {
      person: { id: person.id, name: person.fullName },
      record: {
        number: record.number,
        becameAt: new Date(record.facts.becameAt),
        issuedAt: record.issuedAt,
        lastDownloadAt: record.lastDownloadAt ?? null,
        until,
        over: this.clock.now() >= until,
      },
      error: error ? { state: error.outcome ?? 'open', reportedAt: error.reportedAt, answer: error.answer ?? null } : null,
      mayReport: !error || error.closedAt !== null,
      documents: LANGUAGES.map((language) => ({
        language,
        address: href('ecoprDocument', language, { person: person.id, number: record.number }),
      })),
    });
  }

  /** The document in the language of its address. */
  @GetPage('ecoprDocument')
  @Requires('confirmation.view')
  async download(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Param('number') number: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    refuseOtherSites(req);
    const language = res.locals.language as Language;
    const record = await this.records.download(applicant, personId, number);
    const pdf = await recordPdf(record, language, this.pages.translator, (path) => this.publicUrl.of(path));
    const name = `${this.pages.translator.text(language, 'ecopr:fileName')}-${record.number}.pdf`;
    res.set('Cross-Origin-Resource-Policy', 'same-origin').set('Content-Disposition', `attachment; filename="${name}"`);
    res.type('application/pdf').send(pdf);
  }
}
