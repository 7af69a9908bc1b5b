import type { Actor } from '../access/actor.js';
import { AccountService } from '../accounts/account.service.js';
import { MailedCardsClock } from '../cards/mailed/mailed-cards-clock.js';
import { CardMailing } from '../cards/mailed/mailing.service.js';
import { CaseService } from '../cases/case.service.js';
import { AddressService } from '../confirmation/address.service.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { PresenceReview } from '../confirmation/presence-review.service.js';
import { PresenceService } from '../confirmation/presence.service.js';
import { ResidenceService } from '../residence/residence.service.js';
import { IdentityCheckService } from '../invitations/identity-check.service.js';
import { InvitationService } from '../invitations/invitation.service.js';
import { Reply } from '../invitations/reply.entity.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import { ReplyService } from '../invitations/reply.service.js';
import { addDays, dayOf } from '../language/formats.js';
import { folded } from '../privacy/normalise.js';
import type { SampleCase, Step } from './sample-case.js';
import type { SampleOffice } from './sample-office.js';
import type { SamplePerson } from './sample-people.js';
import { decidePhoto, notRefused, sendPhoto } from './sample-steps.js';

/** One sample applicant's way, each step through the services that their page or the officer's would call. */
export class SampleStory {
  readonly #office: SampleOffice;
  readonly sample: SampleCase;
  readonly #email: string;
  readonly #caseNumber: string;
  #caseFileId = '';
  #personId = '';
  #applicant!: Actor<'applicant'>;
  #signIn: SamplePerson['signIn'] = null;
  #token: string | null = null;
  /** Who represents this person, once the form is recorded. */
  helper: SamplePerson | null = null;

  constructor(office: SampleOffice, sample: SampleCase, number: number) {
    this.#office = office;
    this.sample = sample;
    this.#email = `${folded(sample.facts.givenNames)}.${folded(sample.facts.familyName)}@example.test`;
    this.#caseNumber = `E${String(123_400 + number * 37).padStart(9, '0')}`;
  }

  take(step: Step, now: Date): Promise<void> {
    return this.#steps[step](now);
  }

  asPerson(): SamplePerson {
    const { stage, language, facts } = this.sample;
    const invitation = this.#token ? { token: this.#token, caseNumber: this.#caseNumber, dateOfBirth: facts.dateOfBirth } : null;
    return { stage, name: `${facts.givenNames} ${facts.familyName}`, language, signIn: this.#signIn, invitation };
  }

  readonly #steps: Record<Step, (now: Date) => Promise<void>> = {
    invite: async (now) => {
      const { language, facts } = this.sample;
      const contactAddress = 'confirmation-help@office.example';
      const appliedOn = addDays(dayOf(now), -300);
      const given = { applicationNumber: this.#caseNumber, contactAddress, language, appliedOn, email: this.#email, facts };
      const made = await this.#office.get(CaseService).create(this.#office.officer, given);
      if ('refused' in made) throw new Error(`the sample case ${this.#caseNumber} is refused: ${made.refused.reason}`);
      this.#caseFileId = made.caseFileId;
      this.#personId = made.personId;
      notRefused(await this.#office.get(InvitationService).send(this.#office.officer, this.#caseFileId, 1));
      this.#token = await this.#office.mailedToken(this.#email);
    },

    reply: async (now) => {
      const { language, facts, abroad } = this.sample;
      const checks = this.#office.get(IdentityCheckService);
      const invitation = await checks.findByToken(this.#token ?? '');
      if (!invitation) throw new Error('the sample invitation is not known');
      await checks.passes(invitation, { applicationNumber: this.#caseNumber, dateOfBirth: facts.dateOfBirth }, language, '127.0.0.1');
      const { id } = await this.#office.em().findOneOrFail(Reply, { invitation: invitation.id });
      const away = abroad ? { inCanada: false, country: abroad.country, returnOn: addDays(dayOf(now), abroad.inDays) } : { inCanada: true };
      const appearance = { eyeColour: 'brown', heightCm: 160 + facts.familyName.length * 3 } as const;
      const replies = this.#office.get(ReplyService);
      await replies.save(id, { isApplicant: true, detailsRight: true, email: this.#email, ...away, ...appearance });
      const sent = await replies.send(id, language);
      if (!sent.ok) throw new Error(`the sample reply lacks ${sent.place.page}`);
      this.#token = null;
    },

    account: async () => {
      await this.#office.get(ReplyReading).markRead(this.#office.officer, this.#caseFileId);
      notRefused(await this.#office.get(AccountService).createForPerson(this.#office.officer, this.#personId));
      this.#signIn = await this.#office.mailedDetails(this.#email);
    },

    password: async () => {
      this.#signIn = await this.#office.createOwnPassword(this.#email);
      this.#applicant = (await this.#office.signIn(this.#signIn)) as Actor<'applicant'>;
      if (this.sample.represented) this.helper = await this.#office.represent(this.#personId, this.sample.represented);
    },

    declare: async () => {
      const { facts, language } = this.sample;
      await this.#office.get(PresenceService).declare(this.#applicant, this.#personId, `${facts.givenNames} ${facts.familyName}`, language);
    },

    address: async () => {
      const addresses = this.#office.get(AddressService);
      await addresses.giveHome(this.#applicant, this.#personId, this.sample.home);
      await addresses.giveMailing(this.#applicant, this.#personId, this.sample.mailing);
    },

    photo: () => sendPhoto(this.#office, this.#applicant, this.#personId, this.sample.portrait, this.sample.language),

    decide: () => decidePhoto(this.#office, this.#applicant, this.#personId, this.sample.returned ?? false),

    verify: () => this.#office.get(PresenceReview).verify(this.#office.officer, this.#personId),

    confirm: () => this.#office.get(ResidenceService).confirm(this.#office.officer, this.#personId),

    print: async () => this.#office.print(await this.#cardId()),

    mail: async () => this.#office.get(CardMailing).mail(this.#office.officer, await this.#cardId(), null),

    post: async (now) => {
      if (!this.sample.cameBack) return void (await this.#office.get(MailedCardsClock).end(now));
      await this.#office.get(CardMailing).comeBack(this.#office.officer, await this.#cardId(), dayOf(now), 'moved');
    },
  };

  async #cardId(): Promise<string> {
    const { card } = await this.#office.em().findOneOrFail(Confirmation, { person: this.#personId });
    if (!card) throw new Error('the sample card was not requested');
    return card.id;
  }
}
