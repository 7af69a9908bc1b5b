import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { dayValues } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { asksActing } from './family-so-far.js';
import type { MemberPage } from './family.steps.js';
import { goTo } from './go-to.js';
import { memberForm, memberHereForm } from './member.form.js';
import { type AskedOfMember, emailSources, isShared, memberShown } from './member.questions.js';
import type { MemberAnswers } from './member-reply.entity.js';
import { memberAnswers, repliedOf } from './replied.js';
import type { Reply } from './reply.entity.js';
import { ReplyPages } from './reply-pages.js';
import { ReplyService } from './reply.service.js';
import { ReplyVisits } from './reply-visits.js';

/** The questions about each other person on the case, which the principal applicant answers in their reply. */
@Controller()
export class MemberController {
  constructor(
    private readonly visits: ReplyVisits,
    private readonly pages: ReplyPages,
    private readonly drafts: FormDrafts,
    private readonly replies: ReplyService,
  ) {}

  @GetPage('replyMember')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('person') personId: string): Promise<void> {
    const reply = await this.visits.open(req, { page: 'replyMember', person: personId });
    const asked = this.#asked(res, reply, personId);
    this.#page(req, res, 'replyMember', reply, asked, this.drafts.open(req, filledForm(knownOf(asked.answers)), formOf(asked)));
  }

  @PostPage('replyMember')
  @Public()
  async save(@Req() req: Request, @Res() res: Response, @Param('person') personId: string, @Body() body: unknown): Promise<void> {
    const reply = await this.visits.open(req, { page: 'replyMember', person: personId });
    const asked = this.#asked(res, reply, personId);
    const form = readForm(formOf(asked), body);
    if (!form.ok) return this.#page(req, res, 'replyMember', reply, asked, form.form);
    const saved = await this.replies.saveMember(reply.id, personId, form.value);
    if (saved.ok) return goTo(res, saved.next);
    // neutral words, the same for every reason (S2b)
    this.#page(req, res, 'replyMember', reply, asked, refused(body, fieldError('newEmail', 'reply:email.notUsable')));
  }

  @GetPage('replyMemberHere')
  @Public()
  async showHere(@Req() req: Request, @Res() res: Response, @Param('person') personId: string): Promise<void> {
    const reply = await this.visits.open(req, { page: 'replyMemberHere', person: personId });
    const asked = this.#asked(res, reply, personId);
    const schema = memberHereForm(asked.today);
    this.#page(req, res, 'replyMemberHere', reply, asked, this.drafts.open(req, filledForm(hereOf(asked.answers)), schema));
  }

  @PostPage('replyMemberHere')
  @Public()
  async saveHere(@Req() req: Request, @Res() res: Response, @Param('person') personId: string, @Body() body: unknown): Promise<void> {
    const reply = await this.visits.open(req, { page: 'replyMemberHere', person: personId });
    const asked = this.#asked(res, reply, personId);
    const form = readForm(memberHereForm(asked.today), body);
    if (!form.ok) return this.#page(req, res, 'replyMemberHere', reply, asked, form.form);
    const saved = await this.replies.saveMember(reply.id, personId, form.value);
    if (saved.ok) goTo(res, saved.next);
  }

  #asked(res: Response, reply: Reply, personId: string): AskedOfMember {
    const persons = reply.person.caseFile.persons.getItems();
    const person = persons.find(({ id }) => id === personId);
    const others = persons.filter(({ id }) => id !== personId).map((other) => repliedOf(reply, other).email);
    if (!person) throw new Error('a page about nobody was opened');
    const { language, today, words } = this.pages.asked(res, reply);
    const acting = asksActing(person, today);
    return { person, principal: reply.person, answers: memberAnswers(reply, personId), asksActing: acting, others, language, today, words };
  }

  #page(req: Request, res: Response, page: MemberPage, reply: Reply, asked: AskedOfMember, form: FormState): void {
    const view = page === 'replyMember' ? 'invitations/reply-member' : 'invitations/reply-member-here';
    const place = this.pages.place({ page, person: asked.person.id }, reply, asked.language);
    this.pages.show(req, res, view, reply, { ...place, ...memberShown(asked), form });
  }
}

const formOf = (asked: AskedOfMember) => memberForm(emailSources(asked.person, asked.principal), asked.asksActing, isShared(asked));

const knownOf = ({ detailsRight, detailsNote, emailFrom, email, acting }: MemberAnswers) => ({
  details: detailsRight === undefined ? undefined : detailsRight ? 'right' : 'wrong',
  note: detailsNote,
  address: emailFrom,
  newEmail: email,
  acting,
});

const hereOf = ({ inCanada, country, returnOn, eyeColour, heightCm }: MemberAnswers) => ({
  inCanada: inCanada === undefined ? undefined : inCanada ? 'yes' : 'no',
  country,
  ...dayValues('returnOn', returnOn),
  eyeColour,
  height: heightCm,
});
