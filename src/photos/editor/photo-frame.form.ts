import { z } from 'zod';
import { typed } from '../../forms/fields.js';
import { type FieldError, fieldError, filledForm, type FormState } from '../../forms/form-result.js';
import { formatNumber } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import { FRAME_ACTS, type Frame, type FrameError, largestFrame } from '../frame/frame.js';
import { MIN_SIZE, type PictureSize } from '../photo.rules.js';

/** The editor's buttons. None pressed, as by Enter in a field, means "Update preview" (PAGES.md 3.2, 4). */
const ACTS = ['', 'apply', 'suggest', ...FRAME_ACTS] as const;
const STRIDES = ['coarse', 'fine'] as const;
export type Stride = (typeof STRIDES)[number];

/** "1,5" and "−2" are numbers too; what is none becomes NaN, which `readFrame` refuses. */
const number = () =>
  typed().transform((text) => (text === '' ? Number.NaN : Number(text.replace(/\s/g, '').replace(',', '.').replace('−', '-'))));

export const photoFrameForm = z.object({
  do: typed().pipe(z.enum(ACTS).catch('')),
  by: typed().pipe(z.enum(STRIDES).catch('coarse')),
  /** Which photo stood on the page. */
  attempt: typed(),
  left: number(),
  top: number(),
  width: number(),
  angle: number(),
});

/** Degrees of one press of "straighten". */
export const DEGREES = 1;

/** Pixels of one press: about a sixtieth of the picture, or a tenth of that; 50 and 5 on a phone's photo. */
export function strideOf(size: PictureSize, stride: Stride): number {
  const fine = Math.max(1, Math.round(size.width / 600));
  return stride === 'fine' ? fine : fine * 10;
}

export const frameForm = (frame: Frame, by: Stride, language: Language): FormState =>
  filledForm({ ...frame, angle: formatNumber(frame.angle, language, Number.isInteger(frame.angle) ? 0 : 1), by });

/** Which number is wrong, and what it may be. */
export function frameErrorOf(error: FrameError, typed: Frame, size: PictureSize): FieldError {
  const largest = largestFrame(size, Number.isFinite(typed.angle) ? typed.angle : 0)?.width ?? 0;
  const notNumber = (['left', 'top', 'width', 'angle'] as const).find((name) => !Number.isFinite(typed[name]));
  const field = (
    {
      frameNotNumbers: notNumber ?? 'left',
      frameOutside: 'left',
      frameTooSmall: 'width',
      frameTooLarge: 'width',
      pictureTooSmall: 'width',
    } as const
  )[error];
  // At some angles no frame fits at all: then the angle is what must change.
  if (error === 'frameTooLarge' && largest === 0) return fieldError('angle', 'photo:frame.error.frameTooTurned');
  return fieldError(field, `photo:frame.error.${error}`, { minWidth: MIN_SIZE.width, largest, width: size.width, height: size.height });
}
