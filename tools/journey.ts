import { setTimeout as wait } from 'node:timers/promises';
import type { Language } from '../src/language/language.js';
import { hrefByName } from '../src/language/routes.js';
import type { TextValues, Translator } from '../src/language/translator.js';
import type { ReadPage } from './visitor-page.js';

/** A browser that the way can be walked with: Walker without JavaScript, or a real one (test/browser). */
export interface Walker {
  readonly address: string;
  readonly path: string;
  readonly status: number;
  readonly title: string;
  readonly heading: string;
  readonly lead: string;
  readonly text: string;
  readonly wholeText: string;
  readonly language: string;
  readonly $: ReadPage['$'];
  readonly trail: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  visit(path: string): Promise<Walker>;
  reload(): Promise<Walker>;
  follow(words: string): Promise<Walker>;
  fill(values: Readonly<Record<string, string | number>>): Walker;
  choose(field: string, value?: string): Walker;
  tick(field: string, value?: string): Walker;
  attach(field: string, file: Photo): Walker;
  press(words: string): Promise<Walker>;
  errors(): Record<string, string>;
  links(): { text: string; href: string }[];
  textsOf(selector: string): string[];
}

/** What a person did, and the page they are on now. */
export interface Scene {
  readonly who: string;
  readonly did: string;
  readonly browser: Walker;
}

export interface Traveller {
  readonly email: string;
  readonly caseNumber: string;
  readonly familyName: string;
  readonly givenNames: string;
  readonly uci: string;
}

export interface Given {
  readonly language: Language;
  readonly words: Translator;
  readonly officer: { readonly username: string; readonly password: string };
  /** What the officer's authenticator app shows now. */
  officerCode(): Promise<string>;
  readonly applicant: Traveller;
  /** The first is returned by the officer, the second accepted. */
  readonly photos: readonly [Photo, Photo];
  newBrowser(): Walker;
  /** Called before a mail is looked for, where none leaves by itself. */
  deliver?(): Promise<unknown>;
  /** Told after each step, once it ended where it should. */
  tell(scene: Scene): void;
}

export interface Photo {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const PASSWORDS = ['four lanterns over a slow river', 'nine grey geese above the weir'] as const;

/** The whole way, from the invitation to the card in the post, as pages and mails lead. Throws at the first surprise. */
export class Journey {
  readonly #given: Given;
  readonly #officer: Walker;
  readonly #applicant: Walker;
  #username = '';
  #password = '';
  readonly #read = new Set<string>();

  constructor(given: Given) {
    this.#given = given;
    this.#officer = given.newBrowser();
    this.#applicant = given.newBrowser();
  }

  async walk(): Promise<void> {
    await this.#officerOpensTheCase();
    await this.#applicantReplies();
    await this.#officerCreatesTheAccount();
    await this.#temporaryPasswordIsReplaced();
    await this.#applicantSignsInForTheFirstTime();
    await this.#applicantDeclaresPresence();
    await this.#applicantGivesAnAddress();
    await this.#applicantSendsAPhoto(this.#given.photos[0]);
    await this.#officerReturnsThePhoto();
    await this.#applicantReadsWhyAndSendsAnother();
    await this.#officerAcceptsThePhoto();
    await this.#officerVerifiesAndConfirms();
    await this.#cardIsPrintedAndMailed();
    await this.#applicantForgetsThePassword();
  }

