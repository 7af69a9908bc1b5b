import type { Language } from '../../language/language.js';
import type { Translator } from '../../language/translator.js';
import { editorData } from './editor-data.js';
import { frameStatus } from './frame-status.js';
import type { Said } from './photo-frame-page.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { strideOf } from './photo-frame.form.js';
import { EDITOR_WIDTH } from '../photo-pictures.js';
import { attemptTitle } from '../photo-step.js';

/** What the editor's page says and shows of a draft. Words are the primary output (PAGES.md 4). `said`: how the frame came about just now. */
export function frameInWords(attempt: PhotoAttempt, translator: Translator, language: Language, said: Said | null) {
  const shown = Math.min(attempt.width, EDITOR_WIDTH);
  const { sign, head, frame } = frameStatus(attempt, language);
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
    sign,
    head,
    frame: said === 'marked' || said === 'notLooked' ? [...frame, { key: `photo:frame.look.${said}` }] : frame,
    editor: editorData(attempt, translator, language),
    strides: (['coarse', 'fine'] as const).map((value) => ({
      value,
      text: translator.text(language, 'photo:frame.stride', { count: strideOf(attempt, value) }),
    })),
  };
}
