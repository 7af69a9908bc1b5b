import type { Confirmation } from '../confirmation/confirmation.entity.js';
import type { Replied } from '../invitations/replied.js';

/**
 * What the reply said becomes the person's: eyes and height, the address once it is confirmed (S2a), and who is not in Canada yet is on
 * hold until they are back (S2c).
 */
export function takeOver(confirmation: Confirmation, { answers, email, emailConfirmedAt }: Replied): void {
  const { person } = confirmation;
  if (emailConfirmedAt) person.confirmEmail(email, emailConfirmedAt);
  if (answers.eyeColour && answers.heightCm) person.appearance = { eyeColour: answers.eyeColour, heightCm: answers.heightCm };
  if (confirmation.presence === 'not_started' && answers.inCanada === false && answers.returnOn && answers.country)
    confirmation.goAbroad(answers.returnOn, answers.country);
}
