import type { Actor } from '../access/actor.js';
import { AccountService } from '../accounts/account.service.js';
import { CaseFile } from '../cases/case-file.entity.js';
import { CaseService } from '../cases/case.service.js';
import { FamilyService } from '../cases/family.service.js';
import type { FamilyRelation, PersonFacts } from '../cases/person.entity.js';
import { AddressService } from '../confirmation/address.service.js';
import { PresenceReview } from '../confirmation/presence-review.service.js';
import { PresenceService } from '../confirmation/presence.service.js';
import { ResidenceService } from '../residence/residence.service.js';
import { IdentityCheckService } from '../invitations/identity-check.service.js';
import { InvitationService } from '../invitations/invitation.service.js';
import { ReplyReading } from '../invitations/reply-reading.service.js';
import { Reply } from '../invitations/reply.entity.js';
import { ReplyService } from '../invitations/reply.service.js';
import { addDays, dayOf } from '../language/formats.js';
import type { SampleOffice } from './sample-office.js';
import type { SamplePerson } from './sample-people.js';
import { decidePhoto, notRefused, sendPhoto } from './sample-steps.js';

const CASE_NUMBER = 'E000987604';
const PRINCIPAL_EMAIL = 'philippa.larkmoor@example.test';
const SPOUSE_EMAIL = 'evander.larkmoor@example.test';
const HOME = { street: '6 Saltgrass Court', extra: '', city: 'Halifax', province: 'NS', postalCode: 'B3J 2K9' } as const;

const born = (givenNames: string, dateOfBirth: string, sex: 'F' | 'M', uci: string): PersonFacts => ({
  givenNames,
  familyName: 'Larkmoor',
  dateOfBirth,
  placeOfBirth: 'Cardiff',
  countryOfBirth: 'GB',
  sex,
  citizenship: 'GB',
  uci,
});

type Member = 'principal' | 'spouse' | 'child' | 'away';

/** A sample family of four at different stages: a card is made, a photo came back, a photo waits, and one is abroad. */
export class SampleFamily {
  readonly #office: SampleOffice;
  readonly #ids = {} as Record<Member, string>;
  readonly #actors = {} as Record<'principal' | 'spouse', Actor<'applicant'>>;
  #caseFileId = '';
  readonly people: SamplePerson[] = [];

  constructor(office: SampleOffice) {
    this.#office = office;
  }

