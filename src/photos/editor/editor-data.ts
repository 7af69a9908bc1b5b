import { formatUnit } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import { say } from '../../language/phrase.js';
import type { Translator } from '../../language/translator.js';
import { HEAD_ENDS, rangePhrase, severalPhrases } from './frame-status.js';
import { HEAD_FAULTS, HEAD_LIMITS } from '../frame/head-in-frame.js';
import { HEAD_OUTLINE_MM, HEAD_OUTLINE_TOP, HEAD_OUTLINE_WIDTH, MAX_SIZE, MIN_SIZE, PHOTO_HEIGHT_MM } from '../photo.rules.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { DEGREES, strideOf } from './photo-frame.form.js';

/** What the editor's script is given in the page: numbers and words, so that it holds none of its own. Both as JSON. */
export function editorData(attempt: PhotoAttempt, translator: Translator, language: Language): { numbers: string; words: string } {
  return { numbers: JSON.stringify(numbersOf(attempt)), words: JSON.stringify(wordsOf(attempt, translator, language)) };
}

const numbersOf = (attempt: PhotoAttempt) => ({
  size: { width: attempt.width, height: attempt.height },
  frame: attempt.frame,
  head: attempt.head ?? null,
  strides: { coarse: strideOf(attempt, 'coarse'), fine: strideOf(attempt, 'fine'), degrees: DEGREES },
  minWidth: MIN_SIZE.width,
  max: MAX_SIZE,
  photoMm: PHOTO_HEIGHT_MM,
  limits: HEAD_LIMITS,
  ends: HEAD_ENDS,
  outline: { top: HEAD_OUTLINE_TOP, height: HEAD_OUTLINE_MM / PHOTO_HEIGHT_MM, width: HEAD_OUTLINE_WIDTH },
});

/** Values that the script puts in stand as `{share}` in the words. */
function wordsOf({ faces }: PhotoAttempt, translator: Translator, language: Language): Record<string, string> {
  const text = (key: string, ...names: string[]): string =>
    translator.text(language, `photo:frame.${key}`, Object.fromEntries(names.map((name) => [name, `{${name}}`])));
  const head = ['good', ...HEAD_FAULTS, ...Object.values(HEAD_ENDS)].map((name) => [name, text(`head.${name}`, 'share')]);
  return {
    ...Object.fromEntries(head),
    range: say(translator, language, rangePhrase(language)),
    ready: text('head.ready'),
    several: severalPhrases(faces ?? null)
      .map((phrase) => say(translator, language, phrase))
      .join(' '),
    kept: text('size.kept', 'width', 'height'),
    reduced: text('size.reduced', 'width', 'height', 'newWidth', 'newHeight'),
    turnedLeft: text('turned.left', 'degrees'),
    turnedRight: text('turned.right', 'degrees'),
    group: text('group'),
    wholeAlt: text('wholeAlt'),
    percent: formatUnit(0, '%', language).replace('0', '{number}'),
    decimal: language === 'fr' ? ',' : '.',
  };
}
