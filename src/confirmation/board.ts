import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { RouteName } from '../language/route-table.js';
import { nextPage, photoPage, STEPS, type Step, type StepState, stepState } from './confirmation.steps.js';
import { type DoubtfulAddress, doubtfulAddresses } from './doubtful-addresses.js';
import { SIGNED_IN } from './lane-facts.js';
import { type Standing, standingOf } from './standing.js';
import { type StandingRecord, StandingRecords } from './standing-records.js';

/** A person on the board, as plain values for the view. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly self: boolean;
  readonly applicationNumber: string;
  readonly standing: Standing;
  readonly next: RouteName;
  readonly tasks: readonly { step: Step; state: StepState; route: RouteName | null }[];
  readonly doubtful: readonly DoubtfulAddress[];
}

/** The persons that an applicant acts for, with where each stands; who must act comes first. */
@Injectable()
export class Board {
  constructor(private readonly records: StandingRecords) {}

  async of(applicant: Actor<'applicant'>, now: Date): Promise<BoardPerson[]> {
    const records = await this.records.ofApplicant(applicant.accountId);
    const persons = records.map((record) => boardPerson(record, applicant, now));
    return persons.sort((one, other) => Number(other.standing.who === 'you') - Number(one.standing.who === 'you'));
  }
}

function boardPerson(record: StandingRecord, applicant: Actor<'applicant'>, now: Date): BoardPerson {
  return {
    id: record.personId,
    name: record.name,
    self: record.personId === applicant.personId,
    applicationNumber: record.applicationNumber,
    standing: standingOf(record, SIGNED_IN, now),
    next: nextPage(record),
    tasks: STEPS.map((step) => {
      const state = stepState(step, record);
      return { step, state, route: routeOf(step, state, record) };
    }),
    doubtful: doubtfulAddresses(record),
  };
}

/** Where a line of the task list leads; nowhere while something before it is open. */
function routeOf(step: Step, state: StepState, record: StandingRecord): RouteName | null {
  if (state === 'later') return null;
  if (state === 'fixed')
    return ({ presence: 'presenceReceipt', homeAddress: null, mailingAddress: null, photo: 'status', review: 'submitted' } as const)[step];
  if (step === 'photo') return state === 'done' ? 'photoFindings' : photoPage(record);
  return step;
}
