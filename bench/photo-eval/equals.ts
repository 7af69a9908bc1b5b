import type { CheckName } from '../../src/photos/finding.js';

/**
 * Where one fault is truly seen from two sides, a warning of the other check finds it as well. The list is printed with
 * every report. Nothing is on it only because it tends to warn at the same time.
 */
export const EQUALS: Readonly<Record<string, readonly CheckName[]>> = {};
