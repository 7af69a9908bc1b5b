import type { Person } from '../cases/person.entity.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Replied } from '../invitations/replied.js';

/** The address of the reply becomes the person's once it is confirmed (S2a). */
export function confirmAddress(person: Person, { email, emailConfirmedAt }: Pick<Replied, 'email' | 'emailConfirmedAt'>): void {
  if (emailConfirmedAt) person.confirmEmail(email, emailConfirmedAt);
}

/**
 * What the reply said becomes the person's, once: eyes and height; and who is not in Canada yet is on hold until they are back (S2c),
 * unless that day has passed.
 * @param today `YYYY-MM-DD`
 */
export function takeOver(confirmation: Confirmation, { answers }: Pick<Replied, 'answers'>, today: string): void {
  const { eyeColour, heightCm, inCanada, returnOn, country } = answers;
  if (eyeColour && heightCm) confirmation.person.appearance = { eyeColour, heightCm };
  const open = confirmation.presence === 'not_started' || confirmation.presence === 'withdrawn';
  if (open && inCanada === false && returnOn && returnOn >= today && country) confirmation.goAbroad(returnOn, country);
}
