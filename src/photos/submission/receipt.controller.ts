import { Controller, Param, Req, Res } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Account } from '../../accounts/account.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { addressLines } from '../../confirmation/postal-address.js';
import { lastDeclaration } from '../../confirmation/last-declaration.js';
import type { Language } from '../../language/language.js';
import { GetPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { PhotoQueue } from '../review/photo-queue.js';
import { PhotoSubmissionService } from './photo-submission.service.js';
import { photoInWords } from '../review/review-in-words.js';

/** The receipt of "Submit documents": reference, what was sent, by whom, and what happens next. Printable. */
@Controller()
export class ReceiptController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly submissions: PhotoSubmissionService,
    private readonly queue: PhotoQueue,
  ) {}

  @GetPage('submitted')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { person, cardAddress } = confirmation;
    const submission = await this.submissions.last(person.id);
    if (!submission) throw new GoElsewhere('confirmation');
    const signer = await this.em.findOneOrFail(Account, { id: submission.signerAccountId }, { populate: ['person'] });
    const presence = await lastDeclaration(this.em, person.id);
    this.pages.show(req, res, 'photos/submitted', {
      person: { id: person.id, name: person.fullName, caseNumber: person.caseFile.applicationNumber },
      submission: {
        reference: submission.reference,
        at: submission.submittedAt,
        relation: submission.relation,
        by: signer.person?.fullName ?? '',
      },
      presence: presence ? { at: presence.declaredAt, version: presence.version, language: presence.language } : null,
      addressLines: cardAddress ? addressLines(cardAddress) : [],
      photo: photoInWords(submission.attempt, this.pages.translator, res.locals.language as Language),
      state: confirmation.photo?.id === submission.attempt.id ? confirmation.photo.shown : submission.attempt.state,
      lookingAt: await this.queue.oldestWaiting(),
    });
  }
}
