import { z } from 'zod';
import { oneOf, optional } from '../../forms/fields.js';
import { type FieldError, fieldError } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { PHOTO_SOURCES } from '../photo-attempt.entity.js';
import type { JudgedPhoto } from './photo-upload.service.js';
import { refusalValues } from '../file/refusal-values.js';

/** S10. `paper` is an answer as well, but it leads to advice and never to an upload. */
export const SOURCE_ANSWERS = [...PHOTO_SOURCES, 'paper'] as const;

export const photoUploadForm = z.object({ source: oneOf(SOURCE_ANSWERS, 'photo:chooseSource'), code: optional() });

type Refusal = Extract<JudgedPhoto, { ok: false }>;

/** Formats that are no photo of ours: the page comes back with 415; whatever else is wrong with a file is 422 (S20), with us 503. */
const OTHER_FORMATS: readonly Refusal['reason'][] = ['heic', 'webp', 'pdf', 'svg', 'gif', 'avif', 'tiff', 'bmp', 'notAPhoto'];

export function statusOf({ reason }: Refusal): 415 | 422 | 503 {
  if (reason === 'notRead') return 503;
  return OTHER_FORMATS.includes(reason) ? 415 : 422;
}

/** Names the fact and what to do: "The photo is 640 by 900 pixels; it must be at least 715 by 1000" (PAGES.md 3.7). */
export function photoError({ reason, detail }: Refusal, language: Language): FieldError {
  return fieldError('photo', `photo:refused.${reason}`, refusalValues(detail === undefined ? {} : { detail }, language));
}
