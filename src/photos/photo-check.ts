import type { Finding } from './finding.js';
import { inReadingOrder } from './finding.js';
import { type Frame, frameOutcome } from './frame.js';
import { dimensionFinding, fileFindings } from './file-checks.js';
import type { PictureSize } from './photo.rules.js';
import { identifyPhoto } from './photo-file.js';
import { PhotoUnreadable } from './photo-unreadable.js';
import { greyOf, rawForChecks } from './picture.js';
import { checkPixels } from './pixel-checks.js';

/** What "Apply" gives back (S24, S25): every finding in reading order, and the black and white picture, a JPEG. */
export type PhotoCheck = {
  readonly findings: readonly Finding[];
  readonly grey: Buffer;
  /** Of the photo that comes out of the frame, and whether it had to be reduced (S17). */
  readonly outcome: PictureSize & { readonly reduced: boolean };
};

/** Judges the file, the frame and the pixels. Throws PhotoUnreadable when the file is refused or cannot be decoded. */
export async function checkPhoto(bytes: Uint8Array, frame: Frame): Promise<PhotoCheck> {
  const file = identifyPhoto(bytes);
  if (!file.ok) throw new PhotoUnreadable(file.reason);
  const outcome = frameOutcome(frame);
  const pixels = await rawForChecks(bytes, frame);
  const findings = [...fileFindings(file), dimensionFinding(outcome), ...checkPixels(pixels)];
  return { findings: inReadingOrder(findings), grey: await greyOf(pixels), outcome };
}
