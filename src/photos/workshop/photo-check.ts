import { checkScene } from '../checks/all-checks.js';
import type { Scene } from '../checks/scene.js';
import { sceneOf } from '../checks/scene-of.js';
import { uprightSize } from '../file/decode.js';
import type { FaceEngine, HeadPose } from '../engine/analysis.js';
import type { CheckName, Finding } from '../finding.js';
import { inReadingOrder } from '../finding.js';
import { type Frame, frameOutcome } from '../frame/frame.js';
import { dimensionFinding, fileFindings } from '../checks/file-checks.js';
import { personsOf } from '../measures/persons.js';
import type { PictureSize } from '../photo.rules.js';
import { greyOf } from '../frame/picture.js';

/** What "Apply" gives back (S24, S25): every finding in reading order, and the black and white picture, a JPEG. */
export type PhotoCheck = {
  readonly findings: readonly Finding[];
  readonly grey: Buffer;
  /** Of the photo that comes out of the frame, and whether it had to be reduced (S17). */
  readonly outcome: PictureSize & { readonly reduced: boolean };
  /** Persons: a face much smaller than the largest is none. */
  readonly faces: number;
  /** Of the largest face; null without one. */
  readonly pose: HeadPose | null;
};

/**
 * Judges the file, the frame and all that is in it. Throws PhotoUnreadable when the file is refused or cannot be decoded.
 * @param demoted checks that only inform
 */
export async function checkPhoto(
  bytes: Uint8Array,
  frame: Frame,
  engine: FaceEngine,
  demoted: readonly CheckName[] = [],
): Promise<PhotoCheck> {
  return judged(await sceneOf(bytes, frame, engine), frameOutcome(frame), demoted);
}

/** The same for the whole picture, whatever its shape; it is judged by its dimensions as well. */
export async function checkWhole(bytes: Uint8Array, engine: FaceEngine): Promise<PhotoCheck> {
  const { width, height } = await uprightSize(bytes);
  return judged(await sceneOf(bytes, null, engine), { width, height, reduced: false });
}

async function judged(scene: Scene, outcome: PhotoCheck['outcome'], demoted: readonly CheckName[] = []): Promise<PhotoCheck> {
  // encoded by another thread of this process while the checks count
  const grey = greyOf(scene.picture);
  const findings = [...fileFindings(scene.file), dimensionFinding(outcome), ...checkScene(scene, demoted)];
  const { detections, face } = scene.analysis;
  return { findings: inReadingOrder(findings), grey: await grey, outcome, faces: personsOf(detections).length, pose: face?.pose ?? null };
}
