import { suggestFrame } from '../../src/photos/frame.js';
import { inspect, rawForChecks } from '../../src/photos/picture.js';
import { checkPixels } from '../../src/photos/pixel-checks.js';
import { drawPortrait, type PortraitWishes } from '../../src/seeds/drawn-portrait.js';

async function warningsFor(wishes: PortraitWishes): Promise<string[]> {
  const bytes = await drawPortrait({ width: 715, height: 1000, ...wishes });
  const file = await inspect(bytes);
  if (!file.ok) throw new Error(file.reason);
  const findings = checkPixels(await rawForChecks(bytes, suggestFrame(file)!));
  return findings
    .filter(({ outcome }) => outcome === 'warning')
    .map(({ check, aspect }) => (aspect === undefined ? check : `${check}: ${aspect}`));
}

const SKINS = ['light', 'medium', 'dark'] as const;

describe('checks of light, background and sharpness', () => {
  it.each(SKINS)('a good photo of %s skin passes, with short, long and covered hair', async (skin) => {
    for (const hair of ['short', 'long', 'covered'] as const) expect(await warningsFor({ skin, hair })).toEqual([]);
  });

  it.each([
    ['2000 × 2800', { width: 2000, height: 2800 }],
    ['a phone photo lying on its side', { width: 2400, height: 3200, orientation: 6 }],
    ['a wide picture', { width: 2000, height: 1400 }],
    ['a PNG', { format: 'png' }],
  ] as const)('a good photo passes: %s', async (_name, wishes) => expect(await warningsFor(wishes)).toEqual([]));

  it.each(SKINS)('too dark is found with %s skin, and told before the background it darkens', async (skin) => {
    for (const brightness of [0.15, 0.3, 0.45]) {
      expect(await warningsFor({ skin, brightness })).toEqual(['exposure_dark', 'background: lightness']);
    }
  });

  it('dark skin before a grey wall is not called too dark: the wall is what is wrong', async () => {
    expect(await warningsFor({ skin: 'dark', background: '#cfcfcf' })).toEqual(['background: lightness']);
  });

  it.each(SKINS)('washed out is found with %s skin', async (skin) =>
    expect(await warningsFor({ skin, brightness: 4 })).toEqual(['exposure_over']),
  );

  it.each([
    ['#9cc4f0', 'background: colour'],
    ['#e8d8b8', 'background: colour'],
    ['#b4b4b4', 'background: lightness'],
  ])('a wall of %s warns: %s', async (background, warning) => expect(await warningsFor({ background })).toEqual([warning]));

  it('a wall in half shadow warns', async () => {
    expect(await warningsFor({ background: '#ffffff', backgroundTo: '#d8d8d8' })).toEqual(['background: evenness']);
  });

  it('blur is found, and nothing else', async () => {
    expect(await warningsFor({ blur: 0.5 })).toEqual([]);
    for (const blur of [2, 3, 5]) expect(await warningsFor({ blur })).toEqual(['sharpness']);
  });
});
