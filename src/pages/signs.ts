import { type Html, raw } from './html.js';

/** The signs of the look: shape first, word second, colour last. A sign never stands without its word beside it. */
const PATHS = {
  done: '<circle cx="12" cy="12" r="11"/><path class="k" d="M6.5 12.5l3.8 3.8 7.2-8"/>',
  us: '<circle class="o" cx="12" cy="12" r="10"/><path class="o" d="M12 6v6l4 3"/>',
  you: '<path d="M1 4h13l9 8-9 8H1z"/><path class="k" d="M5 12h9m-3.5-3.5L14 12l-3.5 3.5"/>',
  hold: '<circle class="o" cx="12" cy="12" r="10"/><path class="o" d="M9.5 8v8m5-8v8"/>',
  todo: '<circle class="o" cx="12" cy="12" r="10" stroke-dasharray="3.2 3.1"/>',
  warn: '<path d="M12 1.5L23.5 22H.5z"/><path class="k" d="M12 9v6m0 2v2.4"/>',
  info: '<circle class="o" cx="12" cy="12" r="10"/><path class="o" d="M12 10.5V17M12 6.5V9"/>',
  wrong: '<path d="M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z"/><path class="k" d="M8 8l8 8m0-8l-8 8"/>',
  post: '<path class="o" d="M2 5h20v14H2zM2 6l10 8 10-8"/>',
} as const;
export type Sign = keyof typeof PATHS;

const SIGNS = Object.fromEntries(
  Object.entries(PATHS).map(([name, path]) => [name, raw(`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${path}</svg>`)]),
) as Record<Sign, Html>;

/** @throws Error for a sign that does not exist */
export function sign(name: string): Html {
  const found = SIGNS[name as Sign];
  if (!found) throw new Error(`no sign is named ${name}`);
  return found;
}
