import { formatNumber } from '../language/formats.js';
import type { Language } from '../language/language.js';
import type { Phrase } from '../language/phrase.js';
import type { Translator } from '../language/translator.js';
import { frameBox, frameOutcome } from './frame.js';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { strideOf } from './photo-frame.form.js';
import { EDITOR_WIDTH } from './photo-pictures.js';
import { attemptTitle } from './photo-step.js';

/** What the editor's page says and shows of a draft. Words are the primary output (PAGES.md 4). */
export function frameInWords(attempt: PhotoAttempt, translator: Translator, language: Language) {
  const shown = Math.min(attempt.width, EDITOR_WIDTH);
  return {
    attempt: {
      id: attempt.id,
      version: attempt.version,
      fileName: attempt.fileName,
      width: attempt.width,
      height: attempt.height,
      phrase: attemptTitle(attempt.number),
      shownWidth: shown,
      shownHeight: Math.round((attempt.height * shown) / attempt.width),
    },
    // S17: a frame that is larger than the largest photo is reduced, and the page says so
    reduced: frameOutcome(attempt.frame).reduced,
    sentences: sentencesOf(attempt, language),
    strides: (['coarse', 'fine'] as const).map((value) => ({
      value,
      text: translator.text(language, 'photo:frame.stride', { count: strideOf(attempt, value) }),
    })),
  };
}

function sentencesOf({ frame }: PhotoAttempt, language: Language): Phrase[] {
  const { width, height } = frameBox(frame);
  const outcome = frameOutcome(frame);
  const size = {
    key: `photo:frame.size.${outcome.reduced ? 'reduced' : 'kept'}`,
    values: { width, height, newWidth: outcome.width, newHeight: outcome.height },
  };
  if (frame.angle === 0) return [size];
  const degrees = formatNumber(Math.abs(frame.angle), language, Number.isInteger(frame.angle) ? 0 : 1);
  return [size, { key: `photo:frame.turned.${frame.angle > 0 ? 'right' : 'left'}`, values: { degrees } }];
}
