import type { CheckName, Finding } from '../finding.js';
import { checkBackground } from './background.js';
import { withCauses } from './causes.js';
import { checkCentring } from './centring.js';
import { checkColour } from './colour.js';
import { checkCompression } from './compression.js';
import { checkExposureDark } from './exposure-dark.js';
import { checkExposureOver } from './exposure-over.js';
import { checkEyesOpen } from './eyes-open.js';
import { checkEyesVisible } from './eyes-visible.js';
import { checkFaceVisible } from './face-visible.js';
import { checkGlare } from './glare.js';
import { checkHeadSize } from './head-size.js';
import { checkLighting } from './lighting.js';
import { checkMouthClosed } from './mouth-closed.js';
import { checkNeutral } from './neutral.js';
import { checkOneFace } from './one-face.js';
import { checkPose } from './pose.js';
import { checkRescan } from './rescan.js';
import { checkSharpness } from './sharpness.js';
import type { Scene } from './scene.js';

/** Finds out one thing about a photo, and nothing else about it. */
export type Check = (scene: Scene) => Finding[];

/** Every check of a picture, in the order of CHECKS: causes before their consequences. */
export const ALL_CHECKS: readonly Check[] = [
  checkOneFace,
  checkRescan,
  checkExposureDark,
  checkExposureOver,
  checkSharpness,
  checkCompression,
  checkColour,
  checkLighting,
  checkGlare,
  checkBackground,
  checkPose,
  checkHeadSize,
  checkCentring,
  checkFaceVisible,
  checkEyesVisible,
  checkEyesOpen,
  checkMouthClosed,
  checkNeutral,
];

/**
 * What all of them say, with what follows from something else told as information.
 * @param demoted checks that a supervisor has made information: they ask nothing of the person, and explain nothing either
 */
export const checkScene = (scene: Scene, demoted: readonly CheckName[] = []): Finding[] =>
  withCauses(ALL_CHECKS.flatMap((check) => check(scene)).map((finding) => asInformation(finding, demoted)));

const asInformation = (finding: Finding, demoted: readonly CheckName[]): Finding =>
  finding.outcome === 'warning' && demoted.includes(finding.check) ? { ...finding, outcome: 'information' } : finding;
