import { dimensionFinding, fileFindings } from '../checks/file-checks.js';
import { type Finding, inReadingOrder } from '../finding.js';
import { identifyPhoto } from '../file/photo-file.js';
import type { PictureSize } from '../photo.rules.js';

/**
 * What can be said of a photo that the checks could not get through: its file and its size, and that a person will look
 * at it. `bytes` are of a file that was taken before, `outcome` is the size of the photo that comes out of it.
 */
export function uncheckedFindings(bytes: Uint8Array, outcome: PictureSize): Finding[] {
  const unchecked: Finding = {
    check: 'one_face',
    aspect: 'unchecked',
    outcome: 'warning',
    measured: null,
    limit: null,
    unit: '',
    reason: null,
  };
  return inReadingOrder([...fileFindings(identifyPhoto(bytes)), dimensionFinding(outcome), unchecked]);
}
