import { Translator } from '../../src/language/translator.js';
import type { Department } from '../../tools/department/department.js';
import { linkIn, mailTo } from '../../tools/faults/mails.js';
import { invite } from '../../tools/faults/preparations.js';
import { BORN, Probe } from '../../tools/faults/probe.js';
import type { People } from './people.js';

/** Of those who reply while nobody else is there. */
export const REPLIES_ALONE = 25;

/** People whom an officer has invited before anybody came. Each of them replies once, as everybody does. */
export class Replies {
  readonly #department: Department;
  readonly #people: People;
  readonly #invited: Probe[] = [];

  private constructor(department: Department, people: People) {
    this.#department = department;
    this.#people = people;
  }

  static async of(department: Department, people: People, count: number): Promise<Replies> {
    const replies = new Replies(department, people);
    const words = new Translator();
    for (let number = 1; number <= count; number++) {
      const probe = new Probe(number, words);
      await people.inTurn('supervisor', (desk) => invite(department, probe, desk));
      replies.#invited.push(probe);
    }
    return replies;
  }

  /** From the link in the mail through all seven pages to the one that says it was sent. @returns its status, or that of another page met */
  async next(): Promise<number> {
    const probe = this.#invited.pop();
    if (!probe) throw new Error('more replied than were invited');
    const say = (key: string): string => probe.say(key);
    const subject = say('mail:invitation.subject');
    const browser = await this.#people.visitor().visit(linkIn(await mailTo(this.#department, probe.email, subject)));
    await browser.fill({ ...BORN, applicationNumber: probe.caseNumber }).press(say('forms:continue'));
    await browser.choose(say('reply:who.applicant')).press(say('forms:continue'));
    await browser.choose(say('reply:facts.right')).press(say('forms:continue'));
    await browser.choose('address', 'known').press(say('forms:continue'));
    await browser.choose(say('reply:presence.yes')).press(say('forms:continue'));
    await browser.choose(say('reply:eyes.hazel')).fill({ height: 168 }).press(say('forms:continue'));
    await browser.press(say('reply:check.act'));
    if (browser.status < 400 && browser.heading !== say('reply:sent.title')) throw new Error(`not sent: ${browser.path}`);
    return browser.status;
  }
}
