import { TransitionRefused } from '../confirmation/transition.js';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { isDraft } from './photo-attempt.states.js';

/** Why a person can't send or change a photo now; null when they can. Each is a key of the locales. */
export type PhotoLock = 'withUs' | 'accepted';

/** Until "Submit documents" a photo may be edited and replaced, and again once it was returned (S15, S26, S30). */
export function photoLock(newest: Pick<PhotoAttempt, 'shown'> | null | undefined): PhotoLock | null {
  if (!newest || isDraft(newest.shown) || newest.shown === 'returned') return null;
  return newest.shown === 'accepted' ? 'accepted' : 'withUs';
}

/** The draft that may still be changed. @throws TransitionRefused when there is none */
export function openDraft(newest: PhotoAttempt | null | undefined, act: string): PhotoAttempt {
  if (!newest || !isDraft(newest.state)) throw new TransitionRefused('photo', newest?.state ?? 'none', act);
  return newest;
}

/** The number of the next attempt: a draft that is replaced gives its number on (S27). */
export function nextNumber(newest: Pick<PhotoAttempt, 'state' | 'number'> | null | undefined): number {
  if (!newest) return 1;
  return isDraft(newest.state) ? newest.number : newest.number + 1;
}
