import { open } from 'node:fs/promises';
import type { HeadPose } from '../engine/analysis.js';
import { fileFindings } from '../checks/file-checks.js';
import { type Finding, type Verdict, verdict } from '../finding.js';
import { type Frame, frameHeight, frameOutcome, largestFrame } from '../frame/frame.js';
import { MAX_FILE_BYTES, type PictureSize, RATIO, RATIO_TOLERANCE } from '../photo.rules.js';
import { identifyPhoto, type PhotoFile, type RefusedFile } from '../file/photo-file.js';
import { PhotoUnreadable } from '../file/photo-unreadable.js';
import { isForNow, type PhotoWorkshop } from './photo-workshop.js';
import { uncheckedFindings } from './unchecked.js';

/** Which part of the picture was judged, in pixels; turned clockwise by `angle` degrees about its middle. */
export interface JudgedPart extends PictureSize {
  readonly left: number;
  readonly top: number;
  readonly angle: number;
}

/** What the portal would say of a file. `frame` is null when the file cannot be opened. */
export interface JudgedPhoto {
  readonly file: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Set when the file is not taken at all. */
  readonly refused: RefusedFile | null;
  readonly frame: JudgedPart | null;
  readonly faces: number;
  readonly pose: HeadPose | null;
  /** From reading the file to the last finding. */
  readonly milliseconds: number;
}

type Answer = Omit<JudgedPhoto, 'file' | 'verdict' | 'milliseconds'>;

/** Judges files without a portal: the same checks, by the same threads. */
export class PhotoJudge {
  readonly #workshop: PhotoWorkshop;

  constructor(workshop: PhotoWorkshop) {
    this.#workshop = workshop;
  }

  /** `asIs`: the picture as it stands, not through the suggested frame. Rejects only when the file can't be read from disk. */
  async judge(file: string, { asIs }: { readonly asIs: boolean }): Promise<JudgedPhoto> {
    const begun = performance.now();
    const { bytes, size } = await readAtMost(file);
    const answer = await this.#answer(bytes, size, asIs);
    const milliseconds = Math.round((performance.now() - begun) * 10) / 10;
    return { file, verdict: verdict(answer.findings), ...answer, milliseconds };
  }

  async #answer(bytes: Buffer, size: number, asIs: boolean): Promise<Answer> {
    const file = identifyPhoto(bytes);
    if (!file.ok) return refusal(file.reason === 'tooLarge' ? { ...file, detail: { bytes: size } } : file);
    try {
      const frame = asIs ? frameOfWhole(file) : (await this.#workshop.suggest(bytes)).frame;
      return await this.#checked(bytes, file, frame);
    } catch (fault) {
      if (isForNow(fault)) return unchecked(bytes, file, asIs ? frameOfWhole(file) : largestFrame(file));
      if (fault instanceof PhotoUnreadable) return refusal({ ok: false, reason: 'damaged' });
      throw fault;
    }
  }

  /** Without a frame: the whole picture, whose dimensions are then the first thing to fix. */
  async #checked(bytes: Buffer, size: PictureSize, frame: Frame | null): Promise<Answer> {
    const { findings, faces, pose } = frame === null ? await this.#workshop.checkWhole(bytes) : await this.#workshop.check(bytes, frame);
    return { findings, refused: null, frame: frame === null ? wholeOf(size) : partOf(frame), faces, pose };
  }
}

/** A file that is too large is not read to its end: one byte more than is allowed says so. */
async function readAtMost(name: string): Promise<{ bytes: Buffer; size: number }> {
  const file = await open(name);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, MAX_FILE_BYTES + 1));
    const { bytesRead } = await file.read(bytes);
    return { bytes: bytes.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

/** The largest frame in a picture that has the shape of one; null for every other shape, and where it is too small. */
export function frameOfWhole(size: PictureSize): Frame | null {
  return Math.abs(size.width / size.height - RATIO) <= RATIO_TOLERANCE ? largestFrame(size) : null;
}

const wholeOf = ({ width, height }: PictureSize): JudgedPart => ({ left: 0, top: 0, width, height, angle: 0 });
const partOf = ({ left, top, width, angle }: Frame): JudgedPart => ({ left, top, width, height: frameHeight(width), angle });

const refusal = (refused: RefusedFile): Answer => ({ findings: fileFindings(refused), refused, frame: null, faces: 0, pose: null });

/** No finding but what the header says, and that a person must look at it. */
function unchecked(bytes: Buffer, file: PhotoFile, frame: Frame | null): Answer {
  const findings = uncheckedFindings(bytes, frame === null ? file : frameOutcome(frame));
  return { findings, refused: null, frame: frame === null ? wholeOf(file) : partOf(frame), faces: 0, pose: null };
}
