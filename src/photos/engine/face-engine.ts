import type { Analysis, Detection, Face, FaceEngine } from './analysis.js';
import { type CanonicalFace, readCanonicalFace } from './canonical-face.js';
import { type DetectorKind, FaceDetector } from './face-detector.js';
import { FaceMesh } from './face-mesh.js';
import { poseOf } from './head-pose.js';
import { united } from './merge-detections.js';
import { MODELS } from './models.js';
import { PersonSegmenter } from './person-segmenter.js';
import type { Pixels } from '../file/pixels.js';
import { pyramidOf } from './pyramid.js';

const SHORT_RANGE: DetectorKind = {
  source: MODELS.shortRange,
  side: 128,
  grids: [
    { cells: 16, answers: 2 },
    { cells: 8, answers: 6 },
  ],
  leastScore: 0.5,
};
const FULL_RANGE: DetectorKind = { source: MODELS.fullRange, side: 192, grids: [{ cells: 48, answers: 1 }], leastScore: 0.6 };

/** What a detector saw is a face when the mesh is at least this sure of it. */
const LEAST_PRESENCE = 0.5;
/** So many of what the detectors saw are looked at closely, the largest; a crowd is several faces all the same. */
const LOOKED_AT = 4;

/** Loads all models: about a quarter of a second and 60 MB. Throws when a model is not the expected one. */
export async function loadFaceEngine(): Promise<FaceEngine> {
  return new MediaPipeEngine(
    [await FaceDetector.loaded(SHORT_RANGE), await FaceDetector.loaded(FULL_RANGE)],
    await FaceMesh.loaded(),
    await PersonSegmenter.loaded(),
    readCanonicalFace(),
  );
}

class MediaPipeEngine implements FaceEngine {
  readonly #detectors: readonly [FaceDetector, FaceDetector];
  readonly #mesh: FaceMesh;
  readonly #segmenter: PersonSegmenter;
  readonly #canonical: CanonicalFace;

  constructor(detectors: readonly [FaceDetector, FaceDetector], mesh: FaceMesh, segmenter: PersonSegmenter, canonical: CanonicalFace) {
    this.#detectors = detectors;
    this.#mesh = mesh;
    this.#segmenter = segmenter;
    this.#canonical = canonical;
  }

  async analyse(picture: Pixels): Promise<Analysis> {
    const levels = pyramidOf(picture);
    const small = levels.at(-1)!;
    const scale = picture.width / small.width;
    const [short, full] = this.#detectors;
    const seen = united(await short.detect(small), await full.detect(small)).slice(0, LOOKED_AT);
    const detections: Detection[] = [];
    let face: Face | null = null;
    for (const detection of seen.map((found) => enlarged(found, scale))) {
      const rough = await this.#mesh.roughly(levels, detection);
      if (rough.presence <= LEAST_PRESENCE) continue;
      detections.push(detection);
      face ??= await this.#faceAt(levels, detection, rough.points);
    }
    return { detections, face, mask: await this.#segmenter.maskOf(small) };
  }

  async #faceAt(levels: readonly Pixels[], detection: Detection, rough: Float32Array): Promise<Face> {
    const { points, presence } = await this.#mesh.exactly(levels, rough);
    return { detection, mesh: points, presence, pose: poseOf(this.#canonical, points) };
  }
}

const enlarged = ({ score, left, top, width, height, points }: Detection, by: number): Detection => ({
  score,
  left: left * by,
  top: top * by,
  width: width * by,
  height: height * by,
  points: points.map(([x, y]) => [x * by, y * by] as const),
});
