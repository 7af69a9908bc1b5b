import { checkColour } from '../../../src/photos/checks/colour.js';
import { checkExposureDark } from '../../../src/photos/checks/exposure-dark.js';
import { checkExposureOver } from '../../../src/photos/checks/exposure-over.js';
import { checkGlare } from '../../../src/photos/checks/glare.js';
import { checkLighting } from '../../../src/photos/checks/lighting.js';
import type { Scene } from '../../../src/photos/checks/scene.js';
import { halfOf } from '../../../src/photos/engine/pyramid.js';
import { labAt, LIGHT } from '../../../src/photos/file/colour.js';
import { shapeOf } from '../../../src/photos/measures/face-shape.js';
import { labPlanesOf } from '../../../src/photos/measures/lab-planes.js';
import { CHIN, LEFT_EYE_OUTLINE, LEFT_IRIS, RIGHT_EYE_OUTLINE, RIGHT_IRIS } from '../../../src/photos/measures/mesh-points.js';
import { box, type Colour, ellipse } from '../canvas.js';
import { faceScene, type FaceWishes, outline, PEOPLE, type Person, point, sceneWith } from '../scenes.js';

const ALL = Object.keys(PEOPLE) as Person[];
const LIGHT_CHECKS = [checkExposureDark, checkExposureOver, checkGlare, checkLighting, checkColour];

const STORED = Uint8Array.from({ length: 8001 }, (_, n) => {
  const light = n / 8000;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/** The same scene in other light: `change` gets each part of a colour as light, 0 to 1, and where it is, in shares. */
function lit(scene: Scene, change: (light: number, part: number, across: number, behind: boolean) => number): Scene {
  const { width, height } = scene.picture;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * 256) / height) * 256;
    for (let x = 0; x < width; x++) {
      const behind = scene.analysis.mask.data[row + Math.floor((x * 256) / width)] === 0;
      for (let part = 0; part < 3; part++, at++) {
        const light = change(LIGHT[scene.picture.data[at]!]!, part, x / width, behind);
        data[at] = STORED[Math.round(8000 * Math.min(1, light))]!;
      }
    }
  }
  const picture = { data, width, height };
  return { ...scene, picture, half: halfOf(picture) };
}

/** Smaller than a real one, because many are painted. */
const faceOf = (wishes: FaceWishes = {}): Scene => faceScene({ width: 428, height: 600, ...wishes });

const spot = (x: number, y: number, across: number, down: number, opacity = 1): FaceWishes => ({
  paint: (canvas, face) => {
    const { eyes, eyesToChin } = shapeOf(face);
    canvas.fill(
      ellipse(eyes[0] + x * eyesToChin, eyes[1] + y * eyesToChin, across * eyesToChin, down * eyesToChin),
      [255, 255, 255],
      undefined,
      opacity,
    );
  },
});

describe.each(ALL)('light on a %s person', (person) => {
  it('is fine before a white wall, and before a wall blown out to pure white as in a studio', () => {
    for (const background of [
      [243, 243, 243],
      [255, 255, 255],
    ] as const) {
      const scene = faceOf({ person, background });
      const findings = LIGHT_CHECKS.flatMap((check) => check(scene));
      expect(findings).toHaveLength(LIGHT_CHECKS.length);
      for (const finding of findings) expect(finding).toMatchObject({ outcome: 'pass', reason: null });
    }
  });

  it('is too dark with a fifth of it, by the same measure for everybody', () => {
    const [finding] = checkExposureDark(lit(faceOf({ person }), (light) => light * 0.2));
    expect(finding).toMatchObject({ check: 'exposure_dark', outcome: 'warning', reason: 'too_dark', unit: 'L*' });
    const [other] = checkExposureDark(lit(faceOf({ person: 'medium' }), (light) => light * 0.2));
    expect(finding!.measured).toBe(other!.measured);
  });

  it('is enough before a dark wall: the whites of the eyes prove it', () => {
    const [finding] = checkExposureDark(faceOf({ person, background: [90, 90, 90] }));
    expect(finding).toMatchObject({ outcome: 'pass' });
  });

  it('comes from behind: a bright wall does not make up for a dark face', () => {
    const [finding] = checkExposureDark(lit(faceOf({ person }), (light, _part, _x, behind) => (behind ? light * 1.1 : light * 0.08)));
    expect(finding).toMatchObject({ outcome: 'warning', aspect: 'behind', reason: 'too_dark' });
    expect(finding!.evidence?.[0]?.kind).toBe('outline');
  });

  it('shines on skin and over an eye: the same spots are found, and small ones are not', () => {
    const shares = [spot(0.25, 0.45, 0.16, 0.14), spot(0, -0.4, 0.22, 0.12)].map((wishes) => {
      const [finding] = checkGlare(faceOf({ person, ...wishes }));
      expect(finding).toMatchObject({ check: 'glare', outcome: 'warning', aspect: 'skin', reason: 'glare' });
      expect(finding!.evidence?.[0]?.kind).toBe('box');
      return finding!.measured;
    });
    const asOnMedium = [spot(0.25, 0.45, 0.16, 0.14), spot(0, -0.4, 0.22, 0.12)].map((wishes) => checkGlare(faceOf(wishes))[0]!.measured);
    shares.forEach((share, n) => void expect(Math.abs(share! - asOnMedium[n]!)).toBeLessThan(0.002));
    expect(checkGlare(faceOf({ person, ...spot(0.36, 0, 0.13, 0.06) }))[0]).toMatchObject({ outcome: 'warning', aspect: 'eye' });
    expect(checkGlare(faceOf({ person, ...spot(0.25, 0.45, 0.02, 0.02) }))[0]).toMatchObject({ outcome: 'pass' });
  });

  it('is a veil of glare that lets a little of the skin through', () => {
    const veil = spot(0, 0.3, 0.5, 0.16, 0.86);
    expect(checkGlare(faceOf({ person, ...veil }))[0]).toMatchObject({ outcome: 'warning', reason: 'glare' });
  });

  it('from one side: a third less is fine, half is not, whoever it falls on', () => {
    const from = (share: number) => checkLighting(lit(faceOf({ person }), (light, _part, x) => (x > 0.5 ? light * share : light)))[0]!;
    expect(from(0.8)).toMatchObject({ check: 'lighting', outcome: 'pass' });
    expect(from(0.4)).toMatchObject({ outcome: 'warning', unit: 'share', reason: 'features_not_visible' });
    expect(Math.abs(from(0.4).measured! - 0.6)).toBeLessThan(0.08);
    const shaded = from(0.4).evidence?.[0];
    if (shaded?.kind !== 'outline') throw new Error('no outline');
    // the darker half is the right one of the picture, from the middle of the face outwards
    expect(Math.min(...shaded.points.map(([across]) => across))).toBeGreaterThan(0.49);
  });

  it('has a colour only when the whites of the eyes have it as well as the wall', () => {
    const yellow = lit(faceOf({ person }), (light, part) => light * [1, 0.85, 0.35][part]!);
    const blue = lit(faceOf({ person }), (light, part) => light * [0.55, 0.8, 1.2][part]!);
    for (const scene of [yellow, blue]) expect(checkColour(scene)[0]).toMatchObject({ check: 'colour', outcome: 'warning', unit: 'C*' });
    for (const background of [
      [228, 214, 186],
      [150, 190, 230],
    ] as Colour[]) {
      expect(checkColour(faceOf({ person, background }))[0]).toMatchObject({ outcome: 'pass', measured: 0 });
    }
  });
});

