import type { CheckName } from '../../src/photos/finding.js';
import { mean, quantile } from './statistics.js';
import type { Trial } from './trial.js';

/** Checks that compare one number with one limit, which can therefore be chosen anew on half of the people. */
const CHECKS: readonly CheckName[] = ['eyes_open', 'mouth_closed'];
/** Each split judges both halves by the limit of the other. */
const SPLITS = 1000;

/** A share over the halves: its mean, and what 95 of 100 halves lie between. */
export interface Spread {
  readonly mean: number;
  readonly from: number;
  readonly to: number;
}

export interface CrossValidation {
  readonly check: CheckName;
  readonly people: number;
  /** The limits that halves chose. */
  readonly limits: Spread;
  /** Of the people of the other half: warned at a good picture, or at one of the `none` defects, by the check alone. */
  readonly warned: Spread;
  /** Of the people of the other half, by defect: not found. */
  readonly missed: Readonly<Record<string, Spread>>;
}

/** The check's number for each picture of a person; the defect is null where nothing is wrong. */
interface Person {
  readonly good: number[];
  readonly faulty: Map<string, number>;
}

/**
 * How often a check errs at people on whom its limit was not chosen: many times the people fall into two halves by chance,
 * the limit is laid in the middle between the good and the faulty of one half that lie nearest to each other, and the
 * other half is judged by it. All pictures of a person are on one side. The measure itself was made on some of these
 * people: only the choice of the limit is tested.
 */
export function crossValidate(trials: readonly Trial[]): CrossValidation[] {
  return CHECKS.flatMap((check) => {
    const people = peopleOf(trials, check);
    return people.length < 4 || people.every(({ faulty }) => faulty.size === 0) ? [] : [validated(check, people)];
  });
}

function validated(check: CheckName, people: readonly Person[]): CrossValidation {
  const defects = [...new Set(people.flatMap(({ faulty }) => [...faulty.keys()]))];
  // towards the faulty side numbers rise, whatever the check measures
  const sign = mean(people.flatMap(faultyOf)) > mean(people.flatMap(({ good }) => good)) ? 1 : -1;
  const limits: number[] = [];
  const warned: number[] = [];
  const missed = new Map(defects.map((defect) => [defect, [] as number[]]));
  const random = randomNumbers();
  for (let split = 0; split < SPLITS; split++) {
    const [one, other] = halved(people, random);
    for (const [chosen, judged] of [
      [one, other],
      [other, one],
    ] as const) {
      const limit = limitOf(chosen, sign);
      const fails = (value: number): boolean => sign * value > sign * limit;
      limits.push(limit);
      warned.push(share(judged, ({ good }) => good.some(fails)));
      for (const [defect, shares] of missed) shares.push(share(judged, ({ faulty }) => faulty.has(defect) && !fails(faulty.get(defect)!)));
    }
  }
  const found = Object.fromEntries([...missed].map(([defect, shares]) => [defect, spread(shares)]));
  return { check, people: people.length, limits: spread(limits), warned: spread(warned), missed: found };
}

function peopleOf(trials: readonly Trial[], check: CheckName): Person[] {
  const people = new Map<string, Person>();
  for (const { portrait, defect, expected, findings } of trials) {
    const measured = findings.find((finding) => finding.check === check)?.measured;
    if (portrait.kind !== 'compliant' || measured === null || measured === undefined) continue;
    const person: Person = people.get(portrait.subject) ?? { good: [], faulty: new Map() };
    people.set(portrait.subject, person);
    if (defect === null || expected === 'none') person.good.push(measured);
    else if (expected === check) person.faulty.set(defect, measured);
  }
  return [...people.values()];
}

const faultyOf = ({ faulty }: Person): number[] => [...faulty.values()];

function limitOf(people: readonly Person[], sign: number): number {
  const good = Math.max(...people.flatMap((person) => person.good.map((value) => sign * value)));
  const faulty = Math.min(...people.flatMap(faultyOf).map((value) => sign * value));
  return (sign * (good + faulty)) / 2;
}

function halved(people: readonly Person[], random: () => number): [Person[], Person[]] {
  const left = [...people];
  const half: Person[] = [];
  while (half.length < people.length / 2) half.push(...left.splice(Math.floor(random() * left.length), 1));
  return [half, left];
}

const share = (people: readonly Person[], hit: (person: Person) => boolean): number => people.filter(hit).length / people.length;

const spread = (values: readonly number[]): Spread => ({ mean: mean(values), from: quantile(values, 0.025), to: quantile(values, 0.975) });

/** The same in every run: a linear congruential generator (Numerical Recipes). */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
