import type { RouteName } from '../language/route-table.js';
import { isDraft, isWaiting, type PhotoState } from '../photos/photo-attempt.states.js';
import type { LaneFacts } from './lane-facts.js';

/** The person's own steps, in the order in which they are offered. */
export const STEPS = ['presence', 'homeAddress', 'mailingAddress', 'photo', 'review'] as const;
export type Step = (typeof STEPS)[number];

export type StepState = 'todo' | 'done' | 'later' | 'fixed' | 'returned' | 'check';
type StepFacts = LaneFacts & { readonly homeAddress?: unknown; readonly mailingAnswered: boolean };

/** As the person is told it. */
const photoState = ({ photo }: StepFacts): PhotoState | undefined => (photo?.shown ?? photo?.state) as PhotoState | undefined;
const hasPhoto = (facts: StepFacts): boolean => photoState(facts) === 'ready';
const isSent = (facts: StepFacts): boolean => {
  const state = photoState(facts);
  return state !== undefined && !isDraft(state) && state !== 'returned';
};

/**
 * Where each step stands. `later`: something before it is open; `fixed`: done, and no longer to be changed; `returned`: to do again; `check`: to look at again.
 * "Submit documents" needs presence, address and photo, not on the same day (PORTAL.md 3).
 */
export function stepState(step: Step, facts: StepFacts): StepState {
  switch (step) {
    case 'presence':
      return facts.presence === 'declared' || facts.presence === 'verified' ? 'fixed' : 'todo';
    case 'homeAddress':
      if (!facts.homeAddress) return 'todo';
      if (facts.address === 'reopened') return 'check';
      return facts.address === 'frozen' ? 'fixed' : 'done';
    case 'mailingAddress':
      if (!facts.homeAddress) return 'later';
      if (!facts.mailingAnswered) return 'todo';
      if (facts.address === 'reopened') return 'check';
      return facts.address === 'frozen' ? 'fixed' : 'done';
    case 'photo':
      if (photoState(facts) === 'returned') return 'returned';
      if (isSent(facts)) return 'fixed';
      return hasPhoto(facts) ? 'done' : 'todo';
    case 'review':
      if (isSent(facts)) return 'fixed';
      return hasPhoto(facts) && facts.cardAddress && stepState('presence', facts) === 'fixed' ? 'todo' : 'later';
  }
}

/** The page on which the person goes on: the first open step, or where things stand when nothing waits on them. */
export function nextPage(facts: StepFacts): Extract<RouteName, Step | 'photoReturned' | 'photoFrame' | 'photoFindings' | 'status'> {
  const open = STEPS.find((step) => ['todo', 'returned', 'check'].includes(stepState(step, facts)));
  if (open === undefined) return 'status';
  if (open === 'photo') return photoPage(facts);
  return open;
}

/** Which photo page a person belongs on, by how far their photo is. */
export function photoPage(
  facts: StepFacts,
): Extract<RouteName, 'photo' | 'photoReturned' | 'photoFrame' | 'photoFindings' | 'review' | 'status'> {
  const state = photoState(facts);
  switch (state) {
    case undefined:
      return 'photo';
    case 'returned':
      return 'photoReturned';
    case 'draft':
    case 'framed':
      return 'photoFrame';
    case 'checked':
      return 'photoFindings';
    case 'ready':
      return 'review';
    default:
      return isWaiting(state) || state === 'accepted' ? 'status' : 'photo';
  }
}

/** "Step 2 of 5": the number of a step, from 1. */
export const stepNumber = (step: Step): number => STEPS.indexOf(step) + 1;
