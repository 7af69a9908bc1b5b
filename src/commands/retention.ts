import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { Clock } from '../clock.js';
import { readConfig } from '../config.js';
import { openDatabase } from '../database/connect.js';
import { type RetentionLine, Retention } from '../retention/retention.service.js';
import { run } from './command.js';

/**
 * `npm run retention`: what would go by the rules of retention, class by class, and nothing is changed; `-- --apply` lets it go. The
 * running portal does the same once a day.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { apply: { type: 'boolean', default: false } } });
  const config = readConfig();
  const database = await openDatabase(config, { asItIs: true });
  try {
    const app = await NestFactory.createApplicationContext(AppModule.with({ ...config, databaseUrl: database.databaseUrl }), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    try {
      const [retention, now] = [app.get(Retention), app.get(Clock).now()];
      const lines = await (values.apply ? retention.apply(now) : retention.plan(now));
      console.log(table(lines, values.apply));
      const quiet = await retention.quietCases(now);
      if (quiet > 0) console.log(`${quiet} open cases were not used for as long. No clock closes a case: an officer looks at them.`);
      if (!values.apply) console.log('Nothing was changed. To let it go: npm run retention -- --apply');
    } finally {
      await app.close();
    }
  } finally {
    await database.stop();
  }
}

function table(lines: readonly RetentionLine[], applied: boolean): string {
  const width = Math.max(...lines.map(({ name }) => name.length));
  const row = ({ name, rule, source, rows, files }: RetentionLine): string =>
    `${name.padEnd(width)} ${String(rows).padStart(7)} ${String(files).padStart(7)}  ${rule} (${source})`;
  const head = `${(applied ? 'Gone' : 'Would go').padEnd(width)} ${'records'.padStart(7)} ${'files'.padStart(7)}  rule (source)`;
  return [head, ...lines.map(row)].join('\n');
}

run(main);
