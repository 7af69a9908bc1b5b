import type { Actor } from '../../access/actor.js';
import type { ActedFor } from '../../accounts/family-acting.js';
import type { ActingRelation } from '../../accounts/acts-for.entity.js';
import type { Person } from '../../cases/person.entity.js';
import { addDays } from '../../language/formats.js';
import type { PaperDeclaration } from './paper-declaration.entity.js';

/** "I am in Canada today" says little of somebody whose form was weeks in the post [A]. */
export const PAPER_DAYS = 30;

export interface PaperSigner {
  readonly person: Person;
  readonly relation: ActingRelation;
}

/**
 * Who may sign a form about a person, by the policy of who acts for whom: adults for themselves, an account of theirs or not; the principal
 * applicant for whomever they act for (PORTAL.md 2). A representative is nobody of the case and stands in no row (S33).
 */
export function paperSigners(family: readonly ActedFor[], personId: string): PaperSigner[] {
  const about = family.find(({ person }) => person.id === personId);
  const principal = family.find(({ person }) => person.relation === 'principal');
  if (!about) return [];
  const self: PaperSigner[] = about.acting.reason === 'child' ? [] : [{ person: about.person, relation: 'self' }];
  const { by, as } = about.acting;
  return by === 'principal' && as && principal ? [...self, { person: principal.person, relation: as }] : self;
}

/** Why a form signed and received on these days can't be recorded; also names of texts. */
export type PaperDayProblem = 'signedAfterReceived' | 'tooOld' | 'beforeLeaving';

/**
 * @param signedOn, receivedOn `YYYY-MM-DD`
 * @param leftOn the day on which the person last said that they had left Canada; a form of an earlier day says nothing of now
 */
export function paperDayProblem(signedOn: string, receivedOn: string, leftOn: string | null): PaperDayProblem | null {
  if (signedOn > receivedOn) return 'signedAfterReceived';
  if (signedOn < addDays(receivedOn, -PAPER_DAYS)) return 'tooOld';
  return leftOn !== null && signedOn < leftOn ? 'beforeLeaving' : null;
}

/**
 * Who may strike a form: before it is verified whoever works on the file, and of what two officers have signed off somebody else, or a
 * supervisor.
 */
export const mayStrike = (
  { accountId, role }: Pick<Actor<'officer'>, 'accountId' | 'role'>,
  { recordedBy, verifiedBy }: Pick<PaperDeclaration, 'recordedBy' | 'verifiedBy'>,
): boolean => !verifiedBy || role === 'supervisor' || (accountId !== recordedBy && accountId !== verifiedBy);
