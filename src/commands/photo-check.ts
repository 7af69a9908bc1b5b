import { access, constants, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Translator } from '../language/translator.js';
import { PhotoJudge } from '../photos/workshop/photo-judge.js';
import { PhotoWorkshop } from '../photos/workshop/photo-workshop.js';
import { placeOf } from './command.js';
import { asJson, asText } from './judged-photo.js';

/** Nobody waits for a page here: a busy machine is no reason not to judge a photo. */
const PATIENCE = 120_000;
const USAGE = 'npm run photo:check -- [--json] [--as-is] FILE...';

/**
 * `npm run photo:check -- FILE...`: what the portal would say of these photos, with the frame it would suggest. `--as-is`
 * judges each picture as it stands; `--json` writes one array and nothing else. Names that lead to no file end it with 2
 * before anything is judged; whatever a file turns out to be is an answer, and the end is 0.
 */
async function main(): Promise<void> {
  const { values, positionals: files } = argumentsOf();
  await refuseMissing(files);
  const threads = Math.min(availableParallelism(), files.length);
  const workshop = new PhotoWorkshop({ threads, waiting: files.length, jobMilliseconds: PATIENCE });
  try {
    await workshop.warm();
    const judge = new PhotoJudge(workshop);
    const words = new Translator();
    const judged = await inTurns(files, threads, async (file) => ({
      ...(await judge.judge(placeOf(file), { asIs: values['as-is'] })),
      file,
    }));
    const written = values.json
      ? JSON.stringify(judged.map((photo) => asJson(photo, words)))
      : judged.map((photo) => asText(photo, words)).join('\n\n');
    process.stdout.write(`${written}\n`);
  } finally {
    await workshop.close();
  }
}

/** The command was called wrongly; the message says how to call it. */
class WrongCall extends Error {}

function argumentsOf() {
  try {
    const given = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, 'as-is': { type: 'boolean', default: false } },
    });
    if (given.positionals.length > 0) return given;
  } catch (fault) {
    throw new WrongCall(`${Error.isError(fault) ? fault.message : fault}\n${USAGE}`);
  }
  throw new WrongCall(`Name at least one photo: ${USAGE}`);
}

async function refuseMissing(files: readonly string[]): Promise<void> {
  const readable = await Promise.all(files.map((file) => isReadable(placeOf(file))));
  const missing = files.filter((_, n) => !readable[n]);
  if (missing.length > 0) throw new WrongCall(missing.map((file) => `There is no file to read at ${file}.`).join('\n'));
}

async function isReadable(file: string): Promise<boolean> {
  try {
    await access(file, constants.R_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** So many at once, that no more files are in memory than are worked on; the answers in the order of the questions. */
async function inTurns<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const line = async (): Promise<void> => {
    for (let n = next++; n < items.length; n = next++) results[n] = await work(items[n]!);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return results;
}

// Who reads may have heard enough (`| head`), or the disk is full: an end with 1, without a stack of calls.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') console.error(fault.message);
  process.exitCode = 1;
});

main().catch((fault: unknown) => {
  console.error(Error.isError(fault) ? fault.message : fault);
  process.exitCode = fault instanceof WrongCall ? 2 : 1;
});
