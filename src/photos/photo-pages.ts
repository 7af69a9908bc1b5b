import { GoElsewhere } from '../access/go-elsewhere.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { photoPage } from '../confirmation/confirmation.steps.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { photoLock } from './photo.policy.js';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { isDraft } from './photo-attempt.states.js';

/** Once a photo is with the officers or accepted, nothing about it can change: a page that says so, with 409 (S26, S30). */
export function refuseWhenLocked(confirmation: Confirmation): void {
  const lock = photoLock(confirmation.photo);
  if (!lock) return;
  throw new RefusalPage(409, 'photos/locked', {
    lock,
    person: confirmation.person.id,
    submittedAt: confirmation.photo?.submittedAt ?? null,
  });
}

/** The draft a page is about; without one the person is led to where they belong. */
export function draftOf(confirmation: Confirmation): PhotoAttempt {
  refuseWhenLocked(confirmation);
  const { photo, person } = confirmation;
  if (!photo || !isDraft(photo.state)) throw new GoElsewhere(photoPage(confirmation), { person: person.id });
  return photo;
}