it('is the same for one pixel as for a whole picture', () => {
  const data = Uint8Array.from({ length: 300 }, (_, n) => (n * 97) % 256);
  const planes = labPlanesOf({ data, width: 100, height: 1 });
  for (let n = 0; n < 100; n++) {
    const one = labAt(data, 3 * n);
    for (const part of ['lightness', 'a', 'b'] as const) expect(Math.abs(planes[part][n]! - one[part])).toBeLessThan(0.5);
  }
});

describe('too much light', () => {
  it('washes out a light and a medium face', () => {
    for (const person of ['light', 'medium'] as const) {
      const [finding] = checkExposureOver(lit(faceOf({ person }), (light) => light * 3.2));
      expect(finding).toMatchObject({ check: 'exposure_over', outcome: 'warning', reason: 'features_not_visible' });
    }
  });

  it('shows in the whites of the eyes where wall and clothes are lost as well, on skin that loses nothing', () => {
    const bright = (clothes: Colour, eye: number, background: Colour): Scene =>
      faceScene({
        person: 'dark',
        background,
        paint: (canvas, { mesh }) => {
          const [, chin] = point(mesh, CHIN);
          canvas.fill(box(60, chin + 40, 594, 1000), clothes);
          for (const [whole, iris] of [
            [RIGHT_EYE_OUTLINE, RIGHT_IRIS],
            [LEFT_EYE_OUTLINE, LEFT_IRIS],
          ] as const) {
            const [x, y] = point(mesh, iris.middle);
            canvas.fill(outline(mesh, whole), [eye, eye, eye]);
            canvas.fill(ellipse(x, y, 14, 14), [45, 32, 26], outline(mesh, whole));
          }
        },
      });
    // not the very colour of the wall, which these scenes take for the wall
    const [white, lost, wall] = [
      [235, 235, 235],
      [253, 253, 253],
      [255, 255, 255],
    ] as const;
    expect(checkExposureOver(bright(lost, 190, wall))[0]).toMatchObject({ outcome: 'warning', aspect: 'eyes', limit: 70 });
    // a white wall alone, white clothes alone, and eyes as bright as many have them
    expect(checkExposureOver(bright(white, 190, wall))[0]).toMatchObject({ outcome: 'pass' });
    expect(checkExposureOver(bright(lost, 190, [243, 243, 243]))[0]).toMatchObject({ outcome: 'pass' });
    expect(checkExposureOver(bright(lost, 150, wall))[0]).toMatchObject({ outcome: 'pass' });
  });

  it('is told as glare where it is one reflection', () => {
    expect(checkExposureOver(faceOf(spot(0.25, 0.45, 0.2, 0.18)))[0]).toMatchObject({ outcome: 'pass' });
  });
});

describe('without a face', () => {
  const wall = (grey: number): Scene => {
    const picture = { data: new Uint8Array(300 * 420 * 3).fill(grey), width: 300, height: 420 };
    return sceneWith(picture);
  };

  it('only darkness is judged, by the picture', () => {
    for (const check of [checkExposureOver, checkGlare, checkLighting, checkColour]) expect(check(wall(240))).toEqual([]);
    expect(checkExposureDark(wall(240))[0]).toMatchObject({ outcome: 'pass' });
    expect(checkExposureDark(wall(90))[0]).toMatchObject({ outcome: 'warning', reason: 'too_dark' });
  });
});

it('closed eyes are no reference: the wall alone tells that the light is enough', () => {
  const scene = faceOf({ openings: [0.004, 0.004] });
  expect(checkExposureDark(scene)[0]).toMatchObject({ outcome: 'pass' });
  expect(checkColour(scene)).toEqual([]);
});
