import type { Response } from 'express';
import type { Language } from '../language/language.js';

/** A table to save, read as UTF-8. */
export const sendCsv = (res: Response, name: string): Response =>
  res.type('text/csv; charset=utf-8').set('Content-Disposition', `attachment; filename="${name}.csv"`);

/** What stands between cells where a reader's spreadsheet expects it: French ones write numbers with a comma. */
export const separatorIn = (language: Language): string => (language === 'fr' ? ';' : ',');
