import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { AppModule } from '../app.module.js';
import { after, DAY, MINUTE } from '../clock.js';
import type { Config } from '../config.js';
import { dayOf } from '../language/formats.js';
import { Translator } from '../language/translator.js';
import { MovedClock } from './moved-clock.js';
import { STEPS } from './sample-case.js';
import { SAMPLE_CASES } from './sample-cases.js';
import { SampleFamily } from './sample-family.js';
import { SampleOffice } from './sample-office.js';
import { keepSamplePeople, STAGES } from './sample-people.js';
import { SampleStory } from './sample-story.js';

/** Any number, the same in all processes that might fill a database. */
const LOCK = 'portal: seed';
/** There while the sample people are made: found at a start, they were never finished. */
const markerOf = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'seeding');

export const seedWasBrokenOff = (config: Pick<Config, 'dataDir'>): boolean => existsSync(markerOf(config));

/**
 * Fills an empty database with one person at each stage of the way. Does nothing to a database that holds anybody; of two processes
 * at once the second waits for the first. Never called in production.
 * @param say gets one line for each thing done
 */
export async function seedIfEmpty(config: Config & { databaseUrl: string }, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [LOCK]); // the end of the connection gives it back
    const { rows } = await client.query<{ used: boolean }>('select exists(select from case_file) or exists(select from account) as used');
    if (rows[0]?.used) {
      if (seedWasBrokenOff(config)) say('The sample people were never finished. Stop the portal and run: npm run reset');
      return;
    }
    writeFileSync(markerOf(config), '');
    await seed(config, say);
    rmSync(markerOf(config), { force: true });
  } finally {
    await client.end();
  }
}

async function seed(config: Config & { databaseUrl: string }, say: (line: string) => void): Promise<void> {
  say('The database is empty: making sample people, one at each stage…');
  const begun = new Date();
  const clock = new MovedClock();
  const context = await NestFactory.createApplicationContext(AppModule.with(config, clock), { logger: false, abortOnError: false });
  try {
    const office = new SampleOffice(context);
    const asRequest = <Result>(work: () => Promise<Result>) => RequestContext.create(context.get(MikroORM).em, work);
    const words = context.get(Translator);
    const stories = SAMPLE_CASES.map((sample, index) => new SampleStory(office, sample, index + 1));
    clock.moveTo(after(new Date(`${dayOf(begun)}T${OPENING}`), -120 * DAY));
    const people = await asRequest(() => office.open());
    const family = new SampleFamily(office);
    for (const { at, take, ready } of diaryOf(stories, family, begun)) {
      clock.moveTo(at);
      await asRequest(() => take(at));
      for (const { name, stage } of ready()) say(`  ${name}: ${words.text('en', `developers:stages.${stage}`)}`);
    }
    people.push(...stories.flatMap((story) => [story.asPerson(), ...(story.helper ? [story.helper] : [])]), ...family.people);
    keepSamplePeople(
      config,
      people.sort((one, other) => STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage)),
    );
  } finally {
    await context.close();
  }
  say(`Made in ${((Date.now() - begun.getTime()) / 1000).toFixed(1)} s.`);
}

/** The hour in UTC at which the sample people begin: morning in Eastern Time. All of it lies before today. */
const OPENING = '14:00:00Z';

/** All steps of all people in the order in which they happened, so that the days follow each other; `ready`: who is where they stay. */
function diaryOf(stories: readonly SampleStory[], family: SampleFamily, today: Date) {
  const at = (days: number, person: number, index: number): Date =>
    after(new Date(`${dayOf(today)}T${OPENING}`), -days * DAY + person * 7 * MINUTE + index * 20 * MINUTE);
  const single = stories.flatMap((story, person) =>
    story.sample.daysAgo.map((days, index) => ({
      at: at(days, person, index),
      take: (now: Date) => story.take(STEPS[index] ?? 'invite', now),
      ready: () => (index === story.sample.daysAgo.length - 1 ? [story.asPerson()] : []),
    })),
  );
  const last = family.diary.length - 1;
  const together = family.diary.map(({ daysAgo, take }, index) => ({
    at: at(daysAgo, stories.length, index),
    take,
    ready: () => (index === last ? family.people : []),
  }));
  return [...single, ...together].sort((one, other) => one.at.getTime() - other.at.getTime());
}
