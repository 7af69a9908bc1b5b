import { LANGUAGES } from '../../../src/language/language.js';
import { Translator } from '../../../src/language/translator.js';
import type { CheckName, Finding } from '../../../src/photos/finding.js';
import { findingInWords } from '../../../src/photos/finding-in-words.js';

/** What the checks of the face can say, besides that all is well. */
const SAID: Partial<Record<CheckName, readonly (string | undefined)[]>> = {
  one_face: ['none', 'several'],
  pose: ['roll', 'yaw', 'pitch'],
  head_size: ['small', 'large'],
  centring: ['top', 'chin', 'side'],
  face_visible: ['mouth', 'side'],
  eyes_visible: ['dark', 'tinted', 'covered', 'red'],
  eyes_open: ['nearly', 'one', 'both'],
  mouth_closed: [undefined],
  neutral: [undefined],
};
const LIMITS: Partial<Record<CheckName, Finding['limit']>> = { head_size: [31, 36] };
const words = new Translator();

describe.each(LANGUAGES)('the checks of the face, in %s', (language) => {
  it.each(Object.entries(SAID))('%s has words for all it finds, good or bad', (name, aspects) => {
    const check = name as CheckName;
    const about = { check, measured: 1, limit: LIMITS[check] ?? 2, unit: '', reason: null } as const;
    const good = findingInWords({ ...about, outcome: 'pass' }, words, language);
    expect(good.title).not.toBe('');
    expect(good.remedy).toBeNull();
    for (const aspect of aspects) {
      const bad = findingInWords({ ...about, outcome: 'warning', ...(aspect ? { aspect } : {}) }, words, language);
      expect(bad.title).not.toBe(good.title);
      // PAGES 1: sentences of at most 20 words, and a measure is never said without its limit
      for (const sentence of `${bad.figures} ${bad.remedy}`.split(/[.!?] /)) expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(20);
      expect(bad.figures).toMatch(check === 'head_size' ? /31.*36/ : /2/);
    }
  });
});
