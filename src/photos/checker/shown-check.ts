import type { Response } from 'express';
import type { Language } from '../../language/language.js';
import type { Translator } from '../../language/translator.js';
import { allowInPage } from '../../security/headers.js';
import { markedFindings } from '../finding-marks.js';
import type { CheckedForVisitor } from './photo-checker.js';

/** What the checks found, for a page: the picture travels inside it, since there is no address it could be fetched from. */
export function shownCheck(res: Response, translator: Translator, { findings, grey }: Pick<CheckedForVisitor, 'findings' | 'grey'>) {
  allowInPage(res, 'img-src', 'data:');
  return {
    ...markedFindings(findings, translator, res.locals.language as Language),
    warnings: findings.filter(({ outcome }) => outcome === 'warning').length,
    picture: `data:image/jpeg;base64,${grey.toString('base64')}`,
  };
}
