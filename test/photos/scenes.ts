import type { Scene } from '../../src/photos/checks/scene.js';
import type { Detection, Face, HeadPose, PersonMask } from '../../src/photos/engine/analysis.js';
import { halfOf } from '../../src/photos/engine/pyramid.js';
import {
  FACE_OUTLINE,
  INNER_LIPS_OUTLINE,
  LEFT_EYE_OUTLINE,
  LEFT_IRIS,
  LIPS_OUTLINE,
  RIGHT_EYE_OUTLINE,
  RIGHT_IRIS,
} from '../../src/photos/measures/mesh-points.js';
import type { Polygon } from '../../src/photos/measures/polygon.js';
import type { Pixels } from '../../src/photos/file/pixels.js';
import { averageMesh, point } from './average-mesh.js';
import { box, Canvas, type Colour, ellipse } from './canvas.js';

// Scenes made of a few numbers: what models would have seen is written down, and the pixels are painted to match. So a
// check is tested by itself, without models and without anybody's photo.

/** Skins and lips, light to dark; irises dark in all. */
export const PEOPLE = {
  light: { skin: [222, 180, 155], lips: [190, 110, 105] },
  medium: { skin: [165, 118, 88], lips: [130, 75, 68] },
  dark: { skin: [72, 48, 38], lips: [58, 30, 32] },
} as const satisfies Record<string, { skin: Colour; lips: Colour }>;
export type Person = keyof typeof PEOPLE;

export interface FaceWishes {
  readonly person?: Person;
  readonly width?: number;
  readonly height?: number;
  /** The middle between the eyes, in shares of the sides. */
  readonly eyesAt?: readonly [number, number];
  /** From the eyes to the chin, as a share of the height. 0.25 is a head of about 34 mm. */
  readonly size?: number;
  /** From lid to lid, of the right and the left eye, as a share of the way from the eyes to the chin. */
  readonly openings?: readonly [number, number];
  /** Between the inner lips, as a share of the same. */
  readonly gap?: number;
  /** Times as wide as usual. */
  readonly mouthWidth?: number;
  readonly pose?: Partial<HeadPose>;
  /** Where hair ends above the eyes, in ways from the eyes to the chin. */
  readonly hair?: number;
  readonly iris?: Colour;
  readonly background?: Colour;
  /** Paints on the finished picture. */
  readonly paint?: (canvas: Canvas, face: Face) => void;
}

/** A face by numbers, as the models would find it, on the picture of it. */
export function faceScene(wishes: FaceWishes = {}): Scene {
  const { width = 714, height = 1000, person = 'medium', background = [243, 243, 243] } = wishes;
  const { openings = [0.08, 0.08], gap = 0, mouthWidth = 1 } = wishes;
  const { skin, lips } = PEOPLE[person];
  const canvas = new Canvas(width, height, background);
  const mesh = averageMesh({ ...placeOf(wishes, width, height), openings, gap, mouthWidth });
  const face = faceOf(mesh, wishes.pose);
  const { middle, unit } = placeOf(wishes, width, height);
  const hair = wishes.hair ?? 1.1;
  canvas.fill(ellipse(middle[0], middle[1] + unit * 0.1, unit * 0.82, unit * (hair + 0.1)), [45, 35, 30]);
  canvas.fill(box(middle[0] - unit * 1.3, middle[1] + unit * 1.15, unit * 2.6, height), [60, 70, 90]);
  canvas.fill(outline(mesh, FACE_OUTLINE), skin);
  canvas.fill(outline(mesh, LIPS_OUTLINE), lips);
  canvas.fill(outline(mesh, INNER_LIPS_OUTLINE), [50, 20, 20]);
  for (const [eye, iris] of [
    [RIGHT_EYE_OUTLINE, RIGHT_IRIS],
    [LEFT_EYE_OUTLINE, LEFT_IRIS],
  ] as const) {
    canvas.fill(outline(mesh, eye), [205, 200, 195]);
    const [x, y] = point(mesh, iris.middle);
    canvas.fill(ellipse(x, y, unit * 0.055, unit * 0.055), wishes.iris ?? [45, 32, 26], outline(mesh, eye));
  }
  wishes.paint?.(canvas, face);
  return sceneWith(canvas.pixels(), { faces: [face], mask: maskOf(canvas, background) });
}

/** A picture with what the models are said to have seen in it. Without faces, nobody is there. */
export function sceneWith(
  picture: Pixels,
  {
    faces = [],
    mask = emptyMask(),
    native = null,
    jpegQuality = 92,
  }: { faces?: readonly Face[]; mask?: PersonMask } & Partial<Pick<Scene, 'native' | 'jpegQuality'>> = {},
): Scene {
  return {
    file: { ok: true, type: 'jpeg', bytes: 100_000, width: picture.width, height: picture.height, orientation: 1 },
    picture,
    half: halfOf(picture),
    analysis: { detections: faces.map(({ detection }) => detection), face: faces[0] ?? null, mask },
    native,
    jpegQuality,
  };
}

export { point };

export const outline = (mesh: Float32Array, points: readonly number[]): Polygon => points.map((number) => point(mesh, number));

/** A detection on its own, for a second face. Pixels. */
export const detectionAt = (left: number, top: number, width: number): Detection => ({
  left,
  top,
  width,
  height: width,
  score: 0.9,
  points: [],
});

function placeOf({ eyesAt = [0.5, 0.46], size = 0.25 }: FaceWishes, width: number, height: number) {
  return { middle: [eyesAt[0] * width, eyesAt[1] * height] as const, unit: size * height };
}

function faceOf(mesh: Float32Array, pose: Partial<HeadPose> = {}): Face {
  const hull = outline(mesh, FACE_OUTLINE);
  const [left, top] = [Math.min(...hull.map(([x]) => x)), Math.min(...hull.map(([, y]) => y))];
  const width = Math.max(...hull.map(([x]) => x)) - left;
  return { mesh, presence: 1, pose: { yaw: 0, pitch: 0, roll: 0, ...pose }, detection: detectionAt(left, top, width) };
}

/** Whatever is not the background's colour is the person. */
function maskOf({ data, width, height }: Canvas, background: Colour): PersonMask {
  const mask = emptyMask();
  for (let y = 0; y < 256; y++) {
    for (let x = 0; x < 256; x++) {
      const at = (Math.floor(((y + 0.5) * height) / 256) * width + Math.floor(((x + 0.5) * width) / 256)) * 3;
      if (background.some((value, part) => data[at + part] !== value)) mask.data[y * 256 + x] = 1;
    }
  }
  return mask;
}

const emptyMask = (): PersonMask => ({ side: 256, data: new Float32Array(256 * 256) });
