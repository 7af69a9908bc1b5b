import { formatNumber, formatUnit } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import type { Phrase } from '../../language/phrase.js';
import type { Sign } from '../../pages/signs.js';
import { type Frame, frameBox, frameOutcome, largestFrame } from '../frame/frame.js';
import { HEAD_LIMITS, type HeadFault, headInFrame } from '../frame/head-in-frame.js';
import { MIN_SIZE, PHOTO_HEIGHT_MM, type PictureSize } from '../photo.rules.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';

/** What the editor says under its heading: a sign; sentences of which the first is the one that counts; the frame's size (PAGES.md 4). */
export interface FrameStatus {
  readonly sign: Extract<Sign, 'done' | 'warn' | 'info'>;
  readonly head: readonly Phrase[];
  readonly frame: readonly Phrase[];
}

type Framed = Pick<PhotoAttempt, 'frame' | 'width' | 'height' | 'head' | 'faces'>;

export function frameStatus(attempt: Framed, language: Language): FrameStatus {
  const frame = framePhrases(attempt.frame, language);
  const several = severalPhrases(attempt.faces ?? null);
  if (!attempt.head) return { sign: 'info', head: [...lookPhrases(attempt.faces ?? null), ...several], frame };
  const { share, faults } = headInFrame(attempt.head, attempt.frame);
  const good = { key: 'photo:frame.head.good', values: { share: percent(share, language) } };
  if (faults.length === 0) {
    const ready = several.length === 0 ? [{ key: 'photo:frame.head.ready' }] : [];
    return { sign: several.length === 0 ? 'done' : 'info', head: [good, ...several, ...ready], frame };
  }
  const wrong = faults.map((fault) => faultPhrase(fault, share, attempt, language));
  const size = faults.some(isSize) ? rangePhrase(language) : good;
  return { sign: 'warn', head: [...wrong, size, ...several], frame };
}

/** "48%" · « 48 % » */
export const percent = (share: number, language: Language): string => formatUnit(Math.round(share * 100), '%', language);

/** Which shares are good: "It must fill 44% to 51%." */
export function rangePhrase(language: Language): Phrase {
  const [lowest, highest] = HEAD_LIMITS.millimetres.map((millimetres) => percent(millimetres / PHOTO_HEIGHT_MM, language));
  return { key: 'photo:frame.head.range', values: { lowest: lowest!, highest: highest! } };
}

const isSize = (fault: HeadFault): boolean => fault === 'large' || fault === 'small';

function faultPhrase(fault: HeadFault, share: number, { frame, ...size }: PictureSize & { frame: Frame }, language: Language): Phrase {
  if (!isSize(fault)) return { key: `photo:frame.head.${fault}` };
  // Where the frame can't follow, another photo is the only remedy.
  const end = fault === 'large' ? frame.width >= (largestFrame(size, frame.angle)?.width ?? 0) : frame.width <= MIN_SIZE.width;
  const name = end ? ({ large: 'largest', small: 'smallest' } as const)[fault as 'large' | 'small'] : fault;
  return { key: `photo:frame.head.${name}`, values: { share: percent(share, language) } };
}

/** Said beside all else: only one person may be in a photo. */
export const severalPhrases = (faces: number | null): Phrase[] =>
  (faces ?? 0) > 1 ? [{ key: 'photo:frame.look.several', values: { faces: faces! } }] : [];

/** Why no head is known. */
const lookPhrases = (faces: number | null): Phrase[] =>
  faces === null
    ? [{ key: 'photo:frame.look.failed' }, { key: 'photo:frame.fit' }]
    : [{ key: 'photo:frame.look.none' }, { key: 'photo:frame.look.noneHelp' }];

function framePhrases(frame: Frame, language: Language): Phrase[] {
  const { width, height } = frameBox(frame);
  const outcome = frameOutcome(frame);
  const size: Phrase = outcome.reduced
    ? { key: 'photo:frame.size.reduced', values: { width, height, newWidth: outcome.width, newHeight: outcome.height } }
    : { key: 'photo:frame.size.kept', values: { width, height } };
  if (frame.angle === 0) return [size];
  const degrees = formatNumber(Math.abs(frame.angle), language, Number.isInteger(frame.angle) ? 0 : 1);
  return [size, { key: `photo:frame.turned.${frame.angle > 0 ? 'right' : 'left'}`, values: { degrees } }];
}
