import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { type Browser, chromium, firefox, type LaunchOptions } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox', // in containers and as root there is none to be had; only our own pages are opened
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PACKED = fileURLToPath(new URL('../node_modules/@sparticuz/chromium/bin', import.meta.url));
const CACHE = fileURLToPath(new URL('../node_modules/.cache/chromium', import.meta.url));

/** Starts Chromium: the one CHROMIUM_PATH names, the system's, or the one from npm. */
export async function launchChromium(): Promise<Browser> {
  const installed = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  if (installed) return chromium.launch({ executablePath: installed, args: ARGUMENTS });
  const options: LaunchOptions = { executablePath: inflated('chromium'), args: ['--headless', ...ARGUMENTS], env: withFonts() };
  // a machine without the libraries that browsers need: the package brings them
  return whole(options).catch(() => whole({ ...options, env: { ...options.env, LD_LIBRARY_PATH: inflated('al2023', 'lib') } }));
}

/** A Chromium that has shown a page: one that lacks something may start, and end at the first page. */
async function whole(options: LaunchOptions): Promise<Browser> {
  const browser = await chromium.launch(options);
  const page = await browser.newPage();
  await page.setContent('a');
  await page.close();
  return browser;
}

const FIREFOX = '/usr/bin/firefox-esr';

/** Where Firefox is installed: FIREFOX_PATH, or Debian's; null where it is not. npm brings none. */
export function firefoxPath(): string | null {
  const path = process.env.FIREFOX_PATH ?? FIREFOX;
  return existsSync(path) ? path : null;
}

/** What somebody has set in their system and browser, as Firefox is told: by playwright's own options for it, it never hears of it. */
export const OWN_COLOURS_AND_LARGE_TEXT = {
  ...{ 'browser.display.document_color_use': 2, 'ui.prefersReducedMotion': 1 },
  ...{ 'font.size.variable.x-western': 32, 'font.size.monospace.x-western': 26 },
};

/**
 * Starts an installed Firefox. It ignores `javaScriptEnabled: false`: block script files by routing instead (PAGES.md 6).
 * @param settings as in about:config
 * @param desktop the environment of a desktop on which its window is shown; without a window where it is absent
 */
export const launchFirefox = (
  executablePath: string,
  settings: Readonly<Record<string, number>> = {},
  desktop?: Readonly<Record<string, string>>,
): Promise<Browser> =>
  firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    firefoxUserPrefs: { ...settings },
    ...(desktop ? { headless: false, env: { ...desktop } } : {}),
  });

/** Without any font Chromium ends at the first page; the package brings one. */
function withFonts(): Record<string, string> {
  const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const fonts = '/usr/share/fonts';
  if (existsSync(fonts) && readdirSync(fonts).length > 0) return environment;
  const folder = inflated('fonts', 'fonts');
  const file = join(CACHE, 'fonts.conf');
  // aside and then renamed: a Chromium that another process starts at this moment must never read half of it
  const aside = `${file}.${process.pid}`;
  writeFileSync(
    aside,
    `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${join(CACHE, 'font-cache')}</cachedir></fontconfig>`,
  );
  renameSync(aside, file);
  return { ...environment, FONTCONFIG_FILE: file };
}

/** A part of @sparticuz/chromium, unpacked once: aside first and then renamed, so that two at once never run half a file. */
function inflated(name: 'chromium' | 'al2023' | 'fonts', inside = ''): string {
  const target = join(CACHE, name);
  const result = inside && existsSync(join(target, inside)) ? join(target, inside) : target;
  if (existsSync(target)) return result;
  mkdirSync(CACHE, { recursive: true });
  const aside = join(CACHE, `${name}.${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  if (name === 'chromium') writeFileSync(aside, brotliDecompressSync(readFileSync(join(PACKED, 'chromium.br'))), { mode: 0o755 });
  else unpack(join(PACKED, `${name}.tar.br`), aside);
  try {
    // a link never replaces what is there: Chromium starts its helpers from its own file, and ends when that was replaced meanwhile
    if (name === 'chromium') linkSync(aside, target);
    else renameSync(aside, target); // a folder with something in it is not replaced either
  } catch (fault) {
    if (!existsSync(target)) throw fault; // another process was first
  }
  rmSync(aside, { recursive: true, force: true });
  return inside && existsSync(join(target, inside)) ? join(target, inside) : target;
}

function unpack(file: string, folder: string): void {
  mkdirSync(folder);
  const { status, stderr } = spawnSync('tar', ['-x', '-C', folder], { input: brotliDecompressSync(readFileSync(file)) });
  if (status !== 0) throw new Error(`${file} could not be unpacked: ${String(stderr)}`);
}
