import type { Confirmation } from './confirmation.entity.js';
import { nextPresence } from './confirmation.states.js';
import { TransitionRefused } from './transition.js';

/** A declaration, signed here or on paper. Who was away is back. */
export function takeEffect(confirmation: Confirmation, at: Date): void {
  if (confirmation.presence === 'abroad' || confirmation.presence === 'withdrawn') confirmation.comeBack();
  confirmation.presence = nextPresence(confirmation.presence, 'declare');
  confirmation.presenceDeclaredAt = at;
  confirmation.returnAskedAt = null;
}

/**
 * A declaration holds no more: the person left, or said later that they are away.
 * @throws TransitionRefused once residence is confirmed
 */
export function withdraw(confirmation: Confirmation, at: Date): void {
  if (confirmation.residence === 'confirmed') throw new TransitionRefused('presence', 'residence confirmed', 'withdraw');
  confirmation.presence = nextPresence(confirmation.presence, 'withdraw');
  confirmation.presenceVerifiedAt = null;
  confirmation.presenceWithdrawnAt = at;
}
