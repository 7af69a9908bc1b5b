import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../src/config.js';
import { LANGUAGES } from '../../src/language/language.js';
import { say } from '../../src/language/phrase.js';
import { Translator } from '../../src/language/translator.js';
import { editorData } from '../../src/photos/editor/editor-data.js';
import { frameStatus } from '../../src/photos/editor/frame-status.js';
import { FRAME_ACTS, type Frame, frameHeight, frameOutcome, keepInside, largestFrame, moveFrame } from '../../src/photos/frame/frame.js';
import { type HeadPoints, headInFrame } from '../../src/photos/frame/head-in-frame.js';
import type { PictureSize } from '../../src/photos/photo.rules.js';
import type { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';

/** What public/js/frame-geometry.js offers; it has no types of its own. */
interface Geometry {
  frameHeight(width: number): number;
  rulesFor(numbers: object): {
    largest(angle: number): Frame | null;
    keepInside(frame: Frame): Frame | null;
    moved(frame: Frame, act: string, by: number): Frame;
    headIn(head: HeadPoints, frame: Frame): { share: number; faults: string[] };
    outcome(frame: Frame): object;
  };
}

const FILES = ['photo-frame.js', 'frame-geometry.js', 'frame-words.js'].map((name) => join(ROOT, 'public/js', name));
const geometry = (await import(FILES[1]!)) as Geometry;
/** And public/js/frame-words.js. */
interface Words {
  speakerFor(numbers: object, words: object, rules: object): { sentences(frame: Frame): { head: string[]; sign: string; frame: string[] } };
}
const { speakerFor } = (await import(FILES[2]!)) as Words;

const SIZE = { width: 2000, height: 2600 };
/** A head 1000 pixels high, its crown here. */
const headAt = (x: number, y: number): HeadPoints => ({ crown: { x, y }, chin: { x, y: y + 1000 }, eyes: null });

const numbersOf = (size: PictureSize): object =>
  JSON.parse(
    editorData({ ...size, frame: largestFrame(size), head: null, faces: 1 } as unknown as PhotoAttempt, new Translator(), 'en').numbers,
  ) as object;

describe('the script of the photo editor', () => {
  it('is smaller than 8 kB as it travels', () => {
    const bytes = FILES.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    expect(bytes).toBeLessThan(8 * 1024);
  });

  it('holds no words of its own', () => {
    const source = FILES.map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).join('\n');
    const spoken = [...source.matchAll(/(['`])((?:(?!\1).)*\p{L}+ \p{L}+(?:(?!\1).)*)\1/gu)].map(([, , text]) => text);
    expect(spoken).toEqual([]);
  });

  it('moves, keeps and judges frames exactly as the server does, whatever the picture and the press', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let picture = 0; picture < 80; picture++) {
      const size = { width: 715 + random(4000), height: 1000 + random(4000) };
      const rules = geometry.rulesFor(numbersOf(size));
      let frame = largestFrame(size)!;
      for (let press = 0; press < 50; press++) {
        const [act, by] = [FRAME_ACTS[random(FRAME_ACTS.length)]!, random(200)];
        const moved = moveFrame(frame, act, by, size);
        expect(rules.moved(frame, act, by)).toEqual(moved);
        frame = moved;
        const wild = { left: random(6000) - 1000, top: random(6000) - 1000, width: random(5000), angle: random(400) / 10 - 20 };
        expect(rules.keepInside(wild)).toEqual(keepInside(wild, size));
        expect(rules.largest(wild.angle)).toEqual(largestFrame(size, wild.angle));
        expect(geometry.frameHeight(frame.width)).toBe(frameHeight(frame.width));
        expect(rules.outcome(frame)).toEqual(frameOutcome(frame));
        const [x, y, tall] = [random(size.width), random(size.height), 200 + random(1500)];
        const eyes =
          press % 3 === 0
            ? null
            : ([
                { x: x - 90, y: y + random(60) },
                { x: x + 90, y: y + random(60) },
              ] as const);
        const head: HeadPoints = { crown: { x, y }, chin: { x: x + random(80), y: y + tall }, eyes };
        const { share, faults } = headInFrame(head, frame);
        expect(rules.headIn(head, frame)).toEqual({ share, faults });
      }
    }
  });

  const CASES: [string, HeadPoints, Frame, RegExp][] = [
    [
      'there is room above',
      headAt(1000, 500),
      { left: 250, top: 540, width: 1500, angle: 0 },
      /^The top of the head is cut off\. Move the frame up\./,
    ],
    [
      'the picture ends at the hair',
      headAt(1000, 0),
      { left: 250, top: 0, width: 1500, angle: 0 },
      /^The picture ends at the top of the head\. Make the frame smaller, or choose a photo with room above/,
    ],
    [
      'a turned frame is as high as it goes',
      headAt(1000, 40),
      keepInside({ left: 250, top: -99, width: 1500, angle: 2 }, SIZE)!,
      /The picture ends at the top of the head\./,
    ],
    [
      'the picture ends below the chin',
      headAt(1000, 1550),
      { left: 250, top: 500, width: 1500, angle: 0 },
      /^The chin is too low, and the picture ends there\./,
    ],
    [
      'one pixel is left below',
      headAt(1000, 1550),
      { left: 250, top: 499, width: 1500, angle: 0 },
      /^The chin is too low in the photo\. Move the frame down\./,
    ],
    [
      'the picture ends on the left',
      headAt(300, 300),
      { left: 0, top: 100, width: 1500, angle: 0 },
      /^The head is too far to the left, and the picture ends there\./,
    ],
    [
      'the picture ends on the right',
      headAt(1700, 300),
      { left: 500, top: 100, width: 1500, angle: 0 },
      /^The head is too far to the right, and the picture ends there\./,
    ],
    [
      'no larger frame fits',
      { crown: { x: 1000, y: 100 }, chin: { x: 1000, y: 2000 }, eyes: null },
      largestFrame(SIZE)!,
      /too large, and no larger frame fits\./,
    ],
  ];

  it.each(CASES)('says word for word what the server says, in both languages: %s', (_, head, frame, words) => {
    const attempt = { ...SIZE, frame, head, faces: 1 } as unknown as PhotoAttempt;
    const translator = new Translator();
    for (const language of LANGUAGES) {
      const data = editorData(attempt, translator, language);
      const numbers = JSON.parse(data.numbers) as object;
      const said = speakerFor(numbers, JSON.parse(data.words) as object, geometry.rulesFor(numbers)).sentences(frame);
      const status = frameStatus(attempt, language);
      expect(said.sign).toBe(status.sign);
      expect(said.head).toEqual(status.head.map((phrase) => say(translator, language, phrase)));
      expect(said.frame).toEqual(status.frame.map((phrase) => say(translator, language, phrase)));
      if (language === 'en') expect(said.head.join(' ')).toMatch(words);
    }
  });
});
