import { Controller, NotFoundException, Param, Req, Res, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Requires } from '../access/requires.decorator.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FieldError, type FormState, refused } from '../forms/form-result.js';
import { z } from 'zod';
import { CaseFileInterceptor } from '../imports/case-file-interceptor.js';
import { BYTE_ORDER_MARK, csvRow } from '../pages/csv-cell.js';
import { MAX_IMPORT_BYTES, MAX_IMPORT_ROWS } from '../imports/import.rules.js';
import type { TableRefused } from '../imports/table-refused.js';
import { formatNumber } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { sendCsv } from '../pages/saved-table.js';
import { ImportPage } from './import-page.js';

const SEPARATORS: Readonly<Record<string, string>> = { comma: ',', semicolon: ';' };
/** The form has a file alone, and no browser fills that in again. */
const NO_FIELDS = z.object({});

/** Many cases in one table: the upload, its template, and what was uploaded lately. */
@Controller()
export class ImportsController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly page: ImportPage,
  ) {}

  @GetPage('adminImports')
  @Requires('case.create')
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.#show(req, res, this.drafts.open(req, EMPTY_FORM, NO_FIELDS));
  }

  @PostPage('adminImports')
  @Requires('case.create')
  @UseInterceptors(CaseFileInterceptor)
  async create(@Req() req: Request, @Res() res: Response): Promise<void> {
    const { received } = req;
    if (!received) return this.#show(req, res, refused({}, fieldError('table', 'admin-imports:file.choose')));
    if ('refused' in received) {
      const status = received.refused.reason === 'tooLarge' ? 413 : 422;
      return this.#show(req, res, refused({}, this.#errorOf(received.refused, res.locals.language as Language)), status);
    }
    const address = href('adminImport', res.locals.language as Language, { import: received.importId });
    res.redirect(303, received.again ? `${address}?again=yes` : address);
  }

  /** Headings alone: a sample row would be imported by somebody. */
  @GetPage('adminImportTemplate')
  @Requires('case.create')
  template(@Res() res: Response, @Param('separator') name: string): void {
    const separator = Object.hasOwn(SEPARATORS, name) ? SEPARATORS[name] : undefined;
    if (!separator) throw new NotFoundException();
    const headings = this.page.columns(res.locals.language as Language).map((column) => column.name);
    sendCsv(res, 'cases-template');
    res.send(BYTE_ORDER_MARK + csvRow(headings, separator));
  }

  #errorOf({ reason, values }: TableRefused, language: Language): FieldError {
    const columns = String(values.columns ?? '')
      .split(',')
      .filter(Boolean)
      .map((column) => this.pages.translator.text(language, `admin-imports:column.${column}.name`))
      .join(', ');
    const numbers = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(value, language) : value,
    ]);
    return fieldError('table', `admin-imports:file.${reason}`, { ...Object.fromEntries(numbers), columns });
  }

  async #show(req: Request, res: Response, form: FormState, status?: number): Promise<void> {
    const data = {
      form,
      imports: await this.page.recent(),
      columns: this.page.columns(res.locals.language as Language),
      most: MAX_IMPORT_ROWS,
      megabytes: MAX_IMPORT_BYTES / 1024 / 1024,
    };
    this.pages.show(req, res, 'admin/imports', data, status);
  }
}
