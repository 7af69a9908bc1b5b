import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CompiledModel } from '@litertjs/core';

type Library = typeof import('@litertjs/core');

let loading: Promise<Library> | undefined;

/** LiteRT, the program that computes the models, in WebAssembly; loaded once in a thread. */
export function liteRt(): Promise<Library> {
  loading ??= load();
  return loading;
}

/** One thread: its version with several does not run outside of a browser; the workshop's threads are our several. */
export async function compileModel(bytes: Uint8Array): Promise<CompiledModel> {
  const { loadAndCompile } = await liteRt();
  return loadAndCompile(bytes, { accelerator: 'wasm', cpuOptions: { numThreads: 1 } });
}

/** What the library expects to find in a browser's worker. */
interface BrowserGlobals {
  self?: unknown;
  importScripts?: (file: string) => void;
  ModuleFactory?: unknown;
  Module?: unknown;
}

/** For the time of loading it finds a browser worker's `self` and `importScripts`; afterwards nothing of them is left. */
async function load(): Promise<Library> {
  const browser = globalThis as BrowserGlobals;
  const before = { self: Object.hasOwn(browser, 'self'), importScripts: Object.hasOwn(browser, 'importScripts') };
  if (!before.self) browser.self = globalThis;
  browser.importScripts = (file) => {
    browser.ModuleFactory = moduleFactory(file);
  };
  const restoreWarnings = withoutGpuWarning();
  try {
    const library = await import('@litertjs/core');
    const entry = createRequire(import.meta.url).resolve('@litertjs/core');
    await library.loadLiteRt(`${join(dirname(entry), '..', 'wasm')}/`);
    return library;
  } finally {
    restoreWarnings();
    if (!before.self) delete browser.self;
    if (!before.importScripts) delete browser.importScripts;
    delete browser.ModuleFactory;
    delete browser.Module;
  }
}

type Factory = (settings?: object) => unknown;

/** Runs the library's own script, which is no module, and makes what it starts say nothing: stdout belongs to our commands. */
function moduleFactory(file: string): Factory {
  const script = new Function(
    'require',
    'module',
    'exports',
    '__filename',
    '__dirname',
    `${readFileSync(file, 'utf8')}\nreturn ModuleFactory;`,
  );
  const module = { exports: {} };
  const factory = script(createRequire(file), module, module.exports, file, dirname(file)) as Factory;
  const silent = () => {};
  return (settings = {}) => factory({ ...settings, print: silent, printErr: silent });
}

/** It warns that there is no graphics processor, which is so on every server. */
function withoutGpuWarning(): () => void {
  const { warn } = console;
  console.warn = () => {};
  return () => {
    console.warn = warn;
  };
}
