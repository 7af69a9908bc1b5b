import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { publicKeyOf } from '../audit/audit-seal.js';
import { SealVerifier } from '../audit/seal-verifier.js';
import { trail, type TrailRow } from '../audit/trail-rows.js';
import { type TrailReport, TrailVerifier } from '../audit/trail-verifier.js';
import { Clock } from '../clock.js';
import { readConfig } from '../config.js';
import { openDatabase } from '../database/connect.js';
import { Vault } from '../privacy/vault.js';
import { placeOf } from './command.js';
import { isWhole, reportText } from './trail-report.js';

const USAGE = 'npm run audit:verify -- [--export FILE] | --file FILE [--public-key KEY]';

/**
 * `npm run audit:verify`: whether the trail of what happened is whole (TRUST.md 20). Ends with 0 when it is, with 1 when it is not or
 * nothing of it is there, with 2 when the command was called wrongly. `--export` writes the trail as JSON Lines as well; `--file` verifies
 * such an export, anywhere and by anybody: the portal's public key says whose seals they are.
 */
async function main(): Promise<number> {
  const given = argumentsOf();
  const report = given.file
    ? await verifyFile(placeOf(given.file), given['public-key'])
    : await verifyDatabase(given.export && placeOf(given.export));
  console.log(reportText(report));
  if (given.file && !given['public-key'] && report.lastSeal)
    console.log('Compare the public key with the one the portal’s people give you, or name it with --public-key.');
  return isWhole(report) ? 0 : 1;
}

async function verifyDatabase(exportTo: string | undefined): Promise<TrailReport> {
  const config = readConfig();
  const database = await openDatabase(config, { asItIs: true });
  const client = new pg.Client({ connectionString: database.databaseUrl });
  try {
    await client.connect();
    // one moment for all statements: the portal may be at work
    await client.query('begin transaction isolation level repeatable read, read only');
    const vault = new Vault(config.secrets);
    const known = (keyNumber: number): string | null => {
      const seed = vault.signingKeyOf('audit-seal', keyNumber);
      return seed && publicKeyOf(seed);
    };
    const verifier = new TrailVerifier(new SealVerifier(known));
    const rows = exportTo ? alsoWritten(trail(client), exportTo) : trail(client);
    for await (const row of rows) verifier.take(row);
    return verifier.finish(new Clock().now());
  } finally {
    await client.end();
    await database.stop();
  }
}

async function verifyFile(file: string, publicKey: string | undefined): Promise<TrailReport> {
  const verifier = new TrailVerifier(new SealVerifier(() => null));
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    try {
      verifier.take(JSON.parse(line) as TrailRow);
    } catch {
      throw new WrongCall(`${file} is no export of a trail: line ${number} can’t be read.`);
    }
  }
  const report = verifier.finish(null);
  // the newest seal vouches for those before it; without a key to compare with, whose it is stays open, and is said instead of judged
  const findings = report.findings.filter(({ fault }) => fault !== 'sealForeign');
  const foreign = publicKey !== undefined && report.lastSeal?.publicKey !== publicKey.toLowerCase();
  return { ...report, findings: foreign ? [{ fault: 'sealForeign', seal: report.counts.seals }, ...findings] : findings };
}

async function* alsoWritten(rows: AsyncIterable<TrailRow>, file: string): AsyncGenerator<TrailRow> {
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(out, 'open').catch((fault: unknown) => {
    throw new WrongCall(`${file} can’t be written: ${(fault as NodeJS.ErrnoException).code}`);
  });
  for await (const row of rows) {
    if (!out.write(`${JSON.stringify(row)}\n`)) await once(out, 'drain');
    yield row;
  }
  out.end();
  await once(out, 'close');
}

class WrongCall extends Error {}

function argumentsOf() {
  try {
    const { values } = parseArgs({ options: { export: { type: 'string' }, file: { type: 'string' }, 'public-key': { type: 'string' } } });
    if (!(values.export && values.file) && (values.file || !values['public-key'])) return values;
  } catch {
    // said below
  }
  throw new WrongCall(`Call it so: ${USAGE}`);
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((fault: unknown) => {
    console.error(Error.isError(fault) ? fault.message : fault);
    process.exitCode = 2;
  });
