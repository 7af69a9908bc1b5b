import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { LOOK_AFTER_ANNOUNCED, LOOK_EVERY } from './mail.rules.js';
import { Mailer } from './mailer.js';
import { Outbox } from './outbox.js';
import { MailTransport } from './transports.js';

/** Lets the mailer run while the portal does: soon after a mail was announced, and every few seconds for what has become due. */
@Injectable()
export class MailWorker implements OnApplicationShutdown {
  #timers = new Set<NodeJS.Timeout>();
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;

  constructor(
    private readonly mailer: Mailer,
    private readonly outbox: Outbox,
    private readonly transport: MailTransport,
    private readonly logger: PinoLogger,
  ) {}

  /** Tests don't call this: they say when mails leave. */
  start(): void {
    this.#stopped = false;
    this.outbox.onMessage(() => {
      for (const wait of LOOK_AFTER_ANNOUNCED) this.#lookIn(wait);
    });
    const timer = setInterval(() => this.#look(), LOOK_EVERY);
    timer.unref();
    this.#timers.add(timer);
    this.#look();
  }

  /** Begins no other mail from here on, however many wait. */
  stop(): void {
    this.#stopped = true;
    this.#again = false;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** The mail that is on its way is waited for, so that it is not sent again by the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop();
    await this.#running;
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }

  #lookIn(wait: number): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#look();
    }, wait);
    timer.unref();
    this.#timers.add(timer);
  }

  /** One look at a time; what is announced meanwhile is looked for when it ends. */
  #look(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#running ??= this.#deliver().finally(() => (this.#running = null));
  }

  async #deliver(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.mailer.deliverDue(() => !this.#stopped);
      } catch (fault) {
        // the database does not answer: the next look tries again
        this.logger.warn({ fault: Error.isError(fault) ? fault.name : 'unknown' }, 'the mailer could not look');
      }
    }
  }
}
