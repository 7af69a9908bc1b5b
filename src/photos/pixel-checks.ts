import type { Finding, ReturnReason } from './finding.js';
import { CHECK_LIMITS as LIMITS } from './photo.rules.js';
import { type Background, measureBackground, measureBlur, measureClipping, measureBrightest } from './pixel-measures.js';
import type { Pixels } from './pixels.js';

/**
 * The checks that need no face: light, background, sharpness. Given the framed picture as `rawForChecks` makes it. Each
 * answers once, the background twice (white? even?), whether it passes or not. Brightness is judged by what is behind
 * the person and by the brightest things in the picture, never by skin (checkers elsewhere refused dark skin wrongly).
 */
export function checkPixels(pixels: Pixels): Finding[] {
  const background = measureBackground(pixels);
  return [darkness(pixels, background), washedOut(pixels), sharpness(pixels), whiteness(background), evenness(background)];
}

function darkness(pixels: Pixels, { lightness }: Background): Finding {
  const dark = lightness < LIMITS.darkBackground && measureBrightest(pixels) < LIMITS.darkBrightest;
  return quality('exposure_dark', dark, lightness, LIMITS.darkBackground, 'L*', 'too_dark');
}

function washedOut(pixels: Pixels): Finding {
  const share = measureClipping(pixels);
  return quality('exposure_over', share > LIMITS.clippedShare, share, LIMITS.clippedShare, 'share', 'features_not_visible');
}

function sharpness(pixels: Pixels): Finding {
  const blur = measureBlur(pixels);
  return quality('sharpness', blur > LIMITS.blur, blur, LIMITS.blur, '', 'features_not_visible');
}

/** A coloured wall is told by its colour, even where it is also dark: that is what the person can see and change. */
function whiteness({ lightness, chroma }: Background): Finding {
  const coloured = chroma > LIMITS.backgroundChroma;
  if (coloured) return { ...quality('background', true, chroma, LIMITS.backgroundChroma, 'C*', 'background_not_white'), aspect: 'colour' };
  const dark = lightness < LIMITS.backgroundLightness;
  return { ...quality('background', dark, lightness, LIMITS.backgroundLightness, 'L*', 'background_not_white'), aspect: 'lightness' };
}

function evenness({ evenness }: Background): Finding {
  const uneven = evenness > LIMITS.backgroundEvenness;
  return { ...quality('background', uneven, evenness, LIMITS.backgroundEvenness, 'L*', 'background_not_white'), aspect: 'evenness' };
}

/** Quality warns and never blocks: a person decides (S24, S29). */
function quality(check: Finding['check'], fails: boolean, value: number, limit: number, unit: string, reason: ReturnReason): Finding {
  const measured = Math.round(value * 1000) / 1000;
  return { check, outcome: fails ? 'warning' : 'pass', measured, limit, unit, reason: fails ? reason : null };
}
