import type { Department } from '../department/department.js';
import type { Photo } from '../journey.js';
import { Visitor } from '../visitor.js';
import { linkIn, mailTo } from './mails.js';
import { type Acts, type Met, persevere, type Task } from './persevering.js';
import { confirmResidence, giveAccount, invite, signInOfficer } from './preparations.js';
import { BORN, type Probe } from './probe.js';

/** Where a fault strikes (TRUST.md 4), in the order of the way. */
export const STEPS = ['reply', 'signIn', 'declare', 'address', 'upload', 'submit', 'review', 'cardBatch'] as const;
export type Step = (typeof STEPS)[number];

export interface OnTheWay {
  readonly department: Department;
  readonly probe: Probe;
  readonly photo: Photo;
  /** Signed in as a supervisor, whose way through all steps no role stops. */
  readonly officer: Visitor;
}

/** One person's whole way and their officer's, each step of which may be struck by a fault; both go on as people do. */
export class Way {
  readonly #department: Department;
  readonly #probe: Probe;
  readonly #photo: Photo;
  readonly #person: Visitor;
  readonly #officer: Visitor;

  constructor({ department, probe, photo, officer }: OnTheWay) {
    this.#department = department;
    this.#probe = probe;
    this.#photo = photo;
    this.#officer = officer;
    this.#person = new Visitor(department.address, { headers: { 'X-Forwarded-For': `198.18.1.${probe.number}` } });
  }

