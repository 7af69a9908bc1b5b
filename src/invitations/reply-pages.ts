import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { after, Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { filledForm, type FormState } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { hrefByName } from '../language/routes.js';
import { Pages, type ViewData } from '../pages/pages.js';
import { VISIT_IDLE } from '../sessions/session.rules.js';
import type { Reply } from './reply.entity.js';
import { type Asked, QUESTIONS } from './reply.questions.js';
import { positionOf, type ReplyPlace } from './family.steps.js';
import { familySoFar } from './family-so-far.js';
import type { QuestionPage } from './reply.steps.js';

/** Shows the pages of the reply in their common frame: where the person is, the way back, the address for help. */
@Injectable()
export class ReplyPages {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly clock: Clock,
  ) {}

  /** What a question needs to know to be asked and judged. */
  asked(res: Response, reply: Reply): Asked {
    const language = res.locals.language as Language;
    const words = (key: string): string => this.pages.translator.text(language, key);
    return { person: reply.person, answers: reply.answers, language, today: dayOf(this.clock.now()), words };
  }

  /** @param judged the form as sent, with its errors; left out on a first view */
  question(req: Request, res: Response, page: QuestionPage, reply: Reply, judged?: FormState): void {
    const { view, form, known, shown } = QUESTIONS[page];
    const asked = this.asked(res, reply);
    const state = judged ?? this.drafts.open(req, filledForm(known(asked)), form(asked));
    this.show(req, res, view, reply, { ...this.place({ page, person: null }, reply, asked.language), ...shown?.(asked), form: state });
  }

  check(req: Request, res: Response, view: string, reply: Reply, data: ViewData): void {
    this.show(req, res, view, reply, {
      ...this.place({ page: 'replyCheck', person: null }, reply, res.locals.language as Language),
      ...data,
    });
  }

  /** Any page of the visit; all of them name the address of the invitation (S36) and when the visit ends. */
  show(req: Request, res: Response, view: string, reply: Reply, data: ViewData): void {
    const visitEndsAt = after(this.clock.now(), VISIT_IDLE);
    this.pages.show(req, res, view, { contactAddress: reply.person.caseFile.contactAddress, visitEndsAt, ...data });
  }

  /** "Step 2 of 6", and the way back. */
  place(place: ReplyPlace, reply: Reply, language: Language) {
    const { number, total, back } = positionOf(place, reply.answers, familySoFar(reply, dayOf(this.clock.now())));
    return { number, total, back: back && hrefByName(back.page, language, back.person ? { person: back.person } : {}) };
  }
}
