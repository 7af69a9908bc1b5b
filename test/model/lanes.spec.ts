import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { MINUTE } from '../../src/clock.js';
import { aPortal, type TestPortal } from '../support/app.js';
import {
  ACTS,
  type Act,
  atTheStart,
  doTo,
  inTheMail,
  type File,
  labelOf,
  type Lanes,
  mayEver,
  minutesPass,
  nextOnTheWay,
  weeksPass,
  WHO,
  type Who,
} from './lanes-model.js';
import { isRefusal, PortalUnderTest } from './portal-under-test.js';

/** `MODEL_STEPS=5000 npm test -- test/model` sends more; `MODEL_SEED` repeats a run. */
const STEPS = Number(process.env.MODEL_STEPS ?? 240);
const SEED = Number(process.env.MODEL_SEED ?? randomInt(2 ** 31));
const A_RUN = 60;

type Model = Record<File, Lanes>;
type Command = fc.AsyncCommand<Model, PortalUnderTest>;

const FILES: readonly File[] = ['applicant', 'stranger'];
let steps = 0;
const seen = new Map<string, number>();

/** One request by somebody, about a file: the model says what it may do, and the portal is asked what it did. */
class Request implements Command {
  constructor(
    readonly act: Act,
    readonly who: Who,
    readonly file: File,
  ) {}

  check: (model?: Readonly<Model>) => boolean = () => true;
  toString = (): string => `${this.who} → ${this.act} (${this.file}’s file)`;

  async run(model: Model, real: PortalUnderTest): Promise<void> {
    const { act, who, file } = this;
    const warned = (await real.newestPhoto(file))?.warned ?? false;
    const answer = await real.send(act, who, file);
    const { status } = answer;
    const allowed = mayEver(who, act, file);
    const changed = allowed && doTo(model[file], act, who, warned);
    const told = `${this.toString()}: ${status} ${String(answer.headers.location ?? '')}`.trim();
    if (!allowed) expect([told, isRefusal(who, answer)]).toEqual([told, true]);
    else if (changed) expect([told, status]).toEqual([told, 303]);
    else expect([told, [303, 403, 404, 409, 422].includes(status)]).toEqual([told, true]);
    await agrees(model, real, told, [file]);
    steps++;
    const outcome = `${act}: ${allowed ? (changed ? 'done' : 'not now') : 'refused'}`;
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
  }
}

/** Whatever comes next on the way of this file. */
class Onward implements Command {
  constructor(
    readonly file: File,
    readonly officer: Who,
    readonly returns: boolean,
  ) {}

  check = (model: Readonly<Model>): boolean => nextOnTheWay(model[this.file], this.file, this.officer, this.returns) !== null;
  toString = (): string => `onward with ${this.file}’s file (${this.officer}${this.returns ? ', who returns photos' : ''})`;

  async run(model: Model, real: PortalUnderTest): Promise<void> {
    const next = nextOnTheWay(model[this.file], this.file, this.officer, this.returns);
    if (next) await new Request(next.act, next.who, this.file).run(model, real);
  }
}

/** Two minutes go by: what was decided stands, and is told. */
class Wait implements Command {
  check = (): boolean => true;
  toString = (): string => 'two minutes pass';

  async run(model: Model, real: PortalUnderTest): Promise<void> {
    real.portal.clock.advance(2 * MINUTE);
    await real.everybodyIsThere();
    for (const file of FILES) minutesPass(model[file]);
    await agrees(model, real, this.toString(), FILES);
    steps++;
  }
}

/** Weeks go by for a card in the mail, or one that came back. */
class Weeks implements Command {
  constructor(
    readonly file: File,
    readonly days: number,
  ) {}

  check = (model: Readonly<Model>): boolean => ['mailed', 'presumed_delivered', 'came_back'].includes(model[this.file].card);
  toString = (): string => `${this.days} days pass for the card of ${this.file}`;

  async run(model: Model, real: PortalUnderTest): Promise<void> {
    await real.weeksPass(this.file, this.days);
    weeksPass(model[this.file], this.days);
    await agrees(model, real, this.toString(), [this.file]);
    steps++;
  }
}

/** What is seldom reached by chance: a card in the mail comes back, or does not come, before or after six weeks. */
class AfterMail extends Request {
  constructor(
    act: 'comeBack' | 'reportMissing',
    who: Who,
    file: File,
    readonly late: boolean,
  ) {
    super(act, who, file);
  }

  override check = (model?: Readonly<Model>): boolean => model?.[this.file].card === 'mailed';

