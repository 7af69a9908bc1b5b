import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { Person } from '../cases/person.entity.js';
import { OpenFiles } from '../claims/open-files.js';
import { isUuid } from '../database/uuid.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { officeForm, replyForm } from '../messages/message.form.js';
import { TOPICS_TO_WRITE } from '../messages/message-thread.entity.js';
import { Messages } from '../messages/messages.service.js';
import { shownMessage, shownThread } from '../messages/shown-thread.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { shownPerson } from './shown-person.js';

/** The office's side of messages: the threads about a person, a thread to answer. */
@Controller()
export class AdminMessagesController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly messages: Messages,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminMessages')
  @Requires('message.answer')
  async list(@Req() req: Request, @Res() res: Response, @Param('person') personId: string): Promise<void> {
    await this.#list(req, res, personId, this.drafts.open(req, EMPTY_FORM, officeForm));
  }

  @PostPage('adminMessages')
  @Requires('message.answer')
  async open(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(officeForm, body);
    if (!form.ok) return this.#list(req, res, personId, form.form);
    const { topic, words } = form.value;
    const thread = await this.messages.openByOffice(officer, personId, { topic, format: null, words });
    if (!thread) return this.#list(req, res, personId, refused(body, fieldError('words', 'messages:office.nobodyReads')));
    redirectTo(res, 'adminMessage', { thread });
  }

  @GetPage('adminMessage')
  @Requires('message.answer')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('thread') threadId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#thread(req, res, officer, threadId, this.drafts.open(req, EMPTY_FORM, replyForm));
  }

  @PostPage('adminMessage')
  @DecidesOnFile()
  @Requires('message.answer')
  async reply(
    @Req() req: Request,
    @Res() res: Response,
    @Param('thread') threadId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(replyForm, body);
    if (!form.ok) return this.#thread(req, res, officer, threadId, form.form);
    await this.messages.reply(officer, threadId, form.value.words);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminMessage', { thread: threadId });
  }

  @PostPage('adminMessageClose')
  @DecidesOnFile()
  @Requires('message.answer')
  async close(@Res() res: Response, @Param('thread') threadId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.messages.close(officer, threadId);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminMessage', { thread: threadId });
  }

  async #list(req: Request, res: Response, personId: string, form: FormState): Promise<void> {
    const person = isUuid(personId) ? await this.em.findOne(Person, { id: personId }, { populate: ['caseFile'] }) : null;
    if (!person) throw new NotFoundException();
    const threads = await this.messages.threads([personId], 'office');
    this.pages.show(req, res, 'admin/messages', {
      form,
      ...shownPerson(person),
      threads: threads.map(({ thread, unread }) => ({ ...shownThread(thread), unread })),
      topics: this.pages.translator.choices(res.locals.language as Language, TOPICS_TO_WRITE, 'messages:topic'),
    });
  }

  async #thread(req: Request, res: Response, officer: Actor<'officer'>, threadId: string, form: FormState): Promise<void> {
    const { thread, messages } = await this.messages.read(officer, threadId);
    const { person } = thread;
    const names = await this.#names(messages.map(({ author }) => author));
    this.pages.show(req, res, 'admin/message', {
      form,
      thread: shownThread(thread),
      ...shownPerson(person),
      messages: messages.map((message) => {
        const shown = shownMessage(message, officer.accountId);
        return { ...shown, by: names.get(shown.author) ?? '' };
      }),
    });
  }

  /** How the writers are called: officers by the name they go by, applicants as in their file. */
  async #names(accounts: readonly string[]): Promise<Map<string, string>> {
    const found = await this.em.find(Account, { id: { $in: [...new Set(accounts)] } }, { populate: ['person'] });
    return new Map(found.map((account) => [account.id, nameOf(account)]));
  }
}
