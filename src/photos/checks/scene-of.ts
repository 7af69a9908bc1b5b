import type { Face, FaceEngine } from '../engine/analysis.js';
import { halfOf } from '../engine/pyramid.js';
import { type Frame, frameBox } from '../frame/frame.js';
import { jpegQualityOf } from '../file/jpeg-quality.js';
import type { PictureSize } from '../photo.rules.js';
import { identifyPhoto } from '../file/photo-file.js';
import { PhotoUnreadable } from '../file/photo-unreadable.js';
import { rawForChecks, wholeForChecks } from '../frame/picture.js';
import { boxCentre, type Point, type TurnedBox } from '../frame/turned-box.js';
import { nativePatches } from './native-patch.js';
import type { Scene } from './scene.js';

/**
 * Everything the checks look at; without a frame, of the whole picture, whatever its shape. Throws PhotoUnreadable when the
 * file is refused or cannot be decoded.
 */
export async function sceneOf(bytes: Uint8Array, frame: Frame | null, engine: FaceEngine): Promise<Scene> {
  const file = identifyPhoto(bytes);
  if (!file.ok) throw new PhotoUnreadable(file.reason);
  const box = frame === null ? { left: 0, top: 0, width: file.width, height: file.height, angle: 0 } : frameBox(frame);
  const picture = frame === null ? await wholeForChecks(bytes) : await rawForChecks(bytes, frame);
  const patchAt = nativePatches(bytes, box);
  const analysis = await engine.analyse(picture);
  const native = analysis.face && (await patchAt(inSource(middleOf(analysis.face), picture, box)));
  return { file, picture, half: halfOf(picture), analysis, native, jpegQuality: jpegQualityOf(bytes) };
}

/** Between the eyes and the mouth: skin, with the eyes in the patch. */
function middleOf({ detection }: Face): Point {
  return { x: detection.left + detection.width / 2, y: detection.top + detection.height / 2 };
}

/** From a place in the framed picture to one in the upright picture the frame was laid on. */
function inSource({ x, y }: Point, { width, height }: PictureSize, box: TurnedBox): Point {
  const middle = boxCentre(box);
  const [across, down] = [(x / width - 0.5) * box.width, (y / height - 0.5) * box.height];
  const turn = (box.angle * Math.PI) / 180;
  return {
    x: middle.x + across * Math.cos(turn) - down * Math.sin(turn),
    y: middle.y + across * Math.sin(turn) + down * Math.cos(turn),
  };
}
