import { href } from '../../src/language/routes.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import type { SamplePerson } from '../../src/seeds/sample-people.js';
import type { Department } from '../../tools/department/department.js';
import { signInWith } from '../../tools/second-step.js';
import type { AttachedFile } from '../../tools/visitor.js';
import { Visitor } from '../../tools/visitor.js';

interface SignIn {
  readonly username: string;
  readonly password: string;
}
type Invited = NonNullable<SamplePerson['invitation']>;

/** Who comes: sample people of the department, each time at another network address, so that the limits of one don't stop the others. */
export class People {
  readonly #address: string;
  readonly #people: readonly SamplePerson[];
  readonly photo: AttachedFile;
  /** Of each who does one thing after the other: the end of what they began last. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #signedIn = new Map<string, Promise<Visitor>>();
  #visitors = 0;

  private constructor({ address, people }: Department, photo: AttachedFile) {
    this.#address = address;
    this.#people = people;
    this.photo = photo;
  }

  static async of(department: Department): Promise<People> {
    const bytes = await drawPortrait({ width: 1072, height: 1501 });
    return new People(department, { name: 'photo.jpg', type: 'image/jpeg', bytes });
  }

  visitor(): Visitor {
    const n = ++this.#visitors;
    return new Visitor(this.#address, { headers: { 'X-Forwarded-For': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` } });
  }

  async signedIn(stage: SamplePerson['stage']): Promise<Visitor> {
    return signInWith(this.visitor(), this.#signInOf(stage));
  }

  /** What a person can't do twice at once, by one who stays signed in: it waits until they are free. */
  inTurn<Result>(stage: SamplePerson['stage'], act: (person: Visitor) => Promise<Result>): Promise<Result> {
    const person = this.#signedIn.get(stage) ?? this.signedIn(stage);
    this.#signedIn.set(stage, person);
    const result = Promise.resolve(this.#turns.get(stage)).then(async () => act(await person));
    this.#turns.set(
      stage,
      result.catch(() => undefined),
    );
    return result;
  }

  /** Somebody who has opened the link of their invitation, and said who they are; not sent yet. */
  async invited(): Promise<Visitor> {
    const { token, caseNumber, dateOfBirth } = this.#invitation;
    const [year = 0, month = 0, day = 0] = dateOfBirth.split('-').map(Number);
    const browser = await this.visitor().visit(href('invitation', 'en', { token }));
    return browser.fill({
      applicationNumber: caseNumber,
      'dateOfBirth-day': day,
      'dateOfBirth-month': month,
      'dateOfBirth-year': year,
    });
  }

  /** Somebody with a photo for the public checker, not sent yet. It does the work of an upload and keeps nothing: a run can send any number. */
  async withPhoto(): Promise<Visitor> {
    return (await this.visitor().visit(href('photoCheck', 'en'))).attach('photo', this.photo);
  }

  #signInOf(stage: SamplePerson['stage']): SignIn {
    const found =
      this.#people.find((one) => one.stage === stage && one.language === 'en') ?? this.#people.find((one) => one.stage === stage);
    if (!found?.signIn) throw new Error(`nobody of the sample people is at ${stage}`);
    return found.signIn;
  }

  get #invitation(): Invited {
    const found = this.#people.find(({ invitation }) => invitation !== null)?.invitation;
    if (!found) throw new Error('nobody of the sample people is invited');
    return found;
  }
}
