import type { CheckName } from '../../src/photos/finding.js';

/**
 * Where one fault is truly seen from two sides, a warning of the other check finds it as well. The list is printed with
 * every report. Nothing is on it only because it tends to warn at the same time.
 */
export const EQUALS: Readonly<Record<string, readonly CheckName[]>> = {
  // the light's colour shows on the wall first: where the eyes don't tell it apart, it is told as the wall's colour
  cast_blue: ['background'],
  cast_yellow: ['background'],
  // a white patch is as bright as a lamp's reflection over the eye
  patch_white: ['glare'],
};
