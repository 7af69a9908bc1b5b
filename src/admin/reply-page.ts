import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { countryName } from '../cases/countries.js';
import type { Person } from '../cases/person.entity.js';
import { familyOf, type Replied, repliedOf } from '../invitations/replied.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import type { Language } from '../language/language.js';
import { normalEmail, writtenUci } from '../privacy/normalise.js';
import { shownPerson } from './shown-person.js';

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
    const all = [person, ...familyOf(reply)].map((one) => repliedOf(reply, one));
    const confirmed = Boolean(reply.emailConfirmedAt);
    return {
      ...shownPerson(person),
      persons: all.map((replied) => ({
        file: shownFile(replied.person, language),
        answers: { ...shownAnswers(replied, language), shared: sharing(replied, all), language: reply.language },
      })),
      family: all.length > 1,
      reply: {
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

const shownFile = ({ id, relation, fullName, facts, email }: Person, language: Language) => ({
  id,
  relation,
  name: fullName,
  dateOfBirth: facts.dateOfBirth,
  citizenship: countryName(facts.citizenship, language),
  uci: writtenUci(facts.uci),
  email,
});

/** The address on file becomes the reply's once the account is made; from then on nothing differs. */
const shownAnswers = ({ answers, email, emailChanged, emailConfirmedAt }: Replied, language: Language) => ({
  detailsRight: answers.detailsRight ?? true,
  detailsNote: answers.detailsNote ?? '',
  email,
  emailChanged,
  emailConfirmedAt,
  emailRefused: answers.emailRefused ?? null,
  acting: answers.acting ?? null,
  inCanada: answers.inCanada ?? null,
  returnOn: answers.returnOn ?? null,
  country: answers.country ? countryName(answers.country, language) : null,
  eyeColour: answers.eyeColour ?? null,
  heightCm: answers.heightCm ?? null,
});

/** Who else is given the same address: it is fine, and officers see it (S2b). */
const sharing = (replied: Replied, all: readonly Replied[]): string =>
  all
    .filter((other) => other !== replied && normalEmail(other.email) === normalEmail(replied.email))
    .map(({ person }) => person.fullName)
    .join(', ');
