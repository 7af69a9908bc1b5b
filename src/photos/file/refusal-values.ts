import { formatBytes } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import type { TextValues } from '../../language/translator.js';
import { MAX_FILE_BYTES, MAX_PIXELS, MIN_SIZE } from '../photo.rules.js';
import type { RefusedFile } from './photo-file.js';

/** What the texts `photo:refused.<reason>` are given: they name the fact and what to do (PAGES.md 3.7). */
export function refusalValues({ detail }: Pick<RefusedFile, 'detail'>, language: Language): TextValues {
  return {
    width: detail?.width ?? 0,
    height: detail?.height ?? 0,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    megapixels: Math.ceil(((detail?.width ?? 0) * (detail?.height ?? 0)) / 1_000_000),
    maxMegapixels: MAX_PIXELS / 1_000_000,
    limit: formatBytes(MAX_FILE_BYTES, language),
  };
}
