import type { Pixels } from '../file/pixels.js';

/** A rectangle in pixels of the picture that was looked at. It may reach out of the picture. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A face that a detector found. `score`: 0 to 1. `points`: the person's right eye, left eye, nose, mouth, right ear, left ear, in pixels. */
export interface Detection extends FaceBox {
  readonly score: number;
  readonly points: readonly (readonly [number, number])[];
}

/** How the head is turned, in degrees. Yaw: to the person's left is positive; pitch: up is positive; roll: clockwise in the picture is positive. */
export interface HeadPose {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** One face in full. */
export interface Face {
  readonly detection: Detection;
  /** x, y, depth of the 478 points of MediaPipe's face mesh (468 to 477 are the irises), in pixels: `mesh[3 * n]` is x of point n. */
  readonly mesh: Float32Array;
  /** 0 to 1: how sure the mesh is that this is a face. */
  readonly presence: number;
  readonly pose: HeadPose;
}

/** Which part of the picture is the person: 256 × 256 values from 0 (behind) to 1 (person), squeezed over the whole picture. */
export interface PersonMask {
  readonly side: 256;
  readonly data: Float32Array;
}

/** All that the models see in a picture. The detections are real faces, the largest first; `face` is the largest's mesh, null without a face. */
export interface Analysis {
  readonly detections: readonly Detection[];
  readonly face: Face | null;
  readonly mask: PersonMask;
}

/** What a worker keeps loaded: the models, warm. One at a time: calls must not overlap. */
export interface FaceEngine {
  analyse(picture: Pixels): Promise<Analysis>;
}
