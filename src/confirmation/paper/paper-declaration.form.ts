import { z } from 'zod';
import { day, oneOf, required, ticked } from '../../forms/fields.js';
import { LANGUAGES } from '../../language/language.js';
import { LONGEST_TYPED_NAME } from '../presence.rules.js';
import { STRUCK_REASONS } from './paper-declaration.entity.js';

/**
 * A signed form as an officer copies it (S8).
 * @param signers ids of the people who may sign
 * @param today `YYYY-MM-DD`
 */
export const paperDeclarationForm = (signers: readonly string[], today: string) => {
  const notAhead = (value: string): boolean => !/^\d{4}-/.test(value) || value <= today;
  return z.object({
    signer: oneOf(signers as [string, ...string[]], 'paper:errors.signer'),
    name: required('paper:errors.name', LONGEST_TYPED_NAME),
    language: oneOf(LANGUAGES, 'paper:errors.language'),
    signedOn: day('paper:errors.signedOn', 'paper:errors.wrongDay').refine(notAhead, 'paper:errors.signedInFuture'),
    receivedOn: day('paper:errors.receivedOn', 'paper:errors.wrongDay').refine(notAhead, 'paper:errors.receivedInFuture'),
    signed: ticked('paper:errors.signed'),
    ownHand: ticked('paper:errors.ownHand'),
  });
};

export type PaperForm = z.output<ReturnType<typeof paperDeclarationForm>>;

export const strikeForm = z.object({ because: oneOf(STRUCK_REASONS, 'paper:errors.because') });
