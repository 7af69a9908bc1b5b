import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../src/config.js';
import { Translator } from '../../src/language/translator.js';
import { editorData } from '../../src/photos/editor/editor-data.js';
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
});