  async #officerOpensTheCase(): Promise<void> {
    const { officer, applicant, language } = this.#given;
    await this.#officer.visit(this.#to('signIn'));
    await this.#officer.fill({ username: officer.username, password: officer.password }).press(this.#say('signIn:act'));
    this.#arrived(this.#officer, 'officer', 'gives the password', 'factor:verify.title');
    await this.#officer.fill({ oneTimeCode: await this.#given.officerCode() }).press(this.#say('factor:verify.act'));
    this.#arrived(this.#officer, 'officer', 'enters the code of the app', 'admin-queue:title');
    await this.#officer.follow(this.#say('layout:tabs.cases'));
    await this.#officer.follow(this.#say('admin-cases:list.new'));
    this.#arrived(this.#officer, 'officer', 'opens the form for a new case', 'admin-cases:form.title');
    const { email, caseNumber, familyName, givenNames, uci } = applicant;
    this.#officer.choose('language', language).choose('sex', 'F').fill({
      applicationNumber: caseNumber,
      familyName,
      givenNames,
      uci,
      email,
      'appliedOn-day': 3,
      'appliedOn-month': 11,
      'appliedOn-year': 2025,
    });
    this.#officer.fill({ contactAddress: 'confirmation@office.example', placeOfBirth: 'Coimbra', countryOfBirth: 'PT', citizenship: 'PT' });
    await this.#officer
      .fill({ 'dateOfBirth-day': 9, 'dateOfBirth-month': 7, 'dateOfBirth-year': 1990 })
      .press(this.#say('admin-cases:form.act'));
    this.#arrived(this.#officer, 'officer', 'opens the case', null);
    this.#mustRead(this.#officer, caseNumber);
    await this.#officer.press(this.#say('admin-cases:act.send'));
    this.#arrived(this.#officer, 'officer', 'sends the invitation', null);
  }

  async #applicantReplies(): Promise<void> {
    await this.#openMail('invitation');
    this.#arrived(this.#applicant, 'applicant', 'opens the link in the invitation', 'invitation:title');
    const { caseNumber } = this.#given.applicant;
    this.#applicant.fill({ 'dateOfBirth-day': 9, 'dateOfBirth-month': 7, 'dateOfBirth-year': 1990, applicationNumber: caseNumber });
    await this.#continues('shows who they are', 'reply:who.title');
    this.#applicant.choose(this.#say('reply:who.applicant'));
    await this.#continues('is the applicant', 'reply:facts.title');
    this.#applicant.choose(this.#say('reply:facts.right'));
    await this.#continues('finds the details right', 'reply:email.title');
    this.#applicant.choose('address', 'known');
    await this.#continues('confirms the email address', 'reply:presence.title');
    this.#applicant.choose(this.#say('reply:presence.yes'));
    await this.#continues('is in Canada', 'reply:appearance.title');
    this.#applicant.choose(this.#say('reply:eyes.hazel')).fill({ height: 168 });
    await this.#continues('gives eye colour and height', 'reply:check.title');
    await this.#applicant.press(this.#say('reply:check.act'));
    this.#arrived(this.#applicant, 'applicant', 'sends the reply', 'reply:sent.title');
    await this.#openMail('invitation');
    this.#arrived(this.#applicant, 'applicant', 'opens the used link again', 'invitation:answered.title', 410);
  }

  async #officerCreatesTheAccount(): Promise<void> {
    await this.#officer.reload();
    await this.#officer.follow(this.#say('admin-cases:act.readReply'));
    this.#arrived(this.#officer, 'officer', 'reads the reply', null);
    await this.#officer.press(this.#say('admin-cases:answers.markRead'));
    await this.#officer.press(this.#say('admin-cases:act.createAccount'));
    this.#arrived(this.#officer, 'officer', 'creates the account', null);
    await this.#openMail('temporary-password');
    this.#arrived(this.#applicant, 'applicant', 'reads the account mail and follows its link', 'signIn:title');
  }

  async #temporaryPasswordIsReplaced(): Promise<void> {
    const former = this.#password;
    await this.#applicant.follow(this.#say('signIn:firstVisit.lost'));
    const { email, caseNumber } = this.#given.applicant;
    await this.#applicant.fill({ applicationNumber: caseNumber, email }).press(this.#say('recovery:ask.act'));
    this.#arrived(this.#applicant, 'applicant', 'has lost the temporary password and asks for a new one', 'recovery:asked.title');
    await this.#officer.follow(this.#say('layout:tabs.passwordRequests'));
    await this.#officer.press(
      `${this.#say('admin-cases:requests.send')} ${this.#say('admin-cases:requests.sendFor', { name: this.#name })}`,
    );
    this.#arrived(this.#officer, 'officer', 'sends a new temporary password', 'admin-cases:requests.title');
    await this.#openMail('temporary-password-reissued');
    await this.#signsIn(former, 'tries the former temporary password', 'signIn:title', 422);
  }

  async #applicantSignsInForTheFirstTime(): Promise<void> {
    await this.#signsIn(this.#password, 'signs in with the new one', 'password:create.title');
    await this.#applicant.visit(this.#to('confirmation'));
    this.#arrived(this.#applicant, 'applicant', 'tries to go elsewhere', 'password:create.title');
    await this.#choosesPassword(PASSWORDS[0], 'password:create.act');
    await this.#signsIn(PASSWORDS[0], 'signs in with the password of their own', 'board:title');
  }

  async #applicantDeclaresPresence(): Promise<void> {
    await this.#applicant.follow(this.#say('board:step.presence'));
    this.#arrived(this.#applicant, 'applicant', 'opens the declaration', 'presence:title');
    await this.#applicant.fill({ name: this.#name, password: this.#password }).press(this.#say('presence:act'));
    this.#arrived(this.#applicant, 'applicant', 'signs without ticking the box', 'presence:title', 422);
    await this.#applicant.tick('agreed').fill({ password: this.#password }).press(this.#say('presence:act'));
    this.#arrived(this.#applicant, 'applicant', 'ticks it and signs', 'presence:receipt.title');
    await this.#mail('declaration-received');
  }

  async #applicantGivesAnAddress(): Promise<void> {
    await this.#applicant.visit(this.#to('confirmation'));
    await this.#applicant.follow(this.#say('board:step.homeAddress'));
    this.#arrived(this.#applicant, 'applicant', 'opens the home address', 'address:home.self.title');
    const address = { street: '27 Tamarack Lane', city: 'Moncton', province: 'NB' };
    await this.#applicant.fill({ ...address, postalCode: '90210' }).press(this.#say('address:save'));
    this.#arrived(this.#applicant, 'applicant', 'gives a code outside Canada', 'address:home.self.title', 422);
    await this.#applicant.fill({ postalCode: 'e1c4z9' }).press(this.#say('address:save'));
    this.#arrived(this.#applicant, 'applicant', 'gives the home address', 'address:mailing.self.title');
    await this.#applicant.choose('to', 'home').press(this.#say('address:save'));
    this.#arrived(this.#applicant, 'applicant', 'has the card mailed there', null);
  }

  async #applicantSendsAPhoto(photo: Photo): Promise<void> {
    await this.#applicant.visit(this.#to('confirmation'));
    await this.#applicant.follow(this.#say('board:step.photo'));
    await this.#uploads(photo);
    await this.#submits();
  }

  async #officerReturnsThePhoto(): Promise<void> {
    await this.#officerOpensThePhoto();
    const words = { en: 'Please step away from the wall.', fr: 'Veuillez vous éloigner du mur.' }[this.#given.language];
    this.#officer.tick('reasons', 'background_not_white').tick('reasons', 'other').fill({ words });
    await this.#officer.press(this.#say('admin-photos:review.return'));
    this.#arrived(this.#officer, 'officer', 'returns the photo with two reasons', null);
    await this.#mail('photo-returned');
  }

  async #applicantReadsWhyAndSendsAnother(): Promise<void> {
    await this.#applicant.visit(this.#to('confirmation'));
    await this.#followStatus();
    this.#arrived(this.#applicant, 'applicant', 'looks where things stand', null);
    await this.#applicant.follow(this.#say('status:photo.returned.act'));
    this.#arrived(this.#applicant, 'applicant', 'reads why the photo came back', 'photo:returned.title');
    await this.#applicant.follow(this.#say('photo:returned.act'));
    await this.#uploads(this.#given.photos[1]);
    await this.#submits();
  }

  async #officerAcceptsThePhoto(): Promise<void> {
    await this.#officerOpensThePhoto();
    await this.#officer.press(this.#say('admin-photos:review.accept'));
    if (this.#officer.$('#found').length > 0) {
      // a check warned: the first press was the officer's own look
      this.#arrived(this.#officer, 'officer', 'reads what the checks found', null);
      await this.#officer.press(this.#say('admin-photos:review.accept'));
    }
    this.#arrived(this.#officer, 'officer', 'accepts the photo', null);
    await this.#mail('photo-accepted');
  }

  async #officerVerifiesAndConfirms(): Promise<void> {
    await this.#officer.follow(this.#say('layout:tabs.queue'));
    await this.#officer.follow(this.#name);
    this.#arrived(this.#officer, 'officer', 'opens the declaration', null);
    await this.#officer.press(this.#say('admin-presence:verify.act'));
    this.#arrived(this.#officer, 'officer', 'verifies presence', null);
    await this.#officer.tick('identityMatches').press(this.#say('admin-presence:confirm.act'));
    this.#arrived(this.#officer, 'officer', 'confirms permanent residence', null);
    await this.#mail('residence-confirmed');
  }

  async #cardIsPrintedAndMailed(): Promise<void> {
    await this.#officer.follow(this.#say('layout:tabs.cards'));
    const of = this.#say('admin-cards:for', { name: this.#name });
    await this.#officer.press(this.#say('admin-cards:toPrint.act') + of);
    this.#arrived(this.#officer, 'officer', 'sends the card to print', 'admin-cards:title');
    await this.#officer.press(this.#say('admin-cards:toMail.act') + of);
    this.#arrived(this.#officer, 'officer', 'marks it as mailed', 'admin-cards:title');
    await this.#mail('card-mailed');
    await this.#applicant.visit(this.#to('confirmation'));
    await this.#followStatus();
    this.#arrived(this.#applicant, 'applicant', 'looks where things stand', null);
    this.#mustRead(this.#applicant, 'Moncton');
  }

  async #applicantForgetsThePassword(): Promise<void> {
    await this.#applicant.press(this.#say('layout:signOut'));
    this.#arrived(this.#applicant, 'applicant', 'signs out', 'signIn:signedOut.title');
    await this.#applicant.visit(this.#to('signIn'));
    await this.#applicant.follow(this.#say('signIn:forgot'));
    await this.#applicant.fill({ usernameOrEmail: this.#username }).press(this.#say('recovery:reset.act'));
    this.#arrived(this.#applicant, 'applicant', 'has forgotten the password', 'recovery:sent.title');
    await this.#openMail('password-reset');
    this.#arrived(this.#applicant, 'applicant', 'opens the link in the mail', 'recovery:replace.title');
    await this.#choosesPassword(PASSWORDS[1], 'recovery:replace.act');
    await this.#openMail('password-reset');
    this.#arrived(this.#applicant, 'applicant', 'opens the used link again', 'recovery:closed.used.title', 410);
    await this.#signsIn(PASSWORDS[0], 'tries the former password', 'signIn:title', 422);
    await this.#signsIn(PASSWORDS[1], 'signs in with the new one', 'board:title');
  }

  async #signsIn(password: string, did: string, title: string, status = 200): Promise<void> {
    await this.#applicant.visit(this.#to('signIn'));
    await this.#applicant.fill({ username: this.#username, password }).press(this.#say('signIn:act'));
    this.#arrived(this.#applicant, 'applicant', did, title, status);
    this.#password = status === 200 ? password : this.#password;
  }

  async #choosesPassword(password: string, act: string): Promise<void> {
    await this.#applicant.fill({ newPassword: password }).press(this.#say(act));
    this.#arrived(this.#applicant, 'applicant', 'chooses a password of their own', 'password:changed.title');
  }

  async #continues(did: string, title: string): Promise<void> {
    await this.#applicant.press(this.#say('forms:continue'));
    this.#arrived(this.#applicant, 'applicant', did, title);
  }

  async #uploads(photo: Photo): Promise<void> {
    this.#arrived(this.#applicant, 'applicant', 'opens the photo page', 'photo:upload.title');
    await this.#applicant.press(this.#say('photo:upload.act'));
    this.#arrived(this.#applicant, 'applicant', 'presses the button without a photo', 'photo:upload.title', 422);
    await this.#applicant.choose('source', 'digital').attach('photo', photo).press(this.#say('photo:upload.act'));
    this.#arrived(this.#applicant, 'applicant', `uploads ${photo.name}`, 'photo:frame.title');
    await this.#applicant.press(`+ ${this.#say('photo:frame.larger')}`);
    await this.#applicant.press(`− ${this.#say('photo:frame.smaller')}`);
    await this.#applicant.press(this.#say('photo:frame.suggest'));
    this.#arrived(this.#applicant, 'applicant', 'moves the frame', 'photo:frame.title');
    await this.#applicant.press(this.#say('photo:frame.apply'));
    this.#arrived(this.#applicant, 'applicant', 'applies the frame and has the photo checked', 'photo:findings.title');
    const warned = this.#applicant.$('input[name=acknowledgement]').length > 0;
    await this.#applicant.press(this.#say('photo:next'));
    this.#arrived(this.#applicant, 'applicant', 'goes on without ticking the declaration', 'photo:findings.title', 422);
    this.#applicant.tick('declaration');
    if (warned) this.#applicant.tick('acknowledgement');
    await this.#applicant.press(this.#say('photo:next'));
    this.#arrived(this.#applicant, 'applicant', warned ? 'declares, and acknowledges the warnings' : 'declares', 'photo:review.title');
  }

  async #submits(): Promise<void> {
    await this.#applicant.fill({ password: this.#password }).press(this.#say('photo:review.act'));
    this.#arrived(this.#applicant, 'applicant', 'submits the documents', 'photo:receipt.title');
    await this.#mail('documents-submitted');
  }

  async #officerOpensThePhoto(): Promise<void> {
    await this.#officer.follow(this.#say('layout:tabs.photos'));
    await this.#officer.follow(this.#name);
    this.#arrived(this.#officer, 'officer', 'looks at the photo', null);
  }

  async #followStatus(): Promise<void> {
    await this.#applicant.follow(`${this.#say('board:status')}${this.#say('board:statusOf', { name: this.#name })}`);
  }

  /** Opens the newest mail of this kind, and the page to which its link leads. Username and password on the way are remembered. */
  async #openMail(template: string): Promise<void> {
    const mail = await this.#mail(template);
    const facts = (name: string) => new RegExp(`^${this.#say(`mail:facts.${name}`)}\\n(.+)$`, 'm').exec(mail.text)?.[1];
    this.#username = facts('username') ?? this.#username;
    this.#password = facts('password') ?? this.#password;
    const link = mail.links().find(({ href }) => href.startsWith(mail.address));
    if (!link) throw new Error(`the mail ${template} has no link`);
    await this.#applicant.visit(link.href);
  }

  /** The newest mail of this kind to the applicant, out of the mailbox page; waits for it a while. */
  async #mail(template: string): Promise<Walker> {
    const subject = this.#say(`mail:${template}.subject`);
    await this.#given.deliver?.();
    const browser = this.#given.newBrowser();
    for (let tries = 0; tries < 100; tries++) {
      await browser.visit(this.#to('mailbox'));
      const row = browser
        .$('main tr')
        .toArray()
        .find((one) => browser.$(one).text().includes(this.#given.applicant.email) && browser.$(one).find('a').text().includes(subject));
      const href = row && browser.$(row).find('a').attr('href');
      if (href) {
        await browser.visit(href);
        if (!this.#read.has(browser.path)) this.#given.tell({ who: 'applicant', did: `reads the mail “${subject}”`, browser });
        this.#read.add(browser.path);
        return browser;
      }
      await wait(150);
    }
    throw new Error(`no mail "${subject}" came to ${this.#given.applicant.email}`);
  }

  /** The page is the one that was to be expected. */
  #arrived(browser: Walker, who: string, did: string, title: string | null, status = 200): void {
    const here = `${who} ${did}: ${browser.path} answered ${browser.status}, “${browser.heading}”`;
    const problem = Object.values(browser.errors()).join(' · ');
    if (browser.status !== status) throw new Error(`${here}; ${status} was expected. ${problem}`);
    if (title !== null && browser.heading !== plainly(this.#say(title))) throw new Error(`${here}; “${this.#say(title)}” was expected`);
    if (browser.language !== this.#given.language) throw new Error(`${here} is in ${browser.language}`);
    this.#given.tell({ who, did, browser });
  }

  #mustRead(browser: Walker, words: string): void {
    if (!browser.text.includes(words)) throw new Error(`${browser.path} does not say “${words}”: ${browser.text}`);
  }

  get #name(): string {
    return `${this.#given.applicant.givenNames} ${this.#given.applicant.familyName}`;
  }

  #say(key: string, values?: TextValues): string {
    return this.#given.words.text(this.#given.language, key, values);
  }

  #to(route: string): string {
    return hrefByName(route, this.#given.language, {});
  }
}

const plainly = (text: string): string => text.replace(/\s+/g, ' ').trim();
