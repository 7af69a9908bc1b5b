import { Worker } from 'node:worker_threads';

/**
 * Begins a thread of `photo-worker`. From src, Node runs the TypeScript itself, as long as it is shown how to find './x.ts'
 * under the name './x.js'. The limit is on JavaScript's memory; pictures lie outside it, bounded by MAX_PIXELS.
 * Should a library say something there, it is said on stderr: stdout belongs to the commands.
 */
export function startPhotoThread(heapMegabytes: number): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './photo-worker.ts' : './photo-worker.js', import.meta.url);
  const execArgv = fromSource ? ['--import', new URL('../../../tools/typescript.mjs', import.meta.url).href] : [];
  const worker = new Worker(file, { execArgv, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes }, stdout: true });
  worker.stdout.on('data', (said: Buffer) => process.stderr.write(said));
  return worker;
}
