import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { Account } from '../accounts/account.entity.js';
import { codeOf } from '../accounts/second-factor/authenticator-code.js';
import { CODE_PERIOD, CODE_SKEW, stepAt } from '../accounts/second-factor/second-factor.rules.js';
import { SecondFactor } from '../accounts/second-factor/second-factor.entity.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { Clock, SECOND } from '../clock.js';
import type { Config } from '../config.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { OutboxMessage } from '../mail/outbox-message.entity.js';
import { Pages } from '../pages/pages.js';
import { type SamplePerson, samplePeople } from '../seeds/sample-people.js';
import { CONFIG } from '../tokens.js';
import { MailFolder } from './mail-folder.js';

/** Who signs in with what, and what there is to open. For developers, never in production. */
@Controller()
export class DevelopersController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
    private readonly folder: MailFolder,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @GetPage('developers')
  @Public()
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const language = res.locals.language as Language;
    const people = samplePeople(this.config).map((person) => ({ ...person, link: linkOf(person, language) }));
    this.pages.show(req, res, 'developers/developers', {
      people: await Promise.all(people.filter(({ signIn }) => signIn).map((person) => this.#withCode(person))),
      invited: people.filter(({ invitation }) => invitation),
      waiting: people.filter(({ signIn, invitation }) => !signIn && !invitation),
      counts: {
        cases: await this.em.count(CaseFile),
        accounts: await this.em.count(Account),
        mails: this.folder.ids().length,
        unsent: await this.em.count(OutboxMessage, { sentAt: null }),
      },
    });
  }

  /** What the person's app would show now, with how long it still works; codes that were used are not shown again. */
  async #withCode<Person extends SamplePerson>(person: Person): Promise<Person & { code: string; seconds: number }> {
    const username = person.signIn?.username ?? '';
    const app = await this.em.findOne(SecondFactor, { account: { username }, kind: 'app' });
    if (!app?.secret) return { ...person, code: '', seconds: 0 };
    const now = this.clock.now();
    const step = Math.max(stepAt(now), (app.lastStep ?? 0) + 1);
    const end = (step + 1 + CODE_SKEW) * CODE_PERIOD;
    return { ...person, code: codeOf(app.secret, step), seconds: Math.ceil((end - now.getTime()) / SECOND) };
  }
}

/** The link of an invitation, in the language of the page. */
const linkOf = ({ invitation }: SamplePerson, language: Language): string =>
  invitation ? href('invitation', language, { token: invitation.token }) : '';
