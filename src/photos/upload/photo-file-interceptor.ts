import { FileInterceptor } from '@nestjs/platform-express';
import { memoryStorage } from 'multer';
import { MAX_FILE_BYTES } from '../photo.rules.js';

/**
 * Reads one file called `photo` into memory, within limits: exactly 4 MiB pass, one byte more is 413 (S17). It runs after the
 * access guard, so a file of somebody who may not send one is never read. Names of files are UTF-8 (`é à.jpg`).
 */
export const PhotoFileInterceptor = FileInterceptor('photo', {
  storage: memoryStorage(),
  defParamCharset: 'utf8',
  limits: {
    fileSize: MAX_FILE_BYTES,
    files: 1,
    fields: 5,
    fieldSize: 64 * 1024, // as much as other forms take: what is too long is told beside its field
    fieldNameSize: 50,
    fieldNestingDepth: 0,
    parts: 7,
    headerPairs: 20,
  },
});

/** What a person called their file, for showing it back: no line breaks or other control characters, not endless. */
export function shownFileName(name: string): string {
  return [...name.normalize('NFC').replace(/\p{Cc}/gu, '')].slice(0, 150).join('') || 'photo';
}
