import { NestFactory } from '@nestjs/core';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config.js';
import { openDatabase } from '../database/connect.js';
import { email } from '../forms/fields.js';
import { PublicUrl } from '../security/public-url.js';
import { run } from './command.js';

/** `npm run supervisor:invite -- EMAIL`: makes the first officer of a system, once; a mail brings the account's details. */
async function main(): Promise<void> {
  const given = email('missing', 'wrong').safeParse(process.argv[2]);
  if (!given.success) throw new Error('Give the email address of the first supervisor: npm run supervisor:invite -- name@office.example');
  const config = readConfig();
  const database = await openDatabase(config);
  try {
    const app = await NestFactory.createApplicationContext(AppModule.with({ ...config, databaseUrl: database.databaseUrl }), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    try {
      // links in a mail that leaves from here
      app.get(PublicUrl).setIfMissing(`http://localhost:${config.port}`);
      const account = await app.get(StaffAccountService).createFirstSupervisor(given.data, given.data, 'en');
      if (!account) throw new Error('This system has a supervisor already. They invite other officers.');
      console.log(
        `A supervisor’s account was made. The mail to ${given.data} brings its username and temporary password; the running portal sends it.`,
      );
    } finally {
      await app.close();
    }
  } finally {
    await database.stop();
  }
}

run(main);