  /**
   * Makes what the step needs, in good weather, and then does the step.
   * @param strike begins the fault; called once, when the form that the step is about is about to be sent
   */
  async go(step: Step, strike: () => void): Promise<Met[]> {
    if (step === 'reply') await invite(this.#department, this.#probe, this.#officer);
    if (step === 'signIn') await giveAccount(this.#department, this.#probe, this.#officer, this.#person);
    if (step === 'cardBatch') await confirmResidence(this.#probe, this.#officer);
    let struck = false;
    const task = await this.#tasks[step](() => {
      if (!struck) strike();
      struck = true;
    });
    const met = await persevere(step === 'review' || step === 'cardBatch' ? this.#officer : this.#person, task);
    if (!struck) throw new Error(`the fault never struck at ${step}`);
    return met;
  }

  readonly #tasks: Record<Step, (strike: () => void) => Promise<Task>> = {
    reply: async (strike) => {
      const { say, fills } = this.#tools;
      return {
        from: linkIn(await mailTo(this.#department, this.#probe.email, say('mail:invitation.subject'))),
        isDone: this.#probe.reads('reply:sent.title', 'invitation:answered.title'),
        acts: this.#by({
          'invitation:title': fills((browser) => browser.fill({ ...BORN, applicationNumber: this.#probe.caseNumber })),
          'reply:who.title': fills((browser) => browser.choose(say('reply:who.applicant'))),
          'reply:facts.title': fills((browser) => browser.choose(say('reply:facts.right'))),
          'reply:email.title': fills((browser) => browser.choose('address', 'known')),
          'reply:presence.title': fills((browser) => browser.choose(say('reply:presence.yes'))),
          'reply:appearance.title': fills((browser) => browser.choose(say('reply:eyes.hazel')).fill({ height: 168 })),
          'reply:check.title': fills(strike, 'reply:check.act'),
        }),
      };
    },
    signIn: async (strike) => ({
      from: this.#probe.to('signIn'),
      isDone: this.#probe.reads('board:title'),
      acts: this.#signsIn(strike),
    }),
    declare: async (strike) => ({
      from: this.#probe.to('presence'),
      isDone: this.#probe.reads('presence:receipt.title', 'board:title'),
      acts: this.#by({
        'presence:title': this.#tools.fills((browser) => {
          browser.tick('agreed').fill({ name: this.#probe.name, password: this.#probe.password });
          strike();
        }, 'presence:act'),
      }),
    }),
    address: async (strike) => ({
      from: this.#probe.to('homeAddress'),
      isDone: this.#probe.reads('board:title', 'photo:upload.title'),
      acts: this.#by({
        'address:home.self.title': this.#tools.fills(
          (browser) => browser.fill({ street: '27 Tamarack Lane', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' }),
          'address:save',
        ),
        'address:mailing.self.title': this.#tools.fills((browser) => {
          browser.choose('to', 'home');
          strike();
        }, 'address:save'),
      }),
    }),
    upload: async (strike) => ({
      from: this.#probe.to('photo'),
      isDone: this.#probe.reads('photo:frame.title'),
      acts: this.#by({
        'photo:upload.title': this.#tools.fills((browser) => {
          browser.choose('source', 'digital').attach('photo', this.#photo);
          strike();
        }, 'photo:upload.act'),
      }),
    }),
    submit: async (strike) => ({
      from: this.#probe.to('photoFrame'),
      isDone: this.#probe.reads('photo:receipt.title', 'photo:locked.withUs.title', 'board:title'),
      acts: this.#by({
        'photo:frame.title': this.#tools.fills(() => {}, 'photo:frame.apply'),
        'photo:findings.title': this.#tools.fills((browser) => {
          browser.tick('declaration');
          if (browser.$('input[name=acknowledgement]').length > 0) browser.tick('acknowledgement');
        }, 'photo:next'),
        'photo:review.title': this.#tools.fills((browser) => {
          browser.fill({ password: this.#probe.password });
          strike();
        }, 'photo:review.act'),
      }),
    }),
    review: async (strike) => {
      const attempt = await this.#idOf('select attempt_id id from photo_submission where person_id = $1');
      const accept = this.#probe.say('admin-photos:review.accept');
      const from = this.#probe.to('adminPhoto', { attempt });
      const accepts = async (browser: Visitor): Promise<void> => {
        await this.#tools.fills(strike, 'admin-photos:review.accept')(browser);
        if (browser.status < 400 && !this.#mustSignIn(browser)) await browser.visit(from); // it led on to the next photo
      };
      return {
        from,
        isDone: (browser) => !this.#mustSignIn(browser) && !browser.buttons().includes(accept),
        acts: { ...this.#signsIn(), [this.#probe.say('admin-photos:review.heading', { name: this.#probe.name })]: accepts },
      };
    },
    cardBatch: async (strike) => {
      const card = await this.#idOf('select id from card where person_id = $1');
      return {
        from: this.#probe.to('adminCards'),
        isDone: (browser) => !this.#mustSignIn(browser) && browser.$(`input[name=card][value="${card}"]`).length === 0,
        acts: this.#by({
          'admin-cards:title': this.#tools.fills((browser) => {
            browser.tick('card', card);
            strike();
          }, 'admin-cards:batch.ticked'),
        }),
      };
    },
  };

  get #tools() {
    const say = (key: string): string => this.#probe.say(key);
    /** Fills the page in, and presses its button. */
    const fills =
      (fill: (browser: Visitor) => unknown, act = 'forms:continue') =>
      async (browser: Visitor): Promise<void> => {
        fill(browser);
        await browser.press(say(act));
      };
    return { say, fills };
  }

  async #idOf(sql: string): Promise<string> {
    const [row] = await this.#department.sql<{ id: string }>(sql, [this.#probe.personId]);
    if (!row) throw new Error(`nothing there: ${sql}`);
    return row.id;
  }

  /** A session may have ended meanwhile: whoever is asked signs in again. */
  #by(acts: Acts): Acts {
    return { ...this.#signsIn(), ...Object.fromEntries(Object.entries(acts).map(([key, act]) => [this.#probe.say(key), act])) };
  }

  #mustSignIn(browser: Visitor): boolean {
    return this.#probe.reads('signIn:title', 'signIn:sessionEnded.title')(browser);
  }

  #signsIn(strike = (): void => {}): Acts {
    return {
      [this.#probe.say('signIn:sessionEnded.title')]: (browser) => browser.visit(this.#probe.to('signIn')),
      [this.#probe.say('signIn:title')]: async (browser) => {
        if (browser === this.#officer) return signInOfficer(this.#department, browser);
        browser.fill({ username: this.#probe.username, password: this.#probe.password });
        strike();
        await browser.press(this.#probe.say('signIn:act'));
      },
    };
  }
}
