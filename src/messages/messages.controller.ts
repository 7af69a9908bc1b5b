import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Person } from '../cases/person.entity.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { formatForm, newMessageForm, replyForm } from './message.form.js';
import { FORMAT_DAYS } from './message.rules.js';
import { FORMATS, TOPICS_TO_WRITE } from './message-thread.entity.js';
import { Messages, type Opening } from './messages.service.js';
import { shownMessage, shownThread } from './shown-thread.js';

/** An applicant's messages with the office: the list, a new one, a request for another format, a thread. */
@Controller()
export class MessagesController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly messages: Messages,
  ) {}

  @GetPage('messages')
  @Requires('message.write')
  async list(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const persons = await this.messages.personsOf(applicant);
    const threads = await this.messages.threads(
      persons.map(({ id }) => id),
      'person',
    );
    this.pages.show(req, res, 'messages/messages', {
      several: persons.length > 1,
      threads: threads.map(({ thread, unread }) => ({ ...shownThread(thread), unread })),
    });
  }

  @GetPage('messageNew')
  @Requires('message.write')
  async showNew(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const persons = await this.messages.personsOf(applicant);
    this.#new(req, res, persons, this.drafts.open(req, EMPTY_FORM, newMessageForm(ids(persons))));
  }

  @PostPage('messageNew')
  @Requires('message.write')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const persons = await this.messages.personsOf(applicant);
    const form = readForm(newMessageForm(ids(persons)), body);
    if (!form.ok) return this.#new(req, res, persons, form.form);
    const { person, topic, words } = form.value;
    await this.#open(res, applicant, person, { topic, format: null, words });
  }

  @GetPage('messageFormat')
  @Requires('message.write')
  async showFormat(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const persons = await this.messages.personsOf(applicant);
    this.#format(req, res, persons, this.drafts.open(req, EMPTY_FORM, formatForm(ids(persons))));
  }

  @PostPage('messageFormat')
  @Requires('message.write')
  async askForFormat(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const persons = await this.messages.personsOf(applicant);
    const form = readForm(formatForm(ids(persons)), body);
    if (!form.ok) return this.#format(req, res, persons, form.form);
    const { person, format, words } = form.value;
    await this.#open(res, applicant, person, { topic: 'format', format, words });
  }

  @GetPage('messageThread')
  @Requires('message.write')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('thread') threadId: string,
    @Query('sent') sent: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#thread(req, res, applicant, threadId, this.drafts.open(req, EMPTY_FORM, replyForm), sent === 'yes');
  }

  @PostPage('messageThread')
  @Requires('message.write')
  async reply(
    @Req() req: Request,
    @Res() res: Response,
    @Param('thread') threadId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const form = readForm(replyForm, body);
    if (!form.ok) return this.#thread(req, res, applicant, threadId, form.form);
    await this.messages.reply(applicant, threadId, form.value.words);
    this.#goTo(res, threadId);
  }

  async #open(res: Response, applicant: Actor<'applicant'>, person: string, opening: Opening): Promise<void> {
    this.#goTo(res, await this.messages.open(applicant, person, opening));
  }

  #goTo(res: Response, thread: string): void {
    res.redirect(303, `${href('messageThread', res.locals.language as Language, { thread })}?sent=yes`);
  }

  async #thread(
    req: Request,
    res: Response,
    applicant: Actor<'applicant'>,
    threadId: string,
    form: FormState,
    sent = false,
  ): Promise<void> {
    const { thread, messages } = await this.messages.read(applicant, threadId);
    const view = {
      form,
      sent,
      thread: shownThread(thread),
      messages: messages.map((message) => shownMessage(message, applicant.accountId)),
    };
    this.pages.show(req, res, 'messages/thread', view);
  }

  #new(req: Request, res: Response, persons: readonly Person[], form: FormState): void {
    const topics = this.pages.translator.choices(res.locals.language as Language, TOPICS_TO_WRITE, 'messages:topic');
    this.pages.show(req, res, 'messages/new', { form, topics, persons: personChoices(persons) });
  }

  #format(req: Request, res: Response, persons: readonly Person[], form: FormState): void {
    const formats = this.pages.translator.choices(res.locals.language as Language, FORMATS, 'messages:format');
    this.pages.show(req, res, 'messages/format', { form, formats, persons: personChoices(persons), days: FORMAT_DAYS });
  }
}

const ids = (persons: readonly Person[]): string[] => persons.map(({ id }) => id);

/** With one person alone nobody is asked whom it is about. */
const personChoices = (persons: readonly Person[]): { value: string; text: string }[] =>
  persons.length > 1 ? persons.map(({ id, fullName }) => ({ value: id, text: fullName })) : [];
