import { pipeline } from 'node:stream/promises';
import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { BYTE_ORDER_MARK, csvRow } from '../pages/csv-cell.js';
import { ImportInviting } from '../imports/import-inviting.service.js';
import { ImportReading } from '../imports/import-reading.service.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { sendCsv, separatorIn } from '../pages/saved-table.js';
import { redirectTo } from '../pages/redirect.js';
import { ImportPage } from './import-page.js';

/** One import: how far it is, what was wrong, and the invitations of its cases. */
@Controller()
export class ImportController {
  constructor(
    private readonly pages: Pages,
    private readonly page: ImportPage,
    private readonly inviting: ImportInviting,
    private readonly reading: ImportReading,
  ) {}

  @GetPage('adminImport')
  @Requires('case.create')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('import') id: string,
    @Query('again') again: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const page = await this.page.of(officer, id, res.locals.language as Language);
    this.pages.show(req, res, 'admin/import', { ...page, again: again === 'yes' });
  }

  /** Every mistake as a table, in the reader's language; written as it is read, no faster than it is taken. */
  @GetPage('adminImportMistakes')
  @Requires('case.create')
  async mistakes(@Res() res: Response, @Param('import') id: string): Promise<void> {
    await this.page.find(id);
    const language = res.locals.language as Language;
    const separator = separatorIn(language);
    const heading = (key: string): string => this.pages.translator.text(language, `admin-imports:mistakes.${key}`);
    sendCsv(res, 'import-mistakes');
    const { page } = this;
    async function* rows(): AsyncGenerator<string> {
      yield BYTE_ORDER_MARK + csvRow([heading('line'), heading('column'), heading('wrong'), heading('remedy')], separator);
      for await (const { line, column, wrong, remedy } of page.mistakesOf(id, language))
        yield csvRow([line, column, wrong, remedy], separator);
    }
    await pipeline(rows, res);
  }

  /** Another officer goes on where the import stopped. */
  @PostPage('adminImportResume')
  @Requires('case.create')
  async resume(@Res() res: Response, @Param('import') id: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.reading.resume(officer, id);
    redirectTo(res, 'adminImport', { import: id });
  }

  @GetPage('adminImportInvitations')
  @Requires('invitation.send')
  async confirm(@Req() req: Request, @Res() res: Response, @Param('import') id: string): Promise<void> {
    const { fileName } = await this.page.find(id);
    this.pages.show(req, res, 'admin/import-invitations', { id, fileName, count: await this.inviting.waitingOf(id) });
  }

  @PostPage('adminImportInvitations')
  @Requires('invitation.send')
  async invite(@Res() res: Response, @Param('import') id: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.inviting.ask(officer, id);
    redirectTo(res, 'adminImport', { import: id });
  }
}
