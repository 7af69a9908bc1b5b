import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { ActsFor } from '../accounts/acts-for.entity.js';
import type { RouteName } from '../language/routes.js';
import { provinceDiffers } from './address.rules.js';
import { Confirmation } from './confirmation.entity.js';
import { nextPage, photoPage, STEPS, type Step, type StepState, stepState } from './confirmation.steps.js';
import { addressLines } from './postal-address.js';
import { SIGNED_IN, type Standing, standingOf } from './standing.js';

/** A person on the board, as plain values for the view. */
export interface BoardPerson {
  readonly id: string;
  readonly name: string;
  readonly self: boolean;
  readonly applicationNumber: string;
  readonly standing: Standing;
  readonly next: RouteName;
  readonly tasks: readonly { step: Step; state: StepState; route: RouteName | null }[];
  /** Addresses whose postal code belongs to another province: a warning, never a refusal. */
  readonly doubtful: readonly { route: RouteName; line: string }[];
}

/** The persons that an applicant acts for, with where each stands. */
@Injectable()
export class Board {
  constructor(private readonly em: EntityManager) {}

  async of(applicant: Actor<'applicant'>, now: Date): Promise<BoardPerson[]> {
    const mine = await this.em.find(ActsFor, { account: applicant.accountId, until: null });
    const confirmations = await this.em.find(
      Confirmation,
      { person: { $in: mine.map(({ person }) => person.id) } },
      { populate: ['person.caseFile', 'photo', 'card'], orderBy: { createdAt: 'asc' } },
    );
    const rows = confirmations.map((confirmation) => boardPerson(confirmation, applicant, now));
    return rows.sort((one, other) => Number(other.standing.who === 'you') - Number(one.standing.who === 'you'));
  }
}

function boardPerson(confirmation: Confirmation, applicant: Actor<'applicant'>, now: Date): BoardPerson {
  const { person } = confirmation;
  return {
    id: person.id,
    name: person.fullName,
    self: person.id === applicant.personId,
    applicationNumber: person.caseFile.applicationNumber,
    standing: standingOf(confirmation, SIGNED_IN, now),
    next: nextPage(confirmation),
    tasks: STEPS.map((step) => {
      const state = stepState(step, confirmation);
      return { step, state, route: routeOf(step, state, confirmation) };
    }),
    doubtful: doubtfulAddresses(confirmation),
  };
}

/** Where a line of the task list leads; nowhere while something before it is open. */
function routeOf(step: Step, state: StepState, confirmation: Confirmation): RouteName | null {
  if (state === 'later') return null;
  if (state === 'fixed') return ({ presence: 'presenceReceipt', homeAddress: null, mailingAddress: null, photo: 'status', review: 'submitted' } as const)[step];
  if (step === 'photo') return state === 'done' ? 'photoFindings' : photoPage(confirmation);
  return step;
}

function doubtfulAddresses({ homeAddress, mailingAddress, address }: Confirmation): BoardPerson['doubtful'] {
  if (address === 'frozen') return [];
  return [
    { route: 'homeAddress' as const, address: homeAddress },
    { route: 'mailingAddress' as const, address: mailingAddress },
  ].flatMap(({ route, address: given }) => (given && provinceDiffers(given.postalCode, given.province) ? [{ route, line: addressLines(given).at(-1) ?? '' }] : []));
}