  /** What happens, with how many days ago; in order. */
  readonly diary: readonly { readonly daysAgo: number; readonly take: (now: Date) => Promise<void> }[] = [
    { daysAgo: 40, take: (now) => this.#invite(now) },
    { daysAgo: 38, take: (now) => this.#reply(now) },
    { daysAgo: 36, take: () => this.#accounts() },
    { daysAgo: 30, take: () => this.#declare() },
    { daysAgo: 29, take: () => this.#addresses() },
    { daysAgo: 27, take: () => this.#photo('principal', 'principal', { hair: 'long' }) },
    { daysAgo: 12, take: () => this.#photo('spouse', 'spouse', { brightness: 0.6, background: '#c8c3b6' }) },
    { daysAgo: 9, take: () => this.#decide('principal', false) },
    { daysAgo: 8, take: () => this.#confirm() },
    { daysAgo: 3, take: () => this.#photo('principal', 'child', { skin: 'light' }) },
    { daysAgo: 1, take: () => this.#decide('spouse', true) },
  ];

  async #invite(now: Date): Promise<void> {
    const made = await this.#office.get(CaseService).create(this.#office.officer, {
      applicationNumber: CASE_NUMBER,
      contactAddress: 'confirmation-help@office.example',
      language: 'en',
      appliedOn: addDays(dayOf(now), -300),
      email: PRINCIPAL_EMAIL,
      facts: born('Philippa', '1986-09-12', 'F', '1100000101'),
    });
    if ('refused' in made) throw new Error(`the sample family is refused: ${made.refused.reason}`);
    this.#caseFileId = made.caseFileId;
    const year = Number(dayOf(now).slice(0, 4));
    await this.#add('spouse', SPOUSE_EMAIL, born('Evander', '1984-01-30', 'M', '1100000102'));
    await this.#add('child', '', born('Tamsin', `${year - 9}-06-21`, 'F', '1100000103'));
    await this.#add('child', '', born('Rhys', `${year - 6}-02-08`, 'M', '1100000104'));
    await this.#keepIds();
    notRefused(await this.#office.get(InvitationService).send(this.#office.officer, this.#caseFileId, 1));
  }

  async #add(relation: FamilyRelation, email: string, facts: PersonFacts): Promise<void> {
    notRefused(await this.#office.get(FamilyService).add(this.#office.officer, this.#caseFileId, { relation, email, facts }));
  }

  async #keepIds(): Promise<void> {
    const { persons } = await this.#office.em().findOneOrFail(CaseFile, { id: this.#caseFileId }, { populate: ['persons'] });
    const named = { Philippa: 'principal', Evander: 'spouse', Tamsin: 'child', Rhys: 'away' } as const;
    for (const person of persons) this.#ids[named[person.facts.givenNames as keyof typeof named]] = person.id;
  }

  async #reply(now: Date): Promise<void> {
    const checks = this.#office.get(IdentityCheckService);
    const invitation = await checks.findByToken(await this.#office.mailedToken(PRINCIPAL_EMAIL));
    if (!invitation) throw new Error('the invitation of the sample family is not known');
    await checks.passes(invitation, { applicationNumber: CASE_NUMBER, dateOfBirth: '1986-09-12' }, 'en', '127.0.0.1');
    const { id } = await this.#office.em().findOneOrFail(Reply, { invitation: invitation.id });
    const replies = this.#office.get(ReplyService);
    const here = { detailsRight: true, inCanada: true, eyeColour: 'green' } as const;
    await replies.save(id, { isApplicant: true, ...here, email: PRINCIPAL_EMAIL, heightCm: 168 });
    await replies.saveMember(id, this.#ids.spouse, { ...here, emailFrom: 'known', heightCm: 182 });
    await replies.saveMember(id, this.#ids.child, { ...here, emailFrom: 'principal', heightCm: 131 });
    const away = { inCanada: false, country: 'GB', returnOn: addDays(dayOf(now), 58) };
    await replies.saveMember(id, this.#ids.away, { ...here, ...away, emailFrom: 'principal', heightCm: 114 });
    const sent = await replies.send(id, 'en');
    if (!sent.ok) throw new Error(`the reply of the sample family lacks ${sent.place.page}`);
  }

  async #accounts(): Promise<void> {
    await this.#office.get(ReplyReading).markRead(this.#office.officer, this.#caseFileId);
    const open = async (member: 'principal' | 'spouse', email: string, name: string): Promise<void> => {
      notRefused(await this.#office.get(AccountService).createForPerson(this.#office.officer, this.#ids[member]));
      const signIn = await this.#office.createOwnPassword(email);
      this.#actors[member] = (await this.#office.signIn(signIn)) as Actor<'applicant'>;
      const stage = member === 'principal' ? 'family' : 'familySpouse';
      this.people.push({ stage, name, language: 'en', signIn, invitation: null });
    };
    await open('principal', PRINCIPAL_EMAIL, 'Philippa Larkmoor');
    await open('spouse', SPOUSE_EMAIL, 'Evander Larkmoor');
    this.people.push(await this.#office.represent(this.#ids.spouse, 'spouse'));
  }

  async #declare(): Promise<void> {
    const presence = this.#office.get(PresenceService);
    await presence.declare(this.#actors.principal, this.#ids.principal, 'Philippa Larkmoor', 'en');
    await presence.declare(this.#actors.principal, this.#ids.child, 'Philippa Larkmoor', 'en');
    await presence.declare(this.#actors.spouse, this.#ids.spouse, 'Evander Larkmoor', 'en');
  }

  async #addresses(): Promise<void> {
    const addresses = this.#office.get(AddressService);
    for (const member of ['principal', 'spouse'] as const) {
      await addresses.giveHome(this.#actors[member], this.#ids[member], HOME);
      await addresses.giveMailing(this.#actors[member], this.#ids[member], null);
    }
    await addresses.copy(this.#actors.principal, this.#ids.principal, [this.#ids.child]);
  }

  #photo(by: 'principal' | 'spouse', of: Member, portrait: Parameters<typeof sendPhoto>[3]): Promise<void> {
    return sendPhoto(this.#office, this.#actors[by], this.#ids[of], portrait, 'en');
  }

  #decide(of: 'principal' | 'spouse', returned: boolean): Promise<void> {
    return decidePhoto(this.#office, this.#actors[of], this.#ids[of], returned);
  }

  /** The principal applicant's residence, and with it their card. */
  async #confirm(): Promise<void> {
    await this.#office.get(PresenceReview).verify(this.#office.officer, this.#ids.principal);
    await this.#office.get(ResidenceService).confirm(this.#office.officer, this.#ids.principal);
  }
}
