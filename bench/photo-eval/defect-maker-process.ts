import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { loadFaceEngine } from '../../src/photos/engine/face-engine.js';
import type { DefectAnswer, DefectOrder } from './defect-maker.js';

// A process of its own: the defects are drawn as SVG, and where photos are judged the SVG loader is blocked for the whole
// process. Nothing here may import the decoder.

/** What makes defects, degrade.mjs of the data or another file: `[expected check, maker]` by name, and `reset` of its random numbers. */
interface Degrade {
  readonly defects: Record<string, [string, (jpeg: Buffer, meta: object) => Promise<Buffer>]>;
  reset(seed: number): void;
}

// degrade.mjs lies outside of the project and imports sharp: it gets ours.
registerHooks({
  resolve: (specifier, context, next) => next(specifier, specifier === 'sharp' ? { ...context, parentURL: import.meta.url } : context),
});
sharp.cache(false);
sharp.concurrency(1);

const [folder, makers] = process.argv.slice(2) as [string, string];
const degrade = (await import(pathToFileURL(makers).href)) as Degrade;
const engine = await loadFaceEngine();
let last: { readonly file: string; readonly jpeg: Buffer; readonly meta: object } | null = null;

process.on('message', (order: DefectOrder) => void answer(order).then((done) => process.send!(done)));
process.send!({ defects: Object.fromEntries(Object.entries(degrade.defects).map(([name, [expected]]) => [name, expected])) });

async function answer({ file, truth, defect }: DefectOrder): Promise<DefectAnswer> {
  try {
    if (last?.file !== file) last = await opened(file, truth);
    const [, make] = degrade.defects[defect]!;
    degrade.reset(1);
    return { picture: await make(last.jpeg, last.meta) };
  } catch (fault) {
    return { fault: `${defect} of ${file}: ${Error.isError(fault) ? fault.message : fault}` };
  }
}

/** The points of the manifest, the sides W and H, and the person's mask in full size, a byte a pixel. */
async function opened(file: string, truth: object) {
  const jpeg = readFileSync(join(folder, file));
  const { data, info } = await sharp(jpeg).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width: W, height: H } = info;
  const { mask } = await engine.analyse({ data, width: W, height: H });
  const small = Buffer.from(Uint8Array.from(mask.data, (value) => Math.max(0, Math.min(255, value * 255))));
  const full = sharp(small, { raw: { width: mask.side, height: mask.side, channels: 1 } }).resize(W, H, { fit: 'fill', kernel: 'cubic' });
  return { file, jpeg, meta: { ...truth, W, H, mask: await full.extractChannel(0).raw().toBuffer() } };
}
