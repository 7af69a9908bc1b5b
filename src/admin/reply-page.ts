import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { countryName } from '../cases/countries.js';
import type { Reply } from '../invitations/reply.entity.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import type { Language } from '../language/language.js';
import { writtenUci } from '../privacy/normalise.js';

/** A reply beside the file, as plain values for the view. */
@Injectable()
export class ReplyPage {
  constructor(
    private readonly em: EntityManager,
    private readonly replies: ReplyReading,
  ) {}

  /** @throws NotFoundException while no reply was sent */
  async of(officer: Actor<'officer'>, caseFileId: string, language: Language): Promise<Record<string, unknown>> {
    const reply = await this.replies.of(officer, caseFileId);
    const hasAccount = (await this.em.count(Account, { person: reply.person })) > 0;
    const { person } = reply;
    const confirmed = Boolean(reply.emailConfirmedAt);
    return {
      caseFile: { id: caseFileId, applicationNumber: person.caseFile.applicationNumber },
      person: {
        id: person.id,
        name: person.fullName,
        dateOfBirth: person.facts.dateOfBirth,
        citizenship: countryName(person.facts.citizenship, language),
        uci: writtenUci(person.facts.uci),
        email: person.email,
      },
      reply: {
        ...shownAnswers(reply, language),
        language: reply.language,
        reference: reply.reference ?? '',
        sentAt: reply.sentAt ?? null,
        readAt: reply.readAt ?? null,
      },
      /** What the officer does next: read, then make the account once its address is confirmed. */
      task: hasAccount ? 'done' : !reply.readAt ? 'read' : confirmed ? 'createAccount' : 'waitForAddress',
    };
  }
}

/** The address on file becomes the reply's once the account is made; from then on nothing differs. */
function shownAnswers(reply: Reply, language: Language) {
  const { answers } = reply;
  return {
    detailsRight: answers.detailsRight ?? true,
    detailsNote: answers.detailsNote ?? '',
    email: answers.email ?? reply.person.email,
    emailChanged: reply.changesEmail,
    emailConfirmedAt: reply.emailConfirmedAt ?? null,
    emailRefused: answers.emailRefused ?? null,
    inCanada: answers.inCanada ?? null,
    returnOn: answers.returnOn ?? null,
    country: answers.country ? countryName(answers.country, language) : null,
    eyeColour: answers.eyeColour ?? null,
    heightCm: answers.heightCm ?? null,
  };
}
