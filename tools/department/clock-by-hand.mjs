/** Loaded into a process before the portal: on SIGUSR2 its clock goes by as many milliseconds beside the true one as the file CLOCK_FILE says. */
import { readFileSync } from 'node:fs';

const { now } = Date;
let ahead = 0;

globalThis.Date = new Proxy(Date, {
  construct: (real, given, made) =>
    Reflect.construct(real, given.length === 0 ? [now() + ahead] : given, made === globalThis.Date ? real : made),
});
Date.now = () => now() + ahead;
process.on('SIGUSR2', () => (ahead = Number(readFileSync(process.env.CLOCK_FILE ?? '', 'utf8'))));