  override async run(model: Model, real: PortalUnderTest): Promise<void> {
    if (this.late) await new Weeks(this.file, 45).run(model, real);
    await super.run(model, real);
  }
}

/** After every step: what the database has of both files, and the labels of those it was about, are as in the model; nothing final has changed. */
async function agrees(model: Model, real: PortalUnderTest, told: string, about: readonly File[]): Promise<void> {
  for (const file of FILES) {
    const { presence, home, mailing, frozen, reopened, residence, card, photo, attempts } = model[file];
    expect([told, file, await real.stored(file)]).toEqual([
      told,
      file,
      { presence, home, mailing, frozen, reopened, residence, card, photo, attempts },
    ]);
    if (!about.includes(file)) continue;
    const label = labelOf(model[file]);
    expect([told, file, (await real.label(file)).slice(0, label.length)]).toEqual([told, file, label]);
  }
  expect([told, await real.changedFinals()]).toEqual([told, []]);
}

const PERSONS_ACTS = ACTS.slice(0, ACTS.indexOf('verify'));
const OFFICERS_ACTS = ACTS.slice(ACTS.indexOf('verify'));

const someFile = fc.constantFrom(...FILES);
const someOfficer = fc.constantFrom<Who>('officer', 'colleague', 'supervisor');
const someStaff = fc.constantFrom<Who>('officer', 'colleague', 'clerk', 'supervisor');
const oneIn = (many: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: many }).map((number) => number === 1);

const onward = fc.tuple(someFile, someOfficer, oneIn(3)).map(([file, officer, returns]) => new Onward(file, officer, returns));
const byThePerson = fc.tuple(fc.constantFrom(...PERSONS_ACTS), someFile).map(([act, file]) => new Request(act, file, file));
const byAnOfficer = fc
  .tuple(fc.constantFrom(...OFFICERS_ACTS), someStaff, someFile)
  .map(([act, officer, file]) => new Request(act, officer, file));
const byAnybody = fc
  .tuple(fc.constantFrom(...ACTS), fc.constantFrom(...WHO), someFile)
  .map(([act, who, file]) => new Request(act, who, file));
const weeks = fc.tuple(someFile, fc.constantFrom(41, 45, 100)).map(([file, days]) => new Weeks(file, days));
const afterMail = fc
  .tuple(fc.constantFrom<'comeBack' | 'reportMissing'>('comeBack', 'reportMissing'), someStaff, someFile, fc.boolean())
  .map(([act, officer, file, late]) => new AfterMail(act, act === 'comeBack' ? officer : file, file, late));
const undoing = fc.tuple(someOfficer, someFile).map(([officer, file]) => new Request('undo', officer, file));

/** Half of them lead on, so that files get to their end; the others are whatever anybody might send. */
const commands = [
  onward,
  onward,
  onward,
  onward,
  onward,
  byThePerson,
  byAnOfficer,
  byAnybody,
  undoing,
  weeks,
  afterMail,
  fc.constant(new Wait()),
] as fc.Arbitrary<Command>[];

/** TRUST.md 5: the order of steps, whoever asks for whatever. */
describe('random requests by all kinds of people', () => {
  let portal: TestPortal;
  let last: PortalUnderTest | undefined;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it(
    `leave every file as the model says, step by step (MODEL_SEED=${SEED})`,
    async () => {
      await fc.assert(
        // one run in two begins with a card in the mail: few get so far on their way
        fc.asyncProperty(fc.boolean(), fc.commands(commands, { maxCommands: A_RUN, size: 'max' }), async (mailed, sequence) => {
          const real = await PortalUnderTest.begin(portal, mailed, last);
          last = real;
          const applicant = mailed ? inTheMail() : atTheStart();
          await fc.asyncModelRun(() => ({ model: { applicant, stranger: atTheStart() }, real }), sequence);
        }),
        // a run is about half as long as it may be
        // the seed repeats a failure; to look for a shorter one takes longer than a run may
        { seed: SEED, includeErrorInReport: true, endOnFailure: true, numRuns: Math.ceil(STEPS / (A_RUN / 2)) },
      );
      console.log(
        `${steps} steps with MODEL_SEED=${SEED}: ${[...seen]
          .sort()
          .map(([what, count]) => `${what} ${count}`)
          .join(', ')}`,
      );
      expect(steps).toBeGreaterThan(STEPS / 4);
    },
    1_000 * Math.max(900, 3 * STEPS),
  );
});
