import type { Phrase } from '../language/phrase.js';

/**
 * The browser and the system that a User-Agent names, as `Firefox/windows`; what is not recognised is `?`. A few simple patterns: it is
 * for a person who asks "was that me?", and nothing depends on it. Most names stand in the words of others, so the order counts.
 */
export function deviceOf(userAgent: string | undefined): string {
  const words = (userAgent ?? '').slice(0, 400);
  const named = (list: readonly (readonly [RegExp, string])[]): string => list.find(([pattern]) => pattern.test(words))?.[1] ?? '?';
  return `${named(BROWSERS)}/${named(SYSTEMS)}`;
}

const BROWSERS = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, 'Safari'],
] as const;

const SYSTEMS = [
  [/\biPhone\b/, 'iphone'],
  [/\biPad\b/, 'ipad'],
  [/\bAndroid\b/, 'android'],
  [/\bWindows\b/, 'windows'],
  [/\bCrOS\b/, 'chromeos'],
  [/\bMac OS X\b|\bMacintosh\b/, 'mac'],
  [/\bLinux\b|\bX11\b/, 'linux'],
] as const;

/** "Firefox on Windows" · « Firefox sous Windows ». */
export function devicePhrase(device: string): Phrase {
  const [browser = '?', system = '?'] = device.split('/');
  const known = SYSTEMS.some(([, name]) => name === system);
  const name = browser === '?' ? { phrase: { key: 'sessions:unknownBrowser' } } : browser;
  return { key: `sessions:device.${known ? system : 'other'}`, values: { browser: name } };
}
