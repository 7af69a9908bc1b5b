import { toPixels, upright, uprightSize } from '../file/decode.js';
import type { FaceEngine } from '../engine/analysis.js';
import { type Frame, frameBox, largestFrame } from './frame.js';
import { frameForHead, type WholeHead } from './frame-for-head.js';
import type { FrameSuggestion } from './head.js';
import { headOf } from '../measures/head.js';
import { personsOf } from '../measures/persons.js';
import type { PictureSize } from '../photo.rules.js';
import { rawForChecks } from './picture.js';
import type { Pixels } from '../file/pixels.js';
import { QUARTERS, quarterTurned, turnedBack } from './quarter-turn.js';
import { boxCentre, type Point } from './turned-box.js';

/** The whole picture's longer side when a face is looked for in it. */
const GLANCE = 1280;

/**
 * Finds the largest face and lays the frame around its head, as the rules want it. First in the whole picture; then what
 * the frame holds is looked at as the checks will see it, and the frame is laid again by that. A picture that lies on its
 * side without saying so is turned until a face is found. Throws PhotoUnreadable.
 */
export async function suggestFrameOf(bytes: Uint8Array, engine: FaceEngine): Promise<FrameSuggestion> {
  const size = await uprightSize(bytes);
  const whole = await toPixels(upright(bytes).resize({ width: GLANCE, height: GLANCE, fit: 'inside', withoutEnlargement: true }));
  const found = await lookAround(whole, engine, size);
  if (found === null) return { frame: largestFrame(size), head: null, faces: 0 };
  const first = frameForHead(found.head, size);
  const closer = first && (await lookCloser(bytes, first, engine));
  const head = closer ?? found.head;
  const { crown, chin, eyes } = head;
  return { frame: frameForHead(head, size), head: { crown, chin, eyes }, faces: found.faces };
}

/**
 * A face this sure and this upright needs no second look. One on its head is seen as a face as well, with its chin for a
 * forehead, but never as surely: a good portrait has 0.81 to 0.92, the same turned over at most 0.75.
 */
const SURE = 0.8;
const UPRIGHT = 45;
/** Nearly every picture is the right way up: so much surer must the detector be of another way. */
const DOUBT = 0.05;

interface Found {
  readonly head: WholeHead;
  readonly faces: number;
  readonly score: number;
}

/** The head in source pixels, and how many faces there are: the way up in which the detector is surest of an upright face. */
async function lookAround(whole: Pixels, engine: FaceEngine, size: PictureSize): Promise<Found | null> {
  const scale = size.width / whole.width;
  let best: Found | null = null;
  for (const quarter of QUARTERS) {
    const picture = quarterTurned(whole, quarter);
    const analysis = await engine.analyse(picture);
    if (analysis.face === null) continue;
    const seen = headOf(analysis.face, analysis.mask, picture);
    const head = placed(seen, (point) => scaled(turnedBack(point, quarter, whole), scale));
    // one that lies on its side here stands upright in another quarter
    const upright = Math.abs(seen.turn) < UPRIGHT;
    const score = analysis.face.detection.score + (quarter === 0 ? DOUBT : 0) - (upright ? 0 : 1);
    if (best === null || score > best.score) best = { head, faces: personsOf(analysis.detections).length, score };
    if (quarter === 0 && score >= SURE + DOUBT) break;
  }
  return best;
}

/** Null when the face is not found again. */
async function lookCloser(bytes: Uint8Array, frame: Frame, engine: FaceEngine): Promise<WholeHead | null> {
  const picture = await rawForChecks(bytes, frame);
  const box = frameBox(frame);
  const middle = boxCentre(box);
  const [cos, sin] = [Math.cos((frame.angle * Math.PI) / 180), Math.sin((frame.angle * Math.PI) / 180)];
  const { face, mask } = await engine.analyse(picture);
  if (face === null) return null;
  return placed(headOf(face, mask, picture), ({ x, y }) => {
    const [across, down] = [(x / picture.width - 0.5) * box.width, (y / picture.height - 0.5) * box.height];
    return { x: middle.x + across * cos - down * sin, y: middle.y + across * sin + down * cos };
  });
}

const placed = ({ crown, chin, eyes, top }: WholeHead, place: (point: Point) => Point): WholeHead => ({
  crown: place(crown),
  chin: place(chin),
  eyes: [place(eyes[0]), place(eyes[1])],
  top: place(top),
});

const scaled = ({ x, y }: Point, by: number): Point => ({ x: x * by, y: y * by });
