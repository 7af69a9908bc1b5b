import { Controller, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { recordPdf } from '../residence/record-pdf.js';
import { ResidenceRecords } from '../residence/residence-records.js';
import { PublicUrl } from '../security/public-url.js';

/** An eCOPR to be sent by post: who declared on paper may have no account to download it with. */
@Controller()
export class RecordCopyController {
  constructor(
    private readonly pages: Pages,
    private readonly records: ResidenceRecords,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** In the language of its address. A form's answer and no address to open: each copy is recorded. */
  @PostPage('adminRecordCopy')
  @Requires('residence.confirm')
  async copy(@Res() res: Response, @Param('person') personId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const language = res.locals.language as Language;
    const record = await this.records.copyForPost(officer, personId);
    const pdf = await recordPdf(record, language, this.pages.translator, (path) => this.publicUrl.of(path));
    const name = `${this.pages.translator.text(language, 'ecopr:fileName')}-${record.number}.pdf`;
    res.set('Content-Disposition', `attachment; filename="${name}"`).type('application/pdf').send(pdf);
  }
}
