import type { EntityManager } from '@mikro-orm/postgresql';
import { MikroORM } from '@mikro-orm/core';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnPasswordService } from '../accounts/own-password.service.js';
import { codeOf, newSecret } from '../accounts/second-factor/authenticator-code.js';
import { stepAt } from '../accounts/second-factor/second-factor.rules.js';
import { SecondFactors } from '../accounts/second-factor/second-factors.service.js';
import { SignInService } from '../accounts/sign-in.service.js';
import { StaffAccountService } from '../accounts/staff-account.service.js';
import { CardService } from '../cards/card.service.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { Language } from '../language/language.js';
import { addDays, dayOf } from '../language/formats.js';
import { OutboxMessage } from '../mail/outbox-message.entity.js';
import { Representations } from '../representatives/representations.service.js';
import { CONFIG } from '../tokens.js';
import { SAMPLE_HELPERS } from './sample-helpers.js';
import { SAMPLE_PASSWORD, type SamplePerson, type Stage } from './sample-people.js';

type SignInDetails = NonNullable<SamplePerson['signIn']>;

/** The portal's services as the sample people use them: what arrives by mail is read out of the outbox. */
export class SampleOffice {
  #visitors = 0;
  readonly #context: INestApplicationContext;
  officer!: Actor<'officer'>;
  cardClerk!: Actor<'officer'>;

  constructor(context: INestApplicationContext) {
    this.#context = context;
  }

  get<Service>(service: Type<Service>): Service {
    return this.#context.get(service, { strict: false });
  }

  em(): EntityManager {
    return this.#context.get(MikroORM).em.fork() as EntityManager;
  }

  /** Officers, each with a password of their own. */
  async open(): Promise<SamplePerson[]> {
    const staff = this.get(StaffAccountService);
    await staff.createFirstSupervisor('solene.clairval@office.example', 'Solène Clairval', 'fr');
    const supervisor = await this.#firstSignIn('supervisor', 'Solène Clairval', 'solene.clairval@office.example', 'fr');
    await this.addApp(supervisor.signIn);
    await staff.createOfficer('maren.oakhurst@office.example', 'officer', 'Maren Oakhurst', 'en');
    const officer = await this.#firstSignIn('officer', 'Maren Oakhurst', 'maren.oakhurst@office.example', 'en');
    await this.addApp(officer.signIn);
    await staff.createOfficer('noa.pellerin@office.example', 'card_clerk', 'Noa Pellerin', 'fr');
    const cardClerk = await this.#firstSignIn('cardClerk', 'Noa Pellerin', 'noa.pellerin@office.example', 'fr');
    await this.addApp(cardClerk.signIn);
    this.officer = (await this.signIn(officer.signIn)) as Actor<'officer'>;
    this.cardClerk = (await this.signIn(cardClerk.signIn)) as Actor<'officer'>;
    return [officer, supervisor, cardClerk];
  }

  /** The card clerk sends a card to print; where that takes two persons, the officer has prepared it. */
  async print(cardId: string): Promise<void> {
    const cards = this.get(CardService);
    if (this.#context.get<Config>(CONFIG, { strict: false }).cardRelease === 'two') await cards.prepare(this.officer, cardId);
    await cards.print(this.cardClerk, cardId);
  }

  /** A first sign-in with the mailed password, then one's own. */
  async createOwnPassword(email: string): Promise<SignInDetails> {
    const mailed = await this.mailedDetails(email);
    const newcomer = (await this.signIn(mailed)) as Actor<'newcomer'>;
    const problem = await this.get(OwnPasswordService).create(newcomer, SAMPLE_PASSWORD, '');
    if (problem) throw new Error(`the sample password is refused: ${problem}`);
    return { username: mailed.username, password: SAMPLE_PASSWORD };
  }

  /** The officer records the form that names a helper, who signs in with the mailed password and creates their own. */
  async represent(personId: string, who: keyof typeof SAMPLE_HELPERS): Promise<SamplePerson> {
    const { stage, form, language } = SAMPLE_HELPERS[who];
    const receivedOn = dayOf(this.get(Clock).now());
    const recorded = { form, language, receivedOn, signedOn: addDays(receivedOn, -6), replaces: '' };
    const refusal = await this.get(Representations).record(this.officer, personId, recorded);
    if (refusal) throw new Error(`the sample form is refused: ${refusal}`);
    return this.#firstSignIn(stage, `${form.givenNames} ${form.familyName}`, form.email, language);
  }

  /** An officer adds an app; its code is on the developers' page. */
  async addApp(officer: SignInDetails): Promise<void> {
    const [entrant, secret] = [await this.signIn(officer), newSecret()];
    const added = await this.get(SecondFactors).addApp(entrant, secret, codeOf(secret, stepAt(this.get(Clock).now())), 'none');
    if (added.refusal) throw new Error(`the app is refused: ${added.refusal}`);
  }

  async signIn({ username, password }: SignInDetails): Promise<Actor> {
    const address = `192.0.2.${(++this.#visitors % 250) + 1}`; // kept for examples by RFC 5737
    const signedIn = await this.get(SignInService).signIn(username, password, address);
    if (!signedIn) throw new Error(`${username} could not sign in`);
    return signedIn.actor;
  }

  async mailedDetails(email: string): Promise<SignInDetails> {
    const { username, password } = await this.#lastMail(['temporary-password', 'officer-account', 'representative-account'], email);
    return { username: String(username), password: String(password) };
  }

  async mailedToken(email: string): Promise<string> {
    return String((await this.#lastMail(['invitation'], email)).token);
  }

  async #lastMail(templates: string[], email: string) {
    const mails = await this.em().find(OutboxMessage, { template: { $in: templates }, sentAt: null }, { orderBy: { id: 'desc' } });
    const payload = mails.find(({ recipient }) => recipient === email)?.payload;
    if (!payload) throw new Error(`no ${templates.join(' or ')} waits for ${email}`);
    return payload;
  }

  async #firstSignIn(stage: Stage, name: string, email: string, language: Language) {
    return { stage, name, language, signIn: await this.createOwnPassword(email), invitation: null };
  }
}
