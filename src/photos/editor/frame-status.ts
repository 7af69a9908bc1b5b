import { formatNumber, formatUnit } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import type { Phrase } from '../../language/phrase.js';
import type { Sign } from '../../pages/signs.js';
import { type Frame, type FrameAct, frameBox, frameOutcome, largestFrame, moveFrame } from '../frame/frame.js';
import { HEAD_LIMITS, type HeadFault, headInFrame } from '../frame/head-in-frame.js';
import { MIN_SIZE, PHOTO_HEIGHT_MM } from '../photo.rules.js';
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

function faultPhrase(fault: HeadFault, share: number, framed: Framed, language: Language): Phrase {
  const key = `photo:frame.head.${atItsEnd(fault, framed) ? HEAD_ENDS[fault] : fault}`;
  return isSize(fault) ? { key, values: { share: percent(share, language) } } : { key };
}

/** What is said instead where the frame can't follow any more: no larger one fits, or the picture itself ends there. */
export const HEAD_ENDS: Partial<Record<HeadFault, string>> = {
  large: 'largest',
  small: 'smallest',
  top: 'topEnd',
  chin: 'chinEnd',
  left: 'leftEnd',
  right: 'rightEnd',
};

/** Where the frame has to go. */
const WAYS: Partial<Record<HeadFault, FrameAct>> = { top: 'up', chin: 'down', left: 'left', right: 'right' };

function atItsEnd(fault: HeadFault, { frame, width, height }: Framed): boolean {
  const size = { width, height };
  if (fault === 'large') return frame.width >= (largestFrame(size, frame.angle)?.width ?? 0);
  if (fault === 'small') return frame.width <= MIN_SIZE.width;
  const way = WAYS[fault];
  if (!way) return false; // it can always be turned
  const next = moveFrame(frame, way, 1, size);
  return next.left === frame.left && next.top === frame.top;
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
