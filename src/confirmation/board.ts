import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { ActingRelation } from '../accounts/acts-for.entity.js';
import { familyRole } from '../cases/family-role.js';
import type { Relation } from '../cases/person.entity.js';
import { dayOf } from '../language/formats.js';
import type { RouteName } from '../language/route-table.js';
import { aboutAnother } from './about-another.js';
import { copyTargets } from './address-copy.js';
import { nextPage, photoPage, STEPS, type Step, type StepState, stepState } from './confirmation.steps.js';
import { type DoubtfulAddress, doubtfulAddresses } from './doubtful-addresses.js';
import { SIGNED_IN } from './lane-facts.js';
import type { Lane } from './lanes.js';
import { type Standing, standingOf } from './standing.js';
import type { StandingRecord } from './standing-record.js';
import { StandingRecords } from './standing-records.js';

/** A person on the board, as plain values for the view. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly self: boolean;
  readonly relation: Relation;
  readonly acting: ActingRelation;
  /** A child of the application who is 18 by now: an account of their own can be had. */
  readonly ofAge: boolean;
  readonly applicationNumber: string;
  readonly standing: Standing;
  readonly next: RouteName;
  /** What the button there says, `board:next.<name>`: of a card that came back, to check the address. */
  readonly nextWords: RouteName | 'cameBack';
  readonly tasks: readonly { step: Step; state: StepState; route: RouteName | null; prepared: RouteName | null; arrived: boolean }[];
  readonly doubtful: readonly DoubtfulAddress[];
  /** Their address can be used for others on the board. */
  readonly copies: boolean;
}

/** Somebody else on the application, who acts for themselves: how far they are, and nothing of what they gave. */
export interface BoardOther {
  readonly name: string;
  /** The label without a detail; also names of texts. */
  readonly label: 'waiting' | 'hold' | 'progress' | 'completed' | 'mailed' | 'closed';
  readonly waits: 'address' | 'you' | 'us' | 'post' | 'nobody' | 'hold';
  readonly sign: Standing['whoSign'];
  readonly lanes: readonly Pick<Lane, 'name' | 'state'>[];
}

export interface BoardOf {
  readonly persons: readonly BoardPerson[];
  readonly others: readonly BoardOther[];
  /** "1 of 4 on hold". */
  readonly size: number;
  readonly onHold: number;
}

/** The persons that an applicant acts for, with where each stands; who must act comes first. A principal applicant sees the others too. */
@Injectable()
export class Board {
  constructor(private readonly records: StandingRecords) {}

  async of(applicant: Actor<'applicant'>, now: Date): Promise<BoardOf> {
    const records = await this.records.ofFamily(applicant.accountId);
    const acted = records.filter(({ acting }) => acting);
    const persons = acted.map((record) => boardPerson(record, acted, applicant, now));
    const others = records.flatMap((record) => (record.acting ? [] : boardOther(record, now)));
    return {
      persons: persons.sort((one, other) => Number(other.standing.who === 'you') - Number(one.standing.who === 'you')),
      others,
      size: records.length,
      onHold: [...persons.map(({ standing }) => standing.whoSign), ...others.map(({ sign }) => sign)].filter((sign) => sign === 'hold')
        .length,
    };
  }
}

function boardPerson(record: StandingRecord, acted: readonly StandingRecord[], applicant: Actor<'applicant'>, now: Date): BoardPerson {
  const self = record.personId === applicant.personId;
  const standing = standingOf(record, SIGNED_IN, now);
  return {
    id: record.personId,
    name: record.name,
    self,
    relation: record.relation,
    acting: record.acting ?? 'self',
    ofAge: !self && familyRole(record.relation, record.dateOfBirth, record.appliedOn, dayOf(now)) === 'childOfAge',
    applicationNumber: record.applicationNumber,
    standing: self ? standing : aboutAnother(standing),
    next: nextPage(record),
    nextWords: record.address === 'reopened' ? 'cameBack' : nextPage(record),
    tasks: STEPS.map((step) => {
      const state = stepState(step, record);
      const waits = state !== 'fixed' && state !== 'later' && record.prepared.some(({ piece }) => piece === step);
      const prepared = waits ? (step === 'photo' ? 'preparedPhoto' : step) : null;
      const arrived = step === 'photo' && record.photoArrived && state !== 'fixed';
      return { step, state, route: arrived ? 'photographerLink' : routeOf(step, state, record), prepared, arrived };
    }),
    doubtful: doubtfulAddresses(record),
    copies: record.cardAddress !== null && copyTargets(record, acted).length > 0,
  };
}

/** Labels that say more than who acts next. */
const FAR: ReadonlyMap<string, BoardOther['label']> = new Map([
  ['standing:label.confirmed', 'completed'],
  ['standing:label.mailed', 'mailed'],
  ['standing:label.closed', 'closed'],
]);

/**
 * While nobody can act for them, their account is ours to make, once they have confirmed their address. That a file is suspended is told to
 * no other adult: it stands here as before.
 */
function boardOther(record: StandingRecord, now: Date): BoardOther {
  const { who, whoSign, lanes, label } = standingOf({ ...record, suspendedAt: null }, SIGNED_IN, now);
  const shown = { name: record.name, lanes: lanes.map(({ name, state }) => ({ name, state })) };
  if (whoSign === 'hold') return { ...shown, label: 'hold', waits: 'hold', sign: whoSign };
  if (record.hasActor)
    return { ...shown, label: FAR.get(label.key) ?? (who === 'you' ? 'waiting' : 'progress'), waits: who, sign: whoSign };
  return record.addressOpen
    ? { ...shown, label: 'waiting', waits: 'address', sign: 'you' }
    : { ...shown, label: 'progress', waits: 'us', sign: 'us' };
}

/** Where a line of the task list leads; nowhere while something before it is open. */
function routeOf(step: Step, state: StepState, record: StandingRecord): RouteName | null {
  if (state === 'later') return null;
  if (state === 'fixed')
    return ({ presence: 'presenceReceipt', homeAddress: null, mailingAddress: null, photo: 'status', review: 'submitted' } as const)[step];
  if (step === 'photo') return state === 'done' ? 'photoFindings' : photoPage(record);
  return step;
}
