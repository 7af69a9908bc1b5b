import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where a model lies in the installed packages: a whole file, or `from` (included) to `to` (excluded) of one. */
export interface ModelSource {
  readonly file: string;
  readonly from?: number;
  readonly to?: number;
  readonly sha256: string;
}

const MESH_FILE = '@mediapipe/face_mesh/face_mesh_solution_packed_assets.data';

/** The models of MediaPipe (Apache-2.0), as the pinned packages bring them. Nothing is downloaded. */
export const MODELS = {
  /** 192 × 192: 478 points, finer at the lips and eyes, and how sure it is that this is a face. */
  attention: { file: MESH_FILE, from: 0, to: 2_495_952, sha256: '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d' },
  /** 192 × 192: 468 points, quicker, to find the place for the finer one. */
  mesh: { file: MESH_FILE, from: 2_495_952, to: 3_737_848, sha256: 'c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1' },
  /** The average face in three dimensions. */
  geometry: { file: MESH_FILE, from: 3_737_848, to: 3_757_224, sha256: 'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4' },
  /** 128 × 128: faces that fill a fair part of the picture. */
  shortRange: {
    file: MESH_FILE,
    from: 3_757_224,
    to: 3_986_256,
    sha256: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  },
  /** 192 × 192: smaller faces as well. */
  fullRange: {
    file: '@mediapipe/face_detection/face_detection_full_range_sparse.tflite',
    sha256: '671dd2f9ed11a78436fc21cc42357a803dfc6f73e9fb86541be942d5716c2dce',
  },
  /** 256 × 256: which part is the person. */
  person: {
    file: '@mediapipe/selfie_segmentation/selfie_segmentation.tflite',
    sha256: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
  },
} as const satisfies Record<string, ModelSource>;

const resolve = createRequire(import.meta.url).resolve;

/** The model's bytes, a copy of its own. Throws when they are not the very bytes this program was measured with. */
export function readModel({ file, from, to, sha256 }: ModelSource): Uint8Array {
  const bytes = Uint8Array.from(readFileSync(resolve(file)).subarray(from, to));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new Error(
      `The model in ${file} is not the expected one: its SHA-256 is ${found} instead of ${sha256}. Install the locked packages again.`,
    );
  }
  return bytes;
}
